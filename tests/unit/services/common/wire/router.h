/* A ROUTER on a free port, where a test plays the broker by hand. */
#ifndef ROUTER_H
#define ROUTER_H

#include <stdbool.h>
#include <stdint.h>

#include "bus.h"
#include "frames.h"

struct router {
    void *socket;
    struct bus_conf bus; /* for the client or worker under test */
    struct frames in;    /* last message: routing id first */
    char text[512]; /* it without the routing id, bars between frames, \xNN for what does not print
                     */
};

/* Bind to a free port of the loopback. */
void router_open(struct router *self);
/* Close at once; peers notice. Safe when closed. */
void router_close(struct router *self);
/* Bind again to the same port, as a broker that was restarted. */
void router_reopen(struct router *self);
/* Next message within `wait_ms` as text, "" when none came. A frame of eight bytes before an empty
 * one (a ticket) shows as "#". */
const char *router_recv(struct router *self, int64_t wait_ms);
/* Send to the sender of the last message: frames with bars between; "#" as a frame is its ticket.
 */
void router_send(struct router *self, const char *text);
/* Copy of the routing id and ticket of the last message, to answer later; and back. */
struct router_mark {
    unsigned char id[64], ticket[8];
    size_t id_len;
};
struct router_mark router_mark(struct router *self);
void router_send_to(struct router *self, const struct router_mark *to, const char *text);

#endif
