/* Majordomo client (7/MDP, MDPC01) with recovery: DEALER, one outstanding or many; a timed-out call
 * closes the socket and a new one is opened (MDP-19). Not thread-safe: one per thread. */
#ifndef MDP_CLIENT_H
#define MDP_CLIENT_H

#include <jansson.h>
#include <stdint.h>

#include "bus.h"
#include "envelope.h"

typedef struct mdp_client mdp_client_t;

/* Client for a bus. Connects lazily; never NULL. `conf` is copied. */
mdp_client_t *mdp_client_new(const struct bus_conf *conf);
/* Close and free; sets *self_p to NULL; accepts NULL. */
void mdp_client_destroy(mdp_client_t **self_p);
/* Call `service` and wait for its reply, at most request->deadline_ms in all. Without a reply in time
 * the request is sent again on a fresh socket while time is left, but only when it has an idempotency
 * key or `request->op` reads (the service decides; a keyless write is sent once). RC_OK and an owned *ret_result;
 * RC_UNAVAILABLE when no worker answered, RC_TIMEOUT when time ran out; else the service's own error
 * in *problem. */
MUST_CHECK rc_t mdp_client_call(mdp_client_t *self, const char *service,
                                const struct request *request, json_t **ret_result,
                                struct problem *problem);
/* Convenience: call with args (stolen, may be NULL), default deadline, key (may be NULL) and no principal. */
MUST_CHECK rc_t mdp_client_ask(mdp_client_t *self, const char *service, const char *op, json_t *args,
                               const char *idempotency_key, json_t **ret_result,
                               struct problem *problem);

/* Pipelining. Send without waiting; `tag` comes back with the reply. RC_BUSY at the high-water mark,
 * nothing sent. A request that gets no reply within its deadline comes back with RC_TIMEOUT. */
MUST_CHECK rc_t mdp_client_send(mdp_client_t *self, const char *service,
                                const struct request *request, uint64_t tag);
/* Next reply, waiting up to `wait_ms`. RC_TIMEOUT and *ret_tag untouched when none came; otherwise
 * *ret_tag is set and the result is as in mdp_client_call (RC of the reply in *problem, return RC_OK). */
MUST_CHECK rc_t mdp_client_next(mdp_client_t *self, int64_t wait_ms, uint64_t *ret_tag,
                                json_t **ret_result, struct problem *problem);

#endif
