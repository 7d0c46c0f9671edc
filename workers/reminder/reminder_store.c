/* One function for each statement, and no decision in any: what a row may become is decided by the
 * conditions of the statements, which hold however many workers there are. */
#include "reminder_store.h"

#include <stdio.h>

#include "pg_query.h"
#include "reminder_sql.h"
#include "step_host.h"

/* A row for each channel, also for one that nobody ever used. */
rc_t reminder_store_look(pg_t *db, const char *const *channels, size_t count, int64_t *ret_at_us,
                         struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_texts(&args, channels, count);
    rc_t rc = pg_run(db, &sql_reminder_look, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < count; i++)
        ret_at_us[i] = PQgetisnull(rows, (int)i, 0) ? STEP_NEVER : pg_cell_instant(rows, (int)i, 0);
    PQclear(rows);
    return RC_OK;
}

/* By the index of what is due, never by a scan; `limit` keeps a turn short after a long
 * downtime. */
rc_t reminder_store_due(pg_t *db, const struct reminder_ask *ask, json_t **ret_rows,
                        struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, ask->channel);
    pg_arg_instant(&args, ask->now_us);
    pg_arg_i64(&args, ask->limit);
    pg_arg_i64(&args, ask->with);
    pg_arg_text(&args, ask->mode ? ask->mode : "all");
    return pg_json(db, &sql_reminder_due, &args, ret_rows, problem);
}

/* Read in the transaction that holds the lead's lock; what others send meanwhile is seen by the
 * next message, so a cap can be passed by as many messages as there are workers, and no more. */
rc_t reminder_store_policy(pg_t *db, int64_t id, int64_t now_us, json_t **ret_policy,
                           struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    pg_arg_instant(&args, now_us);
    return pg_json(db, &sql_reminder_policy, &args, ret_policy, problem);
}

/* Together with all that waits with it: else each of a hundred would be looked at and held by
 * itself. */
rc_t reminder_store_hold(pg_t *db, int64_t id, int64_t now_us, int64_t until_us, bool kind_only,
                         struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    pg_arg_instant(&args, now_us);
    pg_arg_instant(&args, until_us);
    pg_arg_bool(&args, kind_only);
    return pg_do(db, &sql_reminder_hold, &args, NULL, problem);
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

/* The unique constraint on the reminder makes a second notification impossible, not only unlikely.
 */
rc_t reminder_store_notify(pg_t *db, const struct reminder_shown *shown, int64_t now_us,
                           struct problem *problem)
{
    const char *titles[REMINDER_APP_BATCH], *bodies[REMINDER_APP_BATCH], *lates[REMINDER_APP_BATCH];
    struct pg_args args;
    for (size_t i = 0; i < shown->count; i++) {
        titles[i] = bytebuf_str(&shown->texts[i].title);
        bodies[i] = bytebuf_str(&shown->texts[i].body);
        lates[i] = shown->texts[i].late ? "true" : "false";
    }
    pg_args_init(&args);
    pg_arg_i64s(&args, shown->ids, shown->count);
    pg_arg_texts(&args, titles, shown->count);
    pg_arg_texts(&args, bodies, shown->count);
    pg_arg_texts(&args, lates, shown->count);
    pg_arg_instant(&args, now_us);
    return pg_do(db, &sql_reminder_notify, &args, NULL, problem);
}

/* Fewer rows than asked for: somebody closed one between two statements, which the rows' locks
 * make impossible but for a caller that did not take them. */
rc_t reminder_store_begin(pg_t *db, int64_t lease_s, const char *domain,
                          struct reminder_tries *tries, char *message_id, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64s(&args, tries->ids, tries->count);
    pg_arg_i64(&args, lease_s);
    pg_arg_text(&args, domain);
    rc_t rc = pg_run(db, &sql_reminder_begin, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) != (int)tries->count) {
        rc = problem_set(problem, RC_NOT_FOUND, NULL, "the reminder was decided meanwhile");
    } else {
        for (int i = 0; i < PQntuples(rows); i++) {
            tries->ids[i] = pg_cell_i64(rows, i, 0);
            tries->attempts[i] = pg_cell_i64(rows, i, 1);
        }
        snprintf(message_id, REMINDER_MESSAGE_TEXT, "%s", pg_cell_text(rows, 0, 2));
    }
    PQclear(rows);
    return rc;
}

/* Ids and attempts as two lists that the statement takes apart side by side. */
static void arg_tries(struct pg_args *args, const struct reminder_tries *tries)
{
    pg_args_init(args);
    pg_arg_i64s(args, tries->ids, tries->count);
    pg_arg_i64s(args, tries->attempts, tries->count);
}

/* A try whose lease was lost changes no row: its message may have arrived, and the next try's count
 * of uncertain ones says so already. */
rc_t reminder_store_sent(pg_t *db, const struct reminder_tries *tries, int64_t now_us,
                         struct problem *problem)
{
    struct pg_args args;
    arg_tries(&args, tries);
    pg_arg_instant(&args, now_us);
    return pg_do(db, &sql_reminder_sent, &args, NULL, problem);
}

/* The numbers of the tries are part of the condition: an outcome that comes late never counts for a
 * newer try. */
rc_t reminder_store_retry(pg_t *db, const struct reminder_tries *tries, int64_t now_us,
                          const struct reminder_failure *failure, struct problem *problem)
{
    struct pg_args args;
    arg_tries(&args, tries);
    pg_arg_instant(&args, now_us);
    pg_arg_text(&args, failure->reason);
    pg_arg_bool(&args, failure->uncertain);
    pg_arg_i64(&args, failure->max_tries);
    return pg_do(db, &sql_reminder_retry, &args, NULL, problem);
}

/* Counted before the network is touched, so that a worker that dies has used up the rate and not
 * the other way round: providers block robots that exceed it (JOB-11). */
rc_t robot_store_take(pg_t *db, int64_t robot, int64_t now_us, bool *ret_free,
                      struct problem *problem)
{
    struct pg_args args;
    int64_t changed = 0;
    pg_args_init(&args);
    pg_arg_i64(&args, robot);
    pg_arg_instant(&args, now_us);
    rc_t rc = pg_do(db, &sql_robot_take, &args, &changed, problem);
    if (rc == RC_OK)
        *ret_free = changed == 1;
    return rc;
}

/* The pause is the robot's and not the message's: what is wrong with one message of a robot is
 * wrong with the next as well. */
rc_t robot_store_end(pg_t *db, int64_t robot, int64_t now_us, bool failed, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, robot);
    pg_arg_instant(&args, now_us);
    pg_arg_bool(&args, failed);
    return pg_do(db, &sql_robot_end, &args, NULL, problem);
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
