/* The head of an HTTP/1.1 request (RFC 9112 sections 3 and 5), read byte by byte and strictly: what
 * RFC 9112 lets a server repair is refused, since a repair that a proxy in front does differently
 * is request smuggling (reliability.md 4.1). Pure: no I/O, no clock; memory only for the head, up
 * to its ceiling. Where the bytes are cut into pieces never changes the outcome. */
#ifndef HTTP_PARSE_H
#define HTTP_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bytebuf.h"
#include "http_fault.h"

enum {
    HTTP_HEAD_MAX = 16 << 10, /* bytes of request line and header fields together */
    HTTP_LINE_MAX = 8 << 10,  /* bytes of the request line */
    HTTP_FIELDS_MAX = 100,    /* header fields */
    HTTP_METHOD_MAX = 16,     /* bytes of a method */
};
#define HTTP_NO_LENGTH (-1)

enum http_stage {
    HTTP_START_LINE, /* request line is not complete */
    HTTP_FIELDS,     /* header fields are not complete */
    HTTP_DONE,       /* head complete and valid */
    HTTP_FAILED,     /* refused: see `refusal`; the connection cannot be used further */
};

struct http_field {
    uint32_t name;  /* offset in `head` of the name, lower case, NUL-terminated */
    uint32_t value; /* offset of the value without space around it, NUL-terminated */
};

struct http_parser {
    enum http_stage stage;
    struct bytebuf head; /* all bytes so far; delimiters become NUL once a line is read */
    size_t line;         /* offset of the line being read */
    bool blank_seen;     /* the one empty line allowed before a request (RFC 9112 2.2) was there */
    uint32_t method;     /* offset of the method */
    uint32_t target;     /* offset of the request target */
    int minor;           /* HTTP/1.minor: 0 or 1 */
    unsigned field_count;
    struct http_field fields[HTTP_FIELDS_MAX];
    /* Set when HTTP_DONE. */
    int64_t content_length; /* HTTP_NO_LENGTH without a Content-Length */
    bool wants_close;       /* the client asks to close, or speaks HTTP/1.0 */
    bool wants_continue;    /* Expect: 100-continue */
    struct http_refusal refusal;
};

/* Parser for the first request of a connection. Allocates nothing yet. */
void http_parser_init(struct http_parser *self);
/* Free the head. Usable again after http_parser_init. */
void http_parser_fini(struct http_parser *self);
/* Forget the request, keep the memory: the next request of the connection. */
void http_parser_reset(struct http_parser *self);
/* Read up to `len` bytes; *ret_used is how many belong to the head (all, unless the head ended or
 * was refused before). Returns the stage reached; in HTTP_DONE and HTTP_FAILED nothing more is
 * read. */
enum http_stage http_parser_feed(struct http_parser *self, const char *bytes, size_t len,
                                 size_t *ret_used);
/* Whether a byte of a request was read: the client has begun. */
bool http_parser_begun(const struct http_parser *self);
/* Method and request target as sent; "" before HTTP_FIELDS. Borrowed until reset. */
const char *http_parser_method(const struct http_parser *self);
/* The request target as sent, neither decoded nor normalised; "" before HTTP_FIELDS. Borrowed until
 * reset. */
const char *http_parser_target(const struct http_parser *self);
/* Value of the first field of that name (lower case), NULL when absent. Borrowed until reset. */
const char *http_parser_field(const struct http_parser *self, const char *name);

#endif
