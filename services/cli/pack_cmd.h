/* `mlps pack check FILE` (no service needed) and `mlps pack load FILE|NAME`. */
#ifndef PACK_CMD_H
#define PACK_CMD_H

#include "commands.h"

int cmd_pack_check(struct context *context, const struct command *command);
int cmd_pack_load(struct context *context, const struct command *command);

#endif
