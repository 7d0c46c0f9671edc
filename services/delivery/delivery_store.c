/* Statements about deliverables.
 *
 * Nothing is decided here beyond "there is no such row": what a state or a day means is the
 * handlers' business. A function that locks is the first to touch its row in a transaction; the
 * order of locks is deliverable or task, then deadline, then contract_work. */
#include "delivery_store.h"

#include <stdio.h>
#include <string.h>

#include "deadline_store.h"
#include "delivery_sql.h"
#include "memory.h"
#include "pg_query.h"

/* A name that fits several rows is no name: better asked again than the wrong one signed. */
static rc_t only_row(const struct deliverable_ref *ref, const PGresult *rows, int64_t *ret_id,
                     struct problem *problem)
{
    if (PQntuples(rows) == 0)
        return problem_set(problem, RC_NOT_FOUND, "deliverable", "there is no such deliverable");
    if (PQntuples(rows) > 1)
        return problem_set(problem, RC_INVALID, ref->serial ? "title" : "serial",
                           "clause %s asks for several: say which by \"serial\" and \"title\"",
                           ref->clause);
    *ret_id = pg_cell_i64(rows, 0, 0);
    return RC_OK;
}

/* An id is taken as it is: whether there is such a row is for deliverable_lock to say. By clause
 * the statement fetches two rows at most, for two are as ambiguous as many. */
rc_t deliverable_find(pg_t *db, const struct deliverable_ref *ref, int64_t *ret_id,
                      struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    if (ref->id) {
        *ret_id = ref->id;
        return RC_OK;
    }
    pg_args_init(&args);
    pg_arg_text(&args, ref->contract);
    pg_arg_text(&args, ref->clause);
    pg_arg_i64(&args, ref->occurrence);
    pg_arg_id(&args, ref->serial);
    pg_arg_text(&args, ref->title);
    rc_t rc = pg_run(db, &sql_deliverable_find, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    rc = only_row(ref, rows, ret_id, problem);
    PQclear(rows);
    return rc;
}

/* Columns in the order of deliverable_lock.sql; texts are copied, for the result is cleared before
 * the row is used. */
static void read_row(const PGresult *rows, int64_t id, struct deliverable_row *ret_row)
{
    *ret_row = (struct deliverable_row){
        .id = id,
        .state = state_from_word(&DELIVERABLE_TABLE, pg_cell_text(rows, 0, 0)),
        .submitted_on = pg_cell_day(rows, 0, 1),
        .accepted_on = pg_cell_day(rows, 0, 2),
        .signed_on = pg_cell_day(rows, 0, 3),
        .sha256 = mem_dup(pg_cell_text(rows, 0, 4)),
        .submitted_by = mem_dup(pg_cell_text(rows, 0, 5)),
        .signed_by = mem_dup(pg_cell_text(rows, 0, 6)),
        .deadline_id = pg_cell_i64(rows, 0, 7),
        .version = pg_cell_i64(rows, 0, 8),
    };
    snprintf(ret_row->contract, sizeof(ret_row->contract), "%s", pg_cell_text(rows, 0, 9));
}

/* "for no key update": two moves of one document come one after the other, while readers and rows
 * that refer to it wait for nobody. */
rc_t deliverable_lock(pg_t *db, int64_t id, struct deliverable_row *ret_row,
                      struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    rc_t rc = pg_run(db, &sql_deliverable_lock, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0)
        rc = problem_set(problem, RC_NOT_FOUND, "deliverable", "there is no such deliverable");
    else
        read_row(rows, id, ret_row);
    PQclear(rows);
    return rc;
}

/* Also after a failure: a row that was never read is zeroed, and freeing NULL does nothing. */
void deliverable_row_fini(struct deliverable_row *self)
{
    mem_free(self->sha256);
    mem_free(self->submitted_by);
    mem_free(self->signed_by);
    self->sha256 = self->submitted_by = self->signed_by = NULL;
}

/* The whole changing half, so that a new submission can clear what the old one said. */
rc_t deliverable_write(pg_t *db, const struct deliverable_row *row, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, row->id);
    pg_arg_text(&args, DELIVERABLE_TABLE.states[row->state]);
    pg_arg_day(&args, row->submitted_on);
    pg_arg_day(&args, row->accepted_on);
    pg_arg_day(&args, row->signed_on);
    pg_arg_text(&args, row->sha256);
    pg_arg_text(&args, row->submitted_by);
    pg_arg_text(&args, row->signed_by);
    return pg_do(db, &sql_deliverable_write, &args, NULL, problem);
}

rc_t deliverable_add(pg_t *db, const struct deliverable_add_args *add, int64_t contract,
                     int64_t system, int64_t *ret_id, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, contract);
    pg_arg_text(&args, add->clause);
    pg_arg_text(&args, add->title);
    pg_arg_id(&args, system);
    pg_arg_text(&args, add->form);
    rc_t rc = pg_number(db, &sql_deliverable_add, &args, ret_id, problem);
    if (rc == RC_NOT_FOUND)
        rc = problem_set(problem, rc, "clause", "the contract asks for no document of clause %s",
                         add->clause);
    return rc;
}

/* One statement serves the list and the reply of a single row; what is 0 or NULL filters nothing.
 * The cursor is the id of the last row shown. */
rc_t deliverable_rows(pg_t *db, const struct deliverable_list_args *list, json_t **ret_page,
                      struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_id(&args, list->id);
    pg_arg_text(&args, list->contract);
    pg_arg_id(&args, list->system);
    pg_arg_id(&args, list->serial);
    pg_arg_text(&args, list->state);
    pg_arg_i64(&args, list->page.key[0]);
    pg_arg_i64(&args, list->page.limit);
    return pg_json(db, &sql_deliverable_rows, &args, ret_page, problem);
}

/* ---- tasks ---- */

/* Columns in the order of task_lock.sql. `review`: the work is one whose next time is counted from
 * the day it was last done (a filing, an assessment), so that completing it must leave a fact
 * behind. */
static void read_task(const PGresult *rows, int row, struct task_row *ret_row)
{
    *ret_row = (struct task_row){
        .id = pg_cell_i64(rows, row, 12),
        .state = state_from_word(&TASK_TABLE, pg_cell_text(rows, row, 0)),
        .slot_from = pg_cell_day(rows, row, 1),
        .slot_to = pg_cell_day(rows, row, 2),
        .items = pg_cell_i64(rows, row, 3),
        .version = pg_cell_i64(rows, row, 4),
        .contract_id = pg_cell_i64(rows, row, 6),
        .deadline_id = pg_cell_i64(rows, row, 10),
        .review = strcmp(pg_cell_text(rows, row, 11), "filing") == 0 ||
                  strcmp(pg_cell_text(rows, row, 11), "assessment") == 0,
        .told = json_pack("{s:s, s:s, s:s}", "clause", pg_cell_text(rows, row, 7), "title",
                          pg_cell_text(rows, row, 8), "unit", pg_cell_text(rows, row, 9)),
    };
    snprintf(ret_row->contract, sizeof(ret_row->contract), "%s", pg_cell_text(rows, row, 5));
}

/* As deliverable_lock. What the event will name comes along, so that the task is read once. */
rc_t task_lock(pg_t *db, const int64_t *ids, size_t count, struct task_row *ret_rows,
               struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64s(&args, ids, count);
    rc_t rc = pg_run(db, &sql_task_lock, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) != (int)count)
        rc = problem_set(problem, RC_NOT_FOUND, "task", "there is no such task");
    for (int i = 0; rc == RC_OK && i < (int)count; i++)
        read_task(rows, i, &ret_rows[i]);
    PQclear(rows);
    return rc;
}

/* Safe on a row that was never read, as the handlers need after a refusal. */
void task_row_fini(struct task_row *self)
{
    json_decref(self->told);
    self->told = NULL;
}

/* The statement gives back the end of the day, because it alone knows the contract's zone, and
 * clears the next step of the ladder: nobody is warned of what is done. */
rc_t task_done(pg_t *db, const int64_t *ids, size_t count, const struct task_args *done,
               int64_t *ret_done_us, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64s(&args, ids, count);
    pg_arg_day(&args, done->on);
    /* Not said: the statement takes all items of the checklist. */
    if (done->items_done >= 0)
        pg_arg_i64(&args, done->items_done);
    else
        pg_arg_null(&args);
    pg_arg_text(&args, done->by);
    pg_arg_text(&args, done->note);
    rc_t rc = pg_run(db, &sql_task_complete, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    for (int i = 0; i < (int)count; i++)
        ret_done_us[i] = pg_cell_instant(rows, i, 0);
    PQclear(rows);
    return RC_OK;
}

/* The fact moves the next filing or assessment, so the contract must be scheduled anew; other work
 * leaves no fact and needs no look. */
rc_t task_record(pg_t *db, const struct task_row *row, int32_t on, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, row->id);
    pg_arg_day(&args, on);
    rc_t rc = pg_do(db, &sql_task_fact, &args, NULL, problem);
    return rc == RC_OK ? contract_work_bump(db, row->contract_id, problem) : rc;
}

/* Within the contract alone: the same name in another contract is another person. */
static rc_t find_person(pg_t *db, const struct task_row *row, const char *person, int64_t *ret_id,
                        struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, row->contract_id);
    pg_arg_text(&args, person);
    rc_t rc = pg_number(db, &sql_task_person, &args, ret_id, problem);
    if (rc == RC_NOT_FOUND)
        return problem_set(problem, RC_NOT_FOUND, "person", "nobody is named \"%s\" there", person);
    return rc;
}

/* No name is SQL null: the task is for whoever is there. */
rc_t task_assign(pg_t *db, const struct task_row *row, const char *person, struct problem *problem)
{
    struct pg_args args;
    int64_t id = 0;
    rc_t rc = person ? find_person(db, row, person, &id, problem) : RC_OK;
    if (rc != RC_OK)
        return rc;
    pg_args_init(&args);
    pg_arg_i64(&args, row->id);
    pg_arg_id(&args, id);
    return pg_do(db, &sql_task_assign, &args, NULL, problem);
}

/* Due days repeat, so the cursor is the due day and the id of the last row shown. */
rc_t task_rows(pg_t *db, const struct task_list_args *list, json_t **ret_page,
               struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_id(&args, list->id);
    pg_arg_text(&args, list->contract);
    pg_arg_text(&args, list->state);
    pg_arg_text(&args, list->clause);
    pg_arg_text(&args, list->person);
    pg_arg_day(&args, list->on);
    pg_arg_day(&args, list->until);
    pg_arg_i64(&args, list->page.key[0]);
    pg_arg_i64(&args, list->page.key[1]);
    pg_arg_i64(&args, list->page.limit);
    return pg_json(db, &sql_task_rows, &args, ret_page, problem);
}
