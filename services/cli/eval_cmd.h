/* `mlps eval`: the rules without services, database or network. */
#ifndef EVAL_CMD_H
#define EVAL_CMD_H

#include "commands.h"

/* Questions on standard input, answers on standard output. Exit 2 when any line was wrong. `--list` shows every
 * rule with its facts instead. */
int cmd_eval(struct context *context, const struct command *command);

#endif
