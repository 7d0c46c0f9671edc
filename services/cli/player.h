/* Plays actions over the bus like any caller: lanes side by side, each action under a key made of its content, so
 * that a repeat after any failure, even of this program, is safe. */
#ifndef PLAYER_H
#define PLAYER_H

#include "mdp_client.h"
#include "scenario.h"

enum {
    PLAYER_IN_FLIGHT = 32,
    PLAYER_BUDGET_MS = 120000, /* without any progress */
    PLAYER_RETRY_MS = 100,
};

/* Called after each finished action; may be NULL. */
typedef void player_progress_fn(size_t done, size_t total, void *arg);

/* Send all actions. A retryable failure is tried again; another one stops the play and names the action. */
MUST_CHECK rc_t player_run(mdp_client_t *bus, const struct actions *actions,
                           player_progress_fn *progress, void *arg, struct problem *problem);
/* One request under its content's key, tried again while that may help. `args` is stolen. */
MUST_CHECK rc_t player_ask(mdp_client_t *bus, const char *service, const char *op, json_t *args,
                           json_t **ret_result, struct problem *problem);
/* Read from the report service, tried again as long as that: without a key, for the answer changes. `args`
 * is stolen. */
MUST_CHECK rc_t player_read(mdp_client_t *bus, const char *op, json_t *args, json_t **ret_result,
                            struct problem *problem);
enum { PLAYER_KEY = 38 }; /* bytes of a key */
/* Key of a request: "play-" and 32 hex digits of the SHA-256 of operation and arguments. `out` has
 * PLAYER_KEY bytes; returns `out`. */
const char *player_key(const char *op, const json_t *args, char *out);

#endif
