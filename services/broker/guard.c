/* Everything about keys in one place, served by the broker's own loop: the ring is read and
 * changed by one thread, and a stalled broker lets nobody in (ZAP-04). */
#include "guard.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <zmq.h>

#include "audit_line.h"
#include "keyfile.h"
#include "logline.h"
#include "memory.h"
#include "wire_socket.h"
#include "zap.h"

enum {
    /* Often enough that a revoked key is out within a second, at one stat for each key. */
    REFRESH_MS = 1000,
    WATCHED_EVENTS = ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL |
                     ZMQ_EVENT_HANDSHAKE_FAILED_AUTH,
};

/* A socket whose failed handshakes are told; clients cannot see why they were refused, so the log
 * must (ZAP-09). */
struct watched {
    void *socket; /* NULL: free */
    void *events; /* PAIR */
};

/* All of it is used by the loop's thread only. */
struct guard {
    void *context;
    char secret[BUS_KEY_TEXT];
    keyring_t *keys;
    zap_t *zap;
    struct watched watched[GUARD_WATCHED];
    int64_t refresh_ms; /* when the key folder is looked at next */
    struct audit_line audit;
    struct guard_news news; /* being collected */
    int64_t now_ms;         /* of the call that collects */
};

/* Keys and the ZAP handler are there before any socket binds, or the first peers would be let in
 * unasked. */
rc_t guard_open(void *context, const char *folder, guard_t **ret_guard, struct problem *problem)
{
    char public_key[BUS_KEY_TEXT];
    guard_t *self = mem_new(sizeof(*self));
    self->context = context;
    rc_t rc = sodium_init() < 0 ? RC_INTERNAL : RC_OK;
    if (rc == RC_OK)
        rc = keyfile_read_pair(folder, "broker", public_key, self->secret, problem);
    if (rc == RC_OK)
        rc = keyring_open(folder, &self->keys, problem);
    if (rc == RC_OK)
        rc = zap_open(context, ZAP_DOMAIN, self->keys, &self->zap, problem);
    if (rc != RC_OK) {
        guard_close(&self);
        return rc;
    }
    *ret_guard = self;
    return RC_OK;
}

/* Also on the way out of a failed open, so each part may be missing. The secret is wiped before its
 * memory goes back. */
void guard_close(guard_t **self_p)
{
    guard_t *self = *self_p;
    if (!self)
        return;
    for (size_t i = 0; i < GUARD_WATCHED; i++)
        if (self->watched[i].socket)
            wire_watch_close(self->watched[i].socket, self->watched[i].events);
    zap_close(&self->zap);
    keyring_close(&self->keys);
    sodium_memzero(self->secret, sizeof(self->secret));
    mem_free(self);
    *self_p = NULL;
}

/* Borrowed; set on each socket before it binds. */
const char *guard_secret(const guard_t *self)
{
    return self->secret;
}

/* The slot of a socket; with NULL the first free one. */
static struct watched *watched_of(guard_t *self, const void *socket)
{
    for (size_t i = 0; i < GUARD_WATCHED; i++)
        if (self->watched[i].socket == socket)
            return &self->watched[i];
    return NULL;
}

/* Connections that come and go are told by the socket itself; without a free slot it is served all
 * the same, only unwatched. */
void guard_watch(guard_t *self, void *socket)
{
    struct watched *slot = watched_of(self, NULL);
    if (!slot)
        return;
    slot->socket = socket;
    slot->events = wire_socket_watch(self->context, socket, WATCHED_EVENTS);
}

/* Before the socket is closed, since the watch listens to it. */
void guard_unwatch(guard_t *self, void *socket)
{
    struct watched *slot = watched_of(self, socket);
    if (!slot)
        return;
    wire_watch_close(slot->socket, slot->events);
    *slot = (struct watched){ .socket = NULL };
}

/* What the loop must poll for us, besides its own sockets. */
size_t guard_sockets(guard_t *self, void *ret_sockets[GUARD_SOCKETS])
{
    size_t count = 0;
    ret_sockets[count++] = zap_socket(self->zap);
    for (size_t i = 0; i < GUARD_WATCHED; i++)
        if (self->watched[i].socket)
            ret_sockets[count++] = self->watched[i].events;
    return count;
}

/* Accepted keys are news for debugging only; refused ones are audit lines, within the limit. */
static void on_verdict(void *arg, const struct zap_verdict *verdict)
{
    guard_t *self = arg;
    if (verdict->accepted) {
        self->news.accepted++;
        log_debug("key_accepted", "name", verdict->name, "address", verdict->address);
        return;
    }
    self->news.refused++;
    if (audit_line_allowed(&self->audit, self->now_ms))
        log_warn("key_refused", "key", verdict->key, "address", verdict->address);
}

/* One line of the table per kind of failed handshake: its counter and its word in the log. */
static void on_failure(guard_t *self, int event, uint32_t value)
{
    const struct {
        int event;
        const char *kind;
        uint64_t *count;
    } rows[] = {
        { ZMQ_EVENT_HANDSHAKE_FAILED_AUTH, "auth", &self->news.failed_auth },
        { ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL, "protocol", &self->news.failed_protocol },
        { ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL, "other", &self->news.failed_other },
    };
    char detail[16];
    snprintf(detail, sizeof(detail), "%u", value);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (rows[i].event != event)
            continue;
        (*rows[i].count)++;
        if (audit_line_allowed(&self->audit, self->now_ms))
            log_warn("handshake_failed", "kind", rows[i].kind, "detail", detail);
    }
}

/* All events that have arrived; an unread monitor would grow without end. */
static void read_watches(guard_t *self)
{
    uint32_t value = 0;
    for (size_t i = 0; i < GUARD_WATCHED; i++)
        for (int event; self->watched[i].socket &&
                        (event = wire_watch_next(self->watched[i].events, &value)) != 0;)
            on_failure(self, event, value);
}

/* One line per reload: an operator who removed a key wants to see that it was seen. */
static void note_change(guard_t *self, enum keyring_change change)
{
    char count[24];
    char faulty[24];
    if (change == KEYRING_SAME)
        return;
    snprintf(count, sizeof(count), "%zu", keyring_count(self->keys));
    snprintf(faulty, sizeof(faulty), "%zu", keyring_faulty(self->keys));
    log_info("keys_reloaded", "accepted", count, "faulty", faulty, "revoked",
             change == KEYRING_REVOKED ? "yes" : "no");
}

/* The folder is looked at by the clock and also when somebody unknown knocks: a key that was just
 * put there works at its first try. */
struct guard_news guard_serve(guard_t *self, int64_t now_ms)
{
    self->news = (struct guard_news){ .change = KEYRING_SAME };
    self->now_ms = now_ms;
    if (now_ms >= self->refresh_ms) {
        self->refresh_ms = now_ms + REFRESH_MS;
        self->news.change = keyring_refresh(self->keys);
    }
    zap_serve(self->zap, on_verdict, self, &self->news.change);
    read_watches(self);
    note_change(self, self->news.change);
    return self->news;
}

/* The user id is the key that ZAP let in, so it cannot be made up by the peer. A key that was taken
 * out of the folder since has no name any more. */
bool guard_caller(const guard_t *self, struct frames *in, struct caller *ret_caller)
{
    const char *user = in->count > 1 ? zmq_msg_gets(&in->at[1], "User-Id") : NULL;
    const char *name = user ? keyring_name(self->keys, user) : NULL;
    if (!name)
        return false;
    snprintf(ret_caller->name, sizeof(ret_caller->name), "%s", name);
    snprintf(ret_caller->key, sizeof(ret_caller->key), "%s", user);
    return true;
}

/* For broker_revoke, which knows keys and not the guard. */
bool guard_knows(void *self, const char *key)
{
    return keyring_name(((guard_t *)self)->keys, key) != NULL;
}
