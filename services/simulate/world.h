/* The whole house in one process, on one clock that is set by hand: every service behind its own dispatcher, every
 * worker behind its own step, each with its own connection and role, as in production; only the bus between them is
 * a function call. So a simulated year obeys the same code, rights and constraints as a real one. */
#ifndef WORLD_H
#define WORLD_H

#include "seat.h"
#include "service_dispatch.h"
#include "stepper.h"

enum { WORLD_SERVICES = 5, WORLD_WORKERS = 4 };

struct world {
    struct clk clk; /* fixed; the same for all */
    pg_t *service_db[WORLD_SERVICES];
    struct dispatch services[WORLD_SERVICES];
    pg_t *worker_db[WORLD_WORKERS];
    struct stepper workers[WORLD_WORKERS];
    int64_t next_us[WORLD_WORKERS]; /* when each worker wants to run again */
    struct bytebuf frame, reply;
    struct seat seat; /* of the thread that plays and of all its sessions */
    int64_t asked; /* requests so far: their idempotency keys */
    int64_t steps; /* worker steps so far */
};

/* Open on a database that is migrated and reachable as every role (`dsn` names no user). The clock stands at
 * `now_us`. RC_UNAVAILABLE when a connection fails; close it also then. */
MUST_CHECK rc_t world_open(struct world *self, const char *dsn, int64_t now_us, struct problem *problem);
/* Close all connections. */
void world_close(struct world *self);
/* Set the clock; it may go back for another contract. */
void world_set(struct world *self, int64_t now_us);
/* One request to a service ("mlps.registry"), as the command line would send it. `args` is stolen. *ret_result
 * (may be NULL) is owned by the caller. Errors as the service answers. */
MUST_CHECK rc_t world_ask(struct world *self, const char *service, const char *op, json_t *args,
                          json_t **ret_result, struct problem *problem);
/* Run the workers, in a fixed order, until none has anything to do at this time. *ret_next_us is when the next one
 * wants to run, STEP_NEVER for never. */
MUST_CHECK rc_t world_settle(struct world *self, int64_t *ret_next_us, struct problem *problem);

#endif
