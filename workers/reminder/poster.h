/* Sending one HTTP request to where egress.h allows, and knowing what became of it. */
#ifndef POSTER_H
#define POSTER_H

#include <stdint.h>

#include "channel.h"
#include "egress.h"

/* The robots' answers have a hundred bytes; more than this is an attack or a wrong address
 * (SSRF-03). */
enum { POSTER_ANSWER_BYTES = 64 << 10 };

/* Texts are borrowed and must outlive the poster. */
struct poster_conf {
    struct egress_rules rules;
    const char *ca_file; /* certificates to trust, PEM; NULL: the machine's */
    int64_t timeout_ms;  /* of one request */
};

typedef struct poster poster_t;

/* New poster. Never NULL; caller destroys. Not thread-safe: one per thread. */
poster_t *poster_new(const struct poster_conf *conf);
/* Free, set *self_p to NULL. Safe on NULL. */
void poster_destroy(poster_t **self_p);
/* POST as JSON. No redirect is followed, no proxy used, no connection kept: libcurl repeats a
 * request by itself only on a connection that was kept. For any verdict but VERDICT_SENT *problem
 * says why; it never carries the URL, a header or a body. */
MUST_CHECK enum verdict poster_send(poster_t *self, const struct channel_row *row,
                                    const struct channel_post *post, struct problem *problem);

#endif
