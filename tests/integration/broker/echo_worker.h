/* Our own Majordomo worker in a thread, answering each request with what it got. */
#ifndef ECHO_WORKER_H
#define ECHO_WORKER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "bus.h"

struct echo_worker {
    const struct bus_conf *bus; /* copied at the start */
    struct bus_conf own;
    const char *service;
    int64_t work_ms;   /* how long a request takes */
    atomic_int served; /* requests answered */
    int stop[2];       /* pipe that ends it */
    pthread_t thread;
    char last_caller[64]; /* caller of the last request; read after echo_worker_stop */
};

/* Start the thread; `self` is filled in besides bus, service and work_ms. It answers
 * {"ok":true,"result":{"echo":args}}. */
void echo_worker_start(struct echo_worker *self);
/* End it in order (DISCONNECT). */
void echo_worker_stop(struct echo_worker *self);

#endif
