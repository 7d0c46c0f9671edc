/* `mlps bench simulate`: a contract year of many systems. */
#ifndef BENCH_SIMULATE_CMD_H
#define BENCH_SIMULATE_CMD_H

#include "context.h"

/* Play a contract year of --count invented systems (none: the pack's own) and print the figures as one JSON object: seconds with and
 * without making the database, peak memory of the simulating process and of the largest of all. */
int bench_simulate_cmd(struct context *context);

#endif
