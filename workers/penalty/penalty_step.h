/* The penalty worker: judges all cases of a contract together whenever something of them has
 * changed, and proposes what is new or different. Order of arrival never changes the result. */
#ifndef PENALTY_STEP_H
#define PENALTY_STEP_H

#include "step_host.h"

/* All contracts with something new to assess, each in its own transaction. */
MUST_CHECK rc_t penalty_step(struct step *step);
/* What main.c and the tests run. */
extern const struct worker_def PENALTY_WORKER;

#endif
