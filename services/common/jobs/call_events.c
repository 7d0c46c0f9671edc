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

/* The connection's end hook: events become ready only by a commit, and those of a try that was
 * rolled back are forgotten with it. An unknown outcome counts as rolled back; subscribers poll
 * anyway. */
static void on_end(void *arg, bool committed)
{
    struct call_events *self = arg;
    if (committed)
        self->ready = self->count;
    else
        forget_from(self, self->ready);
}

/* Takes the connection's one end hook; who ends first must give it back (dispatch_fini,
 * stepper_fini). */
void call_events_init(struct call_events *self, pg_t *db)
{
    *self = (struct call_events){ .items = NULL };
    pg_set_end_hook(db, on_end, self);
}

/* What was not published is lost as a hint only; the log has the event. */
void call_events_fini(struct call_events *self)
{
    forget_from(self, 0);
    mem_free(self->items);
    *self = (struct call_events){ .items = NULL };
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
rc_t call_events_append(struct call_events *self, pg_t *db, const struct event_new *event,
                        struct problem *problem)
{
    json_t *stored;
    rc_t rc = event_append(db, event, &stored, problem);
    if (rc != RC_OK)
        return rc;
    keep(self, make_topic(event->contract, "", event->kind), jsonx_text(stored));
    json_decref(stored);
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
