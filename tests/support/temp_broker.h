/* A real mlps-broker for tests, on a free port of the loopback. */
#ifndef TEMP_BROKER_H
#define TEMP_BROKER_H

#include "bus.h"
#include "child.h"

enum { TEMP_BROKER_ARGS = 16 };

struct temp_broker {
    struct bus_conf bus; /* where it listens; NULL security */
    struct child process;
    const char *args[TEMP_BROKER_ARGS]; /* what it was started with besides --bind, NULL-ended */
};

/* Start bin/mlps-broker with `args` (NULL-ended, NULL: just --insecure) on a free port and wait
 * until it is ready. Ends the test program when that fails. */
void temp_broker_start(struct temp_broker *self, const char *const args[]);
/* Kill it without a word, or SIGTERM and wait; nothing when it does not run. */
void temp_broker_kill(struct temp_broker *self);
int temp_broker_stop(struct temp_broker *self);
/* Start again on the same port with the same arguments. */
void temp_broker_restart(struct temp_broker *self);

#endif
