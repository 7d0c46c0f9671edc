#include "server.h"

#include <stdio.h>
#include <string.h>
#include <zmq.h>

#include "clk.h"
#include "event_proxy.h"
#include "memory.h"
#include "server_socket.h"
#include "wire_context.h"
#include "wire_socket.h"

enum {
    DRAIN_MAX = 256,      /* messages taken before anything else gets its turn */
    DRAIN_STOP_MS = 2000, /* patience with requests in flight when stopping */
    BIND_TRIES = 16,      /* ephemeral ports tried until the two above are free as well */
};

struct server {
    void *context;
    void *router;
    broker_t *broker;
    event_proxy_t *events;
    struct frames in;
    struct bus_conf bus;
    int64_t tick_ms; /* when the broker wants its next tick */
};

static rc_t send_frames(void *router, struct frames *message)
{
    return frames_send(message, router);
}

/* tcp://HOST:* and tcp://HOST:0 ask for any port. */
static bool any_port(const char *endpoint)
{
    const char *colon = strrchr(endpoint, ':');
    return strncmp(endpoint, "tcp://", 6) == 0 && colon &&
           (strcmp(colon, ":*") == 0 || strcmp(colon, ":0") == 0);
}

/* Bind the ROUTER to each endpoint and note where it really listens. */
static rc_t bind_requests(server_t *self, const char *bind, struct problem *problem)
{
    char one[BUS_ENDPOINT_MAX];
    char bound[BUS_ENDPOINT_MAX];
    size_t len = 0;
    size_t i = 0;
    for (; wire_endpoint_at(bind, i, one); i++) {
        rc_t rc = server_socket_bind(self->router, one, NULL, problem);
        if (rc != RC_OK)
            return rc;
        server_socket_endpoint(self->router, bound);
        size_t room = sizeof(self->bus.requests) - len;
        int n = snprintf(self->bus.requests + len, room, "%s%s", len ? "," : "",
                         any_port(one) ? bound : one);
        if (n < 0 || (size_t)n >= room)
            return problem_set(problem, RC_INVALID, "bind", "\"%s\" is too long", bind);
        len += (size_t)n;
    }
    if (i == 0)
        return problem_set(problem, RC_INVALID, "bind",
                           "\"%s\" is no endpoint, expected tcp://HOST:PORT or ipc://PATH", bind);
    return RC_OK;
}

/* Events have one endpoint each way, given or beside the first of the requests. */
static rc_t choose_events(server_t *self, const struct server_conf *conf, struct problem *problem)
{
    struct bus_conf first = { .curve = false };
    rc_t rc = RC_OK;
    if (!conf->events_in || !conf->events_out) {
        if (!wire_endpoint_at(self->bus.requests, 0, first.requests))
            return problem_set(problem, RC_INVALID, "bind", "no endpoint to bind to");
        rc = bus_conf_derive(&first, problem);
    }
    snprintf(self->bus.events_in, BUS_ENDPOINT_MAX, "%s",
             conf->events_in ? conf->events_in : first.events_in);
    snprintf(self->bus.events_out, BUS_ENDPOINT_MAX, "%s",
             conf->events_out ? conf->events_out : first.events_out);
    return rc;
}

static rc_t bind_all(server_t *self, const struct server_conf *conf, struct problem *problem)
{
    self->router = wire_socket_new(self->context, WIRE_BROKER);
    rc_t rc = bind_requests(self, conf->bind, problem);
    if (rc == RC_OK)
        rc = choose_events(self, conf, problem);
    if (rc == RC_OK)
        rc = event_proxy_start(self->context, self->bus.events_in, self->bus.events_out, NULL,
                               &self->events, problem);
    if (rc != RC_OK) {
        zmq_close(self->router);
        self->router = NULL;
    }
    return rc;
}

rc_t server_open(const struct server_conf *conf, server_t **ret_server, struct problem *problem)
{
    server_t *self = mem_new(sizeof(*self));
    char first[BUS_ENDPOINT_MAX] = "";
    self->context = wire_context_hold();
    frames_init(&self->in);
    wire_endpoint_at(conf->bind, 0, first);
    rc_t rc = bind_all(self, conf, problem);
    /* An ephemeral port whose neighbours are taken is no loss: take another one. */
    for (int i = 1; rc == RC_CONFLICT && any_port(first) && i < BIND_TRIES; i++) {
        problem_clear(problem);
        rc = bind_all(self, conf, problem);
    }
    if (rc != RC_OK) {
        server_close(&self);
        return rc;
    }
    self->broker = broker_new(&conf->broker, send_frames, self->router);
    *ret_server = self;
    return RC_OK;
}

const struct bus_conf *server_bus(const server_t *self)
{
    return &self->bus;
}

/* Take what has arrived, up to a budget; true when the budget ended it. */
static bool drain(server_t *self, int64_t now_ms)
{
    static const struct caller ANYBODY = { .name = "" };
    for (int i = 0; i < DRAIN_MAX; i++) {
        rc_t rc = frames_recv(&self->in, self->router);
        if (rc != RC_OK && rc != RC_TOO_LARGE)
            return false;
        if (rc == RC_TOO_LARGE)
            self->in.count = 2; /* nothing of it is of use but whose it is */
        broker_take(self->broker, &self->in, &ANYBODY, now_ms);
    }
    return true;
}

/* One turn: what has arrived, what time asks for, then wait for either. False: stop_fd is readable.
 */
static bool turn(server_t *self, int stop_fd, int64_t now_ms)
{
    zmq_pollitem_t items[] = {
        {self->router, 0,       ZMQ_POLLIN, 0},
        { NULL,        stop_fd, ZMQ_POLLIN, 0},
    };
    bool more = drain(self, now_ms);
    if (now_ms >= self->tick_ms)
        self->tick_ms = now_ms + broker_tick(self->broker, now_ms);
    int64_t wait = self->tick_ms > now_ms ? self->tick_ms - now_ms : 0;
    if (zmq_poll(items, stop_fd >= 0 ? 2 : 1, more ? 0 : wait) < 0)
        return true;
    return stop_fd < 0 || items[1].revents == 0;
}

void server_run(server_t *self, int stop_fd)
{
    int64_t now = clk_mono_ms();
    while (turn(self, stop_fd, now))
        now = clk_mono_ms();
    int64_t end = now + DRAIN_STOP_MS;
    while (now < end && broker_held(self->broker) > 0) {
        turn(self, -1, now);
        now = clk_mono_ms();
    }
}

void server_close(server_t **self_p)
{
    server_t *self = *self_p;
    if (!self)
        return;
    if (self->broker)
        broker_dismiss(self->broker);
    broker_destroy(&self->broker);
    event_proxy_stop(&self->events);
    frames_clear(&self->in);
    if (self->router)
        zmq_close(self->router);
    wire_context_release();
    mem_free(self);
    *self_p = NULL;
}
