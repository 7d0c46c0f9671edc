#include "bytebuf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "memory.h"

/* Bytes; most texts fit the first allocation. */
enum { FIRST_CAP = 256 };

/* Allocates nothing: a buffer that stays empty costs nothing and needs no fini. */
void bytebuf_init(struct bytebuf *self, size_t ceiling)
{
    *self = (struct bytebuf){ .ceiling = ceiling };
}

/* Usable again afterwards, empty and with the same ceiling. */
void bytebuf_fini(struct bytebuf *self)
{
    size_t ceiling = self->ceiling;
    mem_free(self->data);
    bytebuf_init(self, ceiling);
}

/* Keeps the memory, for buffers used once per request. */
void bytebuf_reset(struct bytebuf *self)
{
    self->len = 0;
    if (self->data)
        self->data[0] = '\0';
}

/* One byte more than asked for, which holds the NUL behind the text; the ceiling counts the text
 * alone. Nothing changes when it does not fit. */
static rc_t reserve(struct bytebuf *self, size_t more)
{
    if (more > self->ceiling || self->len > self->ceiling - more)
        return RC_TOO_LARGE;
    size_t need = self->len + more + 1;
    if (need <= self->cap)
        return RC_OK;
    size_t cap = self->cap ? self->cap : FIRST_CAP;
    while (cap < need)
        cap *= 2;
    self->data = mem_resize(self->data, cap);
    self->cap = cap;
    return RC_OK;
}

/* All or nothing; `bytes` must not lie in the buffer, which may move. A NUL always follows the
 * content. */
rc_t bytebuf_add(struct bytebuf *self, const void *bytes, size_t len)
{
    rc_t rc = reserve(self, len);
    if (rc != RC_OK)
        return rc;
    if (len)
        memcpy(self->data + self->len, bytes, len);
    self->len += len;
    self->data[self->len] = '\0';
    return RC_OK;
}

/* The NUL of `text` is not content. */
rc_t bytebuf_text(struct bytebuf *self, const char *text)
{
    return bytebuf_add(self, text, strlen(text));
}

/* Measured before it is written, so that nothing is cut: it fits whole or RC_TOO_LARGE leaves the
 * buffer as it was. */
rc_t bytebuf_fmt(struct bytebuf *self, const char *fmt, ...)
{
    va_list args;
    va_list again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    rc_t rc = n < 0 ? RC_INTERNAL : reserve(self, (size_t)n);
    if (rc == RC_OK) {
        vsnprintf(self->data + self->len, (size_t)n + 1, fmt, again);
        self->len += (size_t)n;
    }
    va_end(again);
    return rc;
}

/* Never NULL, also for a buffer that never grew. Valid until the next append. */
const char *bytebuf_str(const struct bytebuf *self)
{
    return self->data ? self->data : "";
}
