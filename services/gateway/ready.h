/* Whether the whole of mlps can be used: the broker has a worker for each service (8/MMI), and the
 * database answers a cheap read. One round of questions serves all who ask at the same time, and
 * its verdict holds for a second, so that nobody can load the bus through an open path. */
#ifndef READY_H
#define READY_H

#include "bus_link.h"
#include "http_conn.h"

typedef struct ready ready_t;

/* Checker that asks through `bus`, which must outlive it. Never NULL. */
ready_t *ready_new(bus_link_t *bus);
/* Answer who still waits, and free; accepts NULL. */
void ready_destroy(ready_t **self_p);
/* Answer the exchange (taken over): 200 when all is well, else 503, with every check. */
void ready_answer(ready_t *self, struct http_exchange *x);

#endif
