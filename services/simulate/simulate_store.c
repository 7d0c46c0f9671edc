#include "simulate_store.h"

#include "pg_query.h"
#include "simulate_sql.h"

/* By enum simulate_list. */
static const struct sql *const LISTS[LIST_COUNT] = { &sql_sim_deadlines, &sql_sim_breaches, &sql_sim_penalties,
                                                     &sql_sim_reminders, &sql_sim_timeline };

/* What to do with each row; exactly one of the two functions is set. */
struct walk {
    simulate_row_fn *each;
    contract_sum_fn *sum;
    void *arg;
};

/* A read in a transaction of its own. */
struct reading {
    const struct sql *sql;
    pg_row_fn *row;
    struct walk walk;
    bool ranged;
    int32_t from, to;
};

/* Rows are JSON texts made by the statement; the pointer is valid during the call only. */
static rc_t give_text(const PGresult *rows, int row, void *arg, struct problem *problem)
{
    const struct walk *walk = arg;
    return walk->each(pg_cell_text(rows, row, 0), walk->arg, problem);
}

/* Sums are in fen. The texts are the result's and end with the call. */
static rc_t give_sum(const PGresult *rows, int row, void *arg, struct problem *problem)
{
    const struct walk *walk = arg;
    struct contract_sum sum = { .code = pg_cell_text(rows, row, 0),
                                .pack = pg_cell_text(rows, row, 1),
                                .total_fen = pg_cell_i64(rows, row, 2),
                                .deductions_fen = pg_cell_i64(rows, row, 3),
                                .paid_fen = pg_cell_i64(rows, row, 4) };
    return walk->sum(&sum, walk->arg, problem);
}

/* One statement in one snapshot (PG_SNAPSHOT), so that a list is of one instant. The row function
 * may stop the walk with its own code, which is passed on. */
static rc_t read_rows(pg_t *db, void *arg, struct problem *problem)
{
    struct reading *reading = arg;
    struct pg_args args;
    pg_args_init(&args);
    if (reading->ranged) {
        pg_arg_day(&args, reading->from);
        pg_arg_day(&args, reading->to);
    }
    return pg_each(db, reading->sql, &args, reading->row, &reading->walk, problem);
}

/* Row by row: a list of a large portfolio is never held in memory. */
rc_t simulate_store_list(pg_t *db, enum simulate_list list, simulate_row_fn *each, void *arg, struct problem *problem)
{
    struct reading reading = { .sql = LISTS[list], .row = give_text, .walk = { each, NULL, arg } };
    return pg_tx(db, PG_SNAPSHOT, read_rows, &reading, problem);
}

/* Days are since 1970-01-01, and both ends count. */
rc_t simulate_store_workload(pg_t *db, int32_t from, int32_t to, simulate_row_fn *each, void *arg,
                             struct problem *problem)
{
    struct reading reading = { &sql_sim_workload, give_text, { each, NULL, arg }, true, from, to };
    return pg_tx(db, PG_SNAPSHOT, read_rows, &reading, problem);
}

/* In the statement's order, so that two runs of one seed compare line by line. */
rc_t simulate_store_contracts(pg_t *db, contract_sum_fn *each, void *arg, struct problem *problem)
{
    struct reading reading = { .sql = &sql_sim_contracts, .row = give_sum, .walk = { NULL, each, arg } };
    return pg_tx(db, PG_SNAPSHOT, read_rows, &reading, problem);
}

/* The one argument, NULL, means all contracts. */
static rc_t read_totals(pg_t *db, void *arg, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_null(&args);
    return pg_json(db, &sql_sim_totals, &args, arg, problem);
}

/* *ret_totals is the caller's and set on success only. */
rc_t simulate_store_totals(pg_t *db, json_t **ret_totals, struct problem *problem)
{
    return pg_tx(db, PG_SNAPSHOT, read_totals, ret_totals, problem);
}
