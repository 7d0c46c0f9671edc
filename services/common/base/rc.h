/* The one list of results. Log word, wire code, HTTP status and retry decision come from one row. */
#ifndef RC_H
#define RC_H

#include <stdbool.h>

/*    enumerator       word           HTTP  retry (1: the same call may succeed later) */
#define RC_LIST(X)                                                                                 \
    X(RC_OK, "ok", 200, 0)                                                                         \
    X(RC_INVALID, "invalid", 400, 0)                                                               \
    X(RC_UNAUTHENTICATED, "unauthenticated", 401, 0)                                               \
    X(RC_DENIED, "denied", 403, 0)                                                                 \
    X(RC_NOT_FOUND, "not_found", 404, 0)                                                           \
    X(RC_CONFLICT, "conflict", 409, 0)                                                             \
    X(RC_STALE, "stale", 412, 0)                                                                   \
    X(RC_TOO_LARGE, "too_large", 413, 0)                                                           \
    X(RC_REFUSED, "refused", 422, 0)                                                               \
    X(RC_BUSY, "busy", 429, 1)                                                                     \
    X(RC_INTERNAL, "internal", 500, 0)                                                             \
    X(RC_UNAVAILABLE, "unavailable", 503, 1)                                                       \
    X(RC_TIMEOUT, "timeout", 504, 1)

typedef enum {
#define RC_ENUM(name, word, http, retry) name,
    RC_LIST(RC_ENUM)
#undef RC_ENUM
    RC__COUNT
} rc_t;

/* Word of `rc` as logged and sent on the wire; "internal" for a value outside the list. */
const char *rc_word(rc_t rc);
/* HTTP status of `rc`; 500 for a value outside the list. */
int rc_http(rc_t rc);
/* Whether the same call may succeed when repeated later. */
bool rc_may_retry(rc_t rc);
/* The result with this word; RC_INTERNAL for an unknown word or NULL. */
rc_t rc_from_word(const char *word);

#endif
