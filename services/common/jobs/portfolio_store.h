/* Finding the contract and system that a request names. */
#ifndef PORTFOLIO_STORE_H
#define PORTFOLIO_STORE_H

#include <stdint.h>

#include "call_args.h"
#include "pg.h"

/* Id of the contract with this code. RC_NOT_FOUND names the field `contract`. */
MUST_CHECK rc_t contract_find(pg_t *db, const char *code, int64_t *ret_id, struct problem *problem);
/* The same for a write: RC_CONFLICT when the contract is closed. */
MUST_CHECK rc_t contract_find_active(pg_t *db, const char *code, int64_t *ret_id,
                                     struct problem *problem);
/* Id of the system that `ref` names. RC_NOT_FOUND names the field `system`. */
MUST_CHECK rc_t system_find(pg_t *db, const struct system_ref *ref, int64_t *ret_id,
                            struct problem *problem);
/* Id of the system with this serial in contract `code`; serial 0 gives id 0 without asking. As
 * system_find, the field being `serial`. */
MUST_CHECK rc_t serial_find(pg_t *db, const char *code, int64_t serial, int64_t *ret_id,
                            struct problem *problem);

#endif
