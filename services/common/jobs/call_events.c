#include "call_events.h"

#include <string.h>

#include "bytebuf.h"
#include "jsonx.h"
#include "memory.h"

/* Bytes; the table's own limits keep every event below it. */
enum { TOPIC_MAX = 256 };

/* Those before `first` belong to transactions that were kept. */
static void forget_from(struct call_events *self, size_t first)
{
    for (size_t i = first; i < self->count; i++) {
        mem_free(self->items[i].topic);
        mem_free(self->items[i].json);
    }
    self->count = first;
}

/* Takes both texts. */
static void keep(struct call_events *self, char *topic, char *json)
{
    self->items = mem_grow(self->items, &self->cap, self->count + 1, sizeof(*self->items));
    self->items[self->count++] = (struct waiting_event){ .topic = topic, .json = json };
}

/* The contract comes first, so that a subscriber's prefix can be one contract. Never NULL; free
 * with mem_free. */
static char *make_topic(const char *contract, const char *prefix, const char *kind)
{
    struct bytebuf topic;
    bytebuf_init(&topic, TOPIC_MAX);
    if (bytebuf_fmt(&topic, "%s/%s%s", contract ? contract : "-", prefix, kind) != RC_OK)
        bytebuf_fini(&topic); /* the table's checks refuse such an event before this is reached */
    return topic.data ? topic.data : mem_dup("-/");
}

/* As it was stored, with seq and time, so that a subscriber sees what a reader of the log will
 * see. */
static void keep_stored(struct call_events *self, const json_t *event)
{
    const char *contract = json_string_value(json_object_get(event, "contract"));
    const char *kind = json_string_value(json_object_get(event, "kind"));
    keep(self, make_topic(contract, "", kind), jsonx_text(event));
}

/* The hook before the commit: everything noted goes into the log in one statement. Late in the
 * transaction on purpose: who reads the log in order waits for the oldest transaction that has
 * written to it, so the writing comes just before the end. */
static rc_t on_commit(pg_t *db, void *arg, struct problem *problem)
{
    struct call_events *self = arg;
    json_t *stored = NULL;
    size_t i;
    const json_t *event;
    if (!self->noted)
        return RC_OK;
    rc_t rc = event_append(db, self->noted, &stored, problem);
    json_array_foreach(stored, i, event)
        keep_stored(self, event);
    json_decref(stored);
    return rc;
}

/* The hook at a transaction's end: events become ready only by a commit, and those of a try that
 * was rolled back are forgotten with it. An unknown outcome counts as rolled back; subscribers
 * poll anyway. */
static void on_end(void *arg, bool committed)
{
    struct call_events *self = arg;
    json_decref(self->noted);
    self->noted = NULL;
    if (committed)
        self->ready = self->count;
    else
        forget_from(self, self->ready);
}

/* Takes the connection's one pair of hooks; who ends first must give it back (dispatch_fini,
 * stepper_fini). */
void call_events_init(struct call_events *self, pg_t *db)
{
    *self = (struct call_events){ .items = NULL };
    pg_set_hooks(db, &(struct pg_hooks){ on_commit, on_end, self });
}

/* What was not published is lost as a hint only; the log has the event. */
void call_events_fini(struct call_events *self)
{
    forget_from(self, 0);
    json_decref(self->noted);
    mem_free(self->items);
    *self = (struct call_events){ .items = NULL };
}

/* Memory only. What the log would refuse is told when all is written: the checks are the table's
 * and stand nowhere else. */
rc_t call_events_note(struct call_events *self, const struct event_new *event,
                      struct problem *problem)
{
    json_t *json = event_json(event);
    if (!json)
        return problem_set(problem, RC_INVALID, NULL, "could not note an event: not UTF-8");
    if (!self->noted)
        self->noted = json_array();
    json_array_append_new(self->noted, json);
    return RC_OK;
}

/* An empty hint: whoever wakes reads the queue's table. Sent after the commit like any event, or
 * the job would not be there yet. */
void call_events_wake(struct call_events *self, const char *queue)
{
    keep(self, make_topic(NULL, "job.", queue), mem_dup("{}"));
}

/* Only those of transactions that were kept; a publication that is lost is found by the readers'
 * slow poll. */
void call_events_publish(struct call_events *self, call_events_fn *publish, void *arg)
{
    for (size_t i = 0; i < self->ready; i++)
        publish(arg, self->items[i].topic, self->items[i].json);
    forget_from(self, 0);
    self->ready = 0;
}
