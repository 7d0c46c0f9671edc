/* The wake-up from the event bus. What is published may be lost or come before its commit can be
 * read, so it is never sent on: it only makes the hub read the log now instead of at its slow
 * poll. */
#include "bus_feed.h"

#include <assert.h>

#include "event_bus.h"
#include "memory.h"

enum {
    TAKE_BUDGET = 64, /* events taken before the rest of the loop gets its turn */
    LOOK_MS = 1000,   /* the slow look that makes a lost edge harmless; the hub polls as well */
};

/* Heap, since libevent keeps pointers to it. Hub and base are borrowed. */
struct bus_feed {
    event_sub_t *sub;
    event_hub_t *hub;
    struct event *readable; /* the subscriber's descriptor, edge-triggered: drained at every turn */
    struct event *look;
};

/* Replaces the look planned before; 0 ms is the loop's next turn and not a call from here. */
static void plan_look(bus_feed_t *self, int64_t ms)
{
    struct timeval tv = { .tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000 };
    evtimer_add(self->look, &tv);
}

/* Each event is only a hint, so its content is not looked at; a burst ends in one or two reads
 * of the log. */
static void on_event(evutil_socket_t fd, short what, void *arg)
{
    bus_feed_t *self = arg;
    int taken = 0;
    const char *topic;
    const char *json;
    (void)fd, (void)what;
    while (taken < TAKE_BUDGET && event_sub_next(self->sub, 0, -1, &topic, &json) == RC_OK) {
        event_hub_hint(self->hub);
        taken++;
    }
    plan_look(self, taken == TAKE_BUDGET ? 0 : LOOK_MS);
}

/* Subscribes to everything: the hub reads the log in any case, and one topic less saves
 * nothing. A bus that is away is no error, since events are hints only (trap 6 of the sockets:
 * PUB may drop). */
bus_feed_t *bus_feed_new(struct event_base *base, const struct bus_conf *conf, event_hub_t *hub)
{
    static const char *const ALL[] = { "", NULL };
    bus_feed_t *self = mem_new(sizeof(*self));
    self->hub = hub;
    self->sub = event_sub_new(conf, ALL);
    self->look = evtimer_new(base, on_event, self);
    int fd = event_sub_fd(self->sub);
    if (fd >= 0)
        self->readable = event_new(base, fd, EV_READ | EV_PERSIST, on_event, self);
    if (self->readable)
        event_add(self->readable, NULL);
    assert(self->look);
    plan_look(self, 0);
    return self;
}

/* The hub is borrowed and stays; no callback comes after this returns. */
void bus_feed_destroy(bus_feed_t **self_p)
{
    bus_feed_t *self = *self_p;
    if (!self)
        return;
    if (self->readable)
        event_free(self->readable);
    event_free(self->look);
    event_sub_destroy(&self->sub);
    mem_free(self);
    *self_p = NULL;
}
