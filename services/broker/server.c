/* One thread, one loop: drain what has come, do what is due, then wait for either. Draining first
 * and waiting last keeps the busy path free of poll(2); a budget keeps a flood from starving time
 * and ZAP.
 *
 * Shutdown has an order: the loop goes on for two seconds while requests are in workers' hands,
 * then workers are told to leave, then the event proxy's thread ends, then sockets close with their
 * linger, and the context last, since it waits for all of them. */
#include "server.h"

#include <stdio.h>
#include <string.h>
#include <zmq.h>

#include "clk.h"
#include "event_proxy.h"
#include "guard.h"
#include "memory.h"
#include "server_socket.h"
#include "wire_context.h"
#include "wire_socket.h"

enum {
    DRAIN_MAX = 256,      /* messages taken before anything else gets its turn */
    DRAIN_STOP_MS = 2000, /* patience with requests in flight when stopping */
    EVENTS_AGAIN_MS = 5,  /* between attempts to open the event sockets again */
    BIND_TRIES = 16,      /* ephemeral ports tried until the two above are free as well */
};

/* Owned by the thread that calls server_run; nothing here is shared. */
struct server {
    void *context;
    void *router;
    broker_t *broker;
    event_proxy_t *events; /* NULL while its sockets are being opened anew */
    guard_t *guard;        /* NULL: NULL security */
    struct frames in;
    struct bus_conf bus;
};

/* What the rules call to send; they know no socket. */
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
    if (wire_endpoint_count(bind) == 0)
        return problem_set(problem, RC_INVALID, "bind",
                           "\"%s\" is no endpoint, expected tcp://HOST:PORT or ipc://PATH", bind);
    for (size_t i = 0; wire_endpoint_at(bind, i, one); i++) {
        rc_t rc = server_socket_bind(self->router, one, bound, problem);
        if (rc != RC_OK)
            return rc;
        size_t room = sizeof(self->bus.requests) - len;
        int n = snprintf(self->bus.requests + len, room, "%s%s", len ? "," : "",
                         any_port(one) ? bound : one);
        if (n < 0 || (size_t)n >= room)
            return problem_set(problem, RC_INVALID, "bind", "\"%s\" is too long", bind);
        len += (size_t)n;
    }
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

/* All sockets or none: a broker without events would look healthy and not be. */
static rc_t bind_all(server_t *self, const struct server_conf *conf, struct problem *problem)
{
    self->router = server_socket_new(self->context, WIRE_BROKER, self->guard);
    rc_t rc = bind_requests(self, conf->bind, problem);
    if (rc == RC_OK)
        rc = choose_events(self, conf, problem);
    if (rc == RC_OK)
        rc = event_proxy_start(self->context, &self->bus, self->guard, &self->events, problem);
    if (rc != RC_OK) {
        server_socket_close(self->router, self->guard);
        self->router = NULL;
    }
    return rc;
}

/* Ports lie side by side: requests, events in, events out. With a port of the caller's choice a
 * taken neighbour is an error; with any port the next try is made. */
rc_t server_open(const struct server_conf *conf, server_t **ret_server, struct problem *problem)
{
    server_t *self = mem_new(sizeof(*self));
    char first[BUS_ENDPOINT_MAX] = "";
    rc_t rc = RC_OK;
    self->context = wire_context_hold();
    frames_init(&self->in);
    wire_endpoint_at(conf->bind, 0, first);
    if (conf->keys)
        rc = guard_open(self->context, conf->keys, &self->guard, problem);
    if (rc == RC_OK)
        rc = bind_all(self, conf, problem);
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

/* With the ports that were really bound. */
const struct bus_conf *server_bus(const server_t *self)
{
    return &self->bus;
}

/* Take what has arrived, up to a budget; true when the budget ended it. */
static bool drain(server_t *self, int64_t now_ms)
{
    struct caller caller = { .name = "" };
    for (int i = 0; i < DRAIN_MAX; i++) {
        rc_t rc = frames_recv(&self->in, self->router);
        if (rc != RC_OK && rc != RC_TOO_LARGE)
            return false;
        bool known = !self->guard || guard_caller(self->guard, &self->in, &caller);
        broker_take(self->broker, &self->in, known ? &caller : NULL, now_ms);
    }
    return true;
}

/* ZAP, failed handshakes, changed keys. A key that was taken back loses its workers at once; its
 * clients are refused at their next request, and the event sockets, which cannot tell peers apart,
 * are opened anew (ZAP-07). */
static void serve_guard(server_t *self, int64_t now_ms)
{
    struct broker_counters *counters = broker_counters(self->broker);
    struct guard_news news = guard_serve(self->guard, now_ms);
    counters->keys_accepted += news.accepted;
    counters->keys_refused += news.refused;
    counters->failed_auth += news.failed_auth;
    counters->failed_protocol += news.failed_protocol;
    counters->failed_other += news.failed_other;
    if (news.change == KEYRING_REVOKED) {
        broker_revoke(self->broker, guard_knows, self->guard, now_ms);
        event_proxy_stop(&self->events);
    }
}

/* Events that were stopped come back as soon as their ports are free again: a close takes a moment.
 */
static void restart_events(server_t *self)
{
    struct problem ignored = { 0 };
    rc_t rc = event_proxy_start(self->context, &self->bus, self->guard, &self->events, &ignored);
    if (rc != RC_OK)
        self->events = NULL;
}

/* What is not a message; returns how long nothing of it is due. */
static int64_t tend(server_t *self, int64_t now_ms)
{
    if (self->guard)
        serve_guard(self, now_ms);
    if (!self->events)
        restart_events(self);
    int64_t wait = broker_tick(self->broker, now_ms);
    return self->events || wait < EVENTS_AGAIN_MS ? wait : EVENTS_AGAIN_MS;
}

/* One turn: what has arrived, what time asks for, then wait for either. False: stop_fd is readable.
 */
static bool turn(server_t *self, int stop_fd, int64_t now_ms)
{
    void *guarded[GUARD_SOCKETS];
    zmq_pollitem_t items[GUARD_SOCKETS + 2] = { { self->router, 0, ZMQ_POLLIN, 0 } };
    int count = 1;
    bool more = drain(self, now_ms);
    int64_t wait = tend(self, now_ms);
    size_t guards = self->guard ? guard_sockets(self->guard, guarded) : 0;
    for (size_t i = 0; i < guards; i++)
        items[count++] = (zmq_pollitem_t){ guarded[i], 0, ZMQ_POLLIN, 0 };
    if (stop_fd >= 0)
        items[count++] = (zmq_pollitem_t){ NULL, stop_fd, ZMQ_POLLIN, 0 };
    /* zmq_poll re-reads each socket's events, so the edge that ZMQ_FD would lose is not lost here.
     */
    int ready = zmq_poll(items, count, more ? 0 : wait);
    return stop_fd < 0 || ready <= 0 || items[count - 1].revents == 0;
}

/* After the stop signal requests that are held get a last stretch of time for their answers; new
 * ones are still read, since refusing is an answer too. */
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

/* Workers are dismissed first, while the socket can still carry the word; they then look for
 * another broker at once instead of waiting for a heartbeat. */
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
    server_socket_close(self->router, self->guard);
    guard_close(&self->guard);
    wire_context_release();
    mem_free(self);
    *self_p = NULL;
}
