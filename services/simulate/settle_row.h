/* What a contract would settle at, as a row of the outcome. */
#ifndef SETTLE_ROW_H
#define SETTLE_ROW_H

#include "rule_shelf.h"
#include "simulate_store.h"

/* What would be paid in the end by the pack that ships as `pack`, were the quality good: nobody has decided one in a
 * simulation. Owned by the caller; NULL for a pack that states no settlement. */
json_t *settle_row(struct rule_shelf *shelf, const char *pack, const struct contract_sum *sum);

#endif
