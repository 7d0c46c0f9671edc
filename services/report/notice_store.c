/* The lists are built by PostgreSQL; the only thing written is a receipt. */
#include "notice_store.h"

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

/* By the condition on the row and not by a look before it: of two that say "read" at once the
 * first commits its instant, and the other, which waited for the lock, changes nothing. */
rc_t notice_store_receipt(pg_t *db, int64_t id, int64_t now_us, const char *account,
                          bool *ret_first, struct problem *problem)
{
    struct pg_args args;
    int64_t changed = 0;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    pg_arg_instant(&args, now_us);
    pg_arg_text(&args, account);
    rc_t rc = pg_do(db, &sql_notification_read, &args, &changed, problem);
    if (rc == RC_OK)
        *ret_first = changed == 1;
    return rc;
}
