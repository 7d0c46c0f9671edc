/* Statements about findings. */
#include <stdio.h>

#include "lifecycle_sql.h"
#include "lifecycle_store.h"
#include "pg_query.h"

/* By number, or by system and code as people write it; the cycle comes along, since the frame is
 * loaded by it. */
rc_t finding_find(pg_t *db, const struct finding_ref *ref, int64_t *ret_finding, int64_t *ret_cycle,
                  struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_id(&args, ref->id);
    pg_arg_text(&args, ref->system.contract);
    pg_arg_i64(&args, ref->system.serial);
    pg_arg_text(&args, ref->code);
    pg_arg_id(&args, ref->system.id);
    rc_t rc = pg_run(db, &sql_finding_find, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0) {
        rc = problem_set(problem, RC_NOT_FOUND, "finding", "there is no such finding");
    } else {
        *ret_finding = pg_cell_i64(rows, 0, 0);
        *ret_cycle = pg_cell_i64(rows, 0, 1);
    }
    PQclear(rows);
    return rc;
}

/* Columns in the order of finding_lock.sql. */
static void read_finding(const PGresult *rows, int64_t finding_id, struct finding_row *ret_row)
{
    *ret_row = (struct finding_row){
        .id = finding_id,
        .state = state_from_word(&FINDING_TABLE, pg_cell_text(rows, 0, 1)),
        .found_on = pg_cell_day(rows, 0, 2),
        .fixed_on = pg_cell_day(rows, 0, 3),
        .version = pg_cell_i64(rows, 0, 4),
        .verified_on = pg_cell_day(rows, 0, 5),
        .accepted_on = pg_cell_day(rows, 0, 6),
    };
    snprintf(ret_row->code, sizeof(ret_row->code), "%s", pg_cell_text(rows, 0, 0));
}

/* Locked until the transaction ends: a fix and a verification at the same moment come one after
 * the other. */
rc_t finding_lock(pg_t *db, int64_t finding_id, struct finding_row *ret_row,
                  struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, finding_id);
    rc_t rc = pg_run(db, &sql_finding_lock, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0)
        rc = problem_set(problem, RC_NOT_FOUND, "finding", "there is no such finding");
    else
        read_finding(rows, finding_id, ret_row);
    PQclear(rows);
    return rc;
}

/* The message names the code: the caller may have sent many in one assessment. */
rc_t finding_insert(pg_t *db, int64_t cycle_id, int64_t round, int32_t on,
                    const struct finding_input *input, int64_t *ret_finding,
                    struct problem *problem)
{
    struct pg_args args;
    struct problem why = { .rc = RC_OK };
    pg_args_init(&args);
    pg_arg_i64(&args, cycle_id);
    pg_arg_i64(&args, round);
    pg_arg_text(&args, input->code);
    pg_arg_text(&args, input->title);
    pg_arg_text(&args, input->control_point);
    pg_arg_text(&args, input->risk);
    pg_arg_day(&args, on);
    rc_t rc = pg_number(db, &sql_finding_insert, &args, ret_finding, &why);
    if (rc == RC_CONFLICT)
        return problem_set(problem, rc, "code", "the cycle has a finding \"%s\" already",
                           input->code);
    return rc == RC_OK ? rc : problem_pass(problem, rc, &why);
}

/* `reopened_on` is kept when it is not said: from when a term counts does not change with a later
 * fix. */
rc_t finding_write(pg_t *db, int64_t finding_id, const struct finding_change *change,
                   struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, finding_id);
    pg_arg_text(&args, FINDING_TABLE.states[change->state]);
    pg_arg_day(&args, change->fixed_on);
    pg_arg_day(&args, change->verified_on);
    pg_arg_day(&args, change->accepted_on);
    pg_arg_day(&args, change->reopened_on);
    return pg_do(db, &sql_finding_write, &args, NULL, problem);
}

/* `due_on` and what follows it in an item are its deadline's, null where the contract states no
 * term. */
rc_t finding_rows(pg_t *db, const struct list_args *list, json_t **ret_page,
                  struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_id(&args, list->id);
    pg_arg_text(&args, list->contract);
    pg_arg_id(&args, list->cycle);
    pg_arg_text(&args, list->state);
    pg_arg_i64(&args, list->page.key[0]);
    pg_arg_i64(&args, list->page.limit);
    return pg_json(db, &sql_finding_rows, &args, ret_page, problem);
}
