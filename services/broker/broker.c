/* What comes in: reads a message's kind and hands it to whoever owns the matter. Nothing here
 * trusts a byte of it, and a peer that cannot be served is told so or dropped, never waited for. */
#include "broker_state.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "mdp.h"
#include "memory.h"

/* A worker is silent while its one thread works, so it has a deadline of its own, far above what
 * any request takes (reliability.md 1.3). A request waits ten seconds for a worker: longer than
 * workers need to come back. */
enum { TICK_MAX_MS = 1000, BUSY_MS = 900000, EXPIRE_MS = 10000 };

/* What a program gets without options; tests shorten the times and keep the rest. */
struct broker_conf broker_conf_default(void)
{
    return (struct broker_conf){
        .heartbeat_ms = MDP_HEARTBEAT_MS,
        .liveness = MDP_LIVENESS,
        .expire_ms = EXPIRE_MS,
        .busy_ms = BUSY_MS,
        .secure = true,
        .max_pending = MAX_PENDING_PER_SERVICE,
        .max_pending_bytes = MAX_PENDING_BYTES,
    };
}

/* No socket is opened here: frames come in by broker_take and go out by `send`, which is what lets
 * tests drive the broker with a clock of their own. */
broker_t *broker_new(const struct broker_conf *conf, broker_send_fn *send, void *send_arg)
{
    broker_t *self = mem_new(sizeof(*self));
    if (sodium_init() < 0) {
        fputs("could not set up libsodium\n", stderr);
        abort();
    }
    self->conf = *conf;
    self->send = send;
    self->send_arg = send_arg;
    table_init(&self->services);
    table_init(&self->workers);
    table_init(&self->lines);
    chain_init(&self->heard);
    chain_init(&self->sent);
    chain_init(&self->banned);
    chain_init(&self->waiting);
    chain_init(&self->spare);
    return self;
}

/* The last owner of requests in workers' hands is the worker, so they go with it. */
static void free_all_workers(broker_t *self)
{
    struct table_node *node;
    while ((node = table_any(&self->workers)) != NULL) {
        struct worker *worker = CHAIN_OWNER(node, struct worker, by_id);
        if (worker->request)
            held_free(self, worker->request);
        table_remove(&self->workers, node);
        mem_free(worker);
    }
    table_fini(&self->workers);
}

/* Waiting requests, and the structs kept for reuse. */
static void free_all_requests(broker_t *self)
{
    struct chain *at;
    while ((at = chain_first(&self->waiting)) != NULL) {
        struct held *request = CHAIN_OWNER(at, struct held, by_age);
        chain_remove(&request->by_age);
        chain_remove(&request->in_line);
        held_free(self, request);
    }
    while ((at = chain_first(&self->spare)) != NULL) {
        chain_remove(at);
        mem_free(CHAIN_OWNER(at, struct held, in_line));
    }
}

/* Lines hold no requests any more at this point, so their memory is all there is. */
static void free_all_services(broker_t *self)
{
    struct table_node *node;
    while ((node = table_any(&self->lines)) != NULL) {
        table_remove(&self->lines, node);
        mem_free(CHAIN_OWNER(node, struct line, by_client));
    }
    while ((node = table_any(&self->services)) != NULL) {
        table_remove(&self->services, node);
        mem_free(CHAIN_OWNER(node, struct service, by_name));
    }
    table_fini(&self->lines);
    table_fini(&self->services);
}

/* Workers first, since they hold requests, and requests before the services that they wait for. */
void broker_destroy(broker_t **self_p)
{
    broker_t *self = *self_p;
    if (!self)
        return;
    free_all_workers(self);
    free_all_requests(self);
    free_all_services(self);
    mem_free(self);
    *self_p = NULL;
}

/* A request that cannot be taken gets its error at once, so that the client need not wait for its
 * time-out. */
static void shed(broker_t *self, struct frames *in, const struct mdp_message *message)
{
    self->counters.shed++;
    outbox_refuse(self, in, message, RC_BUSY, "the broker holds too many requests");
}

/* Give a request to a worker, or let it wait for one. The service stays even when its last worker
 * turns out to be gone. */
static void admit(broker_t *self, struct service *service, struct held *request, int64_t now_ms)
{
    if (service_offer(self, service, request, now_ms))
        return;
    if (service_wait(self, service, request, now_ms)) {
        service_dispatch(self, service, now_ms);
        return;
    }
    self->counters.shed++;
    outbox_error(self, request, RC_BUSY, "too many requests wait for this service");
    held_free(self, request);
}

/* A client's REQUEST. Names the broker answers itself come first; then size, then a service to
 * wait for, then room. */
static void on_ask(broker_t *self, struct frames *in, const struct mdp_message *message,
                   const struct caller *caller, int64_t now_ms)
{
    zmq_msg_t *name = &in->at[message->service];
    self->counters.requests++;
    if (mmi_owns(zmq_msg_data(name), zmq_msg_size(name))) {
        mmi_take(self, in, message);
        return;
    }
    if (in->bytes > MAX_FRAME_BYTES) {
        outbox_refuse(self, in, message, RC_TOO_LARGE, "the request is too large");
        return;
    }
    struct service *service = service_require(self, zmq_msg_data(name), zmq_msg_size(name), false);
    if (!service) {
        shed(self, in, message);
        return;
    }
    /* What goes out at once needs no room: memory for waiting is only for those who wait. */
    bool at_once = service->waiting == 0 && !chain_empty(&service->idle);
    if (at_once || held_has_room(self, service, in))
        admit(self, service, held_new(self, in, message, caller), now_ms);
    else
        shed(self, in, message);
    service_release(self, service);
}

/* Not a message of any version. A registered worker that sends such is no worker any more (MDP-04).
 */
static void on_junk(broker_t *self, struct frames *in, int64_t now_ms)
{
    struct worker *worker = worker_find(self, &in->at[0]);
    self->counters.junk++;
    if (worker)
        worker_refuse(self, &in->at[0], worker->dialect, now_ms);
}

/* A connection outlives its key, so each message is refused by itself (ZAP-07). A goodbye is
 * taken from anybody. */
static void on_revoked(broker_t *self, struct frames *in, const struct mdp_message *message,
                       int64_t now_ms)
{
    self->counters.refused++;
    if (message->kind == MDP_ASK)
        outbox_refuse(self, in, message, RC_DENIED, "this key is not accepted any more");
    else if (message->kind >= MDP_BROKEN && message->kind != MDP_DISCONNECT)
        worker_refuse(self, &in->at[0], message->dialect, now_ms);
}

/* A message without a caller comes from a key that was revoked. What cannot be read is counted and
 * never answered: an answer to junk would be junk to its sender. */
void broker_take(broker_t *self, struct frames *in, const struct caller *caller, int64_t now_ms)
{
    if (in->count < 2 || zmq_msg_size(&in->at[0]) > ROUTING_ID_MAX) {
        self->counters.junk++;
        return;
    }
    struct mdp_message message = mdp_message_read(in, self->conf.tolerate_empty);
    if (!caller)
        on_revoked(self, in, &message, now_ms);
    else if (message.kind == MDP_JUNK)
        on_junk(self, in, now_ms);
    else if (message.kind == MDP_BROKEN_ASK)
        self->counters.broken++;
    else if (message.kind == MDP_ASK)
        on_ask(self, in, &message, caller, now_ms);
    else
        worker_take(self, in, &message, caller, now_ms);
}

/* Returns how long the loop may sleep: until the next thing falls due, and never longer than a
 * second or so, since a clock may be wrong. */
int64_t broker_tick(broker_t *self, int64_t now_ms)
{
    int64_t workers = worker_tick(self, now_ms);
    int64_t requests = service_tick(self, now_ms);
    int64_t next = workers < requests ? workers : requests;
    return next < now_ms + TICK_MAX_MS ? next - now_ms : TICK_MAX_MS;
}

/* Open to the modules of the broker; each counts what it alone knows. */
struct broker_counters *broker_counters(broker_t *self)
{
    return &self->counters;
}

/* Requests that were taken and not yet answered or refused. */
size_t broker_held(const broker_t *self)
{
    return self->held;
}
