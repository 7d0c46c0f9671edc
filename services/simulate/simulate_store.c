#include "simulate_store.h"

#include "pg_query.h"
#include "simulate_sql.h"

/* By enum simulate_list; those that count days take the span. */
static const struct {
    const struct sql *sql;
    bool spanned;
} LISTS[LIST_COUNT] = {
    [LIST_WORKLOAD] = { &sql_sim_workload, true },
    [LIST_WEEKS] = { &sql_sim_workload_weeks, true },
    [LIST_DEADLINES] = { &sql_sim_deadlines, false },
    [LIST_BREACHES] = { &sql_sim_breaches, false },
    [LIST_PENALTIES] = { &sql_sim_penalties, false },
    [LIST_REMINDERS] = { &sql_sim_reminders, false },
    [LIST_TIMELINE] = { &sql_sim_timeline, false },
};

/* A read in a transaction of its own. */
struct reading {
    const struct sql *sql;
    pg_row_fn *row;
    void *walk;
    const struct day_span *span; /* NULL: the statement takes none */
};

/* Rows are JSON texts made by the statement; the pointer is valid during the call only. */
static rc_t give_text(const PGresult *rows, int row, void *arg, struct problem *problem)
{
    const struct row_walk *walk = arg;
    return walk->each(pg_cell_text(rows, row, 0), walk->arg, problem);
}

/* As struct row_walk, of sums. */
struct sum_walk {
    contract_sum_fn *each;
    void *arg;
};

/* Sums are in fen. The texts are the result's and end with the call. */
static rc_t give_sum(const PGresult *rows, int row, void *arg, struct problem *problem)
{
    const struct sum_walk *walk = arg;
    struct contract_sum sum = { .code = pg_cell_text(rows, row, 0),
                                .total_fen = pg_cell_i64(rows, row, 1),
                                .deductions_fen = pg_cell_i64(rows, row, 2),
                                .paid_fen = pg_cell_i64(rows, row, 3) };
    return walk->each(&sum, walk->arg, problem);
}

/* One statement in one snapshot (PG_SNAPSHOT), so that a list is of one instant. The row function
 * may stop the walk with its own code, which is passed on. */
static rc_t read_rows(pg_t *db, void *arg, struct problem *problem)
{
    struct reading *reading = arg;
    struct pg_args args;
    pg_args_init(&args);
    if (reading->span) {
        pg_arg_day(&args, reading->span->from);
        pg_arg_day(&args, reading->span->to);
    }
    return pg_each(db, reading->sql, &args, reading->row, reading->walk, problem);
}

/* Row by row: a list of a large portfolio is never held in memory. */
rc_t simulate_store_list(pg_t *db, enum simulate_list list, const struct day_span *span, const struct row_walk *walk,
                         struct problem *problem)
{
    struct row_walk own = *walk;
    struct reading reading = { LISTS[list].sql, give_text, &own, LISTS[list].spanned ? span : NULL };
    return pg_tx(db, PG_SNAPSHOT, read_rows, &reading, problem);
}

/* In the statement's order, so that two runs of one seed compare line by line. */
rc_t simulate_store_contracts(pg_t *db, contract_sum_fn *each, void *arg, struct problem *problem)
{
    struct sum_walk walk = { each, arg };
    struct reading reading = { &sql_sim_contracts, give_sum, &walk, NULL };
    return pg_tx(db, PG_SNAPSHOT, read_rows, &reading, problem);
}

/* One question and its answer. */
struct totals {
    struct totals_ask ask;
    json_t **ret;
};

/* The second argument says nothing when the first is null. */
static rc_t read_totals(pg_t *db, void *arg, struct problem *problem)
{
    const struct totals *totals = arg;
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, totals->ask.ending);
    pg_arg_bool(&args, totals->ask.with);
    return pg_json(db, &sql_sim_totals, &args, totals->ret, problem);
}

/* *ret_totals is the caller's and set on success only. */
rc_t simulate_store_totals(pg_t *db, struct totals_ask ask, json_t **ret_totals, struct problem *problem)
{
    struct totals totals = { ask, ret_totals };
    return pg_tx(db, PG_SNAPSHOT, read_totals, &totals, problem);
}

/* What the desk asks about one contract and one day. */
struct task_ask {
    const char *contract;
    int32_t day;
    desk_task_fn *each;
    void *arg;
    int32_t found;
};

/* Both statements take the same two. */
static void task_args(struct pg_args *args, const struct task_ask *ask)
{
    pg_args_init(args);
    pg_arg_text(args, ask->contract);
    pg_arg_day(args, ask->day);
}

/* Texts are the result's and end with the call. */
static rc_t give_task(const PGresult *rows, int row, void *arg, struct problem *problem)
{
    const struct task_ask *ask = arg;
    struct desk_task task = { .id = pg_cell_i64(rows, row, 0),
                              .clause = pg_cell_text(rows, row, 1),
                              .period = pg_cell_text(rows, row, 2),
                              .team = pg_cell_text(rows, row, 3),
                              .person = pg_cell_text(rows, row, 4),
                              .due = ask->day };
    return ask->each(&task, ask->arg, problem);
}

/* Row by row: a day of a large contract may have hundreds. */
static rc_t read_due(pg_t *db, void *arg, struct problem *problem)
{
    struct pg_args args;
    task_args(&args, arg);
    return pg_each(db, &sql_sim_tasks_due, &args, give_task, arg, problem);
}

/* The desk only notes what it is given, so the connection may be busy meanwhile. */
rc_t simulate_store_tasks_due(pg_t *db, const char *contract, int32_t day, desk_task_fn *each, void *arg,
                              struct problem *problem)
{
    struct task_ask ask = { .contract = contract, .day = day, .each = each, .arg = arg };
    return pg_tx(db, PG_READ, read_due, &ask, problem);
}

/* In a transaction of its own: the desk looks at each instant, after the workers have committed. */
static rc_t read_next(pg_t *db, void *arg, struct problem *problem)
{
    struct task_ask *ask = arg;
    struct pg_args args;
    PGresult *rows = NULL;
    task_args(&args, ask);
    rc_t rc = pg_run(db, &sql_sim_tasks_next, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    ask->found = PQntuples(rows) > 0 ? pg_cell_day(rows, 0, 0) : INT32_MAX;
    PQclear(rows);
    return RC_OK;
}

/* *ret_day is set on success only. */
rc_t simulate_store_tasks_next(pg_t *db, const char *contract, int32_t day, int32_t *ret_day,
                               struct problem *problem)
{
    struct task_ask ask = { .contract = contract, .day = day };
    rc_t rc = pg_tx(db, PG_READ, read_next, &ask, problem);
    if (rc == RC_OK)
        *ret_day = ask.found;
    return rc;
}
