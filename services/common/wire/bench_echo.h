/* The far ends of bench_rpc, each a thread: echo workers behind the broker, and what bounces
 * messages back behind the bare proxy. Both send back the frames they got, so that only the way is
 * measured. */
#ifndef BENCH_ECHO_H
#define BENCH_ECHO_H

#include <pthread.h>

#include "problem.h"

enum { BENCH_WORKERS_MAX = 64 };

struct bench_echo {
    const char *endpoint; /* where to connect */
    const char *service;  /* Majordomo service; NULL: behind a bare proxy */
    size_t workers;       /* Majordomo workers, a connection each, in this one thread */
    int stop[2];          /* pipe that ends it */
    pthread_t thread;
};

/* Start the thread. RC_UNAVAILABLE when that cannot be done. */
MUST_CHECK rc_t bench_echo_start(struct bench_echo *self, struct problem *problem);
/* End it; nothing when it was not started (a zeroed struct). */
void bench_echo_stop(struct bench_echo *self);
/* DEALER connected to `endpoint`, linger 0, blocking calls give up after `wait_ms`. */
void *bench_dealer_open(const char *endpoint, int wait_ms);
/* Close it. */
void bench_dealer_close(void *socket);

#endif
