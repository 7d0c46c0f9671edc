/* The register of a pack: each clause of the document held against what the pack does with it. */
#ifndef REGISTER_H
#define REGISTER_H

#include "pack.h"

enum { CLAUSE_TEXT = 80 };

/* What became of one clause: the strongest entry that cites it. */
struct clause_cover {
    enum clause_class class;
    const struct pack_entry *entry; /* NULL when missing; borrowed from the pack */
};

/* Id of clause `no` (from 1), such as AB-007. `out` has CLAUSE_TEXT bytes; returns `out`. */
const char *register_clause(const pack_t *pack, int64_t no, char *out);
/* Number of a clause id in the pack's register; 0 for an id of another prefix; above the register's
 * count, or -1 where it is no number, for an id that the register has not. */
int64_t register_number(const pack_t *pack, const char *clause);
/* What became of every clause: `rows` has reg.count elements, clause 1 first. */
void register_covers(const pack_t *pack, struct clause_cover *rows);

#endif
