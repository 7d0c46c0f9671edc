/* `mlps bench deadlines`: what a step of the deadline worker costs with many deadlines open, against few; and how late what is due
 * is seen to be breached through a real process. */
#ifndef BENCH_DEADLINES_H
#define BENCH_DEADLINES_H

#include "context.h"

/* The command. Fills a private database, or an empty one that --dsn names (it stays filled), and prints one JSON object:
 * {"bench","unit","open","small_open","due" (deadlines of a step),"steps" (planned steps it takes),"rounds","step_ms":{"small":
 * {"median","best"},"large"},"ratio" (large to small, of the medians),"best_ratio","lateness":{"count","min_ms","p50_ms",
 * "p99_ms","max_ms"} (from the instant of the breach to its event's arrival here),"early" (how many came before their
 * instant)}. --count: deadlines open in the large run, 2,000 to 10,000,000. */
int bench_deadlines_cmd(struct context *context);

#endif
