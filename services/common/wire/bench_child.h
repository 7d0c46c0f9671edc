/* The processes of bench_rpc: a broker, or a bare proxy to compare it with. Both end with this
 * process. */
#ifndef BENCH_CHILD_H
#define BENCH_CHILD_H

#include <sys/types.h>

#include "bus.h"

struct bench_child {
    pid_t pid;                    /* 0: not running */
    char front[BUS_ENDPOINT_MAX]; /* where clients connect */
    char back[BUS_ENDPOINT_MAX];  /* where workers connect; the same for a broker */
};

/* Start `path` (mlps-broker) on a free port of the loopback, NULL security. RC_UNAVAILABLE when it
 * does not say that it is ready within ten seconds. */
MUST_CHECK rc_t bench_broker_start(struct bench_child *self, const char *path,
                                   struct problem *problem);
/* Start a process that is nothing but zmq_proxy between a ROUTER and a DEALER. As above. */
MUST_CHECK rc_t bench_proxy_start(struct bench_child *self, struct problem *problem);
/* End it; nothing when it does not run. */
void bench_child_stop(struct bench_child *self);

#endif
