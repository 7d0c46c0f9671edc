/* `mlps simulate`: a contract's time played on a private database. */
#ifndef SIMULATE_CMD_H
#define SIMULATE_CMD_H

#include "commands.h"

/* Make a private PostgreSQL, play on it (mlps-simulate), print the outcome or a summary of it, remove all. */
int cmd_simulate(struct context *context, const struct command *command);

#endif
