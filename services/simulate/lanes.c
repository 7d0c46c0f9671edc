#include "lanes.h"

#include <stdio.h>
#include <string.h>

int64_t lanes_useful(const struct simulate_ask *ask, int64_t count)
{
    int64_t contracts = ask->compare ? 1 : simulate_contracts(ask->systems);
    int64_t most = contracts < LANES_MOST ? contracts : LANES_MOST;
    return count < 1 ? 1 : count < most ? count : most;
}

void lanes_share(int64_t contracts, int64_t count, int64_t n, int64_t *ret_first, int64_t *ret_end)
{
    *ret_first = contracts * n / count;
    *ret_end = contracts * (n + 1) / count;
}

/* The last word of a DSN on a subject counts. */
static rc_t deal(struct lanes *self, int64_t n, const struct simulate_ask *ask, struct problem *problem)
{
    struct lane *lane = &self->all[n];
    int len = n == 0 ? snprintf(lane->dsn, sizeof(lane->dsn), "%s", ask->dsn)
                     : snprintf(lane->dsn, sizeof(lane->dsn), "%s dbname=" LANE_DATABASE, ask->dsn, (int)n + 1);
    if (len < 0 || (size_t)len >= sizeof(lane->dsn))
        return problem_set(problem, RC_INVALID, "dsn", "the connection text is longer than %d bytes", LANE_DSN - 1);
    lane->ask = *ask;
    lane->ask.dsn = lane->dsn;
    lanes_share(simulate_contracts(ask->systems), self->count, n, &lane->ask.first, &lane->ask.end);
    return RC_OK;
}

static void *play(void *arg)
{
    struct lane *lane = arg;
    lane->rc = simulate_play(&lane->run, &lane->ask, &lane->problem);
    return NULL;
}

/* A lane without a thread is played by the caller, when its turn comes. */
static void start(struct lanes *self)
{
    for (int64_t n = 1; n < self->count; n++)
        self->all[n].started = pthread_create(&self->all[n].thread, NULL, play, &self->all[n]) == 0;
}

static void finish(struct lane *lane)
{
    if (lane->started)
        pthread_join(lane->thread, NULL);
    else
        (void)play(lane);
    lane->started = false;
}

/* In the order of the contracts, so that which failure is told does not depend on which came first. */
rc_t lanes_play(struct lanes *self, const struct simulate_ask *ask, int64_t count, struct problem *problem)
{
    rc_t rc = RC_OK;
    memset(self, 0, sizeof(*self));
    self->count = lanes_useful(ask, count);
    for (int64_t n = 0; rc == RC_OK && n < self->count; n++)
        rc = deal(self, n, ask, problem);
    if (rc != RC_OK)
        return rc;
    start(self);
    for (int64_t n = 0; n < self->count; n++) {
        finish(&self->all[n]);
        if (rc == RC_OK && self->all[n].rc != RC_OK)
            rc = problem_pass(problem, self->all[n].rc, &self->all[n].problem);
        if (n > 0)
            self->all[n - 1].run.next = &self->all[n].run;
    }
    return rc;
}

void lanes_close(struct lanes *self)
{
    for (int64_t n = 0; n < self->count; n++)
        simulate_close(&self->all[n].run);
}
