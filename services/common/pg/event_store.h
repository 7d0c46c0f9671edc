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

/* The event as event_append takes it; data is copied. Owned by the caller; NULL for a text that is
 * not UTF-8. */
json_t *event_json(const struct event_new *event);

/* Append a list of events (event_json) inside the current transaction, in their order; who and
 * when come from the transaction's context. Owned *ret_events is the list of
 * {"seq","at","kind","contract","subject_kind","subject_id","actor","data"} in the same order, as
 * published. A field out of its range is RC_REFUSED, and none is kept. */
MUST_CHECK rc_t event_append(pg_t *db, const json_t *events, json_t **ret_events,
                             struct problem *problem);

#endif
