/* The one statement that writes table `event`; the sequence number it gives is read again by
 * whoever catches up. */
#include "event_store.h"

#include "pg_query.h"
#include "pg_sql.h"

/* Data is copied and not borrowed: the caller may go on changing its object while the event waits
 * for the end of the transaction. */
json_t *event_json(const struct event_new *event)
{
    return json_pack("{s:s*, s:s, s:s, s:I, s:o*}", "contract", event->contract, "kind",
                     event->kind, "subject_kind", event->subject_kind, "subject_id",
                     (json_int_t)event->subject_id, "data",
                     event->data ? json_deep_copy(event->data) : NULL);
}

/* In the caller's transaction: an event that nothing happened for, or a change that no event tells
 * of, cannot be. All of a transaction in one statement: one round trip however many there are. */
rc_t event_append(pg_t *db, const json_t *events, json_t **ret_events, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_json(&args, events);
    return pg_json(db, &sql_event_append, &args, ret_events, problem);
}
