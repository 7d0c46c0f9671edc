/* Blocks of 16 KiB, filled from the newest; a larger wish gets a block of its own. Nothing is
 * ever given back alone, so there is no free list to get wrong, and a half-read pack goes away
 * in one call. */
#include "arena.h"

#include <string.h>

#include "memory.h"

/* Each wish is rounded up to ALIGN, so that the place behind it is aligned for any type as well. */
enum { BLOCK_BYTES = 16 << 10, ALIGN = _Alignof(max_align_t) };

struct block {
    struct block *next;
    size_t used, size; /* of the bytes behind this header */
    max_align_t bytes[];
};

struct arena {
    struct block *blocks; /* the newest first; only it is filled */
};

/* No block yet: the first wish brings one, so an arena that is never used costs one small
 * allocation. */
struct arena *arena_new(void)
{
    return mem_new(sizeof(struct arena));
}

/* The only way memory leaves an arena. All that was handed out is dead from here on, so whoever
 * owns the arena must outlive its borrowers. */
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

/* The next free bytes, aligned for any type; a new block when the newest has no room. What is left
 * of a block that is too small for the wish stays unused: packs are read once and live long, so a
 * search for room would not pay. */
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

/* No check of the product: counts come from texts with a ceiling and sizes from the code, so it is
 * far from the end of size_t. */
void *arena_array(struct arena *self, size_t count, size_t size)
{
    return take(self, count * size);
}

/* The NUL is the block's own zero: blocks come zeroed and no byte is handed out twice. */
char *arena_text(struct arena *self, const char *text, size_t len)
{
    char *copy = take(self, len + 1);
    memcpy(copy, text, len);
    return copy;
}
