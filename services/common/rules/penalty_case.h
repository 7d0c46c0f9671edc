/* One case against the pack's rows: is it stated well, and which row covers it. */
#ifndef PENALTY_CASE_H
#define PENALTY_CASE_H

#include "penalty.h"

/* RC_INVALID names cases[index].FIELD: an unknown type, an attribute that no row of the type asks
 * for, a missing word (grade, level …) or one that is none of its scale. */
MUST_CHECK rc_t penalty_case_check(const struct pack *pack, const struct penalty_case *c,
                                   size_t index, struct problem *problem);
/* First row that covers the case; NULL when none does. */
const struct penalty_row *penalty_case_row(const struct pack *pack, const struct penalty_case *c);
/* The pack's word that makes a missed deadline of `kind` a case by itself: the first that fits its
 * facts; NULL when none does. Borrowed from the pack. */
const struct penalty_source *penalty_source_of(const struct pack_penalties *penalties,
                                               const char *kind, const json_t *facts);

#endif
