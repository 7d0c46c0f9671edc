/* One statement per read; each gives the JSON of the reply. The only rows written are an export and
 * its job, together. */
#include "report_store.h"

#include <inttypes.h>
#include <stdio.h>

#include "attr.h"
#include "ceilings.h"
#include "forecast.h"
#include "job_store.h"
#include "memory.h"
#include "pg_query.h"
#include "report_sql.h"

/* ---- contract ---- */

static void read_head(const PGresult *rows, struct contract_head *ret_head)
{
    *ret_head = (struct contract_head){
        .id = pg_cell_i64(rows, 0, 0),
        .title = mem_dup(pg_cell_text(rows, 0, 1)),
        .customer = mem_dup(pg_cell_text(rows, 0, 2)),
        .today = pg_cell_day(rows, 0, 4),
    };
    snprintf(ret_head->as_of, sizeof(ret_head->as_of), "%s", pg_cell_text(rows, 0, 3));
}

/* Read first in every summary: it gives the business day all the others are asked for. */
rc_t report_store_head(pg_t *db, const char *contract, struct contract_head *ret_head,
                       struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_text(&args, contract);
    rc_t rc = pg_run(db, &sql_contract_head, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0)
        rc =
            problem_set(problem, RC_NOT_FOUND, "contract", "there is no contract \"%s\"", contract);
    else
        read_head(rows, ret_head);
    PQclear(rows);
    return rc;
}

void contract_head_fini(struct contract_head *self)
{
    mem_free(self->title);
    mem_free(self->customer);
    *self = (struct contract_head){ 0 };
}

rc_t report_store_progress(pg_t *db, const struct contract_head *head, const struct page *page,
                           json_t **ret_list, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, head->id);
    pg_arg_day(&args, head->today);
    pg_arg_i64(&args, page->key[0]);
    pg_arg_i64(&args, page->limit);
    return pg_json(db, &sql_progress_systems, &args, ret_list, problem);
}

rc_t report_store_teams(pg_t *db, const struct contract_head *head, const json_t *phases,
                        json_t **ret_teams, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, head->id);
    pg_arg_day(&args, head->today);
    pg_arg_json(&args, phases);
    return pg_json(db, &sql_team_totals, &args, ret_teams, problem);
}

rc_t report_store_due(pg_t *db, const struct contract_head *head, const struct due_ask *ask,
                      json_t **ret_due, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, head->id);
    pg_arg_bool(&args, ask->overdue);
    pg_arg_day(&args, ask->until);
    pg_arg_i64(&args, MAX_LIST_LIMIT);
    return pg_json(db, &sql_summary_due, &args, ret_due, problem);
}

rc_t report_store_penalties(pg_t *db, const struct contract_head *head, json_t **ret_penalties,
                            struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, head->id);
    return pg_json(db, &sql_summary_penalties, &args, ret_penalties, problem);
}

rc_t report_store_documents(pg_t *db, const struct contract_head *head, json_t **ret_documents,
                            struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, head->id);
    return pg_json(db, &sql_summary_documents, &args, ret_documents, problem);
}

/* ---- forecast ---- */

/* What a statement takes beside the contract and the number of its rows. */
enum forecast_day { DAY_NONE, DAY_TODAY, DAY_UNTIL };

/* One list each, in the order of no importance: all run in one snapshot. */
static const struct forecast_list {
    const char *key;
    const struct sql *sql;
    enum forecast_day day;
    int64_t most; /* 0: the statement counts instead of listing */
} FORECAST_LISTS[] = {
    { "owners", &sql_forecast_owners, DAY_NONE, FORECAST_OWNERS_MAX },
    { "systems", &sql_forecast_systems, DAY_TODAY, FORECAST_SYSTEMS_MAX },
    { "deadlines", &sql_forecast_deadlines, DAY_TODAY, FORECAST_ITEMS_MAX },
    { "documents", &sql_forecast_documents, DAY_NONE, FORECAST_ITEMS_MAX },
    { "tasks", &sql_forecast_tasks, DAY_UNTIL, FORECAST_ITEMS_MAX },
    { "cases", &sql_forecast_cases, DAY_NONE, FORECAST_CASES_MAX },
    { "history", &sql_forecast_history, DAY_TODAY, 0 },
    { "past", &sql_forecast_past, DAY_TODAY, 0 },
};

rc_t report_store_forecast(pg_t *db, const struct contract_head *head, int32_t until,
                           json_t **ret_facts, struct problem *problem)
{
    json_t *facts = json_object();
    rc_t rc = RC_OK;
    for (size_t i = 0; i < COUNT_OF(FORECAST_LISTS) && rc == RC_OK; i++) {
        const struct forecast_list *list = &FORECAST_LISTS[i];
        struct pg_args args;
        json_t *rows = NULL;
        pg_args_init(&args);
        pg_arg_i64(&args, head->id);
        if (list->day != DAY_NONE)
            pg_arg_day(&args, list->day == DAY_TODAY ? head->today : until);
        if (list->most > 0)
            pg_arg_i64(&args, list->most + 1);
        rc = pg_json(db, list->sql, &args, &rows, problem);
        if (rc == RC_OK)
            json_object_set_new(facts, list->key, rows);
    }
    if (rc == RC_OK)
        *ret_facts = facts;
    else
        json_decref(facts);
    return rc;
}

rc_t report_store_event_seq(pg_t *db, int64_t *ret_seq, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    return pg_number(db, &sql_forecast_seq, &args, ret_seq, problem);
}

/* ---- deadlines ---- */

rc_t report_store_deadlines(pg_t *db, const struct deadline_list *list, json_t **ret_list,
                            struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, list->contract);
    pg_arg_text(&args, list->state);
    pg_arg_text(&args, list->kind);
    pg_arg_day(&args, list->until);
    pg_arg_i64(&args, list->deadline);
    pg_arg_text(&args, list->code);
    pg_arg_i64(&args, list->page.key[0]);
    pg_arg_i64(&args, list->page.key[1]);
    pg_arg_i64(&args, list->page.limit);
    return pg_json(db, &sql_deadline_list, &args, ret_list, problem);
}

/* A list of one gives the one; an empty list is the answer "no such row". */
rc_t report_store_take_first(json_t *list, const char *what, json_t **ret_item,
                             struct problem *problem)
{
    json_t *item = json_incref(json_array_get(json_object_get(list, "items"), 0));
    json_decref(list);
    if (!item)
        return problem_set(problem, RC_NOT_FOUND, what, "there is no such %s", what);
    *ret_item = item;
    return RC_OK;
}

/* A list of one: reading one and reading many cannot differ in what a row shows. */
rc_t report_store_deadline(pg_t *db, const struct deadline_list *list, json_t **ret_deadline,
                           struct problem *problem)
{
    json_t *found = NULL;
    rc_t rc = report_store_deadlines(db, list, &found, problem);
    return rc == RC_OK ? report_store_take_first(found, "deadline", ret_deadline, problem) : rc;
}

rc_t report_store_moved(pg_t *db, const struct deadline_moved *moved, json_t **ret_list,
                        struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, moved->contract);
    pg_arg_day(&args, moved->since);
    pg_arg_text(&args, moved->calendar);
    pg_arg_text(&args, moved->reason);
    pg_arg_i64(&args, moved->page.key[0]);
    pg_arg_i64(&args, moved->page.limit);
    return pg_json(db, &sql_deadline_moved, &args, ret_list, problem);
}

rc_t report_store_rulings(pg_t *db, int64_t deadline_id, json_t **ret_rulings,
                          struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, deadline_id);
    return pg_json(db, &sql_deadline_rulings, &args, ret_rulings, problem);
}

rc_t report_store_clock(pg_t *db, int64_t deadline_id, json_t **ret_clock, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, deadline_id);
    return pg_json(db, &sql_deadline_clock, &args, ret_clock, problem);
}

/* ---- events ---- */

rc_t report_store_events(pg_t *db, const struct event_list *list, json_t **ret_list,
                         struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, list->after);
    pg_arg_i64(&args, list->limit);
    pg_arg_text(&args, list->contract);
    rc_t rc = pg_json(db, &sql_event_list, &args, ret_list, problem);
    if (rc == RC_NOT_FOUND)
        problem_set(problem, rc, "after", "there is no event %" PRId64, list->after);
    return rc;
}

/* ---- exports ---- */

enum { EXPORT_ATTEMPTS = 5 }; /* tries of a workbook before its job is a dead letter */

static rc_t insert_export(pg_t *db, const struct export_request *request, int64_t contract_id,
                          int64_t *ret_id, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, contract_id);
    pg_arg_text(&args, request->kind);
    pg_arg_text(&args, request->lang);
    return pg_number(db, &sql_export_insert, &args, ret_id, problem);
}

/* The job has the export's id in its payload, and in its key, so that no export is made twice at
 * once. */
static rc_t enqueue_export(pg_t *db, int64_t id, struct problem *problem)
{
    char key[32];
    int64_t job_id = 0;
    json_t *payload = json_pack("{s:I}", "export_id", (json_int_t)id);
    snprintf(key, sizeof(key), "export/%" PRId64, id);
    const struct job_new job = { .kind = "export",
                                 .payload = payload,
                                 .key = key,
                                 .priority = JOB_PRIORITY_NORMAL,
                                 .max_attempts = EXPORT_ATTEMPTS };
    rc_t rc = job_enqueue(db, "export", &job, &job_id, problem);
    json_decref(payload);
    return rc;
}

/* The contract is looked up first, so that a wrong code is told as such and not as a broken
 * reference. */
rc_t report_store_export(pg_t *db, const struct export_request *request, int64_t *ret_id,
                         struct problem *problem)
{
    struct contract_head head;
    int64_t id = 0;
    rc_t rc = report_store_head(db, request->contract, &head, problem);
    if (rc != RC_OK)
        return rc;
    rc = insert_export(db, request, head.id, &id, problem);
    contract_head_fini(&head);
    if (rc == RC_OK)
        rc = enqueue_export(db, id, problem);
    if (rc == RC_OK)
        *ret_id = id;
    return rc;
}

rc_t report_store_exports(pg_t *db, const struct export_list *list, json_t **ret_list,
                          struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, list->contract);
    pg_arg_i64(&args, list->id);
    pg_arg_i64(&args, list->page.key[0]);
    pg_arg_i64(&args, list->page.limit);
    return pg_json(db, &sql_export_list, &args, ret_list, problem);
}

rc_t report_store_export_get(pg_t *db, const struct export_list *list, json_t **ret_export,
                             struct problem *problem)
{
    json_t *found = NULL;
    rc_t rc = report_store_exports(db, list, &found, problem);
    return rc == RC_OK ? report_store_take_first(found, "export", ret_export, problem) : rc;
}

rc_t report_store_subject(pg_t *db, const struct subject_contract *subject, json_t **ret_contract,
                          struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, subject->kind);
    pg_arg_i64(&args, subject->id);
    rc_t rc = pg_json(db, &sql_subject_contract, &args, ret_contract, problem);
    if (rc == RC_NOT_FOUND)
        rc = problem_set(problem, rc, "id", "there is no such %s", subject->kind);
    return rc;
}

/* ---- work ---- */

rc_t report_store_pending(pg_t *db, const char *contract, json_t **ret_pending,
                          struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, contract);
    return pg_json(db, &sql_work_pending, &args, ret_pending, problem);
}
