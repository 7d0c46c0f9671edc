/* When phases and findings are due, and why: what the rules say, as the ledger of deadlines takes
 * it. */
#ifndef LIFECYCLE_DUE_H
#define LIFECYCLE_DUE_H

#include "clock_fold.h"
#include "deadline_store.h"
#include "lifecycle_frame.h"
#include "phase.h"

/* A ruling ready for the ledger. Must not move: `due` points into it. */
struct lifecycle_due {
    struct due due;
    struct ladder ladder;
    json_t *proof, *readings; /* owned */
};

/* When a phase that began on `from` is due: its limit, the first day counted, and the days its
 * clock stood still (`clock` NULL: it never did). RC_INVALID for a day out of range. Caller frees.
 */
MUST_CHECK rc_t due_of_phase(const struct lifecycle_frame *frame, const struct pack_phase *phase,
                             int32_t from, const struct clock_state *clock,
                             struct lifecycle_due *ret, struct problem *problem);
/* The term that the pack sets for rectifying what an assessment found; NULL when it sets none. */
const struct pack_term *finding_term(const struct pack *pack);
/* When a finding reported on `found_on` is due by that term. As above. */
MUST_CHECK rc_t due_of_finding(const struct lifecycle_frame *frame, const struct pack_term *term,
                               int32_t found_on, struct lifecycle_due *ret,
                               struct problem *problem);
/* Free proof and readings. */
void lifecycle_due_fini(struct lifecycle_due *self);

#endif
