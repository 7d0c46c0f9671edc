#include "reminder_store.h"

#include <stdio.h>

#include "pg_query.h"
#include "reminder_sql.h"
#include "step_host.h"

/* By the index of what is due, never by a scan; `limit` keeps a turn short after a long
 * downtime. */
rc_t reminder_store_due(pg_t *db, const char *channel, int64_t now_us, int64_t limit,
                        json_t **ret_rows, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, channel);
    pg_arg_instant(&args, now_us);
    pg_arg_i64(&args, limit);
    return pg_json(db, &sql_reminder_due, &args, ret_rows, problem);
}

/* With the reason, which the person who looks for a missing reminder will read. */
rc_t reminder_store_close(pg_t *db, int64_t id, enum reminder_end end, const char *why,
                          struct problem *problem)
{
    static const char *const STATES[] = {
        [REMINDER_CANCELLED] = "cancelled", [REMINDER_FAILED] = "failed"
    };
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    pg_arg_text(&args, STATES[end]);
    pg_arg_text(&args, why);
    return pg_do(db, &sql_reminder_close, &args, NULL, problem);
}

rc_t reminder_store_notify(pg_t *db, int64_t id, const struct reminder_text *text, int64_t now_us,
                           struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    pg_arg_text(&args, bytebuf_str(&text->title));
    pg_arg_text(&args, bytebuf_str(&text->body));
    pg_arg_instant(&args, now_us);
    pg_arg_bool(&args, text->late);
    return pg_do(db, &sql_reminder_notify, &args, NULL, problem);
}

/* No row: somebody closed the reminder between two statements, which the row's lock makes
 * impossible but for a caller that did not take it. */
rc_t reminder_store_begin(pg_t *db, int64_t lease_s, const char *domain, struct reminder_try *try,
                          char *message_id, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, try->id);
    pg_arg_i64(&args, lease_s);
    pg_arg_text(&args, domain);
    rc_t rc = pg_run(db, &sql_reminder_begin, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0) {
        rc = problem_set(problem, RC_NOT_FOUND, NULL, "the reminder was decided meanwhile");
    } else {
        try->attempt = pg_cell_i64(rows, 0, 0);
        snprintf(message_id, REMINDER_MESSAGE_TEXT, "%s", pg_cell_text(rows, 0, 1));
    }
    PQclear(rows);
    return rc;
}

rc_t reminder_store_sent(pg_t *db, struct reminder_try try, int64_t now_us, bool late,
                         struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, try.id);
    pg_arg_i64(&args, try.attempt);
    pg_arg_instant(&args, now_us);
    pg_arg_bool(&args, late);
    return pg_do(db, &sql_reminder_sent, &args, NULL, problem);
}

/* The number of the try is part of the condition: an outcome that comes late never counts for a
 * newer try. */
rc_t reminder_store_retry(pg_t *db, struct reminder_try try, int64_t now_us,
                          const struct reminder_failure *failure, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, try.id);
    pg_arg_i64(&args, try.attempt);
    pg_arg_instant(&args, now_us);
    pg_arg_text(&args, failure->reason);
    pg_arg_bool(&args, failure->uncertain);
    pg_arg_i64(&args, failure->max_tries);
    return pg_do(db, &sql_reminder_retry, &args, NULL, problem);
}

/* By the index of the due query; what is being sent by others does not wake anybody, the slow
 * poll sees to the dead. */
rc_t reminder_store_next(pg_t *db, const char *channel, int64_t *ret_next_us,
                         struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_text(&args, channel);
    rc_t rc = pg_run(db, &sql_reminder_next, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    *ret_next_us = PQgetisnull(rows, 0, 0) ? STEP_NEVER : pg_cell_instant(rows, 0, 0);
    PQclear(rows);
    return RC_OK;
}
