/* The ceiling on frames is here and nowhere else: whoever receives through frames_recv never
 * sees more. Sends never wait. */
#include "frames.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Owns nothing yet; the array itself is not cleared, `count` says what is valid. */
void frames_init(struct frames *self)
{
    self->count = 0;
    self->bytes = 0;
}

/* Usable again afterwards. Safe twice. */
void frames_clear(struct frames *self)
{
    for (size_t i = 0; i < self->count; i++)
        zmq_msg_close(&self->at[i]);
    frames_init(self);
}

/* What a failed send means to the caller. */
static rc_t rc_of_errno(int error)
{
    if (error == EHOSTUNREACH)
        return RC_NOT_FOUND;
    return error == EAGAIN || error == EINTR ? RC_BUSY : RC_UNAVAILABLE;
}

/* Receive one frame; -1 with errno. An interruption is not an end. */
static int recv_frame(zmq_msg_t *frame, void *socket)
{
    int n;
    zmq_msg_init(frame);
    do
        n = zmq_msg_recv(frame, socket, ZMQ_DONTWAIT);
    while (n < 0 && errno == EINTR);
    return n;
}

/* Read over what is left of a message that is too long; its first frames say whose it was. Parts of
 * a message arrive together, so only the first one can be missing. */
static rc_t skip_rest(struct frames *self, void *socket)
{
    while (self->count > FRAMES_KEPT)
        zmq_msg_close(&self->at[--self->count]);
    zmq_msg_t frame;
    int more = 1;
    while (more) {
        if (recv_frame(&frame, socket) < 0)
            return RC_UNAVAILABLE;
        more = zmq_msg_more(&frame);
        zmq_msg_close(&frame);
    }
    return RC_TOO_LARGE;
}

/* Clears what was there. Never waits: RC_TIMEOUT when nothing has arrived. RC_TOO_LARGE keeps the
 * first frames, so that a broker can tell who sent it; the rest is read over and the socket stays
 * in step. */
rc_t frames_recv(struct frames *self, void *socket)
{
    frames_clear(self);
    for (int more = 1; more;) {
        zmq_msg_t *frame = &self->at[self->count];
        if (self->count == FRAMES_MAX)
            return skip_rest(self, socket);
        if (recv_frame(frame, socket) < 0)
            return errno == EAGAIN ? RC_TIMEOUT : RC_UNAVAILABLE;
        self->count++;
        self->bytes += zmq_msg_size(frame);
        more = zmq_msg_more(frame);
    }
    return RC_OK;
}

/* Copies the bytes. The ceiling is our own number of frames, never a peer's. */
void frames_add(struct frames *self, const void *bytes, size_t len)
{
    assert(self->count < FRAMES_MAX);
    zmq_msg_t *frame = &self->at[self->count];
    if (zmq_msg_init_size(frame, len) != 0) {
        perror("could not make a frame"); /* out of memory, as in base/memory.h */
        abort();
    }
    if (len)
        memcpy(zmq_msg_data(frame), bytes, len);
    self->count++;
    self->bytes += len;
}

/* By reference: a body sent to the broker again is not copied. */
void frames_share(struct frames *self, zmq_msg_t *source)
{
    assert(self->count < FRAMES_MAX);
    zmq_msg_t *frame = &self->at[self->count];
    zmq_msg_init(frame);
    zmq_msg_copy(frame, source);
    self->count++;
    self->bytes += zmq_msg_size(frame);
}

/* Takes all frames, sent or not. RC_BUSY: no room now; RC_NOT_FOUND: the peer is gone (trap 2). */
rc_t frames_send(struct frames *self, void *socket)
{
    rc_t rc = RC_OK;
    for (size_t i = 0; i < self->count && rc == RC_OK; i++) {
        int flags = ZMQ_DONTWAIT | (i + 1 < self->count ? ZMQ_SNDMORE : 0);
        int n;
        do
            n = zmq_msg_send(&self->at[i], socket, flags);
        while (n < 0 && errno == EINTR);
        if (n < 0)
            rc = rc_of_errno(errno);
    }
    frames_clear(self); /* a sent frame is empty: closing it again is harmless */
    return rc;
}

/* Exact match, also of the length; not for secrets. */
bool frame_is(zmq_msg_t *frame, const void *bytes, size_t len)
{
    return zmq_msg_size(frame) == len && (len == 0 || memcmp(zmq_msg_data(frame), bytes, len) == 0);
}
