/* Work that is done per contract whenever its facts have changed: `contract_work.facts` counts the
 * changes, a column per duty says up to which of them the duty was done. Any number of workers may
 * run a duty at once. */
#ifndef CONTRACT_DUTY_H
#define CONTRACT_DUTY_H

#include "contract_frame.h"
#include "step_host.h"

enum contract_duty {
    DUTY_SCHEDULE, /* column `scheduled`; also due when `schedule_at` has come */
    DUTY_ASSESS,   /* column `assessed` */
};

/* Do the duty for one contract, inside a transaction of its own that is committed on RC_OK. Must
 * give the same rows when run again (another worker may do the same contract right after). */
typedef rc_t contract_duty_fn(struct step *step, const struct contract_frame *frame);

/* Run `fn` for contracts with work, at most 100 in one step. A contract that fails is left for
 * later and does not keep the others from being done; its result is returned in the end, with
 * *step->problem. Sets step->done (contracts done) and step->next_us. */
MUST_CHECK rc_t contract_duty_run(struct step *step, rulebook_t *book, enum contract_duty duty,
                                  contract_duty_fn *fn);

#endif
