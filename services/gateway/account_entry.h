/* Accounts at the door: a request with an account's token waits until the registry has said whose
 * it is, and then goes on as that account's. Nothing is remembered between requests, so that a
 * revoked token is dead at once. */
#ifndef ACCOUNT_ENTRY_H
#define ACCOUNT_ENTRY_H

#include <stdbool.h>

#include "gateway_routes.h"

/* The token in an Authorization value (NULL: absent) when it has the form of an account's: "Bearer
 * mlps_" and 64 hexadecimal digits; NULL for anything else. Borrowed. */
const char *account_token(const char *authorization);
/* Ask whose `token` is and give the exchange, with the call's arguments (stolen), to the route's
 * handler as that account's; 401 when it is nobody's any more. Takes the exchange over. */
void account_entry(struct gateway *gateway, struct http_exchange *x, struct route_call *call,
                   const char *token);

#endif
