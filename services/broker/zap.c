/* 27/ZAP on a REP socket: one question, one answer, in order. Every question is answered, the
 * malformed too, or libzmq would wait for it with the connection half open.
 *
 * The handler runs in the broker's loop: while that is stalled nobody is let in, and those who are
 * in stay (ZAP-04). The handler is bound before the first server socket (ZAP-01), and sockets
 * enforce the domain, so a missing handler lets nobody pass (ZAP-02). */
#include "zap.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <zmq.h>

#include "frames.h"
#include "memory.h"

#define ZAP_ENDPOINT "inproc://zeromq.zap.01"

/* Frames of a request as a REP socket delivers it. */
enum zap_frame {
    ZAP_VERSION,
    ZAP_REQUEST_ID,
    ZAP_DOMAIN_FRAME,
    ZAP_ADDRESS,
    ZAP_IDENTITY,
    ZAP_MECHANISM,
    ZAP_CREDENTIALS,
    ZAP_FRAMES, /* CURVE has one credential, the key */
};

enum { KEY_BYTES = 32 };

/* Status codes of 27/ZAP that we give. A user id goes with 200 only (ZAP-03). */
struct zap_answer {
    const char *status;
    const char *text;
};

/* 300 (try again later) is never given: a key is accepted or it is not. */
static const struct zap_answer ACCEPTED = { "200", "OK" };
static const struct zap_answer REFUSED = { "400", "key not accepted" };
static const struct zap_answer MALFORMED = { "500", "not a ZAP 1.0 request" };

struct zap {
    void *socket; /* REP */
    const char *domain;
    keyring_t *keys;
    struct frames in;
};

/* The address is fixed by the RFC, one for the context; a second handler in one process is a
 * conflict. Requests that nobody reads any more must not hold the context open. */
rc_t zap_open(void *context, const char *domain, keyring_t *keys, zap_t **ret_zap,
              struct problem *problem)
{
    int linger = 0;
    void *socket = zmq_socket(context, ZMQ_REP);
    if (!socket || zmq_bind(socket, ZAP_ENDPOINT) != 0) {
        rc_t rc = problem_set(problem, RC_CONFLICT, "keys", "could not bind the ZAP handler: %s",
                              zmq_strerror(zmq_errno()));
        if (socket)
            zmq_close(socket);
        return rc;
    }
    zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof(linger));
    zap_t *self = mem_new(sizeof(*self));
    self->socket = socket;
    self->domain = domain;
    self->keys = keys;
    frames_init(&self->in);
    *ret_zap = self;
    return RC_OK;
}

/* Before the context ends, which would wait for the socket otherwise. */
void zap_close(zap_t **self_p)
{
    zap_t *self = *self_p;
    if (!self)
        return;
    frames_clear(&self->in);
    zmq_close(self->socket);
    mem_free(self);
    *self_p = NULL;
}

/* To be polled with the others. */
void *zap_socket(zap_t *self)
{
    return self->socket;
}

/* For the log: cut where it does not fit. */
static void copy_text(char *out, size_t size, zmq_msg_t *frame)
{
    size_t len = zmq_msg_size(frame);
    len = len < size ? len : size - 1;
    memcpy(out, zmq_msg_data(frame), len);
    out[len] = '\0';
}

/* Name of the key, after a second look at the folder if need be. */
static const char *name_of(zap_t *self, const char *key, enum keyring_change *ret_change)
{
    const char *name = keyring_name(self->keys, key);
    if (name)
        return name;
    enum keyring_change change = keyring_refresh(self->keys);
    if (change > *ret_change)
        *ret_change = change;
    return keyring_name(self->keys, key);
}

/* Closed by default: each condition that fails refuses. */
static struct zap_answer judge(zap_t *self, struct zap_verdict *out,
                               enum keyring_change *ret_change)
{
    struct frames *in = &self->in;
    if (in->count < ZAP_CREDENTIALS || !frame_is(&in->at[ZAP_VERSION], "1.0", 3))
        return MALFORMED;
    copy_text(out->address, sizeof(out->address), &in->at[ZAP_ADDRESS]);
    if (in->count != ZAP_FRAMES || !frame_is(&in->at[ZAP_MECHANISM], "CURVE", 5) ||
        !frame_is(&in->at[ZAP_DOMAIN_FRAME], self->domain, strlen(self->domain)) ||
        zmq_msg_size(&in->at[ZAP_CREDENTIALS]) != KEY_BYTES)
        return REFUSED;
    zmq_z85_encode(out->key, zmq_msg_data(&in->at[ZAP_CREDENTIALS]), KEY_BYTES);
    const char *name = name_of(self, out->key, ret_change);
    if (!name)
        return REFUSED;
    out->name = name;
    out->accepted = true;
    return ACCEPTED;
}

/* The user id of an accepted peer is its key, so that a key that was replaced under the same name
 * is refused with it (ZAP-07). */
static void reply(zap_t *self, struct zap_answer answer, const struct zap_verdict *verdict)
{
    struct frames out;
    frames_init(&out);
    frames_add(&out, "1.0", 3);
    if (self->in.count > ZAP_REQUEST_ID)
        frames_share(&out, &self->in.at[ZAP_REQUEST_ID]);
    else
        frames_add(&out, "", 0);
    frames_add(&out, answer.status, strlen(answer.status));
    frames_add(&out, answer.text, strlen(answer.text));
    frames_add(&out, verdict->key, verdict->accepted ? strlen(verdict->key) : 0);
    frames_add(&out, "", 0);
    rc_t rc = frames_send(&out, self->socket);
    (void)rc; /* the session that asked is gone: nobody to be told */
}

/* Reads until nothing waits, so that a crowd at the door is let in by one turn of the loop. A
 * request that is too large is judged like any other: by what could be read of it. */
void zap_serve(zap_t *self, zap_verdict_fn *told, void *arg, enum keyring_change *ret_change)
{
    for (;;) {
        rc_t rc = frames_recv(&self->in, self->socket);
        if (rc != RC_OK && rc != RC_TOO_LARGE)
            return;
        struct zap_verdict verdict = { .accepted = false, .name = "" };
        struct zap_answer answer = judge(self, &verdict, ret_change);
        reply(self, answer, &verdict);
        told(arg, &verdict);
    }
}
