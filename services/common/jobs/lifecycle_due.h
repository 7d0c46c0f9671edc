/* When phases and findings are due, and why: what the rules say, as the ledger of deadlines takes
 * it. Shared by who opens them (lifecycle) and who rules them again when a calendar arrives
 * (scheduler). */
#ifndef LIFECYCLE_DUE_H
#define LIFECYCLE_DUE_H

#include "clock_fold.h"
#include "phase.h"
#include "ruled_due.h"

/* When a phase that began on `from` is due: its limit, the first day counted, and the days its
 * clock stood still (`clock` NULL: it never did; a pause that is not over yet adds nothing).
 * `rules` holds the pack that the cycle is pinned to. RC_INVALID for a day out of range. Caller
 * frees with ruled_due_fini.
 */
MUST_CHECK rc_t due_of_phase(const struct contract_frame *rules, const struct pack_phase *phase,
                             int32_t from, const struct clock_state *clock, struct ruled_due *ret,
                             struct problem *problem);
/* The last day that phase `number` is expected to take when the one before it ends on `end`: it
 * begins on the day after and lasts its whole limit (phase.plan). RC_INVALID for a day out of
 * range, RC_INTERNAL for a phase the pack does not have. */
MUST_CHECK rc_t forecast_of_phase(const struct contract_frame *rules, int64_t number, int32_t end,
                                  int32_t *ret_to, struct problem *problem);
/* The term that the pack sets for rectifying what an assessment found; NULL when it sets none. */
const struct pack_term *finding_term(const struct pack *pack);
/* The day on which a finding reported on `found_on` is due by that term, without a proof: for plans.
 * RC_INVALID for a day out of range. */
MUST_CHECK rc_t forecast_of_finding(const struct contract_frame *rules,
                                    const struct pack_term *term, int32_t found_on,
                                    int32_t *ret_due, struct problem *problem);
/* When a finding reported on `found_on` is due by that term. As due_of_phase. */
MUST_CHECK rc_t due_of_finding(const struct contract_frame *rules, const struct pack_term *term,
                               int32_t found_on, struct ruled_due *ret, struct problem *problem);

#endif
