/* Events that were appended and wait for publication: kept while their transaction runs, ready once
 * it has committed, forgotten when it did not. So nobody hears of what never happened. */
#ifndef CALL_EVENTS_H
#define CALL_EVENTS_H

#include <stddef.h>

#include "event_store.h"
#include "pg.h"

struct waiting_event {
    char *topic; /* contract/kind, "-/kind" without a contract */
    char *json;
};

typedef void call_events_fn(void *arg, const char *topic, const char *json);

struct call_events {
    struct waiting_event *items;
    size_t count;
    size_t cap;
    size_t ready;            /* of these the first so many are committed */
    call_events_fn *publish; /* where a host publishes them, NULL without one (tests) */
    void *publish_arg;
};

/* No events; from now on `db` tells of its transactions' ends. One list per connection. */
void call_events_init(struct call_events *self, pg_t *db);
/* Free all of them. `db` must be gone or have another hook by now. */
void call_events_fini(struct call_events *self);
/* Append an event to the log in the current transaction of `db` and keep it for publication. As
 * event_append. */
MUST_CHECK rc_t call_events_append(struct call_events *self, pg_t *db,
                                   const struct event_new *event, struct problem *problem);
/* Wake the workers of a job queue once the current transaction has committed: topic
 * "-/job.<queue>", nothing in the log. */
void call_events_wake(struct call_events *self, const char *queue);
/* Give every committed event to `publish` and forget it. */
void call_events_publish(struct call_events *self, call_events_fn *publish, void *arg);

#endif
