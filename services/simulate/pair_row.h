/* Two rows of a comparison as one row of a sheet. Pure. */
#ifndef PAIR_ROW_H
#define PAIR_ROW_H

#include "row_pairs.h"

/* The fields that name the pair, as they are; "side" (both, first, against): which play has it; and for every other
 * field F of either row "first_F", "against_F" and, where it can be reckoned, "moved_F": whole numbers, of which a play
 * without the row has none, as against less first; dates and instants of both as days from the first to the other.
 * Owned by the caller. */
json_t *pair_row(const struct row_pair *pair);
/* The totals of a comparison ({first, against}) as three rows: "side" first, against, moved. Owned by the caller. */
json_t *pair_totals(const json_t *totals);

#endif
