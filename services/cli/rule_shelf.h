/* Packs and calendars as questions name them, without a database: those that ship inside this program, and files
 * that the caller puts on the shelf. A pack is read when it is first asked for, and kept. */
#ifndef RULE_SHELF_H
#define RULE_SHELF_H

#include "kinds.h"

enum { SHELF_PACKS_MAX = 32 };

/* Owns packs and calendar; lends them by rule_shelf_env. */
struct rule_shelf {
    pack_t *packs[SHELF_PACKS_MAX]; /* owned */
    size_t count;
    calendar_t *calendar; /* the one that ships; owned */
};

/* An empty shelf with the calendar that ships. RC_INVALID with *problem when that one is damaged. */
MUST_CHECK rc_t rule_shelf_init(struct rule_shelf *self, struct problem *problem);
/* Put a pack file on the shelf, under the name it gives itself; it goes before a shipped one of that name.
 * RC_INVALID with file:line:column; RC_CONFLICT when a pack of that name is there; RC_TOO_LARGE when full. */
MUST_CHECK rc_t rule_shelf_put(struct rule_shelf *self, const char *path, struct problem *problem);
/* Free everything. */
void rule_shelf_fini(struct rule_shelf *self);
/* Where rules look things up. Borrows the shelf. */
struct eval_env rule_shelf_env(struct rule_shelf *self);

#endif
