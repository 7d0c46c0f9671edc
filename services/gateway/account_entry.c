#include "account_entry.h"

#include <stddef.h>
#include <string.h>

#include "gateway.h"
#include "http_text.h"
#include "memory.h"

#define TOKEN_PREFIX "mlps_" /* as registry gives them out */

enum { SCHEME = sizeof("bearer ") - 1, TOKEN_DIGITS = 64 };

const char *account_token(const char *authorization)
{
    static const char PREFIX[] = TOKEN_PREFIX;
    char scheme[SCHEME];
    if (!authorization || strlen(authorization) < SCHEME)
        return NULL;
    memcpy(scheme, authorization, SCHEME - 1);
    scheme[SCHEME - 1] = '\0';
    const char *token = authorization + SCHEME;
    const char *digits = token + sizeof(PREFIX) - 1;
    if (!http_same_word(scheme, "bearer") || authorization[SCHEME - 1] != ' ' ||
        strncmp(token, PREFIX, sizeof(PREFIX) - 1) != 0 || strlen(digits) != TOKEN_DIGITS ||
        strspn(digits, "0123456789abcdef") != TOKEN_DIGITS)
        return NULL;
    return token;
}

/* A request at the door. */
struct entry {
    struct gateway *gateway;
    struct http_exchange *x;
    struct route_call call; /* its arguments are owned */
    char *key;              /* owned; the call's, which was borrowed from the head */
};

static void refuse(struct entry *entry, const struct problem *problem)
{
    struct http_reply reply;
    struct http_refusal refusal = { FAULT_UNAUTHENTICATED, NULL, "the token opens nothing" };
    if (problem->rc == RC_NOT_FOUND)
        http_reply_refuse(&reply, &refusal, entry->x->lang);
    else
        http_reply_problem(&reply, problem, entry->x->lang);
    http_exchange_reply(&entry->x, &reply);
}

/* A client that has left has no head any more, which handlers may look into; what it wanted is not
 * begun. The account's name lives as long as the result, which is long enough: a handler copies
 * what it keeps. */
static void on_entered(void *arg, rc_t rc, const json_t *result, const struct problem *problem)
{
    const struct problem gone = { .rc = RC_UNAVAILABLE, .text = "the client has left" };
    struct entry *entry = arg;
    entry->call.account = json_string_value(json_object_get(result, "account"));
    if (rc != RC_OK)
        refuse(entry, problem);
    else if (!entry->x->head || !entry->call.account)
        refuse(entry, &gone);
    else
        entry->call.route->fn(entry->gateway, entry->x, &entry->call);
    json_decref(entry->call.args);
    mem_free(entry->key);
    mem_free(entry);
}

void account_entry(struct gateway *gateway, struct http_exchange *x, struct route_call *call,
                   const char *token)
{
    struct entry *entry = mem_new(sizeof(*entry));
    *entry = (struct entry){ gateway, x, *call, call->key ? mem_dup(call->key) : NULL };
    entry->call.key = entry->key;
    call->args = NULL;
    const struct bus_ask ask = {
        .service = "mlps.registry",
        .op = "account.enter",
        .args = json_pack("{s:s}", "token", token),
        .deadline_ms = gateway->conf.bus_ms,
        .fn = on_entered,
        .arg = entry,
    };
    bus_link_ask(gateway->bus, &ask);
}
