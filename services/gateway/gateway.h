/* The gateway itself: what the handlers share, and the dispatcher that judges each request by the
 * route table. */
#ifndef GATEWAY_H
#define GATEWAY_H

#include "bus_feed.h"
#include "bus_link.h"
#include "event_hub.h"
#include "gateway_conf.h"
#include "http_server.h"
#include "metrics.h"
#include "ready.h"
#include "token.h"

struct gateway {
    struct gateway_conf conf;
    struct token token;
    struct event_base *base;
    http_server_t *server;
    bus_link_t *bus;
    event_hub_t *hub;
    bus_feed_t *feed;
    metrics_t *metrics;
    ready_t *ready;
    int exports_fd;  /* folder of exports, -1: none */
    size_t entering; /* requests whose account is being looked up */
};

/* Wire everything to `base` and listen; `conf` (owned by the gateway from now on, also on failure)
 * says how. The token file is made when missing. RC_INVALID or RC_UNAVAILABLE with the reason;
 * gateway_fini is due in any case. */
MUST_CHECK rc_t gateway_init(struct gateway *self, struct event_base *base,
                             const struct gateway_conf *conf, struct problem *problem);
/* Cut what is open and free everything. */
void gateway_fini(struct gateway *self);
/* Orderly stop: nothing new is accepted, what is being answered finishes. */
void gateway_drain(struct gateway *self);
/* Whether a drain is complete. */
bool gateway_idle(const struct gateway *self);

#endif
