/* A growing byte buffer with a mandatory ceiling. The only way our code grows memory by input. */
#ifndef BYTEBUF_H
#define BYTEBUF_H

#include <stddef.h>

#include "attr.h"
#include "rc.h"

struct bytebuf {
    char *data;     /* NUL-terminated once anything was added; NULL before */
    size_t len;     /* bytes without that NUL */
    size_t cap;     /* bytes allocated */
    size_t ceiling; /* most bytes it may ever hold */
};

/* Empty buffer that refuses to hold more than `ceiling` bytes. Allocates nothing yet. */
void bytebuf_init(struct bytebuf *self, size_t ceiling);
/* Free the memory; the buffer is empty and usable again. */
void bytebuf_fini(struct bytebuf *self);
/* Forget the content, keep the memory. */
void bytebuf_reset(struct bytebuf *self);
/* Append. RC_TOO_LARGE beyond the ceiling, the buffer unchanged. */
MUST_CHECK rc_t bytebuf_add(struct bytebuf *self, const void *bytes, size_t len);
/* Append a C string. As bytebuf_add. */
MUST_CHECK rc_t bytebuf_text(struct bytebuf *self, const char *text);
/* Append formatted text. As bytebuf_add. */
MUST_CHECK rc_t bytebuf_fmt(struct bytebuf *self, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* The content as a C string, "" when empty. Borrowed until the next call that changes the buffer. */
const char *bytebuf_str(const struct bytebuf *self);

#endif
