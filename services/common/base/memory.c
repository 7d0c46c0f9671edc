#include "memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"

enum { FIRST_ITEMS = 8 };

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

char *mem_dup(const char *text)
{
    return text ? mem_dup_n(text, strlen(text)) : NULL;
}

char *mem_dup_n(const char *text, size_t len)
{
    char *copy = mem_new(len + 1);
    memcpy(copy, text, len);
    return copy;
}

void mem_require(bool there)
{
    if (!there)
        die(0);
}

void mem_free(void *p)
{
    free(p);
}
