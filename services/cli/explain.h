/* `mlps deadline explain`: why a thing is due when it is, day by day. */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "commands.h"

/* The command; returns the exit code. */
int cmd_explain(struct context *context, const struct command *command);

#endif
