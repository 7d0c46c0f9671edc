/* The scheduler: works out, from a contract's pack and facts, which terms run and when they are
 * due, which documents are to be handed in and what is to be paid. Any number of schedulers give
 * the same rows. */
#ifndef SCHEDULER_STEP_H
#define SCHEDULER_STEP_H

#include "step_host.h"

/* All contracts whose facts have changed, each in its own transaction. */
MUST_CHECK rc_t scheduler_step(struct step *step);
/* What main.c and the tests run. */
extern const struct worker_def SCHEDULER_WORKER;

#endif
