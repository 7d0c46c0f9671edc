/* Reviews and certificates as rows: a schedule for each that the pack asks for, and a task for the
 * next time at each place whose fact is known. */
#ifndef SCHEDULE_RENEWALS_H
#define SCHEDULE_RENEWALS_H

#include "contract_frame.h"
#include "step_host.h"

/* Bring the contract's reviews to what its facts ask for, inside the current transaction: a task is
 * written when its first day comes within the horizon; one that a later fact has overtaken is done
 * as of that fact, one that a correction has taken away is skipped, and their deadlines go with
 * them. Events: task.renewed, task.withdrawn. A place without its fact has no task and is counted
 * in `schedule.waits`. A run too many writes nothing. */
MUST_CHECK rc_t schedule_renewals_apply(struct step *step, const struct contract_frame *frame);

#endif
