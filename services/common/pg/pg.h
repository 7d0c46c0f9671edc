/* A PostgreSQL connection and its transactions, without a word of libpq: what handlers and steps
 * may know. Statements run in *_store.c through pg_query.h. One pg_t per thread. */
#ifndef PG_H
#define PG_H

#include <stdbool.h>
#include <stdint.h>

#include "problem.h"

typedef struct pg pg_t;

enum {
    PG_TX_TRIES = 8,         /* tries of a transaction that met 40001 or 40P01 */
    PG_PATIENCE_MS = 2000,   /* how long a transaction waits for a lost server to come back */
    PG_STATEMENT_MS = 30000, /* longest statement unless the context says less */
    PG_SNAPSHOT_MS = 600000, /* longest statement of a PG_SNAPSHOT transaction */
};

struct pg_conf {
    const char *dsn;  /* libpq connection string or URI, without the user when `role` is given */
    const char *role; /* database role to log in as, e.g. "mlps_registry"; NULL: as the DSN says */
    const char *process; /* application_name; NULL: "mlps" */
};

/* New connection object; does not connect yet. Copies `conf`. Never NULL. */
pg_t *pg_new(const struct pg_conf *conf);
/* Close and free; accepts NULL. */
void pg_destroy(pg_t **self_p);
/* Connect if not connected, or again after a lost connection. RC_UNAVAILABLE with the server's
 * reason; waits at most 2 s per host (HA-05), and answers at once while the jittered pause after a
 * failed try runs. Sets time zone UTC, search path mlps, statement and idle time-outs. RC_REFUSED
 * for a server before 15 or a session whose synchronous_commit was lowered (HA-03). */
MUST_CHECK rc_t pg_ready(pg_t *self, struct problem *problem);
/* pg_ready again and again until it succeeds, refuses, or `wait_ms` have passed. */
MUST_CHECK rc_t pg_wait(pg_t *self, int64_t wait_ms, struct problem *problem);
/* Whether the last error cut the connection (so a caller should back off and call pg_ready). */
bool pg_is_lost(const pg_t *self);

/* The server's process of this session on our own machine; 0 without a connection, and over a network, where its number says
 * nothing here. */
int pg_session_process(const pg_t *self);

/* What every transaction of this connection starts with, until changed. */
struct pg_context {
    const char *account; /* who acts (mlps.account, RLS-04); NULL: the database role */
    bool now_fixed; /* business time stands at now_us (mlps.now); false: the database's clock */
    int64_t now_us;
    int64_t limit_ms; /* longest statement, 1..600000; 0: the default */
    /* How long a PG_WRITE transaction may stand idle before the server ends its session, so that
     * what it holds is free for others though we are stopped; 0: the default (60 s). */
    int64_t hold_ms;
};
/* Take over the context for the next transactions; copies it. */
void pg_set_context(pg_t *self, const struct pg_context *context);

enum pg_tx_kind { PG_READ, PG_WRITE, PG_SNAPSHOT /* repeatable read, read only: exports */ };
/* Work done inside a transaction. May run several times: must not keep results of a failed try. */
typedef rc_t pg_tx_fn(pg_t *db, void *arg, struct problem *problem);
/* Run `fn` between BEGIN and COMMIT; any result but RC_OK rolls back. Connects first when needed.
 * Tried again with jittered pauses: a serialization failure or deadlock (40001, 40P01) up to
 * PG_TX_TRIES times, a connection lost before COMMIT was sent while PG_PATIENCE_MS last (nothing of
 * it can have been kept). A connection lost during COMMIT is RC_UNAVAILABLE with the outcome
 * unknown, see pg_outcome_unknown: repeat only under an idempotency key (HA-04). */
MUST_CHECK rc_t pg_tx(pg_t *self, enum pg_tx_kind kind, pg_tx_fn *fn, void *arg,
                      struct problem *problem);
/* Whether the last pg_tx failed after its COMMIT was sent, so that it may or may not be kept. */
bool pg_outcome_unknown(const pg_t *self);
/* What somebody keeps beside a connection's transactions; one set per connection. */
struct pg_hooks {
    /* In the transaction, after its work succeeded and before COMMIT: what was only noted until
     * now is written together. A failure rolls everything back. May be NULL. */
    pg_tx_fn *before_commit;
    /* After every try: what was noted holds (true) or never happened (false; also when the outcome
     * is unknown). */
    void (*at_end)(void *arg, bool committed);
    void *arg; /* for both */
};
/* Copied; NULL takes them away. Not inside a transaction. */
void pg_set_hooks(pg_t *self, const struct pg_hooks *hooks);
/* Inside a transaction: say for whom the rest of it runs, read by row-level security and by events
 * (RLS-04). */
MUST_CHECK rc_t pg_act_as(pg_t *self, const char *account, struct problem *problem);

#endif
