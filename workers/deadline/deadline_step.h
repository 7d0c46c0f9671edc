/* The deadline worker: warns, breaches and escalates when the time of a planned step has come,
 * never before. Costs what is due, however many deadlines are open. */
#ifndef DEADLINE_STEP_H
#define DEADLINE_STEP_H

#include "step_host.h"

enum { DEADLINE_BATCH = 200 }; /* steps of one transaction */

/* One batch of due steps in one transaction; asks to run again at once when the batch was full. */
MUST_CHECK rc_t deadline_step(struct step *step);
/* What main.c and the tests run. */
extern const struct worker_def DEADLINE_WORKER;

#endif
