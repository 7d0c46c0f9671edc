/* PUB and SUB that connect, so that either side may start first. A configuration that is of no
 * use makes a deaf object instead of an error: events are hints, and the readers' slow poll
 * finds everything. */
#include "event_bus.h"

#include <poll.h>
#include <string.h>
#include <zmq.h>

#include "bytebuf.h"
#include "ceilings.h"
#include "clk.h"
#include "frames.h"
#include "memory.h"
#include "wire_context.h"
#include "wire_socket.h"

/* Topic and JSON; bytes of a topic. */
enum { EVENT_FRAMES = 2, TOPIC_MAX = 256 };

/* For one thread (trap 11). */
struct event_pub {
    void *socket; /* NULL when the configuration was of no use: events are hints */
};

/* For one thread (trap 11); what it lends lies in its buffers. */
struct event_sub {
    void *socket;         /* as above */
    struct frames in;     /* last message */
    struct bytebuf topic; /* its frames as C strings */
    struct bytebuf json;
};

/* Joined and connected socket, or NULL. */
static void *open_socket(enum wire_role role, const struct bus_conf *conf, const char *endpoints)
{
    struct problem ignored = { 0 };
    void *socket = wire_socket_new(wire_context_hold(), role);
    if (wire_socket_join(socket, conf, &ignored) == RC_OK &&
        wire_socket_connect(socket, endpoints, &ignored) == RC_OK)
        return socket;
    zmq_close(socket);
    wire_context_release();
    return NULL;
}

/* Accepts NULL, as a deaf object has. */
static void close_socket(void *socket)
{
    if (!socket)
        return;
    zmq_close(socket);
    wire_context_release();
}

/* Never NULL: without a usable bus it is mute. Sockets belong to the thread that makes them (trap
 * 11). */
event_pub_t *event_pub_new(const struct bus_conf *conf)
{
    event_pub_t *self = mem_new(sizeof(*self));
    self->socket = open_socket(WIRE_PUBLISHER, conf, conf->events_in);
    return self;
}

/* Lingers a moment for what was just sent, as the role's row says. */
void event_pub_destroy(event_pub_t **self_p)
{
    event_pub_t *self = *self_p;
    if (!self)
        return;
    close_socket(self->socket);
    mem_free(self);
    *self_p = NULL;
}

/* Never fails for the caller: a hint that is lost is found by the readers' slow poll (trap 6). What
 * is too large is not sent at all. */
void event_pub_send(event_pub_t *self, const char *topic, const char *json)
{
    size_t topic_len = strlen(topic);
    size_t json_len = strlen(json);
    if (!self->socket || topic_len > TOPIC_MAX || json_len > MAX_EVENT_BYTES)
        return;
    /* A PUB never blocks; a message without a taker is dropped by the socket. */
    if (zmq_send(self->socket, topic, topic_len, ZMQ_DONTWAIT | ZMQ_SNDMORE) >= 0)
        zmq_send(self->socket, json, json_len, ZMQ_DONTWAIT);
}

/* `prefixes` ends with NULL and is not kept. Events before the subscription reached the broker are
 * missed, hence a first look at the tables. */
event_sub_t *event_sub_new(const struct bus_conf *conf, const char *const prefixes[])
{
    event_sub_t *self = mem_new(sizeof(*self));
    frames_init(&self->in);
    bytebuf_init(&self->topic, TOPIC_MAX);
    bytebuf_init(&self->json, MAX_EVENT_BYTES);
    self->socket = open_socket(WIRE_SUBSCRIBER, conf, conf->events_out);
    for (size_t i = 0; self->socket && prefixes[i]; i++)
        zmq_setsockopt(self->socket, ZMQ_SUBSCRIBE, prefixes[i], strlen(prefixes[i]));
    return self;
}

/* What ret_topic and ret_json pointed to ends here. */
void event_sub_destroy(event_sub_t **self_p)
{
    event_sub_t *self = *self_p;
    if (!self)
        return;
    frames_clear(&self->in);
    bytebuf_fini(&self->topic);
    bytebuf_fini(&self->json);
    close_socket(self->socket);
    mem_free(self);
    *self_p = NULL;
}

/* Frames have no NUL at their end; readers want C strings. */
static rc_t copy_text(struct bytebuf *out, zmq_msg_t *frame)
{
    bytebuf_reset(out);
    return bytebuf_add(out, zmq_msg_data(frame), zmq_msg_size(frame));
}

/* One message if one is there; RC_INVALID for what is no event (anybody with a key may publish). */
static rc_t take_event(event_sub_t *self)
{
    rc_t rc = frames_recv(&self->in, self->socket);
    if (rc == RC_TOO_LARGE)
        return RC_INVALID;
    if (rc != RC_OK)
        return rc;
    if (self->in.count != EVENT_FRAMES || copy_text(&self->topic, &self->in.at[0]) != RC_OK ||
        copy_text(&self->json, &self->in.at[1]) != RC_OK)
        rc = RC_INVALID;
    frames_clear(&self->in);
    return rc;
}

/* Wait for the socket or the stop descriptor. False when the wait is over without a message. */
static bool wait_event(event_sub_t *self, int64_t wait_ms, int stop_fd)
{
    zmq_pollitem_t items[] = { { self->socket, 0, ZMQ_POLLIN, 0 },
                               { NULL, stop_fd, ZMQ_POLLIN, 0 } };
    int count = stop_fd >= 0 ? 2 : 1;
    if (wait_ms <= 0 || zmq_poll(items, count, wait_ms) <= 0)
        return false;
    return count == 1 || items[1].revents == 0;
}

/* Both texts are borrowed until the next call. Without a bus it is a plain wait, so that a worker's
 * loop needs no other branch. Malformed events are passed over. */
rc_t event_sub_next(event_sub_t *self, int64_t wait_ms, int stop_fd, const char **ret_topic,
                    const char **ret_json)
{
    int64_t end = clk_mono_ms() + wait_ms;
    if (!self->socket) {
        struct pollfd stop = { .fd = stop_fd, .events = POLLIN };
        poll(&stop, 1, (int)(wait_ms > 0 ? wait_ms : 0)); /* no bus: only the slow poll is left */
        return RC_TIMEOUT;
    }
    for (;;) {
        rc_t rc = take_event(self);
        if (rc == RC_OK) {
            *ret_topic = bytebuf_str(&self->topic);
            *ret_json = bytebuf_str(&self->json);
            return RC_OK;
        }
        if (rc != RC_INVALID && !wait_event(self, end - clk_mono_ms(), stop_fd))
            return RC_TIMEOUT;
    }
}

/* Edge-triggered (trap 5): whoever waits on it must take events until none is left. */
int event_sub_fd(const event_sub_t *self)
{
    return self->socket ? wire_socket_fd(self->socket) : -1;
}

/* For loops that read everything anyway: one look serves all hints so far. */
void event_sub_drain(event_sub_t *self)
{
    rc_t rc = RC_OK;
    while (self->socket && (rc == RC_OK || rc == RC_INVALID))
        rc = take_event(self);
}
