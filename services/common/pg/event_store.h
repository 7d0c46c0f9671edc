/* The event log: what happened, written in the transaction that made it happen, never changed. */
#ifndef EVENT_STORE_H
#define EVENT_STORE_H

#include <jansson.h>
#include <stdint.h>

#include "pg.h"

struct event_new {
    const char *contract;     /* code, or NULL: of no contract */
    const char *kind;         /* e.g. phase.approved; 1..80 characters */
    const char *subject_kind; /* table of the row it is about; 1..40 characters */
    int64_t subject_id;
    const json_t *data; /* object; NULL gives {} */
};

/* Append an event inside the current transaction; who and when come from the transaction's context.
 * Owned *ret_event is {"seq","at","kind","contract","subject_kind","subject_id","actor","data"}, as
 * published. */
MUST_CHECK rc_t event_append(pg_t *db, const struct event_new *event, json_t **ret_event,
                             struct problem *problem);

#endif
