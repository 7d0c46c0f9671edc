/* One conversation of a Majordomo worker with one broker (7/MDP: a worker talks to exactly one
 * broker on one DEALER). A worker that serves several brokers holds one link each. Time is given by
 * the caller. */
#ifndef WORKER_LINK_H
#define WORKER_LINK_H

#include "bus.h"
#include "frames.h"

enum link_state {
    LINK_DOWN,    /* no socket; opened at `reopen_ms` */
    LINK_JOINING, /* socket without a connection yet; READY goes out as soon as there is one */
    LINK_UP,      /* READY sent, nothing said against it */
};

struct worker_link {
    enum link_state state;
    void *socket;      /* DEALER, NULL while down */
    int64_t heard_ms;  /* last command of the broker */
    int64_t sent_ms;   /* last command of ours */
    int64_t opened_ms; /* when the socket was opened */
    int64_t reopen_ms; /* when a link that is down may open again */
    int64_t delay_ms;  /* next pause before reopening; grows while links do not last */
    char endpoint[BUS_ENDPOINT_MAX];
};

/* What a received message was to the worker. */
enum link_news {
    LINK_NOTHING, /* nothing has arrived */
    LINK_MESSAGE, /* a heartbeat, or something that was dropped: look again */
    LINK_REQUEST, /* `in` holds a REQUEST: frames are empty, header, command, client, empty, body */
};

/* Frames of a REQUEST as link_recv leaves them. */
enum { LINK_CLIENT_FRAME = 3, LINK_BODY_FRAME = 5 };

/* A link that is down and opens at the first link_tick. */
void worker_link_init(struct worker_link *self, const char *endpoint);
/* Say DISCONNECT when up, close. */
void worker_link_fini(struct worker_link *self);
/* Do what time asks for: open, READY, HEARTBEAT, give up a silent broker (MDP-14). */
void worker_link_tick(struct worker_link *self, void *context, const struct bus_conf *conf,
                      const char *service, int64_t now_ms);
/* When worker_link_tick wants to run next, milliseconds from `now_ms`. */
int64_t worker_link_wait(const struct worker_link *self, int64_t now_ms);
/* Take one message if one is there. DISCONNECT closes the link (MDP-09). */
enum link_news worker_link_recv(struct worker_link *self, struct frames *in, int64_t now_ms);
/* REPLY with one body frame; `client` is the address frame of the request. RC_UNAVAILABLE when the
 * link is down or has no room: the broker finds out by itself and gives the request to another
 * worker. */
MUST_CHECK rc_t worker_link_reply(struct worker_link *self, zmq_msg_t *client, const void *body,
                                  size_t len, int64_t now_ms);

#endif
