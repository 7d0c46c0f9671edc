/* Arguments of the operations on accounts. As registry_wire.h: texts are borrowed from the request,
 * unknown fields are refused, *ret is unchanged on failure. */
#ifndef ACCOUNT_WIRE_H
#define ACCOUNT_WIRE_H

#include <jansson.h>
#include <stdint.h>

#include "page.h"
#include "problem.h"
#include "secret_token.h"

/* What an account's token begins with, so that the gateway knows one when it sees it, and so does a
 * program that looks for secrets in files. The rest is a secret_token. */
#define ACCOUNT_TOKEN_PREFIX "mlps_"
enum { ACCOUNT_TOKEN_TEXT = sizeof(ACCOUNT_TOKEN_PREFIX) - 1 + SECRET_TOKEN_TEXT }; /* bytes */

/* Arguments of account.add. */
struct account_add {
    const char *name;
};
/* `name` begins with a letter; the names that processes have are refused, as nobody could tell
 * whose doing an event was. */
MUST_CHECK rc_t account_read_add(const json_t *args, struct account_add *ret,
                                 struct problem *problem);

/* Arguments of account.bind, account.unbind and account.revoke. */
struct account_change {
    int64_t account;
    const char *contract, *person; /* NULL where the operation has none */
    const char *role;              /* NULL: the person's only one */
    int64_t version;               /* 0: whichever it is */
};
/* Contract and person are required; the role only tells two people of one name apart. */
MUST_CHECK rc_t account_read_bind(const json_t *args, struct account_change *ret,
                                  struct problem *problem);
/* The contract is required. */
MUST_CHECK rc_t account_read_unbind(const json_t *args, struct account_change *ret,
                                    struct problem *problem);
/* Only the account: who is in doubt about a token must be able to end it, whatever he has seen. */
MUST_CHECK rc_t account_read_revoke(const json_t *args, struct account_change *ret,
                                    struct problem *problem);

/* Arguments of account.list. */
struct account_list {
    int64_t account; /* only this row, 0: any, as every request has it */
    struct page page;
};
/* By row, oldest first. */
MUST_CHECK rc_t account_read_list(const json_t *args, struct account_list *ret,
                                  struct problem *problem);

/* Arguments of account.enter. */
struct account_enter {
    const char *token;
};
/* RC_NOT_FOUND, saying nothing more, for what cannot be a token. *ret points past the prefix. */
MUST_CHECK rc_t account_read_enter(const json_t *args, struct account_enter *ret,
                                   struct problem *problem);

#endif
