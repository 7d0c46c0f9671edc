/* Majordomo client (7/MDP, MDPC01) with recovery: DEALER, one outstanding or many. A call is sent
 * again when the connection is lost, and once more at half its deadline; a late reply never meets
 * another call (MDP-19). Not thread-safe: one per thread. */
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
/* Call `service` and wait for its reply, at most request->deadline_ms in all. The request may reach
 * the service more than once: with an idempotency key that does no harm, without one a service of
 * ours refuses anything that writes. RC_OK and an owned *ret_result; RC_UNAVAILABLE when no worker
 * answered or no broker could be reached, RC_TIMEOUT when time ran out; else the service's own
 * error in *problem. After a call without a reply the socket is closed and the next call opens a
 * new one. */
MUST_CHECK rc_t mdp_client_call(mdp_client_t *self, const char *service,
                                const struct request *request, json_t **ret_result,
                                struct problem *problem);
/* Convenience: call with args (stolen, may be NULL), default deadline, key (may be NULL) and no
 * principal. */
MUST_CHECK rc_t mdp_client_ask(mdp_client_t *self, const char *service, const char *op,
                               json_t *args, const char *idempotency_key, json_t **ret_result,
                               struct problem *problem);

/* Pipelining. Send without waiting (while there is no connection yet, mdp_client_next sends it);
 * `tag` comes back with the reply. RC_BUSY with 400 calls in flight, nothing sent; RC_INVALID and
 * RC_TOO_LARGE likewise. A request that gets no reply within its deadline comes back with
 * RC_TIMEOUT, or with RC_UNAVAILABLE when there was no broker in all that time. */
MUST_CHECK rc_t mdp_client_send(mdp_client_t *self, const char *service,
                                const struct request *request, uint64_t tag);
/* Pipelined as well: ask the broker whether `service` has a worker at this moment (8/MMI,
 * mmi.service). Comes back with RC_OK and no result, or with RC_NOT_FOUND. As mdp_client_send
 * otherwise. */
MUST_CHECK rc_t mdp_client_probe(mdp_client_t *self, const char *service, int64_t deadline_ms,
                                 uint64_t tag);
/* Next reply, waiting up to `wait_ms`. RC_TIMEOUT and *ret_tag untouched when none came; otherwise
 * *ret_tag is set and the result is as in mdp_client_call (RC of the reply in *problem, return
 * RC_OK). */
MUST_CHECK rc_t mdp_client_next(mdp_client_t *self, int64_t wait_ms, uint64_t *ret_tag,
                                json_t **ret_result, struct problem *problem);
/* Descriptor for an event loop; -1 when the configuration is of no use. It is edge-triggered:
 * before waiting on it, and so after every send too, call mdp_client_next with wait 0 until it says
 * RC_TIMEOUT; call that also once a second, for deadlines and lost connections. It stays the same
 * while only send and next are used. */
int mdp_client_fd(mdp_client_t *self);

#endif
