/* The events of a connection's transactions. While one runs they are collected; just before its
 * commit they are appended to the log, all in one statement; once it has committed they are ready
 * for publication; forgotten when it did not. So nobody hears of what never happened. */
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
    json_t *noted; /* of the running transaction, as event_append takes them; NULL: none */
    struct waiting_event *items; /* appended, and wakings */
    size_t count;
    size_t cap;
    size_t ready;            /* of these the first so many are committed */
    call_events_fn *publish; /* where a host publishes them, NULL without one (tests) */
    void *publish_arg;
};

/* No events; from now on `db` writes them at its transactions' ends (pg_set_hooks). One list per
 * connection. */
void call_events_init(struct call_events *self, pg_t *db);
/* Free all of them. `db` must be gone or have other hooks by now. */
void call_events_fini(struct call_events *self);
/* Note an event of the current transaction, copied; written in order of noting when the transaction
 * ends, which fails for one with a field out of its range (as event_append). RC_INVALID for a text
 * that is not UTF-8: nothing is noted. */
MUST_CHECK rc_t call_events_note(struct call_events *self, const struct event_new *event,
                                 struct problem *problem);
/* Wake the workers of a job queue once the current transaction has committed: topic
 * "-/job.<queue>", nothing in the log. */
void call_events_wake(struct call_events *self, const char *queue);
/* Give every committed event to `publish` and forget it. */
void call_events_publish(struct call_events *self, call_events_fn *publish, void *arg);

#endif
