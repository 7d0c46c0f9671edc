/* A small state machine: down, joining, up. Time is a parameter, so that three silent seconds
 * take none in a test. Every failure ends in close_link, and every way up in send_ready on a new
 * socket (MDP-09). */
#include "worker_link.h"

#include <stdio.h>
#include <string.h>

#include "mdp.h"
#include "wire_socket.h"

/* Milliseconds between two tries, doubled up to the most; silence after which a broker counts as
 * dead (MDP-14). */
enum { DELAY_FIRST_MS = 100, DELAY_MAX_MS = 1600, SILENCE_MS = MDP_HEARTBEAT_MS * MDP_LIVENESS };

/* Down, and due at once. The endpoint is copied. */
void worker_link_init(struct worker_link *self, const char *endpoint)
{
    *self = (struct worker_link){ .state = LINK_DOWN, .delay_ms = DELAY_FIRST_MS };
    snprintf(self->endpoint, sizeof(self->endpoint), "%s", endpoint);
}

/* The three frames every command starts with. */
static void put_head(struct frames *out, unsigned char command)
{
    frames_init(out);
    frames_add(out, "", 0);
    frames_add(out, MDP_WORKER_1, MDP_HEADER_LEN);
    frames_add(out, &command, 1);
}

/* A command without an address; `text` is the service of READY. */
static rc_t say(struct worker_link *self, unsigned char command, const char *text)
{
    struct frames out;
    put_head(&out, command);
    if (text)
        frames_add(&out, text, strlen(text));
    return frames_send(&out, self->socket);
}

/* The socket goes at once: what is queued in it is for a conversation that is over. */
static void close_link(struct worker_link *self, int64_t now_ms)
{
    zmq_close(self->socket);
    self->socket = NULL;
    self->state = LINK_DOWN;
    /* A link that lasted comes back at once; one that is refused again and again waits longer. */
    if (now_ms - self->opened_ms >= SILENCE_MS)
        self->delay_ms = DELAY_FIRST_MS;
    self->reopen_ms = now_ms + self->delay_ms;
    if (self->delay_ms < DELAY_MAX_MS)
        self->delay_ms *= 2;
}

/* DISCONNECT goes out within the role's linger; no answer is waited for. */
void worker_link_fini(struct worker_link *self)
{
    if (self->state == LINK_UP && say(self, MDP1_DISCONNECT, NULL) != RC_OK)
        self->state = LINK_DOWN; /* nobody there to hear it */
    if (self->socket)
        zmq_close(self->socket);
    self->socket = NULL;
    self->state = LINK_DOWN;
}

/* A new socket each time: the broker ignores the old routing id from now on. */
static void open_link(struct worker_link *self, void *context, const struct bus_conf *conf,
                      int64_t now_ms)
{
    struct problem ignored = { 0 };
    self->socket = wire_socket_new(context, WIRE_WORKER);
    self->opened_ms = now_ms;
    self->state = LINK_JOINING;
    if (wire_socket_join(self->socket, conf, &ignored) != RC_OK ||
        wire_socket_connect(self->socket, self->endpoint, &ignored) != RC_OK)
        close_link(self, now_ms); /* process_conf has checked both; trying again costs little */
}

/* With ZMQ_IMMEDIATE this fails until there is a connection: then, and only then, the link is
 * up. */
static void send_ready(struct worker_link *self, const char *service, int64_t now_ms)
{
    if (say(self, MDP1_READY, service) != RC_OK)
        return; /* not connected yet */
    self->state = LINK_UP;
    self->heard_ms = now_ms;
    self->sent_ms = now_ms;
}

/* Silence is judged before anything is sent (MDP-14): a dead conversation gets no heartbeat. Call
 * it at least as often as worker_link_wait says. */
void worker_link_tick(struct worker_link *self, void *context, const struct bus_conf *conf,
                      const char *service, int64_t now_ms)
{
    if (self->state == LINK_UP && now_ms - self->heard_ms >= SILENCE_MS)
        close_link(self, now_ms);
    if (self->state == LINK_DOWN && now_ms >= self->reopen_ms)
        open_link(self, context, conf, now_ms);
    if (self->state == LINK_JOINING)
        send_ready(self, service, now_ms);
    if (self->state == LINK_UP && now_ms - self->sent_ms >= MDP_HEARTBEAT_MS) {
        /* Without room the broker does not read: its own rule will find us. */
        if (say(self, MDP1_HEARTBEAT, NULL) == RC_OK)
            self->sent_ms = now_ms;
    }
}

/* Milliseconds, at least 1: a caller that waits so long never spins. */
int64_t worker_link_wait(const struct worker_link *self, int64_t now_ms)
{
    int64_t at = self->reopen_ms;
    if (self->state == LINK_JOINING)
        return SILENCE_MS; /* the socket says when it can send */
    if (self->state == LINK_UP) {
        int64_t beat = self->sent_ms + MDP_HEARTBEAT_MS;
        int64_t silent = self->heard_ms + SILENCE_MS;
        at = beat < silent ? beat : silent;
    }
    /* A heartbeat that found no room is tried again soon, not at once. */
    return at > now_ms ? at - now_ms : DELAY_FIRST_MS;
}

/* Command byte of a well-formed message from a broker, 0 for anything else. */
static unsigned char command_of(struct frames *in)
{
    if (in->count < 3 || !frame_is(&in->at[0], "", 0) ||
        !frame_is(&in->at[1], MDP_WORKER_1, MDP_HEADER_LEN) || zmq_msg_size(&in->at[2]) != 1)
        return 0;
    return *(unsigned char *)zmq_msg_data(&in->at[2]);
}

/* Only REQUEST and HEARTBEAT count as a sign of life; what is malformed is dropped and the broker's
 * own silence ends the link. `in` holds the request until the next receive. */
enum link_news worker_link_recv(struct worker_link *self, struct frames *in, int64_t now_ms)
{
    if (self->state != LINK_UP)
        return LINK_NOTHING;
    rc_t rc = frames_recv(in, self->socket);
    if (rc != RC_OK)
        return rc == RC_TOO_LARGE ? LINK_MESSAGE : LINK_NOTHING;
    unsigned char command = command_of(in);
    if (command == MDP1_DISCONNECT) {
        close_link(self, now_ms);
        return LINK_MESSAGE;
    }
    if (command == MDP1_REQUEST || command == MDP1_HEARTBEAT)
        self->heard_ms = now_ms;
    bool request = command == MDP1_REQUEST && in->count > LINK_BODY_FRAME &&
                   frame_is(&in->at[LINK_CLIENT_FRAME + 1], "", 0);
    return request ? LINK_REQUEST : LINK_MESSAGE;
}

/* RC_UNAVAILABLE when the link is down: the client behind it asks again. */
rc_t worker_link_reply(struct worker_link *self, zmq_msg_t *client, const void *body, size_t len,
                       int64_t now_ms)
{
    struct frames out;
    if (self->state != LINK_UP)
        return RC_UNAVAILABLE;
    put_head(&out, MDP1_REPLY);
    frames_share(&out, client);
    frames_add(&out, "", 0);
    frames_add(&out, body, len);
    self->heard_ms = now_ms; /* we did not listen while the handler ran */
    self->sent_ms = now_ms;
    return frames_send(&out, self->socket) == RC_OK ? RC_OK : RC_UNAVAILABLE;
}
