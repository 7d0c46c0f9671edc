/* Licences: what is installed, and what a breakdown adds up to, against the points of a line. */
#ifndef LICENCE_H
#define LICENCE_H

#include "pack.h"
#include "proof.h"

#define LICENCE_MOST 1000000000000LL /* points of one question: a sum of them stays exact */

struct licence_use {
    int64_t points, installed;
    int64_t free, over; /* neither is negative */
};

struct licence_breakdown {
    int64_t points, sum;
    int64_t difference; /* sum minus points */
};

/* The line of a clause; NULL when the pack has none. Compared exactly; borrowed from the pack. */
const struct licence_row *licence_line(const struct pack *pack, const char *clause);
/* How much of a line is used. `installed` is 0 to LICENCE_MOST. `proof` may be NULL. */
struct licence_use licence_used(const struct licence_row *line, int64_t installed, proof_t *proof);
/* What parts, each 0 to LICENCE_MOST and at most LICENCE_PARTS_MAX of them, add up to. A difference
 * is an answer and no error. `parts` is only read; `proof` may be NULL. */
struct licence_breakdown licence_parts(const struct licence_row *line, const int64_t *parts,
                                       size_t count, proof_t *proof);
enum { LICENCE_PARTS_MAX = 1000 };

#endif
