/* Replies kept under their callers' keys for a day: a retry after a lost reply gets the first
 * reply. Claim, effect and reply are one transaction, so there is never a key without its effect.
 */
#ifndef IDEMPOTENCY_STORE_H
#define IDEMPOTENCY_STORE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "pg.h"

enum { IDEMPOTENCY_HASH = 33 /* bytes of a hash as text, with NUL */, IDEMPOTENCY_HOURS = 24 };

struct idempotency_claim {
    const char *service; /* keys are private to a service */
    const char *key;     /* 1..MAX_IDEMPOTENCY_KEY bytes */
    const char *op;
    const char *account; /* the same key by another account is a conflict */
    const json_t *args;
};

/* Take the key inside the current transaction. RC_OK with *ret_reply NULL: do the work, then
 * idempotency_keep. RC_OK with an owned *ret_reply: it was done, answer this. RC_CONFLICT: the key
 * was used for something else. Waits for another transaction that holds the key. */
MUST_CHECK rc_t idempotency_take(pg_t *db, const struct idempotency_claim *claim,
                                 json_t **ret_reply, struct problem *problem);
/* Keep the reply under a key taken in this transaction. */
MUST_CHECK rc_t idempotency_keep(pg_t *db, const char *service, const char *key,
                                 const json_t *reply, struct problem *problem);
/* Forget up to `most` keys of `service` older than IDEMPOTENCY_HOURS by the database's clock. */
MUST_CHECK rc_t idempotency_purge(pg_t *db, const char *service, int64_t most, int64_t *ret_purged,
                                  struct problem *problem);

#endif
