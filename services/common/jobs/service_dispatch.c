#include "service_dispatch.h"

#include <stdlib.h>
#include <string.h>

#include "caller.h"
#include "ceilings.h"
#include "civil.h"
#include "envelope.h"
#include "idempotency_store.h"
#include "jsonx.h"

/* Minutes east of UTC; tries are few, since a caller's deadline runs meanwhile. */
enum {
    ZONE_MINUTES = 480, /* Asia/Shanghai */
    UNKNOWN_TRIES = 3, /* tries of a transaction whose commit was not answered */
};

/* One request on its way through the transaction. */
struct serving {
    struct dispatch *dispatch;
    const struct service_route *route;
    const struct request *request;
    const char *account;
    int64_t now_us;
    json_t *result; /* of the last try */
    json_t *once;   /* of the last try, see struct call; NULL: nothing */
};

/* What the service keeps per thread (a rulebook) is made here, beside the connection it is read
 * over. */
void dispatch_init(struct dispatch *self, const struct service_def *def, const struct clk *clk,
                   pg_t *db)
{
    *self = (struct dispatch){ .def = def, .clk = clk, .db = db };
    call_events_init(&self->events, db);
    if (def->local_new)
        self->local = def->local_new();
}

/* The hook goes first: the connection outlives us and must not call what is freed. */
void dispatch_fini(struct dispatch *self)
{
    pg_set_hooks(self->db, NULL);
    call_events_fini(&self->events);
    if (self->local && self->def->local_destroy)
        self->def->local_destroy(self->local);
}

/* For bsearch: the key is the bare name. */
static int compare_route(const void *key, const void *row)
{
    return strcmp(key, ((const struct service_route *)row)->op);
}

/* Rows are sorted by op, which a unit test checks. */
const struct service_route *dispatch_route(const struct service_def *def, const char *op)
{
    return bsearch(op, def->routes, def->route_count, sizeof(*def->routes), compare_route);
}

/* The order matters: who may not call learns nothing of limits. A write without a key could not
 * be told from its repetition. */
static rc_t find_route(const struct service_def *def, const struct request *request,
                       const struct frame *frame, const struct service_route **ret_route,
                       struct problem *problem)
{
    const struct service_route *route = dispatch_route(def, request->op);
    if (!route)
        return problem_set(problem, RC_NOT_FOUND, "op", "unknown operation \"%s\" of service %s",
                           request->op, def->name);
    if (!(route->callers & caller_roles(frame->caller)))
        return problem_set(problem, RC_DENIED, "op", "\"%s\" may not call %s.%s", frame->caller,
                           def->name, request->op);
    if (frame->len > route->max_args)
        return problem_set(problem, RC_TOO_LARGE, "args", "%s takes at most %zu bytes, got %zu",
                           request->op, route->max_args, frame->len);
    if (route->tx == PG_WRITE && !request->idempotency_key)
        return problem_set(problem, RC_INVALID, "idempotency_key", "%s needs an idempotency key",
                           request->op);
    *ret_route = route;
    return RC_OK;
}

/* Whose doing the request is: a person's, if the gateway says so, else the calling process's. The
 * envelope has judged the name (envelope.h): it fits every column that keeps it. */
static rc_t find_account(const struct request *request, const char *caller,
                         const char **ret_account, struct problem *problem)
{
    if (!request->principal) {
        *ret_account = *caller ? caller : "local";
        return RC_OK;
    }
    if (!(caller_roles(caller) & CALLER_GATEWAY))
        return problem_set(problem, RC_DENIED, "principal", "\"%s\" may not speak for a person",
                           caller);
    *ret_account = json_string_value(json_object_get(request->principal, "account"));
    return RC_OK;
}

/* A result of a handler that failed is dropped: refusals carry no data. No result means an empty
 * object. */
static rc_t run_handler(struct serving *serving, pg_t *db, struct problem *problem)
{
    struct call call = {
        .db = db,
        .args = serving->request->args,
        .account = serving->account,
        .now_us = serving->now_us,
        .today = civil_day_of(serving->now_us, ZONE_MINUTES),
        .problem = problem,
        .events = &serving->dispatch->events,
        .local = serving->dispatch->local,
    };
    rc_t rc = serving->route->fn(&call);
    if (rc == RC_OK) {
        serving->result = call.result ? call.result : json_object();
        serving->once = call.once;
    } else {
        json_decref(call.result);
        json_decref(call.once);
    }
    return rc;
}

/* Key, effect and reply are kept by one commit (HA-04): a repetition finds either nothing or the
 * first reply, and never runs the handler twice. */
static rc_t run_write(struct serving *serving, pg_t *db, struct problem *problem)
{
    const struct request *request = serving->request;
    const char *service = serving->dispatch->def->name;
    struct idempotency_claim claim = {
        .service = service,
        .key = request->idempotency_key,
        .op = request->op,
        .account = serving->account,
        .args = request->args,
    };
    rc_t rc = idempotency_take(db, &claim, &serving->result, problem);
    if (rc != RC_OK || serving->result)
        return rc;
    rc = run_handler(serving, db, problem);
    if (rc == RC_OK)
        rc = idempotency_keep(db, service, request->idempotency_key, serving->result, problem);
    return rc;
}

/* Nothing of a try that was rolled back is left. */
static void forget_result(struct serving *serving)
{
    json_decref(serving->result);
    json_decref(serving->once);
    serving->result = serving->once = NULL;
}

/* The transaction; may run several times. */
static rc_t run_in_tx(pg_t *db, void *arg, struct problem *problem)
{
    struct serving *serving = arg;
    forget_result(serving);
    if (serving->route->tx == PG_WRITE)
        return run_write(serving, db, problem);
    return run_handler(serving, db, problem);
}

/* The clock is read once, so that all tries of a request see the same instant. The caller's
 * deadline bounds every statement. */
static rc_t run_route(struct serving *serving, struct problem *problem)
{
    struct dispatch *self = serving->dispatch;
    struct problem latest;
    rc_t rc;
    serving->now_us = clk_now(self->clk);
    pg_set_context(self->db, &(struct pg_context){ .account = serving->account,
                                                   .now_fixed = self->clk->fixed,
                                                   .now_us = serving->now_us,
                                                   .limit_ms = serving->request->deadline_ms });
    /* Safe to repeat with the outcome unknown: a write finds its own key taken. */
    for (int tries = 0;; tries++) {
        problem_clear(&latest);
        rc = pg_tx(self->db, serving->route->tx, run_in_tx, serving, &latest);
        if (rc == RC_OK || !pg_outcome_unknown(self->db) || tries + 1 == UNKNOWN_TRIES)
            break;
    }
    if (rc == RC_OK)
        return rc;
    problem_set(&latest, rc, NULL, "%s", rc_word(rc));
    return problem_pass(problem, rc, &latest);
}

/* `reply` is written only after the commit: an answer that is sent is an answer that holds. */
static rc_t serve_request(struct dispatch *self, const struct frame *frame,
                          const struct request *request, struct bytebuf *reply,
                          struct problem *problem)
{
    struct serving serving = { .dispatch = self, .request = request };
    rc_t rc = find_route(self->def, request, frame, &serving.route, problem);
    if (rc == RC_OK)
        rc = find_account(request, frame->caller, &serving.account, problem);
    if (rc == RC_OK)
        rc = run_route(&serving, problem);
    if (rc == RC_OK) {
        if (serving.once)
            json_object_update(serving.result, serving.once);
        rc = reply_encode_ok(serving.result, reply);
        if (rc != RC_OK)
            problem_set(problem, rc, NULL, "the reply is larger than %d bytes: ask for less",
                        MAX_REPLY_BYTES);
    }
    forget_result(&serving);
    return rc;
}

/* Whatever comes, `reply` holds an answer: a caller must never wait for a deadline because his
 * request was bad. */
rc_t dispatch_serve(struct dispatch *self, const struct frame *frame, struct bytebuf *reply,
                    struct problem *problem)
{
    struct request request = { .root = NULL };
    rc_t rc = request_decode(frame->body, frame->len, &request, problem);
    if (rc == RC_OK)
        rc = serve_request(self, frame, &request, reply, problem);
    request_fini(&request);
    if (rc == RC_OK)
        return rc;
    bytebuf_reset(reply);
    if (reply_encode_error(problem, reply) != RC_OK)
        bytebuf_reset(reply); /* an error is at most some hundred bytes: cannot happen */
    return rc;
}

/* For tests and single requests: everything the service keeps is made and freed around the one
 * call. */
rc_t service_dispatch(const struct service_def *def, pg_t *db, const struct clk *clk,
                      const char *caller, const char *body, size_t len, struct bytebuf *reply)
{
    struct dispatch dispatch;
    struct problem problem = { .rc = RC_OK };
    dispatch_init(&dispatch, def, clk, db);
    rc_t rc = dispatch_serve(&dispatch, &(struct frame){ caller, body, len }, reply, &problem);
    dispatch_fini(&dispatch);
    return rc;
}

/* `data` is stolen, whatever the result. The event is written in the request's transaction and
 * published only when that is kept. */
rc_t call_event(struct call *call, const char *contract, const char *kind, const char *subject_kind,
                int64_t subject_id, json_t *data)
{
    struct event_new event = { .contract = contract,
                               .kind = kind,
                               .subject_kind = subject_kind,
                               .subject_id = subject_id,
                               .data = data };
    rc_t rc = call_events_note(call->events, &event, call->problem);
    json_decref(data);
    return rc;
}

/* Sent only if the transaction is kept; a lost hint costs the worker's slow poll. */
void call_wake(struct call *call, const char *queue)
{
    call_events_wake(call->events, queue);
}
