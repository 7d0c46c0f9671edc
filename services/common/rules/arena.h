/* Memory of one pack: everything is allocated from it and freed at once. */
#ifndef ARENA_H
#define ARENA_H

#include <stddef.h>

/* Not locked: one reader fills an arena, after that it is only read. */
struct arena;

/* Empty arena. Never NULL; caller destroys. */
struct arena *arena_new(void);
/* Free all that came from it and set *self_p to NULL. Safe on NULL. */
void arena_destroy(struct arena **self_p);
/* `count` zeroed elements of `size` bytes, aligned for any type; never NULL. The product must fit:
 * a count comes from a text with a ceiling, a size from the code. Valid until the arena is
 * destroyed. */
void *arena_array(struct arena *self, size_t count, size_t size);
/* A copy of `len` bytes with a NUL after them. `text` need not end with one. Valid until the arena
 * is destroyed. */
char *arena_text(struct arena *self, const char *text, size_t len);

#endif
