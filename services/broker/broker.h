/* The broker's state and rules without a socket, a clock or a thread: messages and the time go in,
 * messages come out through a function. So tests and the fuzzer drive it directly. 7/MDP, 18/MDP,
 * 8/MMI; decisions in README.md. */
#ifndef BROKER_H
#define BROKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bus.h"
#include "frames.h"
#include "keyfile.h"

typedef struct broker broker_t;

/* Send one message whose first frame is the peer's routing id; takes all frames, sent or not.
 * RC_OK, RC_NOT_FOUND (the peer is gone), RC_BUSY (its queue is full) or RC_UNAVAILABLE. Must not
 * call the broker. */
typedef rc_t broker_send_fn(void *arg, struct frames *message);

/* Who sent a message, as CURVE and ZAP found out. */
struct caller {
    char name[KEY_NAME_MAX + 1]; /* process name, "" without CURVE */
    char key[BUS_KEY_TEXT];      /* its public key, the ZAP user id; "" without CURVE */
};

/* How long a worker of one service may work on one request (--busy). */
struct busy_row {
    const char *service; /* borrowed */
    int64_t ms;
};

struct broker_conf {
    int64_t heartbeat_ms;        /* MDP-14: sent at this interval by both sides */
    int64_t liveness;            /* silent intervals until a worker is dead */
    int64_t expire_ms;           /* MDP-12: how long a request waits for a worker */
    int64_t busy_ms;             /* busy deadline of services without a row */
    const struct busy_row *busy; /* borrowed */
    size_t busy_count;
    bool tolerate_empty;      /* take 0.2 messages with a leading empty frame */
    bool secure;              /* CURVE: a caller may serve mlps.NAME only under that name */
    size_t max_pending;       /* requests waiting for one service */
    size_t max_pending_bytes; /* requests held in all */
};

/* What happened since the start; one list for the log and for the `stats` operation. */
#define BROKER_COUNTERS(X)                                                                         \
    X(requests, "client requests taken")                                                           \
    X(replies, "replies and partial replies sent to clients")                                      \
    X(errors, "error replies made by the broker")                                                  \
    X(mmi, "management requests answered")                                                         \
    X(expired, "requests that found no worker in time")                                            \
    X(resent, "requests given to another worker after the first was lost")                         \
    X(shed, "requests refused because a queue was full")                                           \
    X(reply_dropped, "replies dropped because the client was gone or does not read")               \
    X(partial_dropped, "partial replies dropped because the client speaks 0.1")                    \
    X(junk, "messages without a header we know, or with too many frames")                          \
    X(broken, "messages with a header but not well-formed")                                        \
    X(unexpected, "valid commands at the wrong time")                                              \
    X(refused, "messages refused because the caller may not send them")                            \
    X(silent, "messages ignored from workers that were disconnected")                              \
    X(registered, "workers registered")                                                            \
    X(left, "workers that said goodbye")                                                           \
    X(dead, "workers found gone or silent")                                                        \
    X(overdue, "workers given up because a request took longer than the busy deadline")            \
    X(keys_accepted, "connections whose key was accepted")                                         \
    X(keys_refused, "connections whose key was refused")                                           \
    X(failed_auth, "handshakes that failed by their key")                                          \
    X(failed_protocol, "handshakes that broke the protocol")                                       \
    X(failed_other, "handshakes that ended without a reason")

struct broker_counters {
#define BROKER_COUNTER(name, help) uint64_t name;
    BROKER_COUNTERS(BROKER_COUNTER)
#undef BROKER_COUNTER
};

/* The defaults: 1 s, 3, 10 s, 900 s, the ceilings of ceilings.h, not tolerant, secure. */
struct broker_conf broker_conf_default(void);
/* New broker; `conf` is copied (its rows stay borrowed). Never NULL. */
broker_t *broker_new(const struct broker_conf *conf, broker_send_fn *send, void *send_arg);
/* Free everything, answering nobody; accepts NULL. */
void broker_destroy(broker_t **self_p);
/* Take one message as a ROUTER delivers it; frames may be moved out of it. `caller` is NULL when
 * the sender's key is no longer known: it is refused (ZAP-07). `now_ms` never goes back. */
void broker_take(broker_t *self, struct frames *in, const struct caller *caller, int64_t now_ms);
/* Do what time asks for; returns when to be called again, milliseconds from `now_ms`, at most 1000.
 */
int64_t broker_tick(broker_t *self, int64_t now_ms);
/* Disconnect every worker whose key `known` does not know any more. */
void broker_revoke(broker_t *self, bool (*known)(void *arg, const char *key), void *arg,
                   int64_t now_ms);
/* Say DISCONNECT to every worker, so that they look for another broker at once: this one is about
 * to stop. */
void broker_dismiss(broker_t *self);
/* Requests held: waiting or with a worker. */
size_t broker_held(const broker_t *self);
/* Counters so far; borrowed. Whoever owns the sockets counts keys and handshakes here. */
struct broker_counters *broker_counters(broker_t *self);

#endif
