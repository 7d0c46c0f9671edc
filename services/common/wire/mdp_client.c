/* One loop for all ways of calling: a call is a slot in call_table, sent when there is a
 * connection, sent again when that is lost, done when its reply or its deadline comes. Waiting for
 * one call or for any differs only in when the loop ends.
 *
 * A call may reach two workers: by the resend at half its deadline, by a lost connection, by the
 * broker's own second try. That is why writes carry an idempotency key, and why nothing here tries
 * to know whether the first attempt was done. */
#include "mdp_client.h"

#include <stdio.h>
#include <string.h>
#include <zmq.h>

#include "call_table.h"
#include "ceilings.h"
#include "clk.h"
#include "frames.h"
#include "mdp.h"
#include "memory.h"
#include "wire_context.h"
#include "wire_socket.h"

enum {
    SENDS_MAX = 8,    /* attempts of one call, however often the broker comes and goes */
    REPLY_FRAMES = 5, /* ticket, empty, header, service, body */
    WATCHED = ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH,
};

/* The broker's own service (8/MMI). */
static const char MMI_SERVICE[] = "mmi.service";

/* For one thread (trap 11). Calls outlive sockets: they are in the table, not in the socket. */
struct mdp_client {
    struct bus_conf conf;
    void *context;
    void *socket;   /* NULL until the first call, and after a call that timed out */
    void *watch;    /* events of `socket`: lost connections, refused keys */
    bool refused;   /* the broker does not know our key */
    int64_t due_ms; /* no deadline or resend comes before this machine time */
    struct call_table calls;
    struct frames in;
    struct bytebuf encoded; /* scratch for requests */
};

/* Connects with the first call, so that no order of starting is needed. `conf` is copied, with the
 * secret key in it. */
mdp_client_t *mdp_client_new(const struct bus_conf *conf)
{
    mdp_client_t *self = mem_new(sizeof(*self));
    self->conf = *conf;
    self->context = wire_context_hold();
    self->due_ms = INT64_MAX;
    call_table_init(&self->calls);
    frames_init(&self->in);
    bytebuf_init(&self->encoded, MAX_REQUEST_BYTES);
    return self;
}

/* Calls keep their slots: those without a reply go out again on the next socket. */
static void close_socket(mdp_client_t *self)
{
    if (!self->socket)
        return;
    wire_watch_close(self->socket, self->watch);
    zmq_close(self->socket);
    self->socket = NULL;
    self->watch = NULL;
}

/* Open calls end without an answer. Nothing sent so far is recalled: the service may still do
 * it. */
void mdp_client_destroy(mdp_client_t **self_p)
{
    mdp_client_t *self = *self_p;
    if (!self)
        return;
    close_socket(self);
    frames_clear(&self->in);
    call_table_fini(&self->calls);
    bytebuf_fini(&self->encoded);
    wire_context_release();
    mem_free(self);
    *self_p = NULL;
}

/* Lazily, so that a process can start before its broker; connecting itself goes on in the
 * background. */
static rc_t open_socket(mdp_client_t *self, struct problem *problem)
{
    if (self->socket)
        return RC_OK;
    void *socket = wire_socket_new(self->context, WIRE_CLIENT);
    void *watch = wire_socket_watch(self->context, socket, WATCHED);
    rc_t rc = wire_socket_join(socket, &self->conf, problem);
    if (rc == RC_OK)
        rc = wire_socket_connect(socket, self->conf.requests, problem);
    self->socket = socket;
    self->watch = watch;
    self->refused = false;
    if (rc != RC_OK)
        close_socket(self);
    return rc;
}

/* The scan over all calls waits for the earliest date any of them has. */
static void note_due(mdp_client_t *self, int64_t at_ms)
{
    if (at_ms < self->due_ms)
        self->due_ms = at_ms;
}

/* Send one call; false when nobody is connected or the socket is full. */
static bool send_call(mdp_client_t *self, int slot, int64_t now_ms)
{
    struct call_slot *call = &self->calls.slots[slot];
    unsigned char ticket[8];
    struct frames out;
    frames_init(&out);
    call_ticket(&self->calls, slot, ticket);
    frames_add(&out, ticket, sizeof(ticket));
    frames_add(&out, "", 0);
    frames_add(&out, MDP_CLIENT_1, MDP_HEADER_LEN);
    frames_add(&out, call->service, strlen(call->service));
    frames_share(&out, &call->body);
    if (frames_send(&out, self->socket) != RC_OK)
        return false;
    /* One more attempt by time, at half of what is left: a lost reply costs half the deadline.
     * Later attempts follow lost connections only. */
    int64_t resend =
        call->sends == 0 ? now_ms + (call->deadline_ms - now_ms) / 2 : call->deadline_ms;
    call_sent(&self->calls, slot, resend);
    note_due(self, resend);
    return true;
}

/* In order; stops at the first that finds no room, since the others would not either. */
static void send_unsent(mdp_client_t *self, int64_t now_ms)
{
    for (int slot; (slot = call_next_unsent(&self->calls)) != CALL_NONE;)
        if (!send_call(self, slot, now_ms))
            return;
}

/* What time asks of one call; the earliest next date goes to self->due_ms. */
static void tick_call(mdp_client_t *self, int slot, int64_t now_ms)
{
    struct call_slot *call = &self->calls.slots[slot];
    if (call->state != CALL_SENT && call->state != CALL_UNSENT)
        return;
    if (now_ms >= call->deadline_ms) {
        bool never = call->sends == 0; /* there was no broker in all that time */
        call_end(&self->calls, slot, never ? RC_UNAVAILABLE : RC_TIMEOUT, NULL);
        return;
    }
    if (call->state == CALL_SENT && now_ms >= call->resend_ms) {
        call->resend_ms = call->deadline_ms;
        call_again(&self->calls, slot);
    }
    note_due(self, call->state == CALL_SENT ? call->resend_ms : call->deadline_ms);
}

/* Every call is looked at, but only when something is due: at most twice per call. */
static void tick_calls(mdp_client_t *self, int64_t now_ms)
{
    if (now_ms < self->due_ms)
        return;
    self->due_ms = INT64_MAX;
    for (size_t i = 0; i < self->calls.count; i++)
        tick_call(self, (int)i, now_ms);
}

/* The connection is gone and with it what was on its way: send it all again. */
static void resend_all(mdp_client_t *self)
{
    for (size_t i = 0; i < self->calls.count; i++)
        if (self->calls.slots[i].state == CALL_SENT && self->calls.slots[i].sends < SENDS_MAX)
            call_again(&self->calls, (int)i);
}

/* What became of the connection; false when there was no news. */
static bool read_watch(mdp_client_t *self)
{
    bool news = false;
    for (int event; (event = wire_watch_next(self->watch, NULL)) != 0; news = true) {
        if (event == ZMQ_EVENT_DISCONNECTED)
            resend_all(self);
        else
            self->refused = true;
    }
    return news;
}

/* Take one message; false when none has arrived. What is no reply to a call in flight is dropped.
 */
static bool take_reply(mdp_client_t *self)
{
    struct frames *in = &self->in;
    rc_t rc = frames_recv(in, self->socket);
    if (rc != RC_OK)
        return rc == RC_TOO_LARGE;
    if (in->count != REPLY_FRAMES || !frame_is(&in->at[1], "", 0) ||
        !frame_is(&in->at[2], MDP_CLIENT_1, MDP_HEADER_LEN))
        return true;
    int slot = call_of_ticket(&self->calls, zmq_msg_data(&in->at[0]), zmq_msg_size(&in->at[0]));
    if (slot != CALL_NONE)
        call_end(&self->calls, slot, RC_OK, &in->at[REPLY_FRAMES - 1]);
    return true;
}

/* Room to send is waited for only when there is something to send, or the wait would end at
 * once. */
static void wait_socket(mdp_client_t *self, int64_t until_ms, int64_t now_ms)
{
    short out = call_next_unsent(&self->calls) != CALL_NONE ? ZMQ_POLLOUT : 0;
    zmq_pollitem_t items[] = {
        { self->socket, 0, (short)(ZMQ_POLLIN | out), 0 },
        { self->watch, 0, ZMQ_POLLIN, 0 },
    };
    int64_t due = self->due_ms < until_ms ? self->due_ms : until_ms;
    zmq_poll(items, COUNT_OF(items), due > now_ms ? due - now_ms : 0);
}

/* Whether what we wait for is there: one call, or any (CALL_NONE). */
static bool is_done(const mdp_client_t *self, int slot)
{
    if (slot == CALL_NONE)
        return self->calls.done.first != CALL_NONE;
    return self->calls.slots[slot].state == CALL_DONE;
}

/* Work until `slot` (CALL_NONE: any call) is done or `until_ms` has come. The last thing done to
 * the socket is a receive that found nothing, so that its descriptor tells of whatever comes next
 * (trap 5). */
static bool pump(mdp_client_t *self, int slot, int64_t until_ms)
{
    for (;;) {
        int64_t now = clk_mono_ms();
        tick_calls(self, now);
        send_unsent(self, now);
        while (!is_done(self, slot) && take_reply(self))
            continue;
        if (is_done(self, slot))
            return true;
        if (read_watch(self))
            continue;
        if (now >= until_ms)
            return false;
        wait_socket(self, until_ms, now);
    }
}

/* What a reply says: the broker's own answer about a service is a bare code (8/MMI), any other an
 * envelope. */
static rc_t read_reply(struct call_slot *call, json_t **ret_result, struct problem *problem)
{
    if (strcmp(call->service, MMI_SERVICE) != 0)
        return reply_decode(zmq_msg_data(&call->body), zmq_msg_size(&call->body), ret_result,
                            problem);
    if (frame_is(&call->body, "200", 3))
        return RC_OK;
    return problem_set(problem, RC_NOT_FOUND, NULL, "no worker serves it now");
}

/* Result of a taken call; the slot is free afterwards. */
static rc_t finish(mdp_client_t *self, int slot, json_t **ret_result, struct problem *problem)
{
    struct call_slot *call = &self->calls.slots[slot];
    rc_t rc = call->rc;
    if (rc == RC_OK)
        rc = read_reply(call, ret_result, problem);
    else if (self->refused)
        problem_set(problem, rc, NULL, "could not join the bus at %s: the broker refused our key",
                    self->conf.requests);
    else if (rc == RC_UNAVAILABLE)
        problem_set(problem, rc, NULL, "could not reach the bus at %s", self->conf.requests);
    else
        problem_set(problem, rc, NULL, "no reply from %s in time", call->service);
    call_free(&self->calls, slot);
    return rc;
}

/* A call with a body as it goes out. */
struct call_new {
    const char *service;
    const void *body;
    size_t len;
    int64_t wait_ms;
    uint64_t tag;
};

/* Checks first, so that a refused call leaves nothing behind. */
static rc_t start_call(mdp_client_t *self, const struct call_new *call, int *ret_slot,
                       struct problem *problem)
{
    int64_t now = clk_mono_ms();
    size_t name_len = strlen(call->service);
    if (name_len == 0 || name_len > MAX_SERVICE_NAME)
        return problem_set(problem, RC_INVALID, "service", "a service name has 1 to %d bytes",
                           MAX_SERVICE_NAME);
    rc_t rc = open_socket(self, problem);
    if (rc != RC_OK)
        return rc;
    int slot = call_start(&self->calls, call->service, call->body, call->len, call->tag,
                          now + call->wait_ms);
    if (slot == CALL_NONE)
        return problem_set(problem, RC_BUSY, NULL, "more than %d calls are in flight",
                           MDP_CLIENT_IN_FLIGHT);
    note_due(self, now + call->wait_ms);
    send_unsent(self, now);
    *ret_slot = slot;
    return RC_OK;
}

/* A request as an envelope; the scratch buffer is free again afterwards. */
static rc_t start(mdp_client_t *self, const char *service, const struct request *request,
                  uint64_t tag, int *ret_slot, struct problem *problem)
{
    bytebuf_reset(&self->encoded);
    if (request_encode(request, &self->encoded) != RC_OK)
        return problem_set(problem, RC_TOO_LARGE, NULL, "request is larger than %d bytes",
                           MAX_REQUEST_BYTES);
    const struct call_new call = {
        .service = service,
        .body = self->encoded.data,
        .len = self->encoded.len,
        .wait_ms = request->deadline_ms > 0 ? request->deadline_ms : DEADLINE_MS_DEFAULT,
        .tag = tag,
    };
    return start_call(self, &call, ret_slot, problem);
}

/* Blocks up to the request's deadline. The reply is the one to this call or none (MDP-19); a
 * repetition after RC_TIMEOUT is safe only under the same key (HA-04). */
rc_t mdp_client_call(mdp_client_t *self, const char *service, const struct request *request,
                     json_t **ret_result, struct problem *problem)
{
    int slot;
    rc_t rc = start(self, service, request, 0, &slot, problem);
    if (rc != RC_OK)
        return rc;
    pump(self, slot, INT64_MAX); /* ends by the call's own deadline */
    call_take(&self->calls, slot);
    bool silent = self->calls.slots[slot].rc != RC_OK;
    rc = finish(self, slot, ret_result, problem);
    if (silent && self->calls.in_flight == 0)
        close_socket(
            self); /* whatever is wrong with it, the next call starts on a new one (MDP-19) */
    return rc;
}

/* Takes `args` in every case. A NULL key is for reads. */
rc_t mdp_client_ask(mdp_client_t *self, const char *service, const char *op, json_t *args,
                    const char *idempotency_key, json_t **ret_result, struct problem *problem)
{
    struct request request = {
        .op = op,
        .args = args,
        .idempotency_key = idempotency_key,
        .deadline_ms = DEADLINE_MS_DEFAULT,
    };
    rc_t rc = mdp_client_call(self, service, &request, ret_result, problem);
    json_decref(args);
    return rc;
}

/* Returns at once; the reply comes from mdp_client_next under `tag`, and by the deadline in any
 * case. On failure nothing comes. */
rc_t mdp_client_send(mdp_client_t *self, const char *service, const struct request *request,
                     uint64_t tag)
{
    struct problem ignored = { 0 };
    int slot;
    return start(self, service, request, tag, &slot, &ignored);
}

/* The broker itself answers (MMI-02), so a busy or hanging worker is not asked. */
rc_t mdp_client_probe(mdp_client_t *self, const char *service, int64_t deadline_ms, uint64_t tag)
{
    const struct call_new call = { MMI_SERVICE, service, strlen(service), deadline_ms, tag };
    struct problem ignored = { 0 };
    int slot;
    return start_call(self, &call, &slot, &ignored);
}

/* RC_OK: a call ended, and *problem says how. RC_TIMEOUT: none did; *ret_tag is untouched then. */
rc_t mdp_client_next(mdp_client_t *self, int64_t wait_ms, uint64_t *ret_tag, json_t **ret_result,
                     struct problem *problem)
{
    problem_clear(problem);
    if (!self->socket || !pump(self, CALL_NONE, clk_mono_ms() + wait_ms))
        return RC_TIMEOUT;
    int slot = call_take_done(&self->calls);
    *ret_tag = self->calls.slots[slot].tag;
    *ret_result = NULL;
    rc_t rc = finish(self, slot, ret_result, problem);
    (void)rc; /* stands in *problem: next itself did its work */
    return RC_OK;
}

/* Edge-triggered (trap 5), and another one after a lost socket: ask again after each call into the
 * client. -1 when the bus's settings are of no use. */
int mdp_client_fd(mdp_client_t *self)
{
    struct problem ignored = { 0 };
    return open_socket(self, &ignored) == RC_OK ? wire_socket_fd(self->socket) : -1;
}
