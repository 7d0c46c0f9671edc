/* Allocation that cannot fail: out of memory ends the process here, and the supervisor restarts it.
 * So there are no half-tested paths. Sizes from outside are bounded before they reach these. */
#ifndef MEMORY_H
#define MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* `size` zeroed bytes, never NULL. Freed with mem_free. */
void *mem_new(size_t size);
/* `count` zeroed elements of `size` bytes; ends the process when the product overflows. */
void *mem_array(size_t count, size_t size);
/* `old` (or NULL) resized to `size` bytes; the new part is not zeroed. */
void *mem_resize(void *old, size_t size);
/* Room for `count` elements of `size` bytes, doubling as needed: returns `items`, perhaps moved,
 * with *cap_p at least `count`. */
void *mem_grow(void *items, size_t *cap_p, size_t count, size_t size);
/* A copy of `text`; NULL for NULL. */
char *mem_dup(const char *text);
/* A copy of `len` bytes of `text` with a NUL after them. */
char *mem_dup_n(const char *text, size_t len);
/* Ends the process as the others do where a library could not allocate (`there` false). */
void mem_require(bool there);
/* free(); accepts NULL. */
void mem_free(void *p);

#endif
