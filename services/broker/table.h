/* Hash table through a member of the element, keyed by bytes. Peers choose keys (routing ids,
 * service names), so the hash is SipHash with a random key of the table: nobody can make a slot
 * long on purpose. */
#ifndef TABLE_H
#define TABLE_H

#include <stddef.h>
#include <stdint.h>

struct table_node {
    struct table_node *next; /* in the same slot */
    uint64_t hash;
    const void *key; /* inside the element, must not change while it is in the table */
    size_t len;
};

struct table {
    struct table_node **slots; /* a power of two of them; NULL before the first element */
    size_t slot_count;
    size_t count; /* elements */
    unsigned char secret[16];
};

/* Empty table with a fresh hash key. sodium_init must have been called. */
void table_init(struct table *self);
/* Free the slots; the elements belong to the caller. */
void table_fini(struct table *self);
/* The element with this key, NULL when there is none. */
struct table_node *table_find(const struct table *self, const void *key, size_t len);
/* Add an element whose key is not in the table. */
void table_add(struct table *self, struct table_node *node, const void *key, size_t len);
/* Take an element out that is in the table. */
void table_remove(struct table *self, struct table_node *node);
/* Some element, NULL when empty: for emptying a table. */
struct table_node *table_any(const struct table *self);

#endif
