/* Events of the bus in the event loop: each is handed to the hub as a hint. */
#ifndef BUS_FEED_H
#define BUS_FEED_H

#include <event2/event.h>

#include "bus.h"
#include "event_hub.h"

typedef struct bus_feed bus_feed_t;

/* Subscribe to all events; `hub` must outlive the feed. Never NULL. */
bus_feed_t *bus_feed_new(struct event_base *base, const struct bus_conf *conf, event_hub_t *hub);
/* Close and free; accepts NULL. */
void bus_feed_destroy(bus_feed_t **self_p);

#endif
