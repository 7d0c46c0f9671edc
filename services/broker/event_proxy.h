/* Events: what publishers send to the XSUB goes out on the XPUB, in a thread of its own, so that a
 * storm of events delays no request. Peers that do not read lose messages at the high-water mark;
 * the table has them. */
#ifndef EVENT_PROXY_H
#define EVENT_PROXY_H

#include "guard.h"

typedef struct event_proxy event_proxy_t;

/* Bind both sockets and start the thread. With a guard they are CURVE servers; NULL: NULL security.
 * RC_CONFLICT when an endpoint is taken, RC_INVALID when it is none. */
MUST_CHECK rc_t event_proxy_start(void *context, const struct bus_conf *bus, guard_t *guard,
                                  event_proxy_t **ret_proxy, struct problem *problem);
/* Stop the thread, cut all its peers, close and free; accepts NULL. */
void event_proxy_stop(event_proxy_t **self_p);

#endif
