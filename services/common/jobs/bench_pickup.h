/* The second half of `mlps bench jobs`: how long a job waits in an idle queue. */
#ifndef BENCH_PICKUP_H
#define BENCH_PICKUP_H

#include <jansson.h>

#include "bench_jobs.h"

/* Put conf->pickups jobs one at a time into a queue whose worker sleeps, and add "pickup" to
 * `result`: milliseconds from the return of the enqueuer's commit until the job's handler runs.
 * conf->bus carries the wake-ups. RC_TIMEOUT when a job is not picked up within 10 s. */
MUST_CHECK rc_t bench_pickup(const struct bench_jobs_conf *conf, json_t *result,
                             struct problem *problem);

#endif
