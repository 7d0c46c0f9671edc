/* When a calendar has come: the days of phases, findings and incidents ruled again by it, and the
 * steps around the due days of tasks. Terms and documents are ruled in every run, so they need no
 * looking for. */
#ifndef SCHEDULE_RECAST_H
#define SCHEDULE_RECAST_H

#include "schedule_ledger.h"

enum { RECAST_BATCH = 1000 }; /* deadlines of one run; the contract stays due while more are left */

/* Rule again what was last ruled by an older calendar than the contract's, by the pack its cycle is
 * pinned to. What moves gets a new ruling with the proof, its planned steps and reminders are
 * cancelled, and deadline.retargeted is told with reason calendar; forecasts of the phases that
 * follow go along. What stands is only noted as confirmed; a task's planned steps move to its
 * working days, and a guessed day that the calendar does not have is taken back (task_recast.h).
 * Nothing happens, at the cost of one look into an index, when no calendar has come. */
MUST_CHECK rc_t schedule_recast(const struct scheduling *run);

#endif
