/* Requests to the bus from the event loop: many in flight, each answered exactly once, by its reply
 * or by its deadline. The socket's descriptor is edge-triggered (reliability.md 1.7.5): after every
 * use of the client all that has arrived is taken, and a watchdog looks once a second whether
 * something lay there unseen; its finds are counted and must stay 0. */
#ifndef BUS_LINK_H
#define BUS_LINK_H

#include <event2/event.h>
#include <jansson.h>
#include <stdint.h>

#include "bus.h"
#include "problem.h"

enum {
    BUS_IN_FLIGHT_MAX = 400, /* below the client's high-water mark; beyond it, busy */
    BUS_BUDGET = 64,         /* replies taken before the rest of the loop gets its turn */
};

typedef struct bus_link bus_link_t;

/* A reply: RC_OK and the result (borrowed), or another rc and what the service or the bus said. */
typedef void bus_reply_fn(void *arg, rc_t rc, const json_t *result, const struct problem *problem);

struct bus_ask {
    const char *service;
    const char *op;
    json_t *args;        /* stolen; NULL: none */
    const char *key;     /* idempotency key or NULL */
    const char *account; /* whose doing it is; NULL: of the token of the token file */
    int64_t deadline_ms;
    bus_reply_fn
        *fn; /* called exactly once unless forgotten, perhaps before bus_link_ask returns */
    void *arg;
};

struct bus_stats {
    int64_t in_flight;
    int64_t asked;
    int64_t timed_out;
    int64_t refused;        /* not sent: too many in flight, or no broker */
    int64_t watchdog_finds; /* messages the descriptor did not announce; must be 0 */
};

/* Link in a loop that takes at most `budget` replies at a time; connects lazily. `conf` is copied.
 * Never NULL. */
bus_link_t *bus_link_new(struct event_base *base, const struct bus_conf *conf, int budget);
/* Call everybody still waiting back with RC_UNAVAILABLE, close and free; accepts NULL. */
void bus_link_destroy(bus_link_t **self_p);
/* Ask on behalf of the account. */
void bus_link_ask(bus_link_t *self, const struct bus_ask *ask);
/* Ask the broker itself whether a service has a worker now (8/MMI, mmi.service): RC_OK or
 * RC_NOT_FOUND; `op` and `args` are not used. */
void bus_link_probe(bus_link_t *self, const struct bus_ask *ask);
/* Call nobody back with this `arg` any more. */
void bus_link_forget(bus_link_t *self, const void *arg);
/* Numbers for metrics. */
const struct bus_stats *bus_link_stats(const bus_link_t *self);

#endif
