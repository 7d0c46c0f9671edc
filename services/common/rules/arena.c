/* Blocks of 16 KiB, filled from the newest; a larger wish gets a block of its own. Nothing is
 * ever given back alone, so there is no free list to get wrong, and a half-read pack goes away
 * in one call. */
#include "arena.h"

#include <string.h>

#include "memory.h"

enum { BLOCK_BYTES = 16 << 10, ALIGN = _Alignof(max_align_t) };

struct block {
    struct block *next;
    size_t used, size; /* of the bytes behind this header */
    max_align_t bytes[];
};

struct arena {
    struct block *blocks; /* the newest first; only it is filled */
};

struct arena *arena_new(void)
{
    return mem_new(sizeof(struct arena));
}

void arena_destroy(struct arena **self_p)
{
    if (!*self_p)
        return;
    for (struct block *b = (*self_p)->blocks, *next; b; b = next) {
        next = b->next;
        mem_free(b);
    }
    mem_free(*self_p);
    *self_p = NULL;
}

/* The next free bytes, aligned for any type; a new block when the newest has no room. */
static void *take(struct arena *self, size_t bytes)
{
    size_t need = (bytes + ALIGN - 1) / ALIGN * ALIGN;
    struct block *b = self->blocks;
    if (!b || b->size - b->used < need) {
        size_t size = need > BLOCK_BYTES ? need : BLOCK_BYTES;
        b = mem_new(sizeof(*b) + size);
        b->size = size;
        b->next = self->blocks;
        self->blocks = b;
    }
    char *at = (char *)b->bytes + b->used;
    b->used += need;
    return at;
}

void *arena_array(struct arena *self, size_t count, size_t size)
{
    return take(self, count * size);
}

char *arena_text(struct arena *self, const char *text, size_t len)
{
    char *copy = take(self, len + 1);
    memcpy(copy, text, len);
    return copy;
}
