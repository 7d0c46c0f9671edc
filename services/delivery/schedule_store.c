/* Statements about schedules and about the facts that reviews are reckoned from. A schedule is
 * never made or moved here: that is the scheduler's; people choose how it catches up, and tell what
 * happened. */
#include "schedule_store.h"

#include <stdio.h>

#include "deadline_store.h"
#include "delivery_sql.h"
#include "pg_query.h"

/* In the order in which they were made; the counts of tasks are taken at the time of the question.
 */
rc_t schedule_rows(pg_t *db, const struct schedule_list_args *list, json_t **ret_page,
                   struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, list->contract);
    pg_arg_id(&args, list->id);
    pg_arg_i64(&args, list->page.key[0]);
    pg_arg_i64(&args, list->page.limit);
    return pg_json(db, &sql_schedule_rows, &args, ret_page, problem);
}

/* The policy it had comes from the same statement as the change: when two change it at once, each
 * event names the one it really replaced. */
rc_t schedule_policy_set(pg_t *db, const struct schedule_policy_args *policy, char *ret_contract,
                         json_t **ret_told, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, policy->schedule);
    pg_arg_text(&args, policy->catch_up);
    pg_arg_i64(&args, policy->window_days);
    rc_t rc = pg_run(db, &sql_schedule_policy, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0) {
        rc = problem_set(problem, RC_NOT_FOUND, "schedule", "there is no such schedule");
    } else {
        snprintf(ret_contract, CONTRACT_CODE_TEXT, "%s", pg_cell_text(rows, 0, 0));
        *ret_told =
            json_pack("{s:s, s:s, s:s, s:I, s:s, s:I}", "clause", pg_cell_text(rows, 0, 1), "title",
                      pg_cell_text(rows, 0, 2), "catch_up", policy->catch_up, "window_days",
                      (json_int_t)policy->window_days, "was", pg_cell_text(rows, 0, 3), "was_days",
                      (json_int_t)pg_cell_i64(rows, 0, 4));
    }
    PQclear(rows);
    return rc;
}

/* The statement answers both questions at once, without a lock between asking and adding: no row
 * when no schedule of the contract asks for such a fact, a row that counts 0 when the same stands
 * already. */
static rc_t judge_insert(const PGresult *rows, const struct review_args *review,
                         int64_t *ret_contract, struct problem *problem)
{
    const struct review_word *word = &REVIEW_WORDS[review->what];
    if (PQntuples(rows) == 0)
        return problem_set(problem, RC_REFUSED, word->of_system ? "serial" : "clause",
                           "the contract has no schedule of work \"%s\" that asks for it",
                           word->work);
    if (pg_cell_i64(rows, 0, 1) == 0)
        return problem_set(problem, RC_CONFLICT, "on", "\"%s\" is recorded of that day already",
                           word->word);
    *ret_contract = pg_cell_i64(rows, 0, 0);
    return RC_OK;
}

/* Added and woken in one transaction: no fact stands that the scheduler was not told to look at. */
rc_t review_insert(pg_t *db, const struct review_args *review, int64_t *ret_contract,
                   struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_text(&args, review->contract);
    pg_arg_text(&args, REVIEW_WORDS[review->what].word);
    pg_arg_day(&args, review->on);
    pg_arg_id(&args, review->serial);
    pg_arg_text(&args, review->clause);
    pg_arg_text(&args, review->unit);
    pg_arg_text(&args, REVIEW_WORDS[review->what].work);
    rc_t rc = pg_run(db, &sql_review_insert, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    rc = judge_insert(rows, review, ret_contract, problem);
    PQclear(rows);
    return rc == RC_OK ? contract_work_bump(db, *ret_contract, problem) : rc;
}
