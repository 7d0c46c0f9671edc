/* `mlps export KIND --contract C -o FILE`: ask, wait with a progress bar, take the file. */
#ifndef EXPORT_CMD_H
#define EXPORT_CMD_H

#include "commands.h"

/* The command; returns the exit code. */
int cmd_export(struct context *context, const struct command *command);
/* Whether the folder of a file to be written is there and may be written: told before the work that may take
 * minutes. RC_INVALID with the reason. */
MUST_CHECK rc_t output_check(const char *path, struct problem *problem);
/* Copy a file whole or not at all: written beside `to`, synced, renamed. RC_INVALID with the reason. */
MUST_CHECK rc_t copy_file(const char *from, const char *to, struct problem *problem);

#endif
