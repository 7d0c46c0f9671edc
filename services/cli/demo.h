/* `mlps demo`: everything up on a fixed clock, the story played, the workbooks written, a summary printed. */
#ifndef DEMO_H
#define DEMO_H

#include "commands.h"

/* The supervisor's side: `mlps demo`. */
int cmd_demo(struct context *context, const struct command *command);
/* The caller's side, started by it and restarted when it dies: `mlps play`. */
int cmd_play(struct context *context, const struct command *command);

#endif
