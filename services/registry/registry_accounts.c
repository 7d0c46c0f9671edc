/* Accounts: who calls by a token of his own, and which person of a contract that is. What an
 * account may call is the gateway's table to say; here it is made, tied, untied and ended. */
#include <stdio.h>
#include <string.h>

#include "account_store.h"
#include "portfolio_store.h"
#include "registry_handlers.h"
#include "secret_token.h"

/* Told of every change: events are the history of who an account was when, for the rows only say
 * who it is. `contract` and `person` may be NULL. */
static rc_t tell(struct call *call, const char *kind, const struct account_change *change)
{
    const json_t *name = json_object_get(call->result, "name");
    json_t *data = json_pack("{s:O, s:s*, s:s*}", "account", name, "person", change->person, "role",
                             change->role);
    return call_event(call, change->contract, kind, "account", change->account, data);
}

/* The token leaves this function in `once`: it is neither stored with the reply nor logged. Who
 * loses that reply revokes the account and adds another, under another name. */
rc_t on_account_add(struct call *call)
{
    struct account_add add;
    struct account_change made = { .account = 0 };
    char token[ACCOUNT_TOKEN_TEXT] = ACCOUNT_TOKEN_PREFIX;
    char hash[SECRET_HASH_TEXT];
    char *secret = token + strlen(ACCOUNT_TOKEN_PREFIX);
    rc_t rc = account_read_add(call->args, &add, call->problem);
    if (rc == RC_OK)
        rc = secret_token_make(secret, call->problem);
    if (rc == RC_OK)
        rc = account_store_insert(call->db, add.name, secret_token_hash(secret, hash),
                                  &made.account, call->problem);
    if (rc == RC_OK)
        rc = account_store_get(call->db, made.account, &call->result, call->problem);
    if (rc == RC_OK)
        rc = tell(call, "account.added", &made);
    if (rc == RC_OK)
        call->once = json_pack("{s:s}", "token", token);
    return rc;
}

/* Revoked ones stay in the list, for events and receipts go on naming them. */
rc_t on_account_list(struct call *call)
{
    struct account_list list;
    rc_t rc = account_read_list(call->args, &list, call->problem);
    if (rc == RC_OK)
        rc = account_store_list(call->db, &list, &call->result, call->problem);
    return rc;
}

/* Lock the account and find the contract of a change that is made in one. A closed contract is
 * refused: who was somebody in it stays so, and its receipts stay readable. */
static rc_t begin(struct call *call, const struct account_change *change, bool *ret_revoked,
                  int64_t *ret_contract)
{
    rc_t rc =
        account_store_lock(call->db, change->account, change->version, ret_revoked, call->problem);
    if (rc == RC_OK)
        rc = contract_find_active(call->db, change->contract, ret_contract, call->problem);
    return rc;
}

/* An account whose token has ended can do nothing: whoever ties it has another one in mind. */
rc_t on_account_bind(struct call *call)
{
    struct account_change bind;
    int64_t contract = 0, person = 0;
    bool revoked = false;
    rc_t rc = account_read_bind(call->args, &bind, call->problem);
    if (rc == RC_OK)
        rc = begin(call, &bind, &revoked, &contract);
    if (rc == RC_OK && revoked)
        rc = problem_set(call->problem, RC_REFUSED, "account", "the account is revoked");
    if (rc == RC_OK)
        rc = account_store_person(call->db, contract, &bind, &person, call->problem);
    if (rc == RC_OK)
        rc = account_store_bind(call->db, bind.account, contract, person, call->problem);
    if (rc == RC_OK)
        rc = account_store_get(call->db, bind.account, &call->result, call->problem);
    return rc == RC_OK ? tell(call, "account.bound", &bind) : rc;
}

/* Twice is once. Receipts and decisions that were given stay what they are. */
rc_t on_account_unbind(struct call *call)
{
    struct account_change unbind;
    int64_t contract = 0;
    bool revoked = false, changed = false;
    rc_t rc = account_read_unbind(call->args, &unbind, call->problem);
    if (rc == RC_OK)
        rc = begin(call, &unbind, &revoked, &contract);
    if (rc == RC_OK)
        rc = account_store_unbind(call->db, unbind.account, contract, &changed, call->problem);
    if (rc == RC_OK)
        rc = account_store_get(call->db, unbind.account, &call->result, call->problem);
    return rc == RC_OK && changed ? tell(call, "account.unbound", &unbind) : rc;
}

/* Takes no version: a token that leaked must end now, whatever was changed meanwhile. An unknown
 * account changes no row, and is told by the look afterwards. */
rc_t on_account_revoke(struct call *call)
{
    struct account_change revoke;
    bool changed = false;
    rc_t rc = account_read_revoke(call->args, &revoke, call->problem);
    if (rc == RC_OK)
        rc = account_store_revoke(call->db, revoke.account, &changed, call->problem);
    if (rc == RC_OK)
        rc = account_store_get(call->db, revoke.account, &call->result, call->problem);
    return rc == RC_OK && changed ? tell(call, "account.revoked", &revoke) : rc;
}

/* Asked by the gateway at every request with such a token, so that a revoked one is dead at once.
 */
rc_t on_account_enter(struct call *call)
{
    struct account_enter enter;
    char hash[SECRET_HASH_TEXT];
    rc_t rc = account_read_enter(call->args, &enter, call->problem);
    if (rc == RC_OK)
        rc = account_store_enter(call->db, secret_token_hash(enter.token, hash), &call->result,
                                 call->problem);
    return rc;
}
