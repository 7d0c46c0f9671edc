/* 8/MMI and the broker's own service, answered from the state as it is. A worker that registers
 * under such a name is refused in workers.c with the same predicate. */
#include "broker_state.h"

#include <string.h>

#include "envelope.h"

/* Names that no worker may take (may_serve in workers.c). */
static const char MMI[] = "mmi.";
static const char MMI_SERVICE[] = "mmi.service";
static const char SELF[] = "mlps.broker";

/* Names on the wire have a length and no NUL. */
static bool is_text(const void *name, size_t len, const char *text)
{
    return len == strlen(text) && memcmp(name, text, len) == 0;
}

/* The whole prefix belongs to the broker, so no worker can offer a service under it. */
bool mmi_owns(const void *name, size_t len)
{
    size_t head = sizeof(MMI) - 1;
    return (len >= head && memcmp(name, MMI, head) == 0) || is_text(name, len, SELF);
}

/* 200 when at least one worker serves the named service at this moment, busy or idle (MMI-02). */
static void answer_service(broker_t *self, struct frames *in, const struct mdp_message *message)
{
    zmq_msg_t *asked = &in->at[message->body];
    struct service *service = service_find(self, zmq_msg_data(asked), zmq_msg_size(asked));
    outbox_answer(self, in, message, service && service->workers > 0 ? "200" : "404", 3);
}

/* The counters by the names of their list, then how much is held right now. */
static json_t *stats_of(const broker_t *self)
{
    json_t *out = json_object();
#define PUT_COUNTER(name, help)                                                                    \
    json_object_set_new(out, #name, json_integer((json_int_t)self->counters.name));
    BROKER_COUNTERS(PUT_COUNTER)
#undef PUT_COUNTER
    json_object_set_new(out, "held", json_integer((json_int_t)self->held));
    json_object_set_new(out, "held_bytes", json_integer((json_int_t)self->held_bytes));
    json_object_set_new(out, "services", json_integer((json_int_t)self->services.count));
    json_object_set_new(out, "peers", json_integer((json_int_t)self->workers.count));
    return out;
}

/* mlps.broker is a service like the others on the outside: JSON in, JSON out. */
static void answer_self(broker_t *self, struct frames *in, const struct mdp_message *message)
{
    struct problem problem = { 0 };
    struct request request = { 0 };
    struct bytebuf reply;
    zmq_msg_t *body = &in->at[message->body];
    bytebuf_init(&reply, MAX_REPLY_BYTES);
    rc_t rc = request_decode(zmq_msg_data(body), zmq_msg_size(body), &request, &problem);
    if (rc == RC_OK && strcmp(request.op, "stats") != 0)
        rc = problem_set(&problem, RC_NOT_FOUND, "op", "unknown operation \"%s\"", request.op);
    if (rc == RC_OK) {
        json_t *stats = stats_of(self);
        rc = reply_encode_ok(stats, &reply);
        json_decref(stats);
    } else {
        rc = reply_encode_error(&problem, &reply);
    }
    if (rc == RC_OK)
        outbox_answer(self, in, message, reply.data, reply.len);
    request_fini(&request);
    bytebuf_fini(&reply);
}

/* Answered at once and by the broker itself; what is not known is 501, as the RFC says. */
void mmi_take(broker_t *self, struct frames *in, const struct mdp_message *message)
{
    const void *name = zmq_msg_data(&in->at[message->service]);
    size_t len = zmq_msg_size(&in->at[message->service]);
    self->counters.mmi++;
    if (is_text(name, len, SELF))
        answer_self(self, in, message);
    else if (is_text(name, len, MMI_SERVICE))
        answer_service(self, in, message);
    else
        outbox_answer(self, in, message, "501", 3); /* MMI-03 */
}
