/* A worker's life: stranger, idle, busy, banned. Which list holds it in which state stands in
 * broker_state.h; the functions leave_service, become_idle and ban move it, everything else asks
 * them to. Whatever a worker does wrong ends in worker_refuse. */
#include "broker_state.h"

#include <string.h>

#include "memory.h"

enum { BAN_MS = 60000 }; /* silence kept towards a peer after its last word */

/* By the routing id that the socket gave the connection. */
struct worker *worker_find(const broker_t *self, zmq_msg_t *id)
{
    struct table_node *node = table_find(&self->workers, zmq_msg_data(id), zmq_msg_size(id));
    return node ? CHAIN_OWNER(node, struct worker, by_id) : NULL;
}

/* Out of every list; its service has been left before. */
static void worker_free(broker_t *self, struct worker *worker)
{
    chain_remove(&worker->in_service);
    chain_remove(&worker->by_heard);
    chain_remove(&worker->by_sent);
    table_remove(&self->workers, &worker->by_id);
    mem_free(worker);
}

/* A new entry in no list; NULL when the table is full and has no ban to give up. */
static struct worker *worker_new(broker_t *self, zmq_msg_t *id)
{
    size_t len = zmq_msg_size(id);
    struct chain *oldest_ban = chain_first(&self->banned);
    if (len > ROUTING_ID_MAX)
        return NULL;
    /* The oldest ban gives way: forgetting it costs one more DISCONNECT, refusing a worker costs a
     * service. */
    if (self->workers.count >= MAX_BROKER_PEERS) {
        if (!oldest_ban)
            return NULL;
        worker_free(self, CHAIN_OWNER(oldest_ban, struct worker, by_heard));
    }
    struct worker *worker = mem_new(sizeof(*worker));
    chain_init(&worker->in_service);
    chain_init(&worker->by_heard);
    chain_init(&worker->by_sent);
    worker->id_len = len;
    memcpy(worker->id, zmq_msg_data(id), len);
    table_add(&self->workers, &worker->by_id, worker->id, len);
    return worker;
}

/* Take a registered worker out of its service; its request, if any, goes to another one. */
static void leave_service(broker_t *self, struct worker *worker, int64_t now_ms)
{
    struct service *service = worker->service;
    struct held *request = worker->request;
    chain_remove(&worker->in_service);
    chain_remove(&worker->by_heard);
    chain_remove(&worker->by_sent);
    worker->service = NULL;
    worker->request = NULL;
    service->workers--;
    if (request) {
        held_retry(self, request, service, now_ms);
        service_dispatch(self, service, now_ms);
    }
    service_release(self, service);
}

/* Also renews a ban: it lasts a minute after the peer's last word. */
static void ban(broker_t *self, struct worker *worker, int64_t now_ms)
{
    worker->state = WORKER_BANNED;
    worker->heard_ms = now_ms;
    chain_add_last(&self->banned, &worker->by_heard);
}

/* Its request goes back to the line before the worker is freed. */
void worker_forget(broker_t *self, struct worker *worker, int64_t now_ms)
{
    if (worker->service)
        leave_service(self, worker, now_ms);
    worker_free(self, worker);
}

/* A peer that broke the protocol is told to start over, and what it sends until it does is passed
 * over; a banned one is not told twice. */
void worker_refuse(broker_t *self, zmq_msg_t *id, enum mdp_dialect dialect, int64_t now_ms)
{
    struct worker *worker = worker_find(self, id);
    if (worker && worker->state == WORKER_BANNED)
        return;
    /* A peer that is gone or does not read has nothing to be told. */
    rc_t rc = outbox_tell(self, zmq_msg_data(id), zmq_msg_size(id),
                          worker ? worker->dialect : dialect, MDP_DISCONNECT);
    if (worker && worker->service)
        leave_service(self, worker, now_ms);
    if (!worker)
        worker = worker_new(self, id);
    if (worker && rc == RC_OK)
        ban(self, worker, now_ms);
    else if (worker)
        worker_free(self, worker);
}

/* At the end of the line of idle workers, so that the longest idle is served first (MDP-17). */
static void become_idle(broker_t *self, struct worker *worker, int64_t now_ms)
{
    worker->state = WORKER_IDLE;
    worker->heard_ms = now_ms;
    chain_add_last(&worker->service->idle, &worker->in_service);
    chain_add_last(&self->heard, &worker->by_heard);
}

/* Keeps the list ordered by time: whoever was told something last is at its end. */
static void note_sent(broker_t *self, struct worker *worker, int64_t now_ms)
{
    worker->sent_ms = now_ms;
    chain_add_last(&self->sent, &worker->by_sent);
}

/* A worker whose connection is full or gone cannot be given anything: it is forgotten and the
 * request stays with the caller. */
bool worker_give(broker_t *self, struct worker *worker, struct held *request, int64_t now_ms)
{
    if (outbox_request(self, worker, request) != RC_OK) {
        self->counters.dead++;
        worker_forget(self, worker, now_ms);
        return false;
    }
    request->tries++;
    chain_remove(&worker->in_service);
    chain_remove(&worker->by_heard);
    worker->state = WORKER_BUSY;
    worker->request = request;
    worker->busy_since_ms = now_ms;
    note_sent(self, worker, now_ms);
    return true;
}

/* mlps.NAME may only be served by the holder of NAME's key; mmi.* and mlps.broker by nobody
 * (MMI-01). */
static bool may_serve(const broker_t *self, zmq_msg_t *service, const struct caller *caller)
{
    static const char OURS[] = "mlps.";
    const char *name = zmq_msg_data(service);
    size_t len = zmq_msg_size(service);
    size_t head = sizeof(OURS) - 1;
    if (mmi_owns(name, len))
        return false;
    if (!self->conf.secure || len < head || memcmp(name, OURS, head) != 0)
        return true;
    return strlen(caller->name) == len - head && memcmp(caller->name, name + head, len - head) == 0;
}

/* Registration. Not answered (MDP-05): the first thing a worker hears is a request or a
 * heartbeat. */
static void on_ready(broker_t *self, struct frames *in, const struct mdp_message *message,
                     const struct caller *caller, int64_t now_ms)
{
    zmq_msg_t *name = &in->at[message->service];
    if (!may_serve(self, name, caller)) {
        self->counters.refused++;
        worker_refuse(self, &in->at[0], message->dialect, now_ms);
        return;
    }
    struct service *service = service_require(self, zmq_msg_data(name), zmq_msg_size(name), true);
    struct worker *worker = worker_new(self, &in->at[0]);
    if (!worker) {
        self->counters.shed++;
        worker_refuse(self, &in->at[0], message->dialect, now_ms);
        service_release(self, service);
        return;
    }
    self->counters.registered++;
    worker->dialect = message->dialect;
    worker->service = service;
    memcpy(worker->key, caller->key, sizeof(worker->key));
    service->workers++;
    become_idle(self, worker, now_ms);
    note_sent(self, worker, now_ms);
    service_dispatch(self, service, now_ms);
}

/* The reply must carry the address it was given: a reply to an earlier request is none to this one.
 */
static bool answers(struct frames *in, const struct mdp_message *message,
                    const struct held *request)
{
    unsigned char address[KEY_NAME_MAX + 9];
    return frame_is(&in->at[message->client], address, outbox_address(request, address));
}

/* A PARTIAL is passed on and changes nothing else; a FINAL or REPLY frees the worker for the
 * next request. */
static void on_reply(broker_t *self, struct worker *worker, struct frames *in,
                     const struct mdp_message *message, int64_t now_ms)
{
    struct held *request = worker->request;
    bool partial = message->kind == MDP_PARTIAL;
    if (partial && request->dialect == MDP_V1)
        self->counters.partial_dropped++;
    else
        outbox_reply(self, request, in, message->body, partial);
    if (partial)
        return;
    worker->request = NULL;
    held_free(self, request);
    become_idle(self, worker, now_ms);
    service_dispatch(self, worker->service, now_ms);
}

/* Anything from a registered worker shows that it lives (MDP-13). */
static void note_heard(broker_t *self, struct worker *worker, int64_t now_ms)
{
    worker->heard_ms = now_ms;
    if (worker->state == WORKER_IDLE)
        chain_add_last(&self->heard, &worker->by_heard);
}

/* Whether a registered worker may send this now; everything else ends its registration (MDP-06,
 * MDP-07). */
static bool is_expected(struct worker *worker, struct frames *in, const struct mdp_message *message)
{
    if (message->dialect != worker->dialect)
        return false;
    if (message->kind == MDP_HEARTBEAT)
        return true;
    return (message->kind == MDP_REPLY || message->kind == MDP_PARTIAL) &&
           worker->state == WORKER_BUSY && answers(in, message, worker->request);
}

/* A message of a registered worker. */
static void take_known(broker_t *self, struct worker *worker, struct frames *in,
                       const struct mdp_message *message, int64_t now_ms)
{
    if (!is_expected(worker, in, message)) {
        self->counters.unexpected++;
        worker_refuse(self, &in->at[0], message->dialect, now_ms);
        return;
    }
    note_heard(self, worker, now_ms);
    if (message->kind != MDP_HEARTBEAT)
        on_reply(self, worker, in, message, now_ms);
}

/* DISCONNECT is accepted at any time, and nothing is sent to that peer afterwards (MDP-08). */
static void on_disconnect(broker_t *self, struct worker *worker, struct frames *in, int64_t now_ms)
{
    self->counters.left++;
    if (worker && worker->service)
        leave_service(self, worker, now_ms);
    if (!worker)
        worker = worker_new(self, &in->at[0]);
    if (worker)
        ban(self, worker, now_ms);
}

/* The order of the questions matters: what a banned worker says counts for nothing, and a goodbye
 * is heeded whoever says it. */
void worker_take(broker_t *self, struct frames *in, const struct mdp_message *message,
                 const struct caller *caller, int64_t now_ms)
{
    struct worker *worker = worker_find(self, &in->at[0]);
    if (worker && worker->state == WORKER_BANNED) {
        self->counters.silent++;
        ban(self, worker, now_ms);
    } else if (message->kind == MDP_DISCONNECT) {
        on_disconnect(self, worker, in, now_ms);
    } else if (message->kind == MDP_BROKEN) {
        self->counters.broken++;
        worker_refuse(self, &in->at[0], message->dialect, now_ms);
    } else if (worker) {
        take_known(self, worker, in, message, now_ms);
    } else if (message->kind == MDP_READY) {
        on_ready(self, in, message, caller, now_ms);
    } else {
        self->counters.unexpected++;
        worker_refuse(self, &in->at[0], message->dialect, now_ms);
    }
}

/* Give a worker up: it is told, in case it lives and only its request took too long. */
static void give_up(broker_t *self, struct worker *worker, int64_t now_ms)
{
    if (outbox_tell(self, worker->id, worker->id_len, worker->dialect, MDP_DISCONNECT) != RC_OK) {
        worker_forget(self, worker, now_ms);
        return;
    }
    leave_service(self, worker, now_ms);
    ban(self, worker, now_ms);
}

/* Idle workers that were silent for too long. The list is ordered by the last word of each, so the
 * first live one really is the end (the trap of reliability.md 1.3). */
static int64_t tick_heard(broker_t *self, int64_t now_ms)
{
    /* MDP-14: a multiple of the interval, so that one lost heartbeat proves nothing. */
    int64_t limit = self->conf.heartbeat_ms * self->conf.liveness;
    struct chain *first;
    while ((first = chain_first(&self->heard)) != NULL) {
        struct worker *worker = CHAIN_OWNER(first, struct worker, by_heard);
        if (now_ms - worker->heard_ms < limit)
            return worker->heard_ms + limit;
        self->counters.dead++;
        worker_forget(self, worker, now_ms);
    }
    return INT64_MAX;
}

/* A busy worker is silent by right (its one thread works), so silence proves nothing. A process
 * that is gone or stopped loses its connection, which shows at the next heartbeat to it; one that
 * lives has its busy deadline. */
static bool is_overdue(const struct worker *worker, int64_t now_ms)
{
    return worker->state == WORKER_BUSY &&
           now_ms - worker->busy_since_ms >= worker->service->busy_ms;
}

/* Heartbeats to workers that were told nothing for an interval (MDP-13). */
static int64_t tick_sent(broker_t *self, int64_t now_ms)
{
    struct chain *first;
    while ((first = chain_first(&self->sent)) != NULL) {
        struct worker *worker = CHAIN_OWNER(first, struct worker, by_sent);
        if (now_ms - worker->sent_ms < self->conf.heartbeat_ms)
            return worker->sent_ms + self->conf.heartbeat_ms;
        if (is_overdue(worker, now_ms)) {
            self->counters.overdue++;
            give_up(self, worker, now_ms);
            continue;
        }
        rc_t rc = outbox_tell(self, worker->id, worker->id_len, worker->dialect, MDP_HEARTBEAT);
        note_sent(self, worker, now_ms);
        if (rc == RC_OK || rc == RC_BUSY) /* a full queue is no proof of death */
            continue;
        self->counters.dead++;
        worker_forget(self, worker, now_ms);
    }
    return INT64_MAX;
}

/* A peer that has been silent for a minute is a stranger again. */
static int64_t tick_banned(broker_t *self, int64_t now_ms)
{
    struct chain *first;
    while ((first = chain_first(&self->banned)) != NULL) {
        struct worker *worker = CHAIN_OWNER(first, struct worker, by_heard);
        if (now_ms - worker->heard_ms < BAN_MS)
            return worker->heard_ms + BAN_MS;
        worker_free(self, worker);
    }
    return INT64_MAX;
}

/* Returns when the next of the three lists falls due. */
int64_t worker_tick(broker_t *self, int64_t now_ms)
{
    int64_t heard = tick_heard(self, now_ms);
    int64_t sent = tick_sent(self, now_ms);
    int64_t banned = tick_banned(self, now_ms);
    int64_t next = heard < sent ? heard : sent;
    return banned < next ? banned : next;
}

/* Only workers are given up: clients of a revoked key are refused at their next message. */
void broker_revoke(broker_t *self, bool (*known)(void *arg, const char *key), void *arg,
                   int64_t now_ms)
{
    /* Giving a worker up changes the list, so each pass takes one snapshot of where it is: workers
     * that stay go to a list of their own first. */
    struct chain kept;
    struct chain *first;
    chain_init(&kept);
    while ((first = chain_first(&self->sent)) != NULL) {
        struct worker *worker = CHAIN_OWNER(first, struct worker, by_sent);
        if (known(arg, worker->key)) {
            chain_add_last(&kept, first);
            continue;
        }
        self->counters.refused++;
        give_up(self, worker, now_ms);
    }
    while ((first = chain_first(&kept)) != NULL)
        chain_add_last(&self->sent, first);
}

/* Best effort: a peer that cannot be told finds out by the silence. */
void broker_dismiss(broker_t *self)
{
    for (struct chain *at = self->sent.next; at != &self->sent; at = at->next) {
        struct worker *worker = CHAIN_OWNER(at, struct worker, by_sent);
        if (outbox_tell(self, worker->id, worker->id_len, worker->dialect, MDP_DISCONNECT) != RC_OK)
            self->counters.dead++;
    }
}
