/* One multipart message as an array of frames, with a ceiling. */
#ifndef FRAMES_H
#define FRAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <zmq.h>

#include "attr.h"
#include "rc.h"

enum {
    FRAMES_MAX = 64, /* frames of one message; more are read and thrown away */
    FRAMES_KEPT = 2, /* but for the first ones, which say whose it was */
};

struct frames {
    size_t count; /* frames held: at[0..count-1] are initialised, the others are not */
    size_t bytes; /* content of all frames together */
    zmq_msg_t at[FRAMES_MAX];
};

/* No frames. */
void frames_init(struct frames *self);
/* Close all frames; the message is empty and usable again. */
void frames_clear(struct frames *self);
/* Receive one whole message without waiting; what was held before is closed. RC_TIMEOUT: none has
 * arrived. RC_TOO_LARGE: it had more than FRAMES_MAX frames, of which the first FRAMES_KEPT are
 * held. RC_UNAVAILABLE: the socket is of no use any more. */
MUST_CHECK rc_t frames_recv(struct frames *self, void *socket);
/* Append a copy of `len` bytes. The count must be below FRAMES_MAX. */
void frames_add(struct frames *self, const void *bytes, size_t len);
/* Append a frame that shares its content with `source`, which stays as it is. */
void frames_share(struct frames *self, zmq_msg_t *source);
/* Send all frames as one message without waiting; nothing is held afterwards, sent or not.
 * RC_BUSY: high-water mark, or nobody connected. RC_NOT_FOUND: the addressed peer is gone
 * (ROUTER_MANDATORY). RC_UNAVAILABLE: the socket is of no use any more. */
MUST_CHECK rc_t frames_send(struct frames *self, void *socket);
/* Whether a frame is exactly these bytes. */
bool frame_is(zmq_msg_t *frame, const void *bytes, size_t len);

#endif
