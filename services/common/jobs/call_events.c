#include "call_events.h"

#include <string.h>

#include "bytebuf.h"
#include "jsonx.h"
#include "memory.h"

enum { TOPIC_MAX = 256 };

static void forget_from(struct call_events *self, size_t first)
{
    for (size_t i = first; i < self->count; i++) {
        mem_free(self->items[i].topic);
        mem_free(self->items[i].json);
    }
    self->count = first;
}

static void on_end(void *arg, bool committed)
{
    struct call_events *self = arg;
    if (committed)
        self->ready = self->count;
    else
        forget_from(self, self->ready);
}

void call_events_init(struct call_events *self, pg_t *db)
{
    *self = (struct call_events){ .items = NULL };
    pg_set_end_hook(db, on_end, self);
}

void call_events_fini(struct call_events *self)
{
    forget_from(self, 0);
    mem_free(self->items);
    *self = (struct call_events){ .items = NULL };
}

static void keep(struct call_events *self, char *topic, char *json)
{
    self->items = mem_grow(self->items, &self->cap, self->count + 1, sizeof(*self->items));
    self->items[self->count++] = (struct waiting_event){ .topic = topic, .json = json };
}

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
