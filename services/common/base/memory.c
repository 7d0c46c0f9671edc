#include "memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"

/* Items of an array's first allocation; doubled from there. */
enum { FIRST_ITEMS = 8 };

/* No branch for a failed allocation anywhere else: a half-tested path is worse than a restart by
 * the supervisor (FI-22). Not through the log, which might need memory. */
NO_RETURN static void die(size_t size)
{
    fprintf(stderr, "fatal out_of_memory bytes=\"%zu\"\n", size);
    abort();
}

/* Zeroed, so that a half-built object can be destroyed: every destructor accepts NULL members. */
void *mem_new(size_t size)
{
    void *p = calloc(1, size ? size : 1);
    if (!p)
        die(size);
    return p;
}

/* calloc checks the product for overflow; an empty array is a valid pointer, so that callers
 * need no case for it. */
void *mem_array(size_t count, size_t size)
{
    void *p = calloc(count ? count : 1, size ? size : 1);
    if (!p)
        die(size);
    return p;
}

/* What is new at the end is not zeroed, unlike with mem_new. */
void *mem_resize(void *old, size_t size)
{
    void *p = realloc(old, size ? size : 1);
    if (!p)
        die(size);
    return p;
}

/* Doubling makes appending linear in sum; the product is checked here, since realloc does not. */
void *mem_grow(void *items, size_t *cap_p, size_t count, size_t size)
{
    if (count <= *cap_p)
        return items;
    size_t cap = *cap_p ? *cap_p : FIRST_ITEMS;
    while (cap < count)
        cap *= 2;
    if (cap > SIZE_MAX / size)
        die(cap);
    *cap_p = cap;
    return mem_resize(items, cap * size);
}

/* NULL stays NULL, so that optional texts need no case. */
char *mem_dup(const char *text)
{
    return text ? mem_dup_n(text, strlen(text)) : NULL;
}

/* The NUL behind it comes from mem_new's zeroes; the text may hold others. */
char *mem_dup_n(const char *text, size_t len)
{
    char *copy = mem_new(len + 1);
    memcpy(copy, text, len);
    return copy;
}

/* For a library that tells of exhausted memory by its result and not by a size, hence 0 bytes. */
void mem_require(bool there)
{
    if (!there)
        die(0);
}

/* Safe on NULL. Apart from free() only so that the ban on raw allocation can be checked by name. */
void mem_free(void *p)
{
    free(p);
}
