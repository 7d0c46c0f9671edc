#include "stepper.h"

#include "civil.h"

enum {
    ZONE_MINUTES = 480, /* Asia/Shanghai */
    IDLE_LEAST_MS = 50, /* a step that did nothing but wants to run at once waits so long */
};

/* Context is set at each step: account and instant of everything the step writes. *ret_result is
 * set on success only. */
rc_t stepper_run(struct stepper *self, const struct clk *clk, struct step_result *ret_result,
                 struct problem *problem)
{
    struct step step = { .db = self->db,
                         .now_us = clk_now(clk),
                         .next_us = STEP_NEVER,
                         .problem = problem,
                         .local = self->local,
                         .events = &self->events };
    step.today = civil_day_of(step.now_us, ZONE_MINUTES);
    pg_set_context(self->db, &(struct pg_context){ .account = self->def->name,
                                                   .now_fixed = clk->fixed,
                                                   .now_us = step.now_us,
                                                   .hold_ms = STEP_HOLD_MS });
    rc_t rc = self->def->fn(&step);
    if (rc == RC_OK)
        *ret_result = (struct step_result){ .next_us = step.next_us, .done = step.done };
    return rc;
}

/* `local` is the caller's to set; the connection is borrowed and its end hook taken. */
void stepper_init(struct stepper *self, const struct worker_def *def, pg_t *db)
{
    *self = (struct stepper){ .def = def, .db = db };
    call_events_init(&self->events, db);
}

/* The hook goes first, since the connection outlives us. */
void stepper_fini(struct stepper *self)
{
    pg_set_hooks(self->db, NULL);
    call_events_fini(&self->events);
}

/* One step at a fixed instant, for tests: no loop, no bus, no waiting. */
rc_t worker_step(const struct worker_def *def, pg_t *db, int64_t now_us, void *local,
                 int64_t *ret_next_us, struct problem *problem)
{
    struct stepper stepper;
    struct step_result result;
    struct clk clk = clk_fixed(now_us);
    stepper_init(&stepper, def, db);
    stepper.local = local;
    rc_t rc = stepper_run(&stepper, &clk, &result, problem);
    stepper_fini(&stepper);
    if (rc == RC_OK)
        *ret_next_us = result.next_us;
    return rc;
}

/* Takes `data` in every case. Published only when the step's transaction is kept. */
rc_t step_event(struct step *step, const char *contract, const char *kind, const char *subject_kind,
                int64_t subject_id, json_t *data)
{
    struct event_new event = { .contract = contract,
                               .kind = kind,
                               .subject_kind = subject_kind,
                               .subject_id = subject_id,
                               .data = data };
    rc_t rc = call_events_note(step->events, &event, step->problem);
    json_decref(data);
    return rc;
}

/* For long steps that commit several times; without a publisher the host sends everything at the
 * end. */
void step_publish(struct step *step)
{
    if (step->events->publish)
        call_events_publish(step->events, step->events->publish, step->events->publish_arg);
}

/* Sent only if the transaction is kept. */
void step_wake(struct step *step, const char *queue)
{
    call_events_wake(step->events, queue);
}

/* Milliseconds until the next step, poll_ms at most. Rounded up, so that a step never comes just
 * before its time; a fixed clock does not run towards it, so only the poll counts. */
int64_t stepper_wait_ms(const struct worker_def *def, const struct clk *clk,
                        const struct step_result *result)
{
    int64_t now = clk_now(clk);
    if (result->next_us <= now)
        return result->done > 0 ? 0 : IDLE_LEAST_MS;
    if (clk->fixed || result->next_us == STEP_NEVER)
        return def->poll_ms;
    int64_t wait_ms = (result->next_us - now + 999) / 1000;
    return wait_ms < def->poll_ms ? wait_ms : def->poll_ms;
}
