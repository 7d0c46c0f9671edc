/* What an account may ask: only of contracts in which it is somebody, what that person's role may,
 * and in that person's name. Pure: what has to be asked first is asked by account_entry. */
#ifndef ACCOUNT_SCOPE_H
#define ACCOUNT_SCOPE_H

#include "gateway_routes.h"
#include "http_fault.h"

/* What a request is about. */
struct scope {
    const char *contract; /* that it names; NULL: none; borrowed */
    const char *kind;     /* without one: of what it names a row, as subject.contract calls it */
    json_int_t id;
};
/* *ret_scope of a request; false when it names neither a contract nor a row of one. */
bool scope_of(const struct route *route, const json_t *args, struct scope *ret_scope);
/* Whether a route is about a contract at all: what is not is open to every account. */
bool scope_is_needed(const struct route *route);

/* Who of `persons` ([{"contract","person","role"}]) it is in a contract; NULL: nobody. Borrowed. */
const json_t *scope_person(const json_t *persons, const char *contract);
/* Whether a person may call the route with these arguments, in which the person's name is filled in
 * where the route says who did it, or whose things are wanted. Otherwise *ret_refusal says why. */
bool scope_admit(const struct route *route, const json_t *person, json_t *args,
                 struct http_refusal *ret_refusal);

#endif
