/* Who may talk to the broker: key folder, ZAP handler and the watch for failed handshakes together.
 */
#ifndef GUARD_H
#define GUARD_H

#include "broker.h"
#include "frames.h"
#include "keyring.h"

#define ZAP_DOMAIN "mlps" /* non-empty, or libzmq would not ask at all (ZAP-02) */

typedef struct guard guard_t;

enum { GUARD_SOCKETS = 4, GUARD_WATCHED = 3 };

/* What the guard saw; added to the broker's counters. */
struct guard_news {
    enum keyring_change change;
    uint64_t accepted, refused;                          /* keys */
    uint64_t failed_auth, failed_protocol, failed_other; /* handshakes (ZAP-09) */
};

/* Read the key folder and bind the ZAP handler. Before any server socket is bound. */
MUST_CHECK rc_t guard_open(void *context, const char *folder, guard_t **ret_guard,
                           struct problem *problem);
/* Close everything and free, before the watched sockets are closed; accepts NULL. */
void guard_close(guard_t **self_p);
/* The broker's secret key in Z85; borrowed. */
const char *guard_secret(const guard_t *self);
/* Watch a server socket (GUARD_WATCHED at most) for handshakes that fail; before it is bound. */
void guard_watch(guard_t *self, void *socket);
/* Stop watching a socket that is about to be closed. */
void guard_unwatch(guard_t *self, void *socket);
/* Sockets to poll for input; at most GUARD_SOCKETS. Returns how many. */
size_t guard_sockets(guard_t *self, void *ret_sockets[GUARD_SOCKETS]);
/* Answer ZAP, read the watches, and look at the key folder at least once a second. Writes audit
 * lines. */
struct guard_news guard_serve(guard_t *self, int64_t now_ms);
/* The sender of a message by the User-Id of its connection; false when its key is not accepted (any
 * more). */
bool guard_caller(const guard_t *self, struct frames *in, struct caller *ret_caller);
/* Whether a key is accepted; `self` is a guard_t. */
bool guard_knows(void *self, const char *key);

#endif
