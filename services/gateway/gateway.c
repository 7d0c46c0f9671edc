/* What the gateway is made of, in the order in which the parts need each other: made forwards,
 * ended backwards, each part once. Nothing else knows all of them. */
#include "gateway.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "gateway_dispatch.h"
#include "gateway_routes.h"
#include "memory.h"

/* The labels of a route are its row: there are as many series as rows. */
static metrics_t *make_metrics(void)
{
    struct metric_route *rows = mem_array(GATEWAY_ROUTE_COUNT, sizeof(*rows));
    for (size_t i = 0; i < GATEWAY_ROUTE_COUNT; i++)
        rows[i] = (struct metric_route){ GATEWAY_ROUTES[i].method, GATEWAY_ROUTES[i].path };
    metrics_t *metrics = metrics_new(rows, GATEWAY_ROUTE_COUNT);
    mem_free(rows);
    return metrics;
}

/* Held open from the start: a folder that is moved or replaced later does not become another
 * one. */
static rc_t open_exports(struct gateway *self, struct problem *problem)
{
    if (!self->conf.exports)
        return RC_OK;
    self->exports_fd = open(self->conf.exports, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (self->exports_fd >= 0)
        return RC_OK;
    return problem_set(problem, RC_UNAVAILABLE, "exports", "could not open folder \"%s\": %s",
                       self->conf.exports, strerror(errno));
}

/* The socket opens last: nobody can ask before everything is there to answer. */
rc_t gateway_init(struct gateway *self, struct event_base *base, const struct gateway_conf *conf,
                  struct problem *problem)
{
    const struct http_app app = gateway_dispatch(self);
    const struct hub_conf hub = { conf->max_streams, conf->beat_ms, conf->bus_ms };
    *self = (struct gateway){ .conf = *conf, .base = base, .exports_fd = -1 };
    self->metrics = make_metrics();
    self->bus = bus_link_new(base, &self->conf.bus, BUS_BUDGET);
    self->hub = event_hub_new(base, self->bus, &hub);
    self->feed = bus_feed_new(base, &self->conf.bus, self->hub);
    self->ready = ready_new(self->bus);
    self->server = http_server_new(base, &self->conf.limits, &app, self->conf.tls);
    rc_t rc = token_load(self->conf.token_file, &self->token, problem);
    if (rc == RC_OK)
        rc = open_exports(self, problem);
    if (rc == RC_OK)
        rc = http_server_listen(self->server, self->conf.listen, problem);
    return rc;
}

/* Safe on a gateway whose init failed at any step: what was not made is NULL or -1. The order is
 * against the making. */
void gateway_fini(struct gateway *self)
{
    /* Connections first: what is answered after that goes nowhere, but frees what it holds. */
    http_server_destroy(&self->server);
    ready_destroy(&self->ready);
    bus_feed_destroy(&self->feed);
    event_hub_destroy(&self->hub);
    bus_link_destroy(&self->bus);
    metrics_destroy(&self->metrics);
    if (self->exports_fd >= 0)
        close(self->exports_fd);
    gateway_conf_fini(&self->conf);
}

/* New connections are refused and idle ones closed from here on; requests under way are answered
 * (FI-23). */
void gateway_drain(struct gateway *self)
{
    http_server_drain(self->server);
}

/* True once nothing would be lost by leaving; event streams end with the drain and do not hold it
 * up. */
bool gateway_idle(const struct gateway *self)
{
    return http_server_stats(self->server)->connections == 0;
}
