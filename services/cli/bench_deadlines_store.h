/* Statements of bench_deadlines.c. */
#ifndef BENCH_DEADLINES_STORE_H
#define BENCH_DEADLINES_STORE_H

#include <stdint.h>

#include "pg.h"

/* Deadlines to be opened, as bench_due_fill.sql says. */
struct due_fill {
    int64_t contract, first, last; /* numbers, both ends */
    int64_t stride, due;           /* every stride-th is due, so many of them; the others long after */
    int64_t turns;                 /* they come due in so many turns */
    int64_t at_us, apart_us;       /* the first turn, from one to the next */
};

/* The contract that the deadlines belong to. RC_REFUSED, naming `dsn`, for a database that has contracts. */
MUST_CHECK rc_t bench_due_ground(pg_t *db, int64_t *ret_contract, struct problem *problem);
/* Open them, some ten thousand a transaction, then let the server finish what that has left to do. RC_UNAVAILABLE when a stop was asked for
 * meanwhile. */
MUST_CHECK rc_t bench_due_fill(pg_t *db, const struct due_fill *fill, struct problem *problem);
/* When the deadline of a row became too late, microseconds. */
MUST_CHECK rc_t bench_due_when(pg_t *db, int64_t deadline, int64_t *ret_us, struct problem *problem);

#endif
