/* Server-sent events without a gap. What is sent comes from `event.list` of mlps.report, which
 * gives events in the order they became final; what arrives on the event bus is only the hint to
 * ask now. One cursor, the hub's, is read forward for all streams; a stream that starts in the past
 * or cannot keep up reads pages of its own until it meets the hub's cursor. A `seq` names an event,
 * it is no position: nothing here compares two by size. */
#ifndef EVENT_HUB_H
#define EVENT_HUB_H

#include "bus_link.h"
#include "http_conn.h"

typedef struct event_hub event_hub_t;

struct hub_conf {
    int64_t max_streams;
    int64_t beat_ms;     /* between heartbeat comments */
    int64_t deadline_ms; /* for one read of events */
};

struct hub_stats {
    int64_t streams; /* open now */
    int64_t sent;    /* events given to streams */
    int64_t lagged;  /* times a stream fell behind and had to read pages */
};

/* Hub that asks through `bus`, which must outlive it. Never NULL. */
event_hub_t *event_hub_new(struct event_base *base, bus_link_t *bus, const struct hub_conf *conf);
/* Free, after the connections of its streams are closed. Accepts NULL. */
void event_hub_destroy(event_hub_t **self_p);
/* Answer the exchange (taken over) with a stream: of events after `after` (the seq of the last one
 * seen, 0: all), or from now on when it is negative; of one contract, or of all when it is NULL. */
void event_hub_join(event_hub_t *self, struct http_exchange *x, int64_t after,
                    const char *contract);
/* Something happened, says the event bus: read the log now. Does nothing while nobody listens. */
void event_hub_hint(event_hub_t *self);
/* Numbers for metrics. */
const struct hub_stats *event_hub_stats(const event_hub_t *self);

#endif
