/* A thread for the one moment in which the worker cannot speak: the library closes a large file in
 * a single call. While it runs nobody else may use the loop's heartbeat connection; start and stop
 * are both called by the worker's own thread, so `running` needs no lock. */
#include "lease_keeper.h"

#include <time.h>

#include "clk.h"
#include "process.h"

/* Waits on the monotonic clock: a clock that is set must neither end a lease nor prolong it. */
void lease_keeper_init(struct lease_keeper *self, struct job_run *run)
{
    pthread_condattr_t monotonic;
    *self = (struct lease_keeper){ .run = run };
    pthread_mutex_init(&self->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&self->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

/* Joins the thread first: it may hold the lock. */
void lease_keeper_fini(struct lease_keeper *self)
{
    lease_keeper_stop(self);
    pthread_cond_destroy(&self->wake);
    pthread_mutex_destroy(&self->lock);
}

/* Wait KEEPER_MS or until told to stop; whether to go on. Waits first, since the worker's own last
 * beat was not long ago; a wake-up without a reason waits on to the same end. */
static bool wait_for_beat(struct lease_keeper *self)
{
    int64_t until_ms = clk_mono_ms() + KEEPER_MS;
    const struct timespec until = { .tv_sec = until_ms / 1000,
                                    .tv_nsec = until_ms % 1000 * 1000000 };
    int waited = 0;
    pthread_mutex_lock(&self->lock);
    while (!self->stop && waited == 0)
        waited = pthread_cond_timedwait(&self->wake, &self->lock, &until);
    bool go_on = !self->stop;
    pthread_mutex_unlock(&self->lock);
    return go_on;
}

/* Other failures of a beat are left to the next one: the lease outlives several. */
static void *keep(void *arg)
{
    struct lease_keeper *self = arg;
    while (wait_for_beat(self)) {
        struct problem problem = { .rc = RC_OK };
        if (job_run_beat(self->run, &problem) == RC_CONFLICT)
            break; /* somebody else's job by now */
    }
    return NULL;
}

/* Out of threads ends the process (process_thread): the lease then runs out and the job is taken by
 * others. */
void lease_keeper_start(struct lease_keeper *self)
{
    if (self->running)
        return;
    self->stop = false;
    self->thread = process_thread(keep, self);
    self->running = true;
}

/* Wakes the thread from its wait, so that it ends at once and not after KEEPER_MS; a beat under way
 * is waited for. */
void lease_keeper_stop(struct lease_keeper *self)
{
    if (!self->running)
        return;
    pthread_mutex_lock(&self->lock);
    self->stop = true;
    pthread_cond_signal(&self->wake);
    pthread_mutex_unlock(&self->lock);
    pthread_join(self->thread, NULL);
    self->running = false;
}
