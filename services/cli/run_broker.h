/* `mlps broker`: the broker alone, in this process's place. */
#ifndef RUN_BROKER_H
#define RUN_BROKER_H

#include "commands.h"

/* Path of a program of this build beside our own into `out` (PATH_TEXT bytes); false when it does not fit. */
bool own_program(const char *name, char *out);
/* Replace this process by mlps-broker with the words after `broker`; returns only on failure, with the exit code. */
int run_broker(char **argv);
/* Row of the command table; main() calls run_broker before options are read, for the broker has its own. */
int cmd_broker(struct context *context, const struct command *command);

#endif
