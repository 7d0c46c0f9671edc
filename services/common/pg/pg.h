/* A PostgreSQL connection and its transactions, without a word of libpq: what handlers and steps may
 * know. Statements run in *_store.c through pg_query.h. One pg_t per thread. */
#ifndef PG_H
#define PG_H

#include <stdbool.h>
#include <stdint.h>

#include "problem.h"

typedef struct pg pg_t;

enum { PG_TX_TRIES = 8 }; /* tries of a transaction that met 40001 or 40P01 */

struct pg_conf {
    const char *dsn;     /* libpq connection string or URI, without the user when `role` is given */
    const char *role;    /* database role to log in as, e.g. "mlps_registry"; NULL: as the DSN says */
    const char *process; /* application_name */
};

/* New connection object; does not connect yet. Copies `conf`. Never NULL. */
pg_t *pg_new(const struct pg_conf *conf);
/* Close and free; accepts NULL. */
void pg_destroy(pg_t **self_p);
/* Connect if not connected, or again after a lost connection. RC_UNAVAILABLE with the server's reason;
 * waits at most 2 s per host (HA-05). Sets time zone UTC, statement and idle time-outs. */
MUST_CHECK rc_t pg_ready(pg_t *self, struct problem *problem);
/* Whether the last error cut the connection (so a caller should back off and call pg_ready). */
bool pg_is_lost(const pg_t *self);

enum pg_tx_kind { PG_READ, PG_WRITE, PG_SNAPSHOT /* repeatable read, read only: exports */ };
/* Work done inside a transaction. May run several times: must not keep results of a failed try. */
typedef rc_t pg_tx_fn(pg_t *db, void *arg, struct problem *problem);
/* Run `fn` between BEGIN and COMMIT; any result but RC_OK rolls back. A serialization failure or deadlock
 * (40001, 40P01) is tried again up to PG_TX_TRIES with jittered back-off. A connection lost during
 * COMMIT is RC_UNAVAILABLE with the outcome unknown: repeat only under an idempotency key (HA-04). */
MUST_CHECK rc_t pg_tx(pg_t *self, enum pg_tx_kind kind, pg_tx_fn *fn, void *arg,
                      struct problem *problem);
/* Inside a transaction: say for whom it runs, read by row-level security and by events (RLS-04). */
MUST_CHECK rc_t pg_act_as(pg_t *self, const char *account, struct problem *problem);

#endif
