/* `mlps pack diff OLD NEW [--contract C]`: what a change of pack changes and moves. */
#ifndef PACK_DIFF_CMD_H
#define PACK_DIFF_CMD_H

#include "commands.h"

/* Each pack is a file, the name of one that ships, or NAME@VERSION of one that is loaded. With --contract the
 * contract's own total, signing, readings and recorded facts are used. Exit code 1 when something differs. */
int cmd_pack_diff(struct context *context, const struct command *command);

#endif
