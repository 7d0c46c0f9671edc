#include "deadline_step.h"

#include "due_store.h"

struct batch {
    struct step *step;
    int64_t taken; /* of the try that was committed */
    int64_t in_us; /* until the next step, by the database's clock; STEP_NEVER: none */
};

/* Breaches before reminders: a reminder of the same batch then finds its deadline breached. */
static rc_t act(struct batch *batch, const json_t *fired, struct problem *problem)
{
    if (json_array_size(fired) == 0)
        return RC_OK;
    rc_t rc = due_store_breach(batch->step, fired);
    if (rc == RC_OK)
        rc = due_store_remind(batch->step->db, fired, problem);
    if (rc == RC_OK)
        step_wake(batch->step,
                  "reminder"); /* a warning is no event: it would be told at the poll */
    return rc;
}

/* The next wake-up is read in the same transaction, after the batch is marked: it cannot name
 * a step that is done already. */
static rc_t run_batch(pg_t *db, void *arg, struct problem *problem)
{
    struct batch *batch = arg;
    json_t *fired = NULL;
    rc_t rc = due_store_fire(db, DEADLINE_BATCH, &batch->taken, &fired, problem);
    if (rc == RC_OK)
        rc = act(batch, fired, problem);
    if (rc == RC_OK)
        rc = due_store_next(db, &batch->in_us, problem);
    json_decref(fired);
    return rc;
}

/* What is due is judged by the database's clock, not by ours, which may jump (FI-12): the wake-up
 * is told as a distance from our own now, so the wait is right on either. `done` counts cancelled
 * steps too: they are progress, and the host must not take them for a
 * standstill. */
rc_t deadline_step(struct step *step)
{
    struct batch batch = { .step = step };
    rc_t rc = pg_tx(step->db, PG_WRITE, run_batch, &batch, step->problem);
    if (rc != RC_OK)
        return rc;
    step->done = batch.taken;
    step->next_us = batch.in_us == STEP_NEVER ? STEP_NEVER : step->now_us + batch.in_us;
    return RC_OK;
}

static const char *const WAKERS[] = { "", NULL };

const struct worker_def DEADLINE_WORKER = {
    .name = "deadline",
    .fn = deadline_step,
    .wakers = WAKERS,
    .poll_ms = 1000,
};
