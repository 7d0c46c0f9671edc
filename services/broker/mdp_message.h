/* Reads a Majordomo message as the broker's ROUTER delivers it: routing id first, then 0.1 or 0.2
 * frames. Pure: any bytes in, one of the kinds out. */
#ifndef MDP_MESSAGE_H
#define MDP_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "frames.h"

/* How a peer speaks; it is answered the same way (MDP-21). */
enum mdp_dialect {
    MDP_V1,
    MDP_V2,
    MDP_V2_EMPTY, /* 0.2 with a leading empty frame, only when tolerated */
};

enum mdp_kind {
    MDP_JUNK,       /* no header we know: dropped */
    MDP_BROKEN_ASK, /* a client's header, but not a well-formed request: dropped */
    MDP_BROKEN,     /* a worker's header, but not a well-formed command */
    MDP_ASK,        /* client: REQUEST */
    MDP_READY,      /* worker: READY */
    MDP_PARTIAL,    /* worker: PARTIAL (0.2) */
    MDP_REPLY,      /* worker: REPLY (0.1) or FINAL (0.2) */
    MDP_HEARTBEAT,  /* worker: HEARTBEAT */
    MDP_DISCONNECT, /* worker: DISCONNECT */
    MDP_ODD,        /* worker: a command only a broker may send */
    MDP_KIND__COUNT
};

enum {
    TICKET_MAX = 64, /* bytes of a client's envelope frame before the empty delimiter */
    BODY_FRAMES_MAX = FRAMES_MAX - 8, /* body frames of a request: room for the longest envelope */
};

struct mdp_message {
    enum mdp_kind kind;
    enum mdp_dialect dialect;
    size_t ticket;  /* frame the client wants back before the empty one, as REQ_CORRELATE sends it;
                       0: none */
    size_t service; /* frame with the service name (ASK, READY) */
    size_t client;  /* frame with the client address (PARTIAL, REPLY) */
    size_t body;    /* first body frame (ASK, PARTIAL, REPLY); at least one */
};

/* Read a message; `in` keeps its frames. */
struct mdp_message mdp_message_read(struct frames *in, bool tolerate_empty);
/* Whether a frame can be a service name: 1..MAX_SERVICE_NAME printable ASCII bytes. */
bool mdp_service_name_ok(zmq_msg_t *frame);

#endif
