/* Every message the broker sends is composed here, in the dialect of its receiver. A send never
 * waits: a peer that is gone or full is the caller's news (ROUTER_MANDATORY, DONTWAIT). */
#include "broker_state.h"

#include <string.h>

#include "envelope.h"
#include "mdp.h"

/* The reply's shape, from a held request or from the message itself. */
struct client_address {
    const void *id;
    size_t id_len;
    const void *ticket;
    size_t ticket_len;
    const void *service;
    size_t service_len;
    enum mdp_dialect dialect;
};

/* The ROUTER takes the first frame off and sends the rest there. */
static void put_id(struct frames *out, const void *id, size_t len)
{
    frames_init(out);
    frames_add(out, id, len);
}

/* A command. */
static void put_byte(struct frames *out, unsigned char byte)
{
    frames_add(out, &byte, 1);
}

/* Routing id, header, command. */
static void put_worker_head(struct frames *out, const void *id, size_t id_len,
                            enum mdp_dialect dialect, unsigned char command)
{
    put_id(out, id, id_len);
    if (dialect != MDP_V2)
        frames_add(out, "", 0);
    frames_add(out, dialect == MDP_V1 ? MDP_WORKER_1 : MDP_WORKER_2, MDP_HEADER_LEN);
    put_byte(out, command);
}

/* Heartbeat and disconnect are the only words that go out without a request; their bytes differ by
 * dialect. */
rc_t outbox_tell(broker_t *self, const void *id, size_t id_len, enum mdp_dialect dialect,
                 enum mdp_kind kind)
{
    static const unsigned char BYTES[2][2] = {
        { MDP1_HEARTBEAT, MDP1_DISCONNECT },
        { MDP2_HEARTBEAT, MDP2_DISCONNECT },
    };
    struct frames out;
    put_worker_head(&out, id, id_len, dialect, BYTES[dialect != MDP_V1][kind == MDP_DISCONNECT]);
    return self->send(self->send_arg, &out);
}

/* Name of the caller's key, a zero, a serial number: the worker may see who asks, and a reply to a
 * request that is gone finds no match. */
size_t outbox_address(const struct held *request, unsigned char ret_address[KEY_NAME_MAX + 9])
{
    size_t len = strlen(request->caller) + 1;
    memcpy(ret_address, request->caller, len);
    memcpy(ret_address + len, &request->serial, sizeof(request->serial));
    return len + sizeof(request->serial);
}

/* The body is shared and not copied: it must survive for a second worker. */
rc_t outbox_request(broker_t *self, const struct worker *worker, struct held *request)
{
    unsigned char address[KEY_NAME_MAX + 9];
    struct frames out;
    /* REQUEST has the same number in both dialects. */
    put_worker_head(&out, worker->id, worker->id_len, worker->dialect, MDP1_REQUEST);
    frames_add(&out, address, outbox_address(request, address));
    frames_add(&out, "", 0);
    for (size_t i = 0; i < request->body_count; i++)
        frames_share(&out, &request->body[i]);
    return self->send(self->send_arg, &out);
}

/* Everything before the body of a reply, the client's own ticket included. */
static void put_client_head(struct frames *out, const struct client_address *to, bool partial)
{
    put_id(out, to->id, to->id_len);
    if (to->ticket_len)
        frames_add(out, to->ticket, to->ticket_len);
    if (to->dialect != MDP_V2)
        frames_add(out, "", 0);
    frames_add(out, to->dialect == MDP_V1 ? MDP_CLIENT_1 : MDP_CLIENT_2, MDP_HEADER_LEN);
    if (to->dialect != MDP_V1)
        put_byte(out, partial ? MDP2_CLIENT_PARTIAL : MDP2_CLIENT_FINAL);
    frames_add(out, to->service, to->service_len);
}

/* A reply nobody takes is dropped and counted: holding it would let a client fill the broker. */
static void send_reply(broker_t *self, struct frames *out)
{
    if (self->send(self->send_arg, out) == RC_OK)
        self->counters.replies++;
    else
        self->counters.reply_dropped++;
}

/* Of a held request: its copies. */
static struct client_address address_of(const struct held *request)
{
    return (struct client_address){
        .id = request->id,
        .id_len = request->id_len,
        .ticket = request->ticket,
        .ticket_len = request->ticket_len,
        .service = request->service_name,
        .service_len = strlen(request->service_name),
        .dialect = request->dialect,
    };
}

/* The body is moved, as a reply is sent once. */
void outbox_reply(broker_t *self, const struct held *request, struct frames *in, size_t first,
                  bool partial)
{
    struct client_address to = address_of(request);
    struct frames out;
    put_client_head(&out, &to, partial);
    /* The worker's envelope is at least as long as the client's, so all body frames fit. */
    for (size_t i = first; i < in->count && out.count < FRAMES_MAX; i++) {
        zmq_msg_init(&out.at[out.count]);
        zmq_msg_move(&out.at[out.count++], &in->at[i]);
    }
    send_reply(self, &out);
}

/* A reply with one body frame of our own. */
static void send_bytes(broker_t *self, const struct client_address *to, const void *body,
                       size_t len)
{
    struct frames out;
    put_client_head(&out, to, false);
    frames_add(&out, body, len);
    send_reply(self, &out);
}

/* Of a message just received: its frames, which stay where they are meanwhile. */
static struct client_address sender_of(struct frames *in, const struct mdp_message *message)
{
    zmq_msg_t *ticket = message->ticket ? &in->at[message->ticket] : NULL;
    return (struct client_address){
        .id = zmq_msg_data(&in->at[0]),
        .id_len = zmq_msg_size(&in->at[0]),
        .ticket = ticket ? zmq_msg_data(ticket) : NULL,
        .ticket_len = ticket ? zmq_msg_size(ticket) : 0,
        .service = zmq_msg_data(&in->at[message->service]),
        .service_len = zmq_msg_size(&in->at[message->service]),
        .dialect = message->dialect,
    };
}

/* Straight to the sender of a message that is not held. */
void outbox_answer(broker_t *self, struct frames *in, const struct mdp_message *message,
                   const void *body, size_t len)
{
    struct client_address to = sender_of(in, message);
    send_bytes(self, &to, body, len);
}

/* Our envelope as the body; why, is in the README. */
static void send_error(broker_t *self, const struct client_address *to, rc_t rc, const char *text)
{
    struct problem problem = { 0 };
    struct bytebuf body;
    problem_set(&problem, rc, NULL, "%s", text);
    bytebuf_init(&body, MAX_REPLY_BYTES);
    if (reply_encode_error(&problem, &body) == RC_OK)
        send_bytes(self, to, body.data, body.len);
    bytebuf_fini(&body);
    self->counters.errors++;
}

/* As outbox_answer, with the error in the form that every service uses, so clients need one
 * reader. */
void outbox_refuse(broker_t *self, struct frames *in, const struct mdp_message *message, rc_t rc,
                   const char *text)
{
    struct client_address to = sender_of(in, message);
    send_error(self, &to, rc, text);
}

/* To the client of a held request; the caller frees the request. */
void outbox_error(broker_t *self, const struct held *request, rc_t rc, const char *text)
{
    struct client_address to = address_of(request);
    send_error(self, &to, rc, text);
}
