/* `mlps bench jobs`: what the durable queue costs, beside the least that could do: rows of a bare
 * table claimed with SKIP LOCKED and deleted when they were read, in one transaction; and beside
 * less than could do, one statement that deletes what nobody has read yet. */
#ifndef BENCH_JOBS_H
#define BENCH_JOBS_H

#include <jansson.h>
#include <stdint.h>

#include "bus.h"
#include "problem.h"

enum { BENCH_JOBS_MAX = 10000000 };

struct bench_jobs_conf {
    const char *dsn;            /* a migrated database; as an owner who may create a table */
    const struct bus_conf *bus; /* for wake-ups; NULL: no pick-up latency is measured */
    int64_t jobs;               /* per side, 1000..10000000; rounded down to whole batches */
    int64_t batch;              /* jobs of one claim, 1..10000 */
    int64_t rounds;             /* the sides take turns so often, 1..1000 */
    int64_t pickups;            /* jobs put one at a time into an idle queue, 1..100000 */
};

/* Sensible numbers: 40,000 jobs in batches of 50 in 16 rounds, 300 pick-ups; DSN and bus are left
 * to the caller. */
struct bench_jobs_conf bench_jobs_defaults(void);
/* Enqueue and drain no-op jobs through the queue and through a bare table by turns, every claim and
 * completion committed with fsync; then put jobs one at a time into an idle queue and take the time
 * from the commit to the handler. Owned *ret_result is one JSON object:
 * {"bench","unit","jobs","batch","rounds","lost","jobs_per_s","bare_per_s" (put and
 * taken), "drain_per_s","bare_drain_per_s","ratio" (of these two: claim and completion against
 * claim and deletion), "strict_drain_per_s","strict_ratio" (against the one statement),
 * "put_ratio","whole_ratio","pickup":{"count","min_ms","p50_ms","p99_ms","max_ms"},"server"}. RC_REFUSED
 * when the server's fsync or synchronous_commit is off: the figures would mean nothing. Leaves
 * nothing in the database. */
MUST_CHECK rc_t bench_jobs(const struct bench_jobs_conf *conf, json_t **ret_result,
                           struct problem *problem);

#endif
