/* Before a request of an account is begun, up to two questions: whose the token is (registry), and,
 * where the request names a row and no contract, of which contract that row is (report). Nothing is
 * cached: a revoked token and a person who left are out with the next request. An entry owns all
 * that the head lent, for the client may leave between the questions. */
#include "account_entry.h"

#include <stddef.h>
#include <string.h>

#include "account_scope.h"
#include "gateway.h"
#include "http_text.h"
#include "memory.h"

#define TOKEN_PREFIX "mlps_" /* as registry gives them out */

enum { SCHEME = sizeof("bearer ") - 1, TOKEN_DIGITS = 64 };

/* Requests at the door at once: a quarter of what the bus link takes, so that invented tokens leave
 * room for the owner's and for what was let in. */
enum { ENTERING_MAX = BUS_IN_FLIGHT_MAX / 4 };

/* The form alone, so that what cannot be an account's token costs no question. The scheme in any
 * case (RFC 9110 11.1), the digits in lower case as they are given out. */
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
    json_t *holder;         /* owned; whose the token is: {"account","persons"}; NULL: not known */
};

/* Give up what is left of it; the exchange has been answered or handed on. */
static void leave(struct entry *entry)
{
    entry->gateway->entering--;
    json_decref(entry->holder);
    json_decref(entry->call.args);
    mem_free(entry->key);
    mem_free(entry);
}

/* Frees the entry: nothing of it may be touched afterwards. */
static void refuse(struct entry *entry, const struct http_refusal *refusal)
{
    struct http_reply reply;
    http_reply_refuse(&reply, refusal, entry->x->lang);
    http_exchange_reply(&entry->x, &reply);
    leave(entry);
}

/* What was asked before has no answer; `refusal` is what "not found" means there. */
static void refuse_failed(struct entry *entry, const struct problem *problem,
                          const struct http_refusal *refusal)
{
    struct http_reply reply;
    if (problem->rc == RC_NOT_FOUND) {
        refuse(entry, refusal);
        return;
    }
    http_reply_problem(&reply, problem, entry->x->lang);
    http_exchange_reply(&entry->x, &reply);
    leave(entry);
}

/* The next question of an entry, as nobody: rights are the gateway's to look up. */
static void ask(struct entry *entry, const char *service, const char *op, json_t *args,
                bus_reply_fn *fn)
{
    const struct bus_ask ask = {
        .service = service,
        .op = op,
        .args = args,
        .deadline_ms = entry->gateway->conf.bus_ms,
        .fn = fn,
        .arg = entry,
    };
    bus_link_ask(entry->gateway->bus, &ask);
}

/* A client that has left has no head any more, which handlers may look into; what it wanted is not
 * begun. A handler copies the account's name if it keeps it. */
static void let_in(struct entry *entry)
{
    const struct problem gone = { .rc = RC_UNAVAILABLE, .text = "the client has left" };
    if (!entry->x->head) {
        refuse_failed(entry, &gone, NULL);
        return;
    }
    entry->call.route->fn(entry->gateway, entry->x, &entry->call);
    leave(entry);
}

/* In `contract` the account is somebody or not; `strange` is what it is told of one in which it is
 * nobody. It is the same as of one that is not there. */
static void judge(struct entry *entry, const char *contract, const struct http_refusal *strange)
{
    struct http_refusal refusal = *strange;
    const json_t *person = scope_person(json_object_get(entry->holder, "persons"), contract);
    if (person && scope_admit(entry->call.route, person, entry->call.args, &refusal))
        let_in(entry);
    else
        refuse(entry, &refusal);
}

/* A row that is not there and a row of a contract in which the account is nobody get one answer, so
 * that nobody can find out by trying which ids others have. */
static void on_contract(void *arg, rc_t rc, const json_t *result, const struct problem *problem)
{
    static const struct http_refusal NOTHING = { .fault = FAULT_NO_PATH };
    const char *contract = json_string_value(json_object_get(result, "contract"));
    if (rc != RC_OK)
        refuse_failed(arg, problem, &NOTHING);
    else
        judge(arg, contract ? contract : "", &NOTHING);
}

/* Of which contract the request is, if not said, is asked before anything is done. */
static void find_scope(struct entry *entry)
{
    static const struct http_refusal STRANGE = { FAULT_NOT_ALLOWED, "contract",
                                                 "the account is nobody of such a contract" };
    static const struct http_refusal UNSAID = { FAULT_PARAMETER, "contract",
                                                "an account says of which contract" };
    struct scope scope;
    if (!scope_is_needed(entry->call.route))
        let_in(entry);
    else if (!scope_of(entry->call.route, entry->call.args, &scope))
        refuse(entry, &UNSAID);
    else if (scope.contract)
        judge(entry, scope.contract, &STRANGE);
    else
        ask(entry, "mlps.report", "subject.contract",
            json_pack("{s:s, s:I}", "kind", scope.kind, "id", scope.id), on_contract);
}

/* The result is only lent for this call, and the name must live as long as the entry: hence the
 * copy. Not found is 401 here; while the registry is away, nobody gets in. */
static void on_entered(void *arg, rc_t rc, const json_t *result, const struct problem *problem)
{
    static const struct http_refusal NOBODY = { FAULT_UNAUTHENTICATED, NULL,
                                                "the token opens nothing" };
    static const struct problem NAMELESS = { .rc = RC_UNAVAILABLE, .text = "whose is not known" };
    struct entry *entry = arg;
    entry->holder = json_deep_copy(result);
    entry->call.account = json_string_value(json_object_get(entry->holder, "account"));
    if (rc != RC_OK)
        refuse_failed(entry, problem, &NOBODY);
    else if (!entry->call.account)
        refuse_failed(entry, &NAMELESS, NULL);
    else
        find_scope(entry);
}

/* Counted before it is judged, since every way out goes through leave, which counts it down. */
void account_entry(struct gateway *gateway, struct http_exchange *x, struct route_call *call,
                   const char *token)
{
    struct entry *entry = mem_new(sizeof(*entry));
    *entry = (struct entry){ gateway, x, *call, call->key ? mem_dup(call->key) : NULL, NULL };
    entry->call.key = entry->key;
    call->args = NULL;
    if (gateway->entering++ < ENTERING_MAX)
        ask(entry, "mlps.registry", "account.enter", json_pack("{s:s}", "token", token),
            on_entered);
    else
        refuse_failed(entry,
                      &(struct problem){ .rc = RC_BUSY, .text = "too many accounts ask at once" },
                      NULL);
}
