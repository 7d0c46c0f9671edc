/* A response: status, fields, body or source. Writes the head with the security fields every
 * response carries, errors included (ASVS 3.4, reliability.md WEB-05). Pure: the time is given. */
#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "bytebuf.h"
#include "http_fault.h"
#include "problem.h"

enum {
    HTTP_FIELDS_BYTES = 2 << 10, /* most bytes of a response's own header fields */
    HTTP_DATE_TEXT = 40,         /* room for an IMF-fixdate with NUL */
};
#define HTTP_TYPE_JSON    "application/json; charset=utf-8"
#define HTTP_TYPE_PROBLEM "application/problem+json; charset=utf-8"
#define HTTP_TYPE_TEXT    "text/plain; charset=utf-8"

struct evbuffer;
struct http_conn;

enum source_state {
    SOURCE_MORE,   /* bytes were added, there may be more at once */
    SOURCE_WAIT,   /* nothing now; the source calls http_conn_wake when there is */
    SOURCE_END,    /* complete */
    SOURCE_BROKEN, /* cannot be completed: the connection is cut, so that nobody takes it for whole
                    */
};

/* A body made while it is sent. Implementations put this first in their struct. */
struct http_source {
    /* Add the next bytes, at most about 64 KiB, to `out`. Called when the client has room. */
    enum source_state (*fill)(struct http_source *self, struct evbuffer *out);
    /* The connection that will ask; called once, before the first fill. May be NULL. */
    void (*attach)(struct http_source *self, struct http_conn *conn);
    /* Free the source; called exactly once, whether the body was completed or not. */
    void (*close)(struct http_source *self);
};

struct http_reply {
    int status;
    const char *type;           /* Content-Type; static text */
    const char *cache;          /* Cache-Control; static text; NULL: no-store */
    struct bytebuf body;        /* ignored when `source` is set */
    struct bytebuf fields;      /* further header lines, each ended by CR LF */
    struct http_source *source; /* owned, or NULL */
    int64_t source_len;         /* bytes the source gives; -1: until the connection closes */
};

/* What the connection adds to a response. */
struct http_frame {
    bool close;     /* the connection ends after this response */
    bool no_body;   /* answer to HEAD: the fields of GET without the bytes */
    bool tls;       /* TLS ends at or in front of us: Strict-Transport-Security is due */
    int64_t now_us; /* for Date */
};

/* Empty response of that status with an empty body. */
void http_reply_init(struct http_reply *self, int status, const char *type);
/* Free everything, closing the source. Safe twice. */
void http_reply_fini(struct http_reply *self);
/* Add a header field. A value with control characters or beyond the ceiling is left out: it can
 * only come from a peer, and a missing field is better than a forged one. `name` is static text. */
void http_reply_field(struct http_reply *self, const char *name, const char *value);
/* Body from JSON (borrowed); compact with sorted keys. */
void http_reply_json(struct http_reply *self, const json_t *json);
/* Make `self`, which holds nothing yet, the problem details (RFC 9457) of a refusal. */
void http_reply_refuse(struct http_reply *self, const struct http_refusal *refusal, enum lang lang);
/* The same for what a service or the bus answered. */
void http_reply_problem(struct http_reply *self, const struct problem *problem, enum lang lang);
/* Append the head of the response to `out`, whose ceiling must allow 4 KiB. */
void http_reply_head(const struct http_reply *self, const struct http_frame *frame,
                     struct bytebuf *out);
/* "Mon, 15 Jun 2026 01:00:00 GMT" (RFC 9110 5.6.7); `out` has HTTP_DATE_TEXT bytes; returns `out`.
 */
const char *http_date(int64_t us, char *out);

#endif
