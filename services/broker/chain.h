/* Doubly linked list through a member of the element: O(1) everywhere, no memory of its own. */
#ifndef CHAIN_H
#define CHAIN_H

#include <stdbool.h>
#include <stddef.h>

/* A list head, or the member by which an element hangs in a list; an element in no list points to
 * itself. */
struct chain {
    struct chain *prev, *next;
};

/* The element whose member `member` is `*link`. */
#define CHAIN_OWNER(link, type, member) ((type *)(void *)((char *)(link)-offsetof(type, member)))

/* Make a head empty, or an element a member of no list. */
static inline void chain_init(struct chain *self)
{
    self->prev = self;
    self->next = self;
}
/* Whether a head has no elements, or an element is in no list. */
static inline bool chain_empty(const struct chain *self)
{
    return self->next == self;
}
/* Take an element out of its list, if it is in one. */
static inline void chain_remove(struct chain *link)
{
    link->prev->next = link->next;
    link->next->prev = link->prev;
    chain_init(link);
}
/* Put an element at the end of a list, out of the one it was in. */
static inline void chain_add_last(struct chain *head, struct chain *link)
{
    chain_remove(link);
    link->prev = head->prev;
    link->next = head;
    head->prev->next = link;
    head->prev = link;
}
/* First element, NULL when there is none. */
static inline struct chain *chain_first(const struct chain *head)
{
    return head->next == head ? NULL : head->next;
}

#endif
