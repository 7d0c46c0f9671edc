/* Statements on accounts, each inside the caller's transaction; JSON results are owned by the
 * caller, outputs stay unchanged on failure. */
#ifndef ACCOUNT_STORE_H
#define ACCOUNT_STORE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "account_wire.h"
#include "pg.h"

/* A new account whose token has `hash`. RC_CONFLICT, naming `name`, for one that was ever given. */
MUST_CHECK rc_t account_store_insert(pg_t *db, const char *name, const char *hash, int64_t *ret_id,
                                     struct problem *problem);
/* Accounts by row: {"items","next"}. */
MUST_CHECK rc_t account_store_list(pg_t *db, const struct account_list *list, json_t **ret_list,
                                   struct problem *problem);
/* One account as the list shows it. RC_NOT_FOUND when there is none. */
MUST_CHECK rc_t account_store_get(pg_t *db, int64_t id, json_t **ret_account,
                                  struct problem *problem);
/* Lock an account that is to be changed. RC_NOT_FOUND; RC_STALE unless `version` is 0 or its own;
 * *ret_revoked: its token opens nothing. */
MUST_CHECK rc_t account_store_lock(pg_t *db, int64_t id, int64_t version, bool *ret_revoked,
                                   struct problem *problem);
/* The one person of contract row `contract` that `change` names. RC_NOT_FOUND for nobody,
 * RC_REFUSED, naming `role`, for two of one name. */
MUST_CHECK rc_t account_store_person(pg_t *db, int64_t contract,
                                     const struct account_change *change, int64_t *ret_person,
                                     struct problem *problem);
/* Tie a locked account to a person; RC_CONFLICT when it is somebody of that contract already. */
MUST_CHECK rc_t account_store_bind(pg_t *db, int64_t id, int64_t contract, int64_t person,
                                   struct problem *problem);
/* Untie a locked account in a contract; *ret_changed false when it was nobody there. */
MUST_CHECK rc_t account_store_unbind(pg_t *db, int64_t id, int64_t contract, bool *ret_changed,
                                     struct problem *problem);
/* End its token; *ret_changed false when it had ended, or there is no such account. */
MUST_CHECK rc_t account_store_revoke(pg_t *db, int64_t id, bool *ret_changed,
                                     struct problem *problem);
/* {"account","persons":[{"contract","person","role"}]} of the live account whose token has `hash`. RC_NOT_FOUND for none and for a
 * revoked one, in the same words. */
MUST_CHECK rc_t account_store_enter(pg_t *db, const char *hash, json_t **ret_account,
                                    struct problem *problem);

#endif
