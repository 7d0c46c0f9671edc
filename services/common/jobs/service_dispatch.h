/* One request from frame to frame, without a socket: what each thread of a service does, and what
 * tests call. */
#ifndef SERVICE_DISPATCH_H
#define SERVICE_DISPATCH_H

#include "bytebuf.h"
#include "call_events.h"
#include "service_host.h"

/* State of one thread. */
struct dispatch {
    const struct service_def *def;
    const struct clk *clk;
    pg_t *db;
    void *local;               /* of def->local_new, or NULL */
    struct call_events events; /* of the last request, ready when it committed */
};

/* Take over `db` (borrowed) and make the thread's state. */
void dispatch_init(struct dispatch *self, const struct service_def *def, const struct clk *clk,
                   pg_t *db);
/* Free that state. */
void dispatch_fini(struct dispatch *self);

struct frame {
    const char *caller; /* as the broker authenticated it */
    const char *body;
    size_t len;
};
/* Serve one request: `reply` always becomes a valid reply frame. Returns what happened, its message
 * in *problem, for the log. A write whose commit was not answered is repeated under its idempotency
 * key (HA-04). */
rc_t dispatch_serve(struct dispatch *self, const struct frame *frame, struct bytebuf *reply,
                    struct problem *problem);
/* Route of an operation, NULL when there is none. */
const struct service_route *dispatch_route(const struct service_def *def, const char *op);

#endif
