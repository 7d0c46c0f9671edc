/* Statements about phases and the clocks of their deadlines. */
#include "lifecycle_sql.h"
#include "lifecycle_store.h"
#include "memory.h"
#include "pg_query.h"
#include "phase.h"

/* Safe on a row that was never read. */
void phase_row_fini(struct phase_row *self)
{
    json_decref(self->documents);
    self->documents = NULL;
}

/* Reads without a lock: the row's cycle never changes, and what may change is read again under it.
 */
rc_t phase_find(pg_t *db, const struct phase_ref *ref, int64_t *ret_phase, int64_t *ret_cycle,
                struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_id(&args, ref->id);
    pg_arg_text(&args, ref->contract);
    pg_arg_i64(&args, ref->serial);
    pg_arg_i64(&args, ref->number);
    rc_t rc = pg_run(db, &sql_phase_find, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0) {
        rc = problem_set(problem, RC_NOT_FOUND, "phase", "there is no such phase");
    } else {
        *ret_phase = pg_cell_i64(rows, 0, 0);
        *ret_cycle = pg_cell_i64(rows, 0, 1);
    }
    PQclear(rows);
    return rc;
}

/* The row as the moves of a phase see it; its documents are owned by it. */
rc_t phase_lock(pg_t *db, int64_t phase_id, struct phase_row *ret_row, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, phase_id);
    rc_t rc = pg_run(db, &sql_phase_lock, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0)
        rc = problem_set(problem, RC_NOT_FOUND, "phase", "there is no such phase");
    else
        *ret_row = (struct phase_row){
            .id = pg_cell_i64(rows, 0, 0),
            .number = pg_cell_i64(rows, 0, 1),
            .round = pg_cell_i64(rows, 0, 2),
            .state = state_from_word(&PHASE_TABLE, pg_cell_text(rows, 0, 3)),
            .started_on = pg_cell_day(rows, 0, 4),
            .submitted_on = pg_cell_day(rows, 0, 5),
            .documents = pg_cell_json(rows, 0, 6),
            .version = pg_cell_i64(rows, 0, 7),
        };
    PQclear(rows);
    return rc;
}

/* null where nothing runs: then there is nothing to forecast from. */
rc_t phase_running_end(pg_t *db, int64_t cycle_id, int32_t *ret_end, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, cycle_id);
    rc_t rc = pg_run(db, &sql_phase_running_end, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    *ret_end = pg_cell_day(rows, 0, 0);
    PQclear(rows);
    return RC_OK;
}

/* The window is both plan and first forecast; the plan is never written again, so it can be
 * compared with what happened. */
rc_t phase_insert(pg_t *db, const struct phase_plan_new *row, int64_t *ret_phase,
                  struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, row->cycle_id);
    pg_arg_i64(&args, row->phase->no);
    pg_arg_i64(&args, row->round);
    pg_arg_text(&args, row->phase->name);
    pg_arg_text(&args, row->phase->clause);
    pg_arg_i64(&args, row->phase->limit.amount);
    pg_arg_day(&args, row->from);
    pg_arg_day(&args, row->to);
    return pg_number(db, &sql_phase_insert, &args, ret_phase, problem);
}

/* Only a planned row starts, so a retry inside the transaction cannot start one twice. */
rc_t phase_start(pg_t *db, int64_t phase_id, int32_t on, int32_t due, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, phase_id);
    pg_arg_day(&args, on);
    pg_arg_day(&args, due);
    return pg_do(db, &sql_phase_start, &args, NULL, problem);
}

/* What is NO_DAY or NULL stays as it is; the state is always written. */
rc_t phase_write(pg_t *db, int64_t phase_id, const struct phase_change *change,
                 struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, phase_id);
    pg_arg_text(&args, PHASE_TABLE.states[change->state]);
    pg_arg_day(&args, change->submitted_on);
    pg_arg_day(&args, change->ended_on);
    pg_arg_json(&args, change->documents);
    pg_arg_text(&args, change->note);
    return pg_do(db, &sql_phase_write, &args, NULL, problem);
}

/* A row that says so already is not written, so that its version does not move under somebody who
 * edits it. */
rc_t phase_forecast(pg_t *db, int64_t phase_id, int32_t from, int32_t to, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, phase_id);
    pg_arg_day(&args, from);
    pg_arg_day(&args, to);
    return pg_do(db, &sql_phase_forecast, &args, NULL, problem);
}

/* At most PHASES_MAX rows are asked for: the caller's array is that long. */
rc_t phase_planned(pg_t *db, int64_t cycle_id, struct planned_phase *ret_rows, size_t *ret_count,
                   struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, cycle_id);
    pg_arg_i64(&args, PHASES_MAX);
    rc_t rc = pg_run(db, &sql_phase_planned, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    *ret_count = (size_t)PQntuples(rows);
    for (int row = 0; row < PQntuples(rows); row++)
        ret_rows[row] =
            (struct planned_phase){ pg_cell_i64(rows, row, 0), pg_cell_i64(rows, row, 1) };
    PQclear(rows);
    return RC_OK;
}

/* The page's phases, and the one after it that makes a cursor; filters that are not given match
 * all. *ret_ids is the caller's to free. */
static rc_t find_page(pg_t *db, const struct list_args *list, int64_t **ret_ids, size_t *ret_count,
                      struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_id(&args, list->cycle);
    pg_arg_text(&args, list->contract);
    pg_arg_text(&args, list->state);
    pg_arg_i64(&args, list->page.key[0]);
    pg_arg_i64(&args, list->page.key[1]);
    pg_arg_i64(&args, list->page.limit);
    rc_t rc = pg_run(db, &sql_phase_page, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    size_t count = (size_t)PQntuples(rows);
    int64_t *ids = mem_array(count + 1, sizeof(*ids));
    for (size_t i = 0; i < count; i++)
        ids[i] = pg_cell_i64(rows, (int)i, 0);
    PQclear(rows);
    *ret_ids = ids;
    *ret_count = count;
    return RC_OK;
}

/* One row is read by its id alone: it is the answer to every write. */
rc_t phase_rows(pg_t *db, const struct list_args *list, json_t **ret_page, struct problem *problem)
{
    struct pg_args args;
    int64_t *ids = NULL;
    size_t count = 0;
    rc_t rc = list->id ? RC_OK : find_page(db, list, &ids, &count, problem);
    if (rc != RC_OK)
        return rc;
    pg_args_init(&args);
    pg_arg_i64s(&args, list->id ? &list->id : ids, list->id ? 1 : count);
    pg_arg_i64(&args, list->page.limit);
    rc = pg_json(db, &sql_phase_rows, &args, ret_page, problem);
    mem_free(ids);
    return rc;
}
