/* Majordomo worker (7/MDP, MDPW01): READY, heartbeats, reconnect on a new socket after DISCONNECT
 * or silence (MDP-09, MDP-14). Not thread-safe: one per thread. */
#ifndef MDP_WORKER_H
#define MDP_WORKER_H

#include <stddef.h>
#include <stdint.h>

#include "bus.h"
#include "bytebuf.h"

typedef struct mdp_worker mdp_worker_t;

struct mdp_job {
    const char *body; /* request frame, borrowed until the next mdp_worker_next or _reply */
    size_t len;
    const char
        *caller; /* name the broker authenticated by CURVE ("gateway", "cli", ...), "" without
                    CURVE; borrowed likewise. The broker writes it into the client address frame. */
};

/* Worker for `service` (1..MAX_SERVICE_NAME bytes). Connects lazily; never NULL. */
mdp_worker_t *mdp_worker_new(const struct bus_conf *conf, const char *service);
/* Say DISCONNECT, flush for at most a second, close and free; accepts NULL. */
void mdp_worker_destroy(mdp_worker_t **self_p);
/* Next request, waiting at most `wait_ms` or until `stop_fd` (-1: none) is readable. RC_TIMEOUT
 * when there is none. Heartbeats and reconnects go on inside. Call mdp_worker_reply before the next
 * call. */
MUST_CHECK rc_t mdp_worker_next(mdp_worker_t *self, int64_t wait_ms, int stop_fd,
                                struct mdp_job *ret_job);
/* Answer the current request with one frame. */
MUST_CHECK rc_t mdp_worker_reply(mdp_worker_t *self, const struct bytebuf *reply);

#endif
