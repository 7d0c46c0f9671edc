/* Grading of events: measured facts to a grade, and the clauses that gave it. */
#ifndef GRADING_H
#define GRADING_H

#include "pack.h"
#include "proof.h"

enum { GRADING_CLAUSES_MAX = 16 };

struct grade_ruling {
    const char *grade; /* I, II, III or IV */
    const char
        *clauses[GRADING_CLAUSES_MAX]; /* rows of that grade that hold, in the document's order */
    size_t clause_count;
};

/* Grade of an event of a family (network, data) with these facts (a JSON object; absent facts do
 * not hold, or are 0). The most severe grade of which a row holds wins (K19). RC_NOT_FOUND for a
 * family the pack does not grade, RC_INVALID naming an unknown fact or a word that is none of its
 * scale, RC_REFUSED when no row holds. `proof` may be NULL. */
MUST_CHECK rc_t grading_rule(const struct pack *pack, const char *family, const json_t *facts,
                             proof_t *proof, struct grade_ruling *ret_ruling,
                             struct problem *problem);

#endif
