/* A held request is the broker's only copy of what a client sent: it lives until the reply has
 * gone out, so that it can be given to a second worker. Structs are reused, since a busy broker
 * makes and frees one per message. */
#include "broker_state.h"

#include <string.h>

#include "memory.h"

enum {
    TRIES_MAX = 2, /* MDP-18: the first worker and one more */
    /* What a held request costs beside its frames: a small frame may keep a whole receive buffer of
       libzmq. */
    REQUEST_COST = 8192 + (int)sizeof(struct held),
};

/* A spare struct or a new one; in no list either way. */
static struct held *struct_new(broker_t *self)
{
    struct chain *spare = chain_first(&self->spare);
    struct held *request;
    if (spare) {
        request = CHAIN_OWNER(spare, struct held, in_line);
        chain_remove(spare);
        self->spare_count--;
    } else {
        request = mem_new(sizeof(*request));
        chain_init(&request->in_line);
    }
    chain_init(&request->by_age);
    request->line = NULL;
    request->service = NULL;
    request->tries = 0;
    return request;
}

/* Names were checked when the message was read, so nothing is cut here; the bound is for whoever
 * changes that. */
static void copy_text(char *out, size_t size, const void *text, size_t len)
{
    len = len < size ? len : size - 1;
    memcpy(out, text, len);
    out[len] = '\0';
}

/* Where the reply will go, copied: the frames of the message do not outlive this turn. */
static void take_address(struct held *request, struct frames *in, const struct mdp_message *message)
{
    zmq_msg_t *service = &in->at[message->service];
    request->dialect = message->dialect;
    request->id_len = zmq_msg_size(&in->at[0]);
    memcpy(request->id, zmq_msg_data(&in->at[0]), request->id_len);
    request->ticket_len = message->ticket ? zmq_msg_size(&in->at[message->ticket]) : 0;
    if (request->ticket_len)
        memcpy(request->ticket, zmq_msg_data(&in->at[message->ticket]), request->ticket_len);
    copy_text(request->service_name, sizeof(request->service_name), zmq_msg_data(service),
              zmq_msg_size(service));
}

/* Moved, not copied: a body of megabytes changes hands without being touched (MDP-03). */
static void take_body(struct held *request, struct frames *in, size_t first)
{
    request->body_count = in->count - first;
    request->body = request->few;
    if (request->body_count > FEW_FRAMES)
        request->body = mem_array(request->body_count, sizeof(zmq_msg_t));
    for (size_t i = 0; i < request->body_count; i++) {
        zmq_msg_init(&request->body[i]);
        zmq_msg_move(&request->body[i], &in->at[first + i]);
    }
}

/* What a request counts against the ceiling. */
static size_t cost_of(const struct frames *in)
{
    return in->bytes + REQUEST_COST;
}

/* A service without a worker may hold half of the memory only: what nobody serves must not crowd
 * out what is served. Compared by subtraction, which cannot wrap. */
bool held_has_room(const broker_t *self, const struct service *service, const struct frames *in)
{
    size_t limit = self->conf.max_pending_bytes;
    if (service->workers == 0)
        limit /= 2;
    return self->held_bytes <= limit && cost_of(in) <= limit - self->held_bytes;
}

/* The frames move into the request; `in` is empty of them afterwards. */
struct held *held_new(broker_t *self, struct frames *in, const struct mdp_message *message,
                      const struct caller *caller)
{
    struct held *request = struct_new(self);
    request->bytes = cost_of(in);
    request->serial = ++self->last_serial;
    memcpy(request->caller, caller->name, sizeof(request->caller));
    take_address(request, in, message);
    take_body(request, in, message->body);
    self->held++;
    self->held_bytes += request->bytes;
    return request;
}

/* A few structs are kept for the next requests, as they come and go by the thousand. */
void held_free(broker_t *self, struct held *request)
{
    for (size_t i = 0; i < request->body_count; i++)
        zmq_msg_close(&request->body[i]);
    if (request->body != request->few)
        mem_free(request->body);
    self->held--;
    self->held_bytes -= request->bytes;
    if (self->spare_count == SPARE_MAX) {
        mem_free(request);
        return;
    }
    chain_add_last(&self->spare, &request->in_line);
    self->spare_count++;
}

/* To the front of its line, since it waited longest. After two lost workers the request itself is
 * the likelier cause, so its caller is told instead. */
void held_retry(broker_t *self, struct held *request, struct service *service, int64_t now_ms)
{
    if (request->tries < TRIES_MAX) {
        self->counters.resent++;
        service_wait_first(self, service, request, now_ms);
        return;
    }
    outbox_error(self, request, RC_UNAVAILABLE, "two workers were lost while they had the request");
    held_free(self, request);
}
