/* From a complete head to the row's handler. Everything that can be refused by the table alone is
 * refused here, before a byte of the body is read or the bus is asked; whoever answers takes the
 * exchange, and nothing here touches it afterwards. */
#include "gateway_dispatch.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "account_entry.h"
#include "ceilings.h"
#include "clk.h"
#include "gateway.h"
#include "gateway_routes.h"
#include "http_text.h"
#include "jsonx.h"
#include "logline.h"
#include "route_match.h"

enum { KEY_TEXT = 33 /* bytes of a key that the gateway makes: 128 bits in hexadecimal */ };

/* Takes the exchange: after this `x` must not be touched. */
static void reply_refusal(struct http_exchange *x, const struct http_refusal *refusal)
{
    struct http_reply reply;
    http_reply_refuse(&reply, refusal, x->lang);
    http_exchange_reply(&x, &reply);
}

/* The methods a path has, for a request with another one. */
static void reply_allow(struct http_exchange *x, const struct http_target *target)
{
    char allow[64];
    struct http_reply reply;
    http_reply_refuse(&reply, &(struct http_refusal){ .fault = FAULT_METHOD }, x->lang);
    http_reply_field(&reply, "Allow", route_allow(target, allow, sizeof(allow)));
    http_exchange_reply(&x, &reply);
}

/* RFC 9110 9: a method nobody knows is 501, a known one that a path does not have is 405. */
static bool is_known_method(const char *method)
{
    static const char *const METHODS[] = { "GET",    "HEAD",    "POST",  "PUT",    "PATCH",
                                           "DELETE", "OPTIONS", "TRACE", "CONNECT" };
    for (size_t i = 0; i < COUNT_OF(METHODS); i++)
        if (strcmp(METHODS[i], method) == 0)
            return true;
    return false;
}

/* Shorthand for the checks below: they return whether the request may go on. */
static bool refuse(struct http_refusal *refusal, enum http_fault fault, const char *field,
                   const char *detail)
{
    *refusal = (struct http_refusal){ fault, field, detail };
    return false;
}

/* An idempotency key is opaque, printable and short: it becomes a key of a table. Only a POST must
 * have one: a PATCH is made to a version and a DELETE is once by itself (RFC 9110 9.2.2). */
static bool check_key(const struct route *route, const char *key, struct http_refusal *refusal)
{
    size_t len = key ? strlen(key) : 0;
    if (!key && strcmp(route->method, "POST") != 0)
        return true;
    if (!key)
        return refuse(refusal, FAULT_KEY_REQUIRED, "idempotency-key",
                      "send a fresh Idempotency-Key with every new POST");
    for (size_t i = 0; i < len; i++)
        if (key[i] <= ' ' || key[i] > '~')
            len = 0;
    if (len == 0 || len > MAX_IDEMPOTENCY_KEY)
        return refuse(refusal, FAULT_HEADER, "idempotency-key",
                      "Idempotency-Key must be 1 to 128 printable characters without spaces");
    return true;
}

/* What a row with a body asks of the head: a length that fits, JSON, a key where one is needed and
 * the version where one is changed. */
static bool check_body(const struct route *route, const struct http_parser *head,
                       struct http_refusal *refusal)
{
    const char *type = http_parser_field(head, "content-type");
    char media[64];
    if (head->content_length == HTTP_NO_LENGTH)
        return refuse(refusal, FAULT_LENGTH, "content-length", NULL);
    if (head->content_length > (int64_t)route->body_max)
        return refuse(refusal, FAULT_BODY_SIZE, NULL, "the body is larger than this path accepts");
    snprintf(media, sizeof(media), "%.*s", (int)strcspn(type ? type : "", "; \t"),
             type ? type : "");
    if (!http_same_word(media, "application/json"))
        return refuse(refusal, FAULT_MEDIA_TYPE, "content-type", "expected application/json");
    if (!check_key(route, http_parser_field(head, "idempotency-key"), refusal))
        return false;
    if (route_wants_match(route) && !http_parser_field(head, "if-match"))
        return refuse(refusal, FAULT_MATCH_REQUIRED, "if-match",
                      "send the ETag of the version that is to be changed in If-Match");
    return true;
}

/* Who may call the row. Of an account's token only the form is known here: whose it is, the
 * registry says once the request is there (account_entry.h). */
static bool check_access(const struct gateway *self, const struct route *route,
                         const char *authorization, struct http_refusal *refusal)
{
    if (route->access & (ACCESS_OPEN | ACCESS_LINK) || token_matches(&self->token, authorization))
        return true;
    if (!account_token(authorization))
        return refuse(refusal, FAULT_UNAUTHENTICATED, NULL,
                      "send the token of the token file: \"Authorization: Bearer ...\"");
    if (!(route->access & ACCESS_PEOPLE))
        return refuse(refusal, FAULT_NOT_OWNER, NULL, "accounts may not ask that");
    return true;
}

/* What any request to the row must satisfy before its parameters are looked at. A body where none
 * is taken is refused rather than skipped: its sender expects it to be read. */
static bool check_head(const struct gateway *self, const struct route *route,
                       const struct http_parser *head, struct http_refusal *refusal)
{
    if (!check_access(self, route, http_parser_field(head, "authorization"), refusal))
        return false;
    if (route->body_max > 0)
        return check_body(route, head, refusal);
    if (head->content_length > 0)
        return refuse(refusal, FAULT_BODY_SIZE, NULL, "this path takes no body");
    return check_key(route, http_parser_field(head, "idempotency-key"), refusal);
}

/* Host, method, path, access and limits, in this order: who may not call a row learns nothing of
 * what it takes. Nothing of the body is read for a request that fails. */
static bool judge(const struct gateway *self, struct http_exchange *x, struct http_target *target,
                  struct http_refusal *refusal)
{
    const char *method = http_parser_method(x->head);
    size_t methods = 0;
    if (!gateway_conf_host_allowed(&self->conf, http_parser_field(x->head, "host")))
        return refuse(refusal, FAULT_HOST_UNKNOWN, "host", "add the name to --hosts to serve it");
    if (!is_known_method(method))
        return refuse(refusal, FAULT_METHOD_UNKNOWN, NULL, NULL);
    if (!http_target_read(target, http_parser_target(x->head), refusal))
        return false;
    const struct route *route = route_find(method, target, &methods);
    if (!route)
        return refuse(refusal, methods > 0 ? FAULT_METHOD : FAULT_NO_PATH, NULL, NULL);
    x->tag = route;
    x->body_max = route->body_max;
    return check_head(self, route, x->head, refusal);
}

/* The body of a refused request is never read: the connection closes behind the refusal. */
static void on_head(void *arg, struct http_exchange *x)
{
    struct http_refusal refusal = { .fault = FAULT_NONE };
    struct http_target target = { .text = NULL };
    if (!judge(arg, x, &target, &refusal)) {
        if (refusal.fault == FAULT_METHOD)
            reply_allow(x, &target);
        else
            reply_refusal(x, &refusal);
    }
    http_target_fini(&target);
}

/* A secret of a wrong form is told like one that nobody has: the path is not there. */
static void reply_bad_args(struct http_exchange *x, const struct problem *problem)
{
    struct http_refusal refusal = { FAULT_PARAMETER, problem->field, problem->text };
    if (problem->rc == RC_NOT_FOUND)
        refusal = (struct http_refusal){ .fault = FAULT_NO_PATH };
    reply_refusal(x, &refusal);
}

/* The bus asks every write for a key: what may come without one gets one that nobody will meet
 * again. `own` has KEY_TEXT bytes. */
static const char *key_of(const struct http_exchange *x, const struct route *route, char *own)
{
    uint8_t random[(KEY_TEXT - 1) / 2];
    const char *given = http_parser_field(x->head, "idempotency-key");
    if (given || strcmp(route->method, "GET") == 0)
        return given;
    randombytes_buf(random, sizeof(random));
    return sodium_bin2hex(own, KEY_TEXT, random, sizeof(random));
}

/* What an account asks for goes through the registry first. A row that is open, or opened by its
 * link, does not ask who calls, whatever token comes along. */
static void let_in(struct gateway *self, struct http_exchange *x, struct route_call *call)
{
    const char *token = account_token(http_parser_field(x->head, "authorization"));
    if (token && call->route->access & ACCESS_PEOPLE)
        account_entry(self, x, call, token);
    else
        call->route->fn(self, x, call);
}

/* Decode the parameters and give the request to its handler. */
static void dispatch(struct gateway *self, struct http_exchange *x, const json_t *body)
{
    char own[KEY_TEXT];
    struct http_target target;
    struct http_refusal refusal = { .fault = FAULT_NONE };
    struct problem problem = { .rc = RC_OK };
    struct route_call call = {
        .route = x->tag,
        .key = key_of(x, x->tag, own),
    };
    struct route_input input = { &target, body, http_parser_field(x->head, "if-match") };
    if (!http_target_read(&target, http_parser_target(x->head), &refusal))
        reply_refusal(x, &refusal); /* cannot be: on_head has read it */
    else if (route_args(call.route, &input, &call.args, &problem) != RC_OK)
        reply_bad_args(x, &problem);
    else
        let_in(self, x, &call);
    json_decref(call.args);
    http_target_fini(&target);
}

/* Only rows with a body get here with one; its form is judged before its fields. */
static void on_body(void *arg, struct http_exchange *x, const char *bytes, size_t len)
{
    const struct route *route = x->tag;
    struct problem problem = { .rc = RC_OK };
    json_t *body = NULL;
    if (route->body_max > 0 && jsonx_parse_object(bytes, len, &body, &problem) != RC_OK)
        reply_refusal(x, &(struct http_refusal){ FAULT_BODY, NULL, problem.text });
    else
        dispatch(arg, x, body);
    json_decref(body);
}

/* Our own failures and those behind us; a client's errors are counted, not logged, since
 * anybody can make them. */
static void log_failure(const struct route *route, int status)
{
    char text[12];
    snprintf(text, sizeof(text), "%d", status);
    log_warn("request_failed", "route", route ? route->path : "none", "status", text);
}

/* Called for every outcome, refused heads included, so that the numbers are complete. */
static void on_reply(void *arg, const struct http_exchange *x, int status)
{
    struct gateway *self = arg;
    const struct route *route = x->tag;
    size_t index = route ? (size_t)(route - GATEWAY_ROUTES) : SIZE_MAX;
    metrics_count(self->metrics, index, status, clk_mono_us() - x->start_us);
    if (status >= 500 && status != 501 && status != 505)
        log_failure(route, status);
}

/* The gateway is borrowed and need not be complete yet: nothing is called before the server
 * listens. */
struct http_app gateway_dispatch(struct gateway *gateway)
{
    return (struct http_app){ gateway, on_head, on_body, on_reply };
}
