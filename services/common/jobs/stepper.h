/* One step of a worker, without the bus: what the loop runs, and what tests and the simulation run.
 */
#ifndef STEPPER_H
#define STEPPER_H

#include "call_events.h"
#include "step_host.h"

struct stepper {
    const struct worker_def *def;
    pg_t *db;                  /* borrowed */
    void *local;               /* the worker's own state, borrowed */
    struct call_events events; /* committed ones are ready to be published */
};

struct step_result {
    int64_t next_us; /* when it wants to run again, business time */
    int64_t done;
};

/* Take over `db` for the steps of a worker. */
void stepper_init(struct stepper *self, const struct worker_def *def, pg_t *db);
/* Give it back. */
void stepper_fini(struct stepper *self);
/* Run the step at the clock's time; its transactions carry that time only when the clock is fixed.
 */
MUST_CHECK rc_t stepper_run(struct stepper *self, const struct clk *clk,
                            struct step_result *ret_result, struct problem *problem);
/* Machine time from now to the next step, at most the worker's poll_ms. On a fixed clock a later
 * business time never comes: only the poll or an event wakes it. */
int64_t stepper_wait_ms(const struct worker_def *def, const struct clk *clk,
                        const struct step_result *result);

#endif
