/* The tasks of a contract's recurring work over a rolling horizon. */
#ifndef SCHEDULE_TASKS_H
#define SCHEDULE_TASKS_H

#include "contract_frame.h"
#include "step_host.h"

/* Make the contract's schedules that are missing, and of those whose time has come (or whose
 * calendar is another now) the tasks, inside the current transaction. A run too many writes
 * nothing. Events: schedule.missed for what went by unplanned, schedule.horizon where a notice must
 * come first, schedule.recast where a calendar took planned days away. */
MUST_CHECK rc_t schedule_tasks_apply(struct step *step, const struct contract_frame *frame);

#endif
