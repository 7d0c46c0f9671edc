/* Deadlines of tasks. A task that is done in time needs none, and most are: one is opened when the
 * first step of the task's ladder has come and the task is not done. From then on the deadline
 * worker warns, breaches and escalates as for everything else. */
#ifndef SCHEDULE_ALARMS_H
#define SCHEDULE_ALARMS_H

#include "contract_frame.h"
#include "ladder.h"
#include "step_host.h"

enum { ALARM_SLOTS_MAX = 1000 /* slots in one transaction; the rest is due at once */ };

/* Days in which a task may be done; both count. It is due at the end of the last one. */
struct task_days {
    int32_t from, due;
};

/* The steps of a task's due day: those of the pack's reminders but for warnings from before the
 * task may be begun, which would ask for what nobody can do yet. Holds the breach at least. */
void task_ladder(const struct contract_frame *frame, const struct task_days *days,
                 struct ladder *ret_ladder);
/* Instant of the first of them, in microseconds: when the task gets its deadline. */
int64_t task_alarm(const struct contract_frame *frame, const struct task_days *days);

/* Open the deadlines of the contract's tasks whose time has come at step->now_us, inside the
 * current transaction; at most ALARM_SLOTS_MAX slots. Each has kind `task`, the task as its subject
 * and an event deadline.opened. A task set back by the clock has its deadline already and gets no
 * second one. */
MUST_CHECK rc_t schedule_alarms_apply(struct step *step, const struct contract_frame *frame);

#endif
