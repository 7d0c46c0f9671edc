/* `mlps bench jobs`: a private PostgreSQL and a broker in a temporary folder, the queue measured on them. */
#ifndef BENCH_JOBS_CMD_H
#define BENCH_JOBS_CMD_H

#include "commands.h"

/* Measure the durable queue on a cluster made for it, or on the database of --dsn, and print one JSON object;
 * `--count` is the number of jobs. The folder ($TMPDIR, else /tmp) is gone afterwards, whatever happened. Returns
 * the exit code. */
int bench_jobs_cmd(struct context *context);

#endif
