/* Statements about systems, cycles and assessments. */
#include <inttypes.h>
#include <stdio.h>

#include "lifecycle_sql.h"
#include "lifecycle_store.h"
#include "pg_query.h"

/* One look for all that opening a cycle asks of a system; nothing is locked, and the unique index
 * has the last word. */
rc_t system_read(pg_t *db, int64_t system_id, struct system_row *ret_row, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, system_id);
    rc_t rc = pg_run(db, &sql_system_read, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0)
        rc = problem_set(problem, RC_NOT_FOUND, "system", "there is no such system");
    else
        *ret_row = (struct system_row){
            .id = system_id,
            .serial = pg_cell_i64(rows, 0, 0),
            .contract_id = pg_cell_i64(rows, 0, 1),
            .active = pg_cell_bool(rows, 0, 2),
            .has_cycle = pg_cell_bool(rows, 0, 3),
            .next_number = pg_cell_i64(rows, 0, 4),
        };
    PQclear(rows);
    return rc;
}

/* The newest one, running or closed: a system has one cycle after the other. */
rc_t cycle_of_system(pg_t *db, int64_t system_id, int64_t *ret_cycle, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, system_id);
    rc_t rc = pg_number(db, &sql_system_cycle, &args, ret_cycle, problem);
    if (rc == RC_NOT_FOUND)
        return problem_set(problem, rc, "system", "the system has no cycle");
    return rc;
}

/* Two that open a cycle at once both read that none is open; the unique index lets one through. */
rc_t cycle_insert(pg_t *db, const struct system_row *system, int64_t pack_id, int32_t started_on,
                  int64_t *ret_cycle, struct problem *problem)
{
    struct pg_args args;
    struct problem why = { .rc = RC_OK };
    pg_args_init(&args);
    pg_arg_i64(&args, system->id);
    pg_arg_i64(&args, system->next_number);
    pg_arg_i64(&args, pack_id);
    pg_arg_day(&args, started_on);
    rc_t rc = pg_number(db, &sql_cycle_insert, &args, ret_cycle, &why);
    if (rc == RC_CONFLICT)
        return problem_set(problem, rc, "system", "system %" PRId64 " has an open cycle already",
                           system->serial);
    return rc == RC_OK ? rc : problem_pass(problem, rc, &why);
}

/* The first lock of every write: whoever holds it may read and change all that belongs to the
 * cycle. */
rc_t cycle_lock(pg_t *db, int64_t cycle_id, struct cycle_row *ret_row, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, cycle_id);
    rc_t rc = pg_run(db, &sql_cycle_lock, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0) {
        rc = problem_set(problem, RC_NOT_FOUND, "cycle", "there is no such cycle");
    } else {
        *ret_row = (struct cycle_row){
            .id = cycle_id,
            .number = pg_cell_i64(rows, 0, 0),
            .pack_id = pg_cell_i64(rows, 0, 1),
            .started_on = pg_cell_day(rows, 0, 2),
            .open = pg_cell_bool(rows, 0, 3),
            .system_id = pg_cell_i64(rows, 0, 4),
            .serial = pg_cell_i64(rows, 0, 5),
            .contract_id = pg_cell_i64(rows, 0, 6),
        };
        snprintf(ret_row->contract, sizeof(ret_row->contract), "%s", pg_cell_text(rows, 0, 7));
    }
    PQclear(rows);
    return rc;
}

/* The state alone says that another cycle may be opened: the unique index is on open cycles. */
rc_t cycle_end(pg_t *db, int64_t cycle_id, int32_t on, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, cycle_id);
    pg_arg_day(&args, on);
    return pg_do(db, &sql_cycle_end, &args, NULL, problem);
}

/* Findings are reported for the round that the work is in, and that is the highest one. */
rc_t cycle_round(pg_t *db, int64_t cycle_id, int64_t *ret_round, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, cycle_id);
    return pg_number(db, &sql_cycle_round, &args, ret_round, problem);
}

/* Gates ask whether a title was filed in any phase, not in which. */
rc_t cycle_documents(pg_t *db, int64_t cycle_id, json_t **ret_titles, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, cycle_id);
    return pg_json(db, &sql_cycle_documents, &args, ret_titles, problem);
}

/* No score yet is a NULL, which is not a score of 0. */
rc_t cycle_standing(pg_t *db, int64_t cycle_id, const char *kind,
                    struct cycle_standing *ret_standing, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, cycle_id);
    pg_arg_text(&args, kind);
    rc_t rc = pg_run(db, &sql_cycle_standing, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    *ret_standing = (struct cycle_standing){
        .has_score = pg_cell_text(rows, 0, 0) != NULL,
        .score_bp = pg_cell_i64(rows, 0, 0),
        .high_risk_open = pg_cell_i64(rows, 0, 1),
        .assessments = pg_cell_i64(rows, 0, 2),
    };
    PQclear(rows);
    return RC_OK;
}

/* The score in basis points, as it was told; the verdict is stored with it, since rules may
 * change later and the verdict must not. */
rc_t assessment_insert(pg_t *db, const struct assessment_new *row, int64_t *ret_id,
                       struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, row->cycle_id);
    pg_arg_i64(&args, row->phase_id);
    pg_arg_text(&args, row->kind);
    pg_arg_i64(&args, row->round);
    pg_arg_day(&args, row->on);
    pg_arg_i64(&args, row->score_bp);
    pg_arg_i64(&args, row->high_risk_open);
    pg_arg_bool(&args, row->passed);
    return pg_number(db, &sql_assessment_insert, &args, ret_id, problem);
}

/* Filters that are not given are NULL and match all; the cursor is the number of the last row of
 * the page before. */
rc_t cycle_rows(pg_t *db, const struct list_args *list, json_t **ret_page, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_id(&args, list->id);
    pg_arg_id(&args, list->system);
    pg_arg_text(&args, list->contract);
    pg_arg_text(&args, list->team);
    pg_arg_i64(&args, list->page.key[0]);
    pg_arg_i64(&args, list->page.limit);
    return pg_json(db, &sql_cycle_rows, &args, ret_page, problem);
}
