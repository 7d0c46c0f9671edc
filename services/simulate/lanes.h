/* A large portfolio played on several processors: its contracts are dealt out to lanes, each with a database, connections and
 * a clock of its own. Contracts share no rows, so the outcome is the same to the byte for any number of lanes. */
#ifndef LANES_H
#define LANES_H

#include <pthread.h>

#include "simulate.h"
#include "simulate_limits.h"

enum { LANE_DSN = 1024 };

/* Lives on the caller's frame; it must not move while it plays. */
struct lanes {
    struct lane {
        struct simulate_run run;
        struct simulate_ask ask; /* the question's, of this lane's contracts */
        char dsn[LANE_DSN];
        struct problem problem;
        rc_t rc;
        pthread_t thread;
        bool started;
    } all[LANES_MOST];
    int64_t count;
};

/* Play the question on up to `count` lanes (1 to LANES_MOST, their databases made by the caller: LANE_DATABASE; a comparison and a single contract take one) and wait for all of
 * them. The outcome is read from all[0].run. Errors as simulate_play; of several the one of the first contracts
 * is told. Call lanes_close also after a failure. */
MUST_CHECK rc_t lanes_play(struct lanes *self, const struct simulate_ask *ask, int64_t count, struct problem *problem);
/* How many of `count` lanes are of use: no lane plays less than a contract, and what is compared lies in one database. Pure. */
int64_t lanes_useful(const struct simulate_ask *ask, int64_t count);
/* Which contracts lane `n` of `count` plays: those from *ret_first on, *ret_end not among them. Each contract is one lane's, in
 * order, and no lane has two more than another. Pure. */
void lanes_share(int64_t contracts, int64_t count, int64_t n, int64_t *ret_first, int64_t *ret_end);
/* Free everything. */
void lanes_close(struct lanes *self);

#endif
