/* Chained slots, doubled when there are as many elements as slots and never halved: the ceilings
 * bound the elements. */
#include "table.h"

#include <sodium.h>
#include <string.h>

#include "memory.h"

/* A power of two, as slot_of needs it. */
enum { FIRST_SLOTS = 64 };

/* A random key for each table: bucket order cannot be foreseen from outside. */
void table_init(struct table *self)
{
    *self = (struct table){ .slots = NULL };
    _Static_assert(sizeof(self->secret) == crypto_shorthash_KEYBYTES, "SipHash key");
    crypto_shorthash_keygen(self->secret);
}

/* The nodes are their owners'; only the slots are ours. */
void table_fini(struct table *self)
{
    mem_free(self->slots);
    self->slots = NULL;
    self->slot_count = 0;
    self->count = 0;
}

/* SipHash-2-4 under the table's key. */
static uint64_t hash_of(const struct table *self, const void *key, size_t len)
{
    unsigned char out[crypto_shorthash_BYTES];
    uint64_t hash;
    crypto_shorthash(out, key, len, self->secret);
    memcpy(&hash, out, sizeof(hash));
    return hash;
}

/* The count is a power of two. */
static struct table_node **slot_of(const struct table *self, uint64_t hash)
{
    return &self->slots[hash & (self->slot_count - 1)];
}

/* Hash and length before the bytes, so that a miss rarely touches a key. */
struct table_node *table_find(const struct table *self, const void *key, size_t len)
{
    if (self->count == 0)
        return NULL;
    uint64_t hash = hash_of(self, key, len);
    struct table_node *node = *slot_of(self, hash);
    while (node && (node->hash != hash || node->len != len || memcmp(node->key, key, len) != 0))
        node = node->next;
    return node;
}

/* At the front: what was just added is likely to be looked for. */
static void link_node(struct table *self, struct table_node *node)
{
    struct table_node **slot = slot_of(self, node->hash);
    node->next = *slot;
    *slot = node;
}

/* Twice the slots, so that on average an element shares its slot with less than one other. */
static void grow(struct table *self)
{
    struct table_node **old = self->slots;
    size_t old_count = self->slot_count;
    self->slot_count = old_count ? old_count * 2 : FIRST_SLOTS;
    self->slots = mem_array(self->slot_count, sizeof(struct table_node *));
    for (size_t i = 0; i < old_count; i++) {
        for (struct table_node *node = old[i], *next; node; node = next) {
            next = node->next;
            link_node(self, node);
        }
    }
    mem_free(old);
}

/* The key is borrowed from the owner of the node and must stay while the node is in. The caller
 * knows that it is not there yet. */
void table_add(struct table *self, struct table_node *node, const void *key, size_t len)
{
    if (self->count >= self->slot_count)
        grow(self);
    node->hash = hash_of(self, key, len);
    node->key = key;
    node->len = len;
    link_node(self, node);
    self->count++;
}

/* By identity: the node must be in. */
void table_remove(struct table *self, struct table_node *node)
{
    struct table_node **at = slot_of(self, node->hash);
    while (*at != node)
        at = &(*at)->next;
    *at = node->next;
    self->count--;
}

/* For emptying a table from any end; the order says nothing. */
struct table_node *table_any(const struct table *self)
{
    for (size_t i = 0; i < self->slot_count; i++)
        if (self->slots[i])
            return self->slots[i];
    return NULL;
}
