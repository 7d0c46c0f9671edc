/* `mlps keys FOLDER`: the CURVE key pairs of all processes, for a bus that `mlps up` does not run. */
#ifndef KEYS_CMD_H
#define KEYS_CMD_H

#include "commands.h"

/* Names of the key pairs on the bus, NULL-ended: one per process, "cli" for people at the command line. */
extern const char *const KEY_NAMES[];
/* The command; returns the exit code. */
int cmd_keys(struct context *context, const struct command *command);

#endif
