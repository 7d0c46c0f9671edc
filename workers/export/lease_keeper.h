/* Keeps a job's lease while the library closes a large file: that takes seconds in one call from
 * which nothing can be said, so a thread says it. */
#ifndef LEASE_KEEPER_H
#define LEASE_KEEPER_H

#include <pthread.h>
#include <stdbool.h>

#include "job_loop.h"

struct lease_keeper {
    struct job_run *run;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool running; /* only the owner's thread looks at it */
    bool stop;    /* under `lock` */
};

/* Not running yet. Borrows `run`. */
void lease_keeper_init(struct lease_keeper *self, struct job_run *run);
/* Stop, and free what it holds. */
void lease_keeper_fini(struct lease_keeper *self);
/* From now until lease_keeper_stop a thread calls job_run_beat every KEEPER_MS; nobody else may
 * call it meanwhile. A lease that is lost is found by whoever completes the job. Nothing happens
 * when it runs already. */
void lease_keeper_start(struct lease_keeper *self);
/* End the thread and wait for it. Nothing happens when it does not run. */
void lease_keeper_stop(struct lease_keeper *self);

enum { KEEPER_MS = 1000 };

#endif
