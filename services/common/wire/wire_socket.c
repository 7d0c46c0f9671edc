/* The table of roles is the place to argue about sizes and times; no socket of ours is opened
 * elsewhere with other settings, but for the benchmark's bare side. */
#include "wire_socket.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include "ceilings.h"
#include "clk.h"
#include "mdp.h"

/* High-water marks count messages, per peer and direction. The broker's towards a peer is above
 * what a client of ours may have in flight (MDP_CLIENT_IN_FLIGHT), so no reply to it is ever
 * dropped; its other direction is low because it always drains and the peer's own queue holds the
 * rest. Subscriptions travel against the events as messages, and beyond the mark they are lost
 * (trap 6): both directions are alike there. */
static const struct role_row {
    int type;
    int send_hwm;  /* messages queued towards a peer */
    int recv_hwm;  /* messages queued from a peer */
    int linger_ms; /* how long a close waits for what was sent */
    int max_bytes; /* one frame */
} ROLES[WIRE__COUNT] = {
    [WIRE_CLIENT] = { ZMQ_DEALER, 1000, 1000, 0, MAX_FRAME_BYTES },
    [WIRE_WORKER] = { ZMQ_DEALER, 1000, 1000, 1000, MAX_FRAME_BYTES },
    [WIRE_BROKER] = { ZMQ_ROUTER, 500, 100, 1000, MAX_FRAME_BYTES },
    [WIRE_PUBLISHER] = { ZMQ_PUB, 1000, 1000, 200, MAX_EVENT_BYTES },
    [WIRE_SUBSCRIBER] = { ZMQ_SUB, 1000, 1000, 0, MAX_EVENT_BYTES },
    [WIRE_EVENTS_IN] = { ZMQ_XSUB, 1000, 1000, 0, MAX_EVENT_BYTES },
    [WIRE_EVENTS_OUT] = { ZMQ_XPUB, 1000, 1000, 200, MAX_EVENT_BYTES },
};

/* The same for every role. A silent TCP connect is cut after HANDSHAKE_IVL (trap 1); ZMTP
 * heartbeats answered by the peer's I/O thread find a stopped or cut-off process, however busy its
 * handler is: ping at half a heartbeat, dead after one and a half more, so within two heartbeats.
 */
static const struct int_option {
    int option;
    int value;
} COMMON[] = {
    { ZMQ_HANDSHAKE_IVL, 1500 },
    { ZMQ_HEARTBEAT_IVL, MDP_HEARTBEAT_MS / 2 },
    { ZMQ_HEARTBEAT_TIMEOUT, MDP_HEARTBEAT_MS * 3 / 2 },
    { ZMQ_HEARTBEAT_TTL, MDP_HEARTBEAT_MS *MDP_LIVENESS },
    { ZMQ_RECONNECT_IVL, 50 },
    { ZMQ_RECONNECT_IVL_MAX, 1000 },
    { ZMQ_TCP_KEEPALIVE, 1 },
    { ZMQ_BACKLOG, 512 },
    { ZMQ_IPV6, 0 },
};

static const struct int_option ROUTER_ONLY[] = {
    { ZMQ_ROUTER_MANDATORY, 1 }, /* a gone peer is told, not swallowed (trap 2) */
    { ZMQ_ROUTER_HANDOVER, 0 },  /* leaks descriptors otherwise (trap 4) */
};

static const struct int_option DEALER_ONLY[] = {
    { ZMQ_IMMEDIATE, 1 }, /* nothing is queued to a broker that is not there (trap 12) */
};

/* A refused option is a fault of this file, not of the outside. */
static void set_int(void *socket, int option, int value)
{
    int rc = zmq_setsockopt(socket, option, &value, sizeof(value));
    assert(rc == 0);
    (void)rc;
}

/* All rows of a table. */
static void set_all(void *socket, const struct int_option *options, size_t count)
{
    for (size_t i = 0; i < count; i++)
        set_int(socket, options[i].option, options[i].value);
}

/* Never NULL. All limits stand before the first connection (trap 3). For the calling thread only
 * (trap 11). */
void *wire_socket_new(void *context, enum wire_role role)
{
    const struct role_row *row = &ROLES[role];
    int64_t max_bytes = row->max_bytes;
    void *socket = zmq_socket(context, row->type);
    if (!socket) {
        perror("could not open a socket");
        abort();
    }
    set_all(socket, COMMON, COUNT_OF(COMMON));
    if (row->type == ZMQ_ROUTER)
        set_all(socket, ROUTER_ONLY, COUNT_OF(ROUTER_ONLY));
    if (row->type == ZMQ_DEALER)
        set_all(socket, DEALER_ONLY, COUNT_OF(DEALER_ONLY));
    set_int(socket, ZMQ_SNDHWM, row->send_hwm);
    set_int(socket, ZMQ_RCVHWM, row->recv_hwm);
    set_int(socket, ZMQ_LINGER, row->linger_ms);
    zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &max_bytes, sizeof(max_bytes));
    return socket;
}

/* Before connect or bind: keys given later do not hold for connections that exist. Without `curve`
 * nothing is set. */
rc_t wire_socket_join(void *socket, const struct bus_conf *conf, struct problem *problem)
{
    const struct {
        int option;
        const char *key;
        const char *name;
    } keys[] = {
        { ZMQ_CURVE_SERVERKEY, conf->server_key, "server_key" },
        { ZMQ_CURVE_PUBLICKEY, conf->public_key, "public_key" },
        { ZMQ_CURVE_SECRETKEY, conf->secret_key, "secret_key" },
    };
    for (size_t i = 0; conf->curve && i < COUNT_OF(keys); i++)
        if (strlen(keys[i].key) != BUS_KEY_TEXT - 1 ||
            zmq_setsockopt(socket, keys[i].option, keys[i].key, BUS_KEY_TEXT) != 0)
            return problem_set(problem, RC_INVALID, keys[i].name,
                               "could not use %s: not a CURVE key of %d characters in Z85",
                               keys[i].name, BUS_KEY_TEXT - 1);
    return RC_OK;
}

/* 0 when any of them is empty or too long, so that a stray comma is refused and not passed over. */
size_t wire_endpoint_count(const char *endpoints)
{
    char ignored[BUS_ENDPOINT_MAX];
    size_t commas = 0;
    size_t count = 0;
    for (const char *at = endpoints; *at; at++)
        commas += *at == ',';
    while (wire_endpoint_at(endpoints, count, ignored))
        count++;
    return count == commas + 1 ? count : 0;
}

/* ret_endpoint is untouched on false. */
bool wire_endpoint_at(const char *endpoints, size_t index, char ret_endpoint[BUS_ENDPOINT_MAX])
{
    for (; index > 0; index--) {
        endpoints = strchr(endpoints, ',');
        if (!endpoints)
            return false;
        endpoints++;
    }
    size_t len = strcspn(endpoints, ",");
    if (len == 0 || len >= BUS_ENDPOINT_MAX)
        return false;
    memcpy(ret_endpoint, endpoints, len);
    ret_endpoint[len] = '\0';
    return true;
}

/* Returns before any connection stands; a broker that is away is no error. On failure some may be
 * connected already: close the socket. */
rc_t wire_socket_connect(void *socket, const char *endpoints, struct problem *problem)
{
    char endpoint[BUS_ENDPOINT_MAX];
    if (wire_endpoint_count(endpoints) == 0)
        return problem_set(problem, RC_INVALID, "bus",
                           "\"%s\" is no endpoint, expected tcp://HOST:PORT or ipc://PATH",
                           endpoints);
    for (size_t i = 0; wire_endpoint_at(endpoints, i, endpoint); i++)
        if (zmq_connect(socket, endpoint) != 0)
            return problem_set(problem, RC_INVALID, "bus", "could not connect to \"%s\": %s",
                               endpoint, zmq_strerror(zmq_errno()));
    return RC_OK;
}

/* The caller closes it with wire_watch_close before the socket. Without a high-water mark, so that
 * no event is lost. */
void *wire_socket_watch(void *context, void *socket, int events)
{
    char endpoint[64];
    /* libzmq forgets a name only some time after its socket was closed, and memory is used again:
     * the time tells two sockets at one address apart. */
    snprintf(endpoint, sizeof(endpoint), "inproc://watch-%p-%" PRId64, socket, clk_mono_us());
    void *watch = zmq_socket(context, ZMQ_PAIR);
    if (watch)
        set_int(watch, ZMQ_RCVHWM, 0);
    if (!watch || zmq_socket_monitor(socket, endpoint, events) != 0 ||
        zmq_connect(watch, endpoint) != 0) {
        perror("could not watch a socket");
        abort();
    }
    set_int(watch, ZMQ_LINGER, 0);
    return watch;
}

/* The monitor ends before its reader, so that libzmq does not write into a closed pair. */
void wire_watch_close(void *socket, void *watch)
{
    zmq_socket_monitor(socket, NULL, 0);
    zmq_close(watch);
}

/* 0 when there is no news. ret_value may be NULL; what it means depends on the event. */
int wire_watch_next(void *watch, uint32_t *ret_value)
{
    unsigned char head[6]; /* event number, 16 bits, and value, 32 bits, both in host order */
    char address[256];
    uint16_t event;
    if (zmq_recv(watch, head, sizeof(head), ZMQ_DONTWAIT) != (int)sizeof(head))
        return 0;
    if (zmq_recv(watch, address, sizeof(address), ZMQ_DONTWAIT) < 0)
        return 0;
    memcpy(&event, head, sizeof(event));
    if (ret_value)
        memcpy(ret_value, head + sizeof(event), sizeof(*ret_value));
    return event;
}

/* Only for waiting; readable does not mean that a message is there (trap 5). The socket owns it. */
int wire_socket_fd(void *socket)
{
    int fd = -1;
    size_t len = sizeof(fd);
    zmq_getsockopt(socket, ZMQ_FD, &fd, &len);
    return fd;
}

/* Consumes the descriptor's edge (trap 5): act on what it says before waiting again. */
int wire_socket_events(void *socket)
{
    int events = 0;
    size_t len = sizeof(events);
    zmq_getsockopt(socket, ZMQ_EVENTS, &events, &len);
    return events;
}
