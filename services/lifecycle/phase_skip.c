/* Skipping a phase that is not needed: before it begins, or while it is worked on. The gates of
 * what follows are asked all the same. */
#include "civil.h"
#include "deadline_store.h"
#include "decision_store.h"
#include "lifecycle_handlers.h"
#include "phase_course.h"

/* A skip under way. */
struct skip_work {
    struct call *call;
    const struct phase_args *args;
    struct lifecycle_frame frame;
    struct phase_row phase;
    int state; /* after it */
};

/* The phase that judges the whole work cannot be left out: without it nothing would ever return
 * what does not pass. */
static rc_t check(struct skip_work *work)
{
    struct problem *problem = work->call->problem;
    const struct phase_row *phase = &work->phase;
    rc_t rc = version_check(work->args->version, phase->version, "phase", problem);
    if (rc == RC_OK)
        rc = lifecycle_frame_check_open(&work->frame, problem);
    if (rc == RC_OK)
        rc = state_take(&PHASE_TABLE, PHASE_SKIP, phase->state, &work->state, problem);
    if (rc == RC_OK && phase->number == assessment_judge(work->frame.rules.pack))
        return problem_set(problem, RC_REFUSED, "phase",
                           "the phase that judges the others cannot be skipped");
    if (rc == RC_OK)
        rc = day_order_check("on", work->args->on, work->frame.cycle.started_on,
                             "the cycle's first day", problem);
    if (rc == RC_OK && phase->started_on != NO_DAY)
        rc = day_order_check("on", work->args->on, phase->started_on, "the phase's first day",
                             problem);
    return rc;
}

/* Who decided it, and why. */
static rc_t record(const struct skip_work *work)
{
    const struct decision decision = {
        .contract_id = work->frame.cycle.contract_id,
        .subject_kind = "phase",
        .subject_id = work->phase.id,
        .move = "skip",
        .roles = ROLE_CUSTOMER,
        .by = work->args->by,
        .on = work->args->on,
        .note = work->args->note,
    };
    return decision_record(work->call->db, &decision, work->call->problem);
}

/* A decision is told with its name and its reason, as it is kept. */
static rc_t tell(const struct skip_work *work)
{
    char on[DATE_TEXT];
    return call_event(
        work->call, work->frame.cycle.contract, "phase.skipped", "phase", work->phase.id,
        json_pack("{s:I, s:I, s:I, s:s, s:s, s:s}", "serial", (json_int_t)work->frame.cycle.serial,
                  "number", (json_int_t)work->phase.number, "round", (json_int_t)work->phase.round,
                  "on", civil_format_date(work->args->on, on), "by", work->args->by, "note",
                  work->args->note));
}

/* A phase that never began has no end either: `ended_on` is then NO_DAY. */
static rc_t write_skip(const struct skip_work *work, int32_t ended_on)
{
    const struct phase_change change = {
        .state = work->state, .submitted_on = NO_DAY, .ended_on = ended_on, .note = work->args->note
    };
    return phase_write(work->call->db, work->phase.id, &change, work->call->problem);
}

/* It never begins; those behind it are expected earlier. */
static rc_t skip_planned(struct skip_work *work)
{
    struct call *call = work->call;
    int32_t end = NO_DAY;
    rc_t rc = write_skip(work, NO_DAY);
    if (rc == RC_OK)
        rc = tell(work);
    if (rc == RC_OK)
        rc = phase_running_end(call->db, work->frame.cycle.id, &end, call->problem);
    return rc == RC_OK && end != NO_DAY ? phase_forecast_after(call, &work->frame, end) : rc;
}

/* It ends now: its deadline is released, and the next one begins on the day after. */
static rc_t skip_running(struct skip_work *work)
{
    struct call *call = work->call;
    int32_t on = work->args->on;
    int64_t deadline = 0;
    struct phase_follow follow = { .on = on + 1, .ended_on = on };
    /* Only the gate of what follows is asked: the skipped phase is passed over, not approved. */
    rc_t rc = phase_next(call, &work->frame, work->phase.number, &follow.next);
    if (rc == RC_OK)
        rc = phase_gates_check(call, &work->frame, 0, follow.next.number);
    if (rc == RC_OK)
        rc = phase_deadline(call, &work->frame, &work->phase, &deadline);
    if (rc == RC_OK)
        rc = write_skip(work, on);
    if (rc == RC_OK)
        rc = frame_release_deadline(call, &work->frame, deadline, on);
    if (rc == RC_OK)
        rc = tell(work);
    return rc == RC_OK ? phase_follow(call, &work->frame, &follow) : rc;
}

/* The decision is recorded before anything moves: without a person who may decide there is no skip.
 */
static rc_t skip(struct skip_work *work)
{
    rc_t rc = check(work);
    if (rc == RC_OK)
        rc = record(work);
    if (rc != RC_OK)
        return rc;
    return work->phase.started_on == NO_DAY ? skip_planned(work) : skip_running(work);
}

/* Lock cycle and phase, as every move does. */
rc_t on_phase_skip(struct call *call)
{
    struct phase_args args;
    struct skip_work work = { .call = call, .args = &args };
    int64_t phase_id = 0, cycle_id = 0;
    rc_t rc = phase_skip_decode(call, &args);
    if (rc == RC_OK)
        rc = phase_find(call->db, &args.ref, &phase_id, &cycle_id, call->problem);
    if (rc == RC_OK)
        rc = lifecycle_frame_load(call, cycle_id, &work.frame);
    if (rc != RC_OK)
        return rc;
    rc = phase_lock(call->db, phase_id, &work.phase, call->problem);
    if (rc == RC_OK)
        rc = skip(&work);
    if (rc == RC_OK)
        rc = contract_work_bump(call->db, work.frame.cycle.contract_id, call->problem);
    if (rc == RC_OK)
        rc = reply_phase(call, phase_id);
    phase_row_fini(&work.phase);
    lifecycle_frame_fini(&work.frame);
    return rc;
}
