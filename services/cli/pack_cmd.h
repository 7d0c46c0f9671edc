/* `mlps pack check FILE` (no service needed) and `mlps pack load FILE|NAME`. */
#ifndef PACK_CMD_H
#define PACK_CMD_H

#include "commands.h"

/* Check a file without any service; returns the exit code. */
int cmd_pack_check(struct context *context, const struct command *command);
/* Send a pack to the registry; returns the exit code. */
int cmd_pack_load(struct context *context, const struct command *command);

#endif
