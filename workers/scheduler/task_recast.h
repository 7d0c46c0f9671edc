/* What a new calendar does to tasks. Their due day never moves: it is the last day of their slot,
 * and a slot is a day, a week, a month. What moves is when people are told of it (working days
 * before and after), and whether a day that was planned before its year was published is owed at
 * all. */
#ifndef TASK_RECAST_H
#define TASK_RECAST_H

#include <jansson.h>

#include "schedule_ledger.h"
#include "schedule_works.h"

/* Whether the contract's calendar has the slot of `task` ({clause, title, work, from, guess}; a
 * day as a number since 1970). A slot that a published notice had stays, whatever a later one says:
 * it was meant. So does work that leans on no calendar, and what comes by a fact. */
bool task_stands(const struct contract_frame *frame, const struct schedule_works *works,
                 const json_t *task);
/* Days of such a task, with `due`. */
struct task_days task_days_of(const json_t *task);

/* Tasks that have no deadline yet begin their ladder when the new calendar says; guessed ones of
 * today or gone by that it does not have are skipped (event schedule.recast; those of days to come
 * are taken back with their schedules). Inside the current transaction, before the schedules take
 * the calendar over. Nothing happens, at the cost of a look into an index, when none has come. */
MUST_CHECK rc_t task_recast_alarms(const struct scheduling *run);

#endif
