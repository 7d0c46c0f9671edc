/* What a change of pack changes: entries, and the dates, counts and sums that would move. */
#ifndef PACK_DIFF_H
#define PACK_DIFF_H

#include <jansson.h>

#include "kinds.h"
#include "pack.h"

/* Entries that differ between two packs, in the order of the old one, then what is new: [{change:
 * added, removed or changed, section, clause (or null), name, at: file:line:column (of the new one,
 * or of the old where it was removed), fields [{field, old, new}] (of a change)}]. Where an entry
 * stands in its file, and the order of its keys, make no difference. Caller owns it. */
json_t *pack_changes(const pack_t *before, const pack_t *after);

/* Two packs and what is known of the contract that would change. Everything is borrowed. What both
 * sides are asked with comes from here, so that only the packs differ. */
struct pack_moves_ask {
    const pack_t *before, *after;
    const calendar_t *calendar; /* NULL: weekdays */
    const json_t *facts;        /* what happened: [{name, at, clause, serial}], or NULL */
    const json_t *readings;     /* of the contract, or NULL */
    int64_t contract_fen;       /* 0: the packs' own total */
    int32_t signed_day;         /* NO_DAY: not known */
};

/* Ask every rule that has dates, counts or sums the same questions of both packs, clause by clause:
 * [{rule, clause (null for the whole contract), serial, field, old, new, assumed}]. A term is asked
 * for the contract, and once more for each system with a starting fact of its own (`serial`). Facts
 * that did not happen are taken as of one day inside the service period, the same on both sides
 * (`assumed`); null stands where a side has no such clause, an {error} where its rule refuses. Only
 * what differs is there. Caller owns it. */
json_t *pack_moves(const struct pack_moves_ask *ask);

#endif
