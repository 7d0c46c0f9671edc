/* The JSON that travels in one Majordomo body frame: request
 * {"op","args","principal","idempotency_key","deadline_ms"} and reply {"ok":true,"result"} or
 * {"ok":false,"error":{"code","message","details":{"field","missing"}}}. */
#ifndef ENVELOPE_H
#define ENVELOPE_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "bytebuf.h"
#include "problem.h"

enum { DEADLINE_MS_DEFAULT = 10000, DEADLINE_MS_MAX = 600000 };

struct request {
    const char *op;    /* 1..MAX_OP_NAME bytes of [a-z0-9_.] */
    json_t *args;      /* an object, {} when absent */
    json_t *principal; /* object {"account":...,"name":...} or NULL: the calling process itself */
    const char *idempotency_key; /* NULL or 1..MAX_IDEMPOTENCY_KEY printable bytes */
    int64_t deadline_ms;         /* the caller gives up after so long */
    json_t *root;                /* owner of all the above; NULL in a request being built */
};

/* Parse one frame. RC_INVALID names the field; unknown fields are refused. Nothing to free on
 * failure. */
MUST_CHECK rc_t request_decode(const char *bytes, size_t len, struct request *ret_request,
                               struct problem *problem);
/* Free what request_decode made; safe on a zeroed struct. */
void request_fini(struct request *self);
/* Append the frame of `request` to `out`. RC_TOO_LARGE beyond its ceiling. */
MUST_CHECK rc_t request_encode(const struct request *request, struct bytebuf *out);
/* Append a reply with `result` (borrowed; NULL gives {}) to `out`. */
MUST_CHECK rc_t reply_encode_ok(const json_t *result, struct bytebuf *out);
/* Append an error reply. */
MUST_CHECK rc_t reply_encode_error(const struct problem *problem, struct bytebuf *out);
/* Parse a reply: RC_OK and an owned *ret_result, or the error's rc with its message in *problem. */
MUST_CHECK rc_t reply_decode(const char *bytes, size_t len, json_t **ret_result,
                             struct problem *problem);

#endif
