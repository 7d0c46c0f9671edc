/* What the broker knows, shared by its files: broker.c (what comes in), workers.c, services.c,
 * held.c and outbox.c (what goes out). Each list says which objects are in it; one function per
 * file moves them.
 *
 * Invariants. A held request is in exactly one place: a line or `again` (and then in
 * broker.waiting), or a worker's hands. A worker is in service.idle and broker.heard, or has a
 * request, or is banned; busy and idle ones are in broker.sent. A service exists while it has a
 * worker or a waiting request. All times are the caller's monotonic milliseconds. */
#ifndef BROKER_STATE_H
#define BROKER_STATE_H

#include "broker.h"
#include "ceilings.h"
#include "chain.h"
#include "mdp_message.h"
#include "table.h"

/* libzmq's longest routing id; body frames that need no array of their own; structs kept for reuse.
 */
enum { ROUTING_ID_MAX = 255, FEW_FRAMES = 2, SPARE_MAX = 256 };

/* A name that somebody serves or waits for. */
struct service {
    struct table_node by_name; /* in broker.services */
    struct chain idle;         /* workers without a request, longest idle first (MDP-17) */
    struct chain again;        /* requests whose worker was lost, before all others */
    struct chain ring;         /* lines with waiting requests; served in turn (MDP-16) */
    size_t workers;            /* registered, idle or busy */
    size_t waiting;            /* requests in `again` and in all lines */
    size_t lines;              /* lines in the ring */
    int64_t busy_ms;           /* busy deadline */
    size_t name_len;
    char name[MAX_SERVICE_NAME + 1];
};

/* The requests of one client that wait for one service. Exists while there are any. */
struct line {
    struct table_node by_client; /* in broker.lines; key: service address, then routing id */
    struct chain in_ring;        /* in service.ring */
    struct chain requests;       /* oldest first */
    size_t count;
    struct service *service;
    unsigned char key[sizeof(void *) + ROUTING_ID_MAX];
};

/* A request from its arrival to its answer; the structs are reused (broker.spare). */
struct held {
    struct chain by_age; /* in broker.waiting while it waits; alone while a worker has it */
    struct chain
        in_line; /* in line.requests or service.again while it waits; in broker.spare when free */
    struct line *line;       /* the line it waits in, NULL in `again` and while a worker has it */
    struct service *service; /* while it waits */
    uint64_t serial;  /* unique: part of the client address, so that a reply names its request */
    int64_t since_ms; /* waiting since */
    size_t bytes;     /* counted in broker.held_bytes */
    unsigned tries;   /* workers that got it so far */
    enum mdp_dialect dialect; /* of the client */
    char caller[KEY_NAME_MAX + 1];
    char service_name[MAX_SERVICE_NAME + 1];
    size_t id_len, ticket_len;
    unsigned char id[ROUTING_ID_MAX];
    unsigned char ticket[TICKET_MAX];
    size_t body_count;
    zmq_msg_t *body; /* `few`, or an array of its own when there are more frames */
    zmq_msg_t few[FEW_FRAMES];
};

enum worker_state {
    WORKER_IDLE,   /* in service.idle and broker.heard */
    WORKER_BUSY,   /* has `request` */
    WORKER_BANNED, /* was told or said DISCONNECT: nothing is sent to it any more; in broker.banned
                    */
};

/* A connection that has said READY, or that was told to go. */
struct worker {
    struct table_node by_id; /* in broker.workers */
    struct chain in_service; /* service.idle while idle */
    struct chain
        by_heard; /* broker.heard while idle, longest silent first; broker.banned while banned */
    struct chain by_sent; /* broker.sent while idle or busy, longest untold first */
    enum worker_state state;
    enum mdp_dialect dialect;
    struct service *service; /* NULL when banned */
    struct held *request;    /* while busy */
    int64_t heard_ms, sent_ms, busy_since_ms;
    char key[BUS_KEY_TEXT]; /* caller's public key, "" without CURVE */
    size_t id_len;
    unsigned char id[ROUTING_ID_MAX];
};

/* One thread owns it; nothing in it is locked. */
struct broker {
    struct broker_conf conf;
    broker_send_fn *send;
    void *send_arg;
    struct broker_counters counters;
    uint64_t last_serial;
    struct table services; /* by name */
    struct table workers;  /* by routing id, banned ones too */
    struct table lines;    /* by service and client */
    struct chain heard;    /* idle workers */
    struct chain sent;     /* idle and busy workers */
    struct chain banned;
    struct chain waiting; /* requests by age */
    struct chain spare;   /* request structs to use again */
    size_t spare_count;
    size_t held;       /* requests waiting or with a worker */
    size_t held_bytes; /* what they hold */
};

/* workers.c: a worker's life. All of these may free the worker. */
/* Act on a worker's message; what the kind means is in a table there. */
void worker_take(broker_t *self, struct frames *in, const struct mdp_message *message,
                 const struct caller *caller, int64_t now_ms);
/* The worker with this routing id, banned or not; NULL when unknown. */
struct worker *worker_find(const broker_t *self, zmq_msg_t *id);
/* Tell a peer to DISCONNECT and be silent to it from then on (MDP-06, MDP-07). Its request is given
 * on. */
void worker_refuse(broker_t *self, zmq_msg_t *id, enum mdp_dialect dialect, int64_t now_ms);
/* Forget a worker that is gone; a later message of it comes from a stranger. Its request is given
 * on. */
void worker_forget(broker_t *self, struct worker *worker, int64_t now_ms);
/* Give an idle worker a request. False when the worker was gone: it is forgotten, the request
 * untouched. */
bool worker_give(broker_t *self, struct worker *worker, struct held *request, int64_t now_ms);
/* Heartbeats, silent and overdue workers, old bans. Returns the next time it is needed. */
int64_t worker_tick(broker_t *self, int64_t now_ms);

/* services.c: who waits for whom. */
/* The service of this name, NULL when unknown. */
struct service *service_find(const broker_t *self, const void *name, size_t len);
/* The same, made when unknown. For a request NULL beyond MAX_BROKER_SERVICES; a worker always gets
 * its name, since workers are bounded themselves. */
struct service *service_require(broker_t *self, const void *name, size_t len, bool for_worker);
/* Free the service when it has neither workers nor requests. */
void service_release(broker_t *self, struct service *service);
/* Give a request that does not wait to an idle worker, when there is one and nobody waits before
 * it. */
bool service_offer(broker_t *self, struct service *service, struct held *request, int64_t now_ms);
/* Let a request wait. False when the queue is full: the request is untouched. */
bool service_wait(broker_t *self, struct service *service, struct held *request, int64_t now_ms);
/* Let a request wait before all others; never refused. */
void service_wait_first(broker_t *self, struct service *service, struct held *request,
                        int64_t now_ms);
/* Give waiting requests to idle workers while there are both. */
void service_dispatch(broker_t *self, struct service *service, int64_t now_ms);
/* Answer requests that waited too long. Returns the next time it is needed. */
int64_t service_tick(broker_t *self, int64_t now_ms);

/* held.c */
/* Whether a request may wait. Memory for requests has a ceiling; those for services without a
 * worker get half of it, so that requests for names nobody serves cannot lock out the others. */
bool held_has_room(const broker_t *self, const struct service *service, const struct frames *in);
/* Take a client's message over: its body frames are moved. The routing id must be ROUTING_ID_MAX
 * bytes at most. */
struct held *held_new(broker_t *self, struct frames *in, const struct mdp_message *message,
                      const struct caller *caller);
/* Free a request that is in no list. */
void held_free(broker_t *self, struct held *request);
/* Its worker is lost: give it to another one, or, the second time, answer with an error. */
void held_retry(broker_t *self, struct held *request, struct service *service, int64_t now_ms);

/* outbox.c: messages in the peer's own dialect. */
/* DISCONNECT or HEARTBEAT (MDP_DISCONNECT, MDP_HEARTBEAT) to a worker. */
rc_t outbox_tell(broker_t *self, const void *id, size_t id_len, enum mdp_dialect dialect,
                 enum mdp_kind kind);
/* REQUEST to a worker. The body is shared, so that it can be sent again. */
rc_t outbox_request(broker_t *self, const struct worker *worker, struct held *request);
/* The client address frame of a request: caller, NUL, serial. Returns its length. */
size_t outbox_address(const struct held *request, unsigned char ret_address[KEY_NAME_MAX + 9]);
/* Reply to a client: frames `first`.. of `in` are moved. `partial` for PARTIAL. */
void outbox_reply(broker_t *self, const struct held *request, struct frames *in, size_t first,
                  bool partial);
/* The broker's own one-frame reply to the sender of `in`. */
void outbox_answer(broker_t *self, struct frames *in, const struct mdp_message *message,
                   const void *body, size_t len);
/* Error reply in our JSON envelope: to the sender of `in`, or to the client of a held request. */
void outbox_refuse(broker_t *self, struct frames *in, const struct mdp_message *message, rc_t rc,
                   const char *text);
void outbox_error(broker_t *self, const struct held *request, rc_t rc, const char *text);

/* mmi.c */
/* Whether the broker answers this service itself: mmi.* and mlps.broker. */
bool mmi_owns(const void *name, size_t len);
/* Answer such a request (8/MMI). */
void mmi_take(broker_t *self, struct frames *in, const struct mdp_message *message);

#endif
