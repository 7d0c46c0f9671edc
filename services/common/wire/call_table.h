/* The calls of a client that have no answer yet. A call is a slot; its ticket (slot and generation)
 * travels as the envelope frame before the empty delimiter, as REQ_CORRELATE does, and comes back
 * with the reply: a late reply meets another generation and is dropped (MDP-19). */
#ifndef CALL_TABLE_H
#define CALL_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zmq.h>

#include "attr.h"
#include "ceilings.h"
#include "rc.h"

/* Most calls in flight. Below the broker's high-water mark towards one peer (wire_socket.c), so
 * that it never has to drop a reply to us. */
enum { MDP_CLIENT_IN_FLIGHT = 400, CALL_NONE = -1 };

enum call_state {
    CALL_FREE,
    CALL_UNSENT, /* waits for a connection; in list `unsent` */
    CALL_SENT,   /* waits for a reply; in no list */
    CALL_DONE,   /* reply or timeout not yet fetched; in list `done` */
};

struct call_slot {
    enum call_state state;
    rc_t rc; /* of a done call: RC_OK with `body` the reply, or RC_TIMEOUT, RC_UNAVAILABLE */
    uint32_t generation;
    int next;            /* next slot of the list this one is in */
    uint64_t tag;        /* the caller's */
    int64_t deadline_ms; /* machine time when the caller gives up */
    int64_t resend_ms;   /* machine time of the next attempt */
    uint8_t sends;       /* attempts so far */
    zmq_msg_t body;      /* the request, kept for another attempt; the reply once done */
    char service[MAX_SERVICE_NAME + 1];
};

struct call_list {
    int first, last; /* CALL_NONE when empty */
};

struct call_table {
    struct call_slot *slots;
    size_t count, cap;
    size_t in_flight;        /* slots that are not free */
    struct call_list unsent; /* in order of sending */
    struct call_list done;   /* in order of arrival */
    struct call_list spare;  /* free slots */
};

/* No calls. */
void call_table_init(struct call_table *self);
/* Free everything, answered or not. */
void call_table_fini(struct call_table *self);
/* Take a slot: unsent, body a copy of `len` bytes, `service` at most MAX_SERVICE_NAME bytes.
 * CALL_NONE at MDP_CLIENT_IN_FLIGHT. */
int call_start(struct call_table *self, const char *service, const void *body, size_t len,
               uint64_t tag, int64_t deadline_ms);
/* First unsent call, left where it is; CALL_NONE when there is none. */
int call_next_unsent(const struct call_table *self);
/* An unsent call has gone out; it wants another attempt at `resend_ms`. */
void call_sent(struct call_table *self, int slot, int64_t resend_ms);
/* Put a sent call among the unsent ones. */
void call_again(struct call_table *self, int slot);
/* End an unsent or sent call; `reply` (moved from, may be NULL) becomes its body. */
void call_end(struct call_table *self, int slot, rc_t rc, zmq_msg_t *reply);
/* Take the first done call off its list; CALL_NONE when there is none. The slot is valid until
 * call_free. */
int call_take_done(struct call_table *self);
/* Take this call off the list of the done; false when it is not done. */
bool call_take(struct call_table *self, int slot);
/* Give a taken slot back. */
void call_free(struct call_table *self, int slot);
/* Eight bytes that name a call on the wire. */
void call_ticket(const struct call_table *self, int slot, unsigned char ret_ticket[8]);
/* The call of a ticket; CALL_NONE when it is none that waits for a reply. */
int call_of_ticket(const struct call_table *self, const unsigned char *ticket, size_t len);

#endif
