/* The lists are built by PostgreSQL; the only things written are a receipt and the fact it states.
 */
#include "notice_store.h"

#include "memory.h"
#include "pg_query.h"
#include "report_sql.h"

rc_t notice_store_reminders(pg_t *db, const struct reminder_list *list, json_t **ret_list,
                            struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, list->contract);
    pg_arg_text(&args, list->person);
    pg_arg_text(&args, list->channel);
    pg_arg_text(&args, list->state);
    pg_arg_day(&args, list->until);
    pg_arg_i64(&args, list->page.key[0]);
    pg_arg_i64(&args, list->page.key[1]);
    pg_arg_i64(&args, list->page.limit);
    return pg_json(db, &sql_reminder_list, &args, ret_list, problem);
}

rc_t notice_store_notifications(pg_t *db, const struct notification_list *list, json_t **ret_list,
                                struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, list->contract);
    pg_arg_text(&args, list->person);
    pg_arg_bool(&args, list->unread);
    pg_arg_i64(&args, list->penalty);
    pg_arg_i64(&args, list->id);
    pg_arg_i64(&args, list->page.key[0]);
    pg_arg_i64(&args, list->page.limit);
    return pg_json(db, &sql_notification_list, &args, ret_list, problem);
}

/* A list of one, so that a receipt shows the same fields as the list does. */
rc_t notice_store_notification(pg_t *db, int64_t id, json_t **ret_notification,
                               struct problem *problem)
{
    const struct notification_list one = { .id = id, .page = { { INT64_MAX, INT64_MAX }, 1 } };
    json_t *list = NULL;
    rc_t rc = notice_store_notifications(db, &one, &list, problem);
    if (rc != RC_OK)
        return rc;
    json_t *item = json_incref(json_array_get(json_object_get(list, "items"), 0));
    json_decref(list);
    if (!item)
        return problem_set(problem, RC_NOT_FOUND, "notification", "there is no such notification");
    *ret_notification = item;
    return RC_OK;
}

/* Columns in the order of notification_whose.sql. */
rc_t notice_store_whose(pg_t *db, int64_t id, struct notice_whose *ret_whose,
                        struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    rc_t rc = pg_run(db, &sql_notification_whose, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0)
        rc = problem_set(problem, RC_NOT_FOUND, "notification", "there is no such notification");
    else
        *ret_whose = (struct notice_whose){
            .contract_id = pg_cell_i64(rows, 0, 0),
            .person_id = pg_cell_i64(rows, 0, 1),
            .person = mem_dup(pg_cell_text(rows, 0, 2)),
            .penalty = pg_cell_i64(rows, 0, 3),
        };
    PQclear(rows);
    return rc;
}

void notice_whose_fini(struct notice_whose *self)
{
    mem_free(self->person);
    *self = (struct notice_whose){ .person = NULL };
}

/* By the condition on the row and not by a look before it: of two that say "read" at once the
 * first commits its instant, and the other, which waited for the lock, changes nothing. */
rc_t notice_store_receipt(pg_t *db, const struct notice_receipt *receipt, bool *ret_first,
                          struct problem *problem)
{
    struct pg_args args;
    int64_t changed = 0;
    pg_args_init(&args);
    pg_arg_i64(&args, receipt->notification);
    pg_arg_instant(&args, receipt->now_us);
    pg_arg_text(&args, receipt->account);
    pg_arg_bool(&args, receipt->on_behalf);
    rc_t rc = pg_do(db, &sql_notification_read, &args, &changed, problem);
    if (rc == RC_OK)
        *ret_first = changed == 1;
    return rc;
}

static void pair_args(struct pg_args *args, int64_t first, int64_t second)
{
    pg_args_init(args);
    pg_arg_i64(args, first);
    pg_arg_i64(args, second);
}

/* No row is no error here: of several people who are told of a penalty the first reader counts. */
rc_t notice_store_fact(pg_t *db, int64_t id, int64_t penalty, json_t **ret_fact,
                       struct problem *problem)
{
    struct pg_args args;
    struct problem found = { .rc = RC_OK };
    int64_t fact = 0;
    pair_args(&args, id, penalty);
    rc_t rc = pg_number(db, &sql_notice_fact, &args, &fact, &found);
    if (rc == RC_NOT_FOUND) {
        *ret_fact = NULL;
        return RC_OK;
    }
    if (rc != RC_OK)
        return problem_pass(problem, rc, &found);
    pair_args(&args, fact, penalty);
    return pg_json(db, &sql_notice_fact_get, &args, ret_fact, problem);
}
