/* What the benchmark puts into a database of its own: one contract, and deadlines by
 * generate_series, since a million of them one by one over the bus would take too long. */
#include "bench_deadlines_store.h"

#include "cli_sql.h"
#include "pg_query.h"
#include "stopflag.h"

enum { FILL_PART = 20000 }; /* deadlines of one transaction: the server's memory for their checks stays small */

/* Rulings and events are never deleted, so nothing could be taken away again. */
static rc_t make_ground(pg_t *db, void *arg, struct problem *problem)
{
    int64_t contracts;
    rc_t rc = pg_number(db, &sql_bench_due_contracts, NULL, &contracts, problem);
    if (rc == RC_OK && contracts > 0)
        return problem_set(problem, RC_REFUSED, "dsn",
                           "the database has contracts: this benchmark fills an empty one");
    return rc == RC_OK ? pg_number(db, &sql_bench_due_ground, NULL, arg, problem) : rc;
}

/* One contract bears all: contracts are no part of what is measured. */
rc_t bench_due_ground(pg_t *db, int64_t *ret_contract, struct problem *problem)
{
    return pg_tx(db, PG_WRITE, make_ground, ret_contract, problem);
}

/* Numbers `first` to `last` of a fill. */
struct fill_part {
    const struct due_fill *fill;
    int64_t first, last;
};

/* A transaction of its own, so that a stop is heard between two and the server's memory stays
 * small. */
static rc_t fill_part(pg_t *db, void *arg, struct problem *problem)
{
    const struct fill_part *part = arg;
    const struct due_fill *fill = part->fill;
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, fill->contract);
    pg_arg_i64(&args, part->first);
    pg_arg_i64(&args, part->last);
    pg_arg_i64(&args, fill->first);
    pg_arg_i64(&args, fill->stride);
    pg_arg_i64(&args, fill->due);
    pg_arg_instant(&args, fill->at_us);
    pg_arg_i64(&args, fill->turns);
    pg_arg_i64(&args, fill->apart_us);
    return pg_do(db, &sql_bench_due_fill, &args, NULL, problem);
}

/* Nothing of the fill is left to be done behind the back of what is timed. Only a superuser may ask for a checkpoint; without one
 * the figures are a little less quiet. */
static rc_t settle(pg_t *db, struct problem *problem)
{
    struct problem refused = { .rc = RC_OK };
    rc_t rc = pg_do(db, &sql_bench_due_vacuum, NULL, NULL, problem);
    if (rc == RC_OK && pg_do(db, &sql_bench_due_checkpoint, NULL, NULL, &refused) != RC_OK)
        return RC_OK;
    return rc;
}

/* Stopped half way it leaves rows behind; the database goes with the command. */
rc_t bench_due_fill(pg_t *db, const struct due_fill *fill, struct problem *problem)
{
    struct fill_part part = { .fill = fill };
    rc_t rc = RC_OK;
    for (part.first = fill->first; rc == RC_OK && part.first <= fill->last; part.first += FILL_PART) {
        if (stop_asked())
            return problem_set(problem, RC_UNAVAILABLE, NULL, "stopped in the middle of it");
        part.last = part.first + FILL_PART - 1 < fill->last ? part.first + FILL_PART - 1 : fill->last;
        rc = pg_tx(db, PG_WRITE, fill_part, &part, problem);
    }
    return rc == RC_OK ? settle(db, problem) : rc;
}

/* What pg_tx hands on to the statement. */
struct when {
    int64_t deadline, us;
};

/* The breach's instant as the ledger has it. */
static rc_t read_when(pg_t *db, void *arg, struct problem *problem)
{
    struct when *when = arg;
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, when->deadline);
    return pg_number(db, &sql_bench_due_when, &args, &when->us, problem);
}

/* Untouched on failure, as everywhere. */
rc_t bench_due_when(pg_t *db, int64_t deadline, int64_t *ret_us, struct problem *problem)
{
    struct when when = { .deadline = deadline };
    rc_t rc = pg_tx(db, PG_READ, read_when, &when, problem);
    if (rc == RC_OK)
        *ret_us = when.us;
    return rc;
}
