/* The request target in origin form (RFC 9112 3.2.1, RFC 3986): path segments and query parameters,
 * decoded once. A path that could be read two ways is refused, not repaired: no empty, "." or ".."
 * segment, no encoded slash, backslash or control character, no other form (absolute, authority,
 * asterisk). */
#ifndef HTTP_TARGET_H
#define HTTP_TARGET_H

#include <stdbool.h>
#include <stddef.h>

#include "attr.h"
#include "http_fault.h"

enum { HTTP_SEGMENTS_MAX = 8, HTTP_PAIRS_MAX = 24 };

struct http_pair {
    const char *name;
    const char *value;
};

struct http_target {
    char *text; /* decoded in place; owns what is below */
    size_t segment_count;
    const char *segments[HTTP_SEGMENTS_MAX]; /* "/a/b" gives "a", "b"; "/" gives none */
    size_t pair_count;
    struct http_pair pairs[HTTP_PAIRS_MAX]; /* names differ */
};

/* Read a target of at most HTTP_LINE_MAX bytes. False with the reason in *ret_refusal (its field,
 * if any, lives as long as `self`); http_target_fini is due in both cases. */
MUST_CHECK bool http_target_read(struct http_target *self, const char *target,
                                 struct http_refusal *ret_refusal);
/* Free; safe on a zeroed struct. */
void http_target_fini(struct http_target *self);
/* Value of a query parameter, NULL when absent. */
const char *http_target_query(const struct http_target *self, const char *name);

#endif
