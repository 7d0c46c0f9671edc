/* `mlps bench NAME`: one JSON object with figure, unit and what it ran on. */
#ifndef BENCH_H
#define BENCH_H

#include "commands.h"

/* The command; returns the exit code. */
int cmd_bench(struct context *context, const struct command *command);

#endif
