/* A write under a key is done once. The row of the key is taken by an insert at the begin of the
 * transaction and gets the reply at its end; a second request with the key waits at the insert for
 * the first to end, and then finds the reply, or, when the first rolled back, does the work itself.
 * The hash tells a repetition from a different request under the same key. */
#include "idempotency_store.h"

#include <sodium.h>
#include <string.h>

#include "jsonx.h"
#include "memory.h"
#include "pg_query.h"
#include "pg_sql.h"

enum { HASH_BYTES = (IDEMPOTENCY_HASH - 1) / 2 };

/* What makes two requests the same: who asks, for what, with which arguments (keys sorted). The
 * NULs between them keep "ab","c" and "a","bc" apart. */
static void hash_claim(const struct idempotency_claim *claim, char hex[IDEMPOTENCY_HASH])
{
    unsigned char hash[HASH_BYTES];
    crypto_generichash_state state;
    char *args = jsonx_text(claim->args);
    crypto_generichash_init(&state, NULL, 0, sizeof(hash));
    crypto_generichash_update(&state, (const unsigned char *)claim->account,
                              strlen(claim->account) + 1);
    crypto_generichash_update(&state, (const unsigned char *)claim->op, strlen(claim->op) + 1);
    crypto_generichash_update(&state, (const unsigned char *)args, strlen(args));
    crypto_generichash_final(&state, hash, sizeof(hash));
    sodium_bin2hex(hex, IDEMPOTENCY_HASH, hash, sizeof(hash));
    mem_free(args);
}

/* The reply that was kept under a key somebody else has taken. */
static rc_t find_reply(pg_t *db, const struct idempotency_claim *claim, const char *hash,
                       json_t **ret_reply, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows;
    pg_args_init(&args);
    pg_arg_text(&args, claim->service);
    pg_arg_text(&args, claim->key);
    rc_t rc = pg_run(db, &sql_idempotency_find, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0) /* purged this instant: the caller is a day late, or very unlucky */
        rc = problem_set(problem, RC_BUSY, "idempotency_key", "the key is being forgotten");
    else if (strcmp(pg_cell_text(rows, 0, 0), claim->op) != 0 ||
             strcmp(pg_cell_text(rows, 0, 1), hash) != 0)
        rc = problem_set(problem, RC_CONFLICT, "idempotency_key",
                         "the idempotency key was used for another request");
    else
        *ret_reply = pg_cell_json(rows, 0, 2);
    if (rc == RC_OK && !*ret_reply)
        *ret_reply = json_object();
    PQclear(rows);
    return rc;
}

/* The insert decides who does the work; whoever comes second waits for the first to end and then
 * finds the reply. */
rc_t idempotency_take(pg_t *db, const struct idempotency_claim *claim, json_t **ret_reply,
                      struct problem *problem)
{
    struct pg_args args;
    char hash[IDEMPOTENCY_HASH];
    int64_t taken;
    hash_claim(claim, hash);
    pg_args_init(&args);
    pg_arg_text(&args, claim->service);
    pg_arg_text(&args, claim->key);
    pg_arg_text(&args, claim->op);
    pg_arg_text(&args, hash);
    rc_t rc = pg_do(db, &sql_idempotency_take, &args, &taken, problem);
    if (rc != RC_OK)
        return rc;
    *ret_reply = NULL;
    return taken ? RC_OK : find_reply(db, claim, hash, ret_reply, problem);
}

/* In the transaction of the effect: the reply is stored exactly when the effect is. */
rc_t idempotency_keep(pg_t *db, const char *service, const char *key, const json_t *reply,
                      struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, service);
    pg_arg_text(&args, key);
    pg_arg_json(&args, reply);
    return pg_do(db, &sql_idempotency_keep, &args, NULL, problem);
}

/* At most `most` rows at a time, so that a purge never holds up a request. */
rc_t idempotency_purge(pg_t *db, const char *service, int64_t most, int64_t *ret_purged,
                       struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_text(&args, service);
    pg_arg_i64(&args, IDEMPOTENCY_HOURS);
    pg_arg_i64(&args, most);
    return pg_do(db, &sql_idempotency_purge, &args, ret_purged, problem);
}
