/* The one statement that writes table `event`; the sequence number it gives is read again by
 * whoever catches up. */
#include "event_store.h"

#include "pg_query.h"
#include "pg_sql.h"

/* In the caller's transaction: an event that nothing happened for, or a change that no event
 * tells of, cannot be. */
rc_t event_append(pg_t *db, const struct event_new *event, json_t **ret_event,
                  struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, event->contract);
    pg_arg_text(&args, event->kind);
    pg_arg_text(&args, event->subject_kind);
    pg_arg_i64(&args, event->subject_id);
    pg_arg_json(&args, event->data);
    return pg_json(db, &sql_event_append, &args, ret_event, problem);
}
