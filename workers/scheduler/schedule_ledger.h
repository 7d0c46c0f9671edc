/* Bringing the ledger to what is wanted, deadline by deadline, with as few statements as there are
 * differences. */
#ifndef SCHEDULE_LEDGER_H
#define SCHEDULE_LEDGER_H

#include "schedule_terms.h"
#include "step_host.h"

/* One run over one contract. */
struct scheduling {
    struct step *step;
    const struct contract_frame *frame;
    json_t *standing; /* the contract's deadlines by code, as schedule_standing.sql says; those that
                         were asked for are taken out */
};

/* Open, move, revive, void, stop or reopen the deadline until it is as wanted; each change appends
 * its event. *ret_id is the deadline's id, 0 when there is none. */
MUST_CHECK rc_t schedule_ledger_apply(const struct scheduling *run,
                                      const struct wanted_deadline *wanted, int64_t *ret_id);
/* Tell that a deadline has moved from day `was` to `wanted->due` because a calendar came. */
MUST_CHECK rc_t schedule_ledger_tell_moved(const struct scheduling *run,
                                           const struct wanted_deadline *wanted, int64_t id,
                                           int32_t was);
/* Void the terms' deadlines that nothing asked for: their facts were voided, or the pack has
 * changed. */
MUST_CHECK rc_t schedule_ledger_void_rest(const struct scheduling *run);

#endif
