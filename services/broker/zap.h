/* The ZAP handler (27/ZAP): answers libzmq's question whether a CURVE key may come in. Served by
 * the loop that owns the broker; must be open before any server socket is bound (ZAP-01). */
#ifndef ZAP_H
#define ZAP_H

#include "keyring.h"

typedef struct zap zap_t;

/* What was decided about one connection. */
struct zap_verdict {
    bool accepted;
    const char *name;       /* of an accepted key; "" otherwise. Borrowed, as the others */
    char key[BUS_KEY_TEXT]; /* the key asked about, "" when there was none */
    char address[64];       /* of the peer */
};

typedef void zap_verdict_fn(void *arg, const struct zap_verdict *verdict);

/* Bind the handler of a context. RC_CONFLICT when it has one already. `keys` is borrowed. */
MUST_CHECK rc_t zap_open(void *context, const char *domain, keyring_t *keys, zap_t **ret_zap,
                         struct problem *problem);
/* Close and free; accepts NULL. New connections are refused from then on. */
void zap_close(zap_t **self_p);
/* Socket to poll for input. */
void *zap_socket(zap_t *self);
/* Answer every question that has arrived and tell `told` of each verdict. A key that is not known
 * makes the folder be looked at once more, so that a key just added works at once; the change is
 * added to *ret_change. */
void zap_serve(zap_t *self, zap_verdict_fn *told, void *arg, enum keyring_change *ret_change);

#endif
