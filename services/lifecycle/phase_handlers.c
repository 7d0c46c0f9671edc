/* The five moves of a phase. All take the same way: lock, check, do, tell, reply.
 *
 * Two clocks must not be confused. The deadline of a phase is judged by its submission; the next
 * phase begins by its approval. Between the two the vendor owes nothing. Locks: cycle, phase,
 * deadline, contract_work. */
#include <string.h>

#include "civil.h"
#include "deadline_store.h"
#include "lifecycle_due.h"
#include "lifecycle_handlers.h"
#include "phase_clock.h"
#include "phase_course.h"

/* A move of one phase under way. */
struct phase_work {
    struct call *call;
    const struct phase_args *args;
    struct lifecycle_frame frame;
    struct phase_row phase;
    int state;        /* after the move */
    int64_t deadline; /* of the phase, locked */
};

/* One row by its id, as the list shows it; every write of a phase answers so. */
rc_t reply_phase(struct call *call, int64_t phase_id)
{
    struct list_args one = { .id = phase_id, .page.limit = 1 };
    json_t *page = NULL;
    rc_t rc = phase_rows(call->db, &one, &page, call->problem);
    return rc == RC_OK ? reply_item(call, page, "phase") : rc;
}

/* Nothing is locked for a read. */
rc_t on_phase_get(struct call *call)
{
    struct phase_ref ref;
    int64_t phase_id = 0, cycle_id = 0;
    rc_t rc = phase_get_decode(call, &ref);
    if (rc == RC_OK)
        rc = phase_find(call->db, &ref, &phase_id, &cycle_id, call->problem);
    return rc == RC_OK ? reply_phase(call, phase_id) : rc;
}

/* The page is what the statement built. */
rc_t on_phase_list(struct call *call)
{
    struct list_args args;
    rc_t rc = phase_list_decode(call, &args);
    return rc == RC_OK ? phase_rows(call->db, &args, &call->result, call->problem) : rc;
}

/* Say what happened; `documents` may be NULL. */
static rc_t tell(struct phase_work *work, const char *kind, const json_t *documents)
{
    char on[DATE_TEXT];
    json_t *data =
        json_pack("{s:I, s:I, s:I, s:s}", "serial", (json_int_t)work->frame.cycle.serial, "number",
                  (json_int_t)work->phase.number, "round", (json_int_t)work->phase.round, "on",
                  civil_format_date(work->args->on, on));
    if (work->args->note)
        json_object_set_new(data, "note", json_string(work->args->note));
    if (documents)
        /* jansson counts references in the value itself, hence the cast: the titles are not
         * changed. */
        json_object_set(data, "documents", (json_t *)(uintptr_t)documents);
    return call_event(work->call, work->frame.cycle.contract, kind, "phase", work->phase.id, data);
}

/* Version, state and days, in this order: a caller with an old view is told so before anything
 * else. */
static rc_t check_move(struct phase_work *work, enum phase_move move)
{
    struct problem *problem = work->call->problem;
    /* The last day that is known bounds the next: nothing is handed in before it began, nothing is
     * approved before it was handed in. */
    rc_t rc = version_check(work->args->version, work->phase.version, "phase", problem);
    if (rc == RC_OK)
        rc = lifecycle_frame_check_open(&work->frame, problem);
    if (rc == RC_OK)
        rc = state_take(&PHASE_TABLE, (size_t)move, work->phase.state, &work->state, problem);
    if (rc == RC_OK)
        rc = day_order_check("on", work->args->on, work->phase.started_on, "the phase's first day",
                             problem);
    if (rc == RC_OK && work->phase.submitted_on != NO_DAY)
        rc = day_order_check("on", work->args->on, work->phase.submitted_on,
                             "the phase's submission", problem);
    if (rc == RC_OK)
        rc = phase_deadline(work->call, &work->frame, &work->phase, &work->deadline);
    return rc;
}

typedef rc_t phase_move_fn(struct phase_work *work);

/* Lock cycle and phase, check the move, do it, reply with the phase. */
static rc_t move_phase(struct call *call, const struct phase_args *args, enum phase_move move,
                       phase_move_fn *fn)
{
    struct phase_work work = { .call = call, .args = args };
    int64_t phase_id = 0, cycle_id = 0;
    rc_t rc = phase_find(call->db, &args->ref, &phase_id, &cycle_id, call->problem);
    if (rc == RC_OK)
        rc = lifecycle_frame_load(call, cycle_id, &work.frame);
    if (rc != RC_OK)
        return rc;
    rc = phase_lock(call->db, phase_id, &work.phase, call->problem);
    if (rc == RC_OK)
        rc = check_move(&work, move);
    if (rc == RC_OK)
        rc = fn(&work);
    if (rc == RC_OK)
        rc = contract_work_bump(call->db, work.frame.cycle.contract_id, call->problem);
    if (rc == RC_OK)
        rc = reply_phase(call, phase_id);
    phase_row_fini(&work.phase);
    lifecycle_frame_fini(&work.frame);
    return rc;
}

/* Write the new state with days, documents and note. */
static rc_t write_phase(struct phase_work *work, int32_t submitted_on, int32_t ended_on,
                        const json_t *documents)
{
    struct phase_change change = {
        .state = work->state,
        .submitted_on = submitted_on,
        .ended_on = ended_on,
        .documents = documents,
        .note = work->args->note,
    };
    return phase_write(work->call->db, work->phase.id, &change, work->call->problem);
}

/* ---- submit and return ---- */

/* At most DOCUMENTS_MAX titles: looking through them costs less than a set would. */
static bool list_has(const json_t *list, const char *text)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(json_string_value(json_array_get(list, i)), text) == 0)
            return true;
    return false;
}

/* Titles filed before and now, each once. */
static json_t *join_titles(const json_t *before, const json_t *now)
{
    json_t *titles = json_array();
    const json_t *const lists[] = { before, now };
    for (size_t l = 0; l < COUNT_OF(lists); l++)
        for (size_t i = 0; i < json_array_size(lists[l]); i++) {
            json_t *title = json_array_get(lists[l], i);
            if (!list_has(titles, json_string_value(title)))
                json_array_append(titles, title);
        }
    return titles;
}

/* The work was done on that day, so the deadline is judged by it, whenever it is approved. */
static rc_t submit_phase(struct phase_work *work)
{
    int32_t on = work->args->on;
    json_t *titles = join_titles(work->phase.documents, work->args->documents);
    rc_t rc = write_phase(work, on, NO_DAY, titles);
    if (rc == RC_OK)
        rc = deadline_stop(work->call->db, work->deadline, frame_day_end(&work->frame, on), NULL,
                           NULL, work->call->problem);
    if (rc == RC_OK)
        rc = tell(work, "phase.submitted", titles);
    json_decref(titles);
    return rc;
}

/* The only move with titles; they are checked by the decoder one by one. */
rc_t on_phase_submit(struct call *call)
{
    struct phase_args args;
    rc_t rc = phase_submit_decode(call, &args);
    return rc == RC_OK ? move_phase(call, &args, PHASE_SUBMIT, submit_phase) : rc;
}

/* The clock goes on as if nothing had been submitted. */
static rc_t return_phase(struct phase_work *work)
{
    rc_t rc = write_phase(work, NO_DAY, NO_DAY, NULL);
    if (rc == RC_OK)
        rc =
            deadline_reopen(work->call->db, work->deadline,
                            frame_day_end(&work->frame, work->args->on), NULL, work->call->problem);
    return rc == RC_OK ? tell(work, "phase.returned", NULL) : rc;
}

/* Back to the vendor, with a reason. */
rc_t on_phase_return(struct call *call)
{
    struct phase_args args;
    rc_t rc = phase_return_decode(call, &args);
    return rc == RC_OK ? move_phase(call, &args, PHASE_RETURN, return_phase) : rc;
}

/* ---- approve ---- */

/* The deadline was stopped by the submission: approving changes nothing about it. The phase after
 * this one begins on the day after the approval: until then it was locked. */
static rc_t approve_phase(struct phase_work *work)
{
    struct call *call = work->call;
    struct phase_follow follow = { .on = work->args->on + 1, .ended_on = work->phase.submitted_on };
    rc_t rc = phase_next(call, &work->frame, work->phase.number, &follow.next);
    if (rc == RC_OK)
        rc = phase_gates_check(call, &work->frame, work->phase.number, follow.next.number);
    if (rc == RC_OK)
        rc = write_phase(work, NO_DAY, work->phase.submitted_on, NULL);
    if (rc == RC_OK)
        rc = tell(work, "phase.approved", NULL);
    return rc == RC_OK ? phase_follow(call, &work->frame, &follow) : rc;
}

/* The customer's word on what was submitted. */
rc_t on_phase_approve(struct call *call)
{
    struct phase_args args;
    rc_t rc = phase_review_decode(call, &args);
    return rc == RC_OK ? move_phase(call, &args, PHASE_APPROVE, approve_phase) : rc;
}

/* ---- suspend and resume ---- */

/* The clock stands still from the beginning of the day. */
static rc_t suspend_phase(struct phase_work *work)
{
    struct call *call = work->call;
    int64_t at_us = frame_day_start(&work->frame, work->args->on);
    rc_t rc = phase_clock_check(call, &work->frame, work->deadline, CLOCK_PAUSE, at_us);
    if (rc == RC_OK)
        rc = write_phase(work, NO_DAY, NO_DAY, NULL);
    if (rc == RC_OK)
        rc = deadline_pause(call->db, work->deadline, at_us, NULL, call->problem);
    return rc == RC_OK ? tell(work, "phase.suspended", NULL) : rc;
}

/* Why it stands still is for the note to say; until it is resumed nobody is warned of it
 * (deadline_pause). */
rc_t on_phase_suspend(struct call *call)
{
    struct phase_args args;
    rc_t rc = phase_review_decode(call, &args);
    return rc == RC_OK ? move_phase(call, &args, PHASE_SUSPEND, suspend_phase) : rc;
}

/* The due day moves by the days the clock stood still, and the later phases' forecasts with it. */
static rc_t resume_to(struct phase_work *work, const struct ruled_due *due)
{
    struct call *call = work->call;
    int32_t due_on = due->due.edge.due_on;
    int64_t at_us = frame_day_start(&work->frame, work->args->on);
    rc_t rc = write_phase(work, NO_DAY, NO_DAY, NULL);
    if (rc == RC_OK)
        rc = deadline_resume(call->db, work->deadline, &due->due, at_us, NULL, call->problem);
    if (rc == RC_OK)
        rc =
            phase_forecast(call->db, work->phase.id, work->phase.started_on, due_on, call->problem);
    if (rc == RC_OK)
        rc = phase_forecast_after(call, &work->frame, due_on);
    return rc == RC_OK ? tell(work, "phase.resumed", NULL) : rc;
}

/* All pauses of the clock count, this one up to the day before: see clock_fold.h. */
static rc_t resume_phase(struct phase_work *work)
{
    struct call *call = work->call;
    const struct pack_phase *rule;
    struct clock_state clock;
    struct ruled_due due;
    rc_t rc = phase_rule(&work->frame, work->phase.number, &rule, call->problem);
    if (rc == RC_OK)
        rc = phase_clock_after(call, &work->frame, work->deadline, CLOCK_RESUME,
                               frame_day_start(&work->frame, work->args->on), &clock);
    if (rc != RC_OK)
        return rc;
    rc =
        due_of_phase(&work->frame.rules, rule, work->phase.started_on, &clock, &due, call->problem);
    clock_state_fini(&clock);
    if (rc != RC_OK)
        return rc;
    rc = resume_to(work, &due);
    ruled_due_fini(&due);
    return rc;
}

/* From this day on the clock runs again; the day itself counts. */
rc_t on_phase_resume(struct call *call)
{
    struct phase_args args;
    rc_t rc = phase_review_decode(call, &args);
    return rc == RC_OK ? move_phase(call, &args, PHASE_RESUME, resume_phase) : rc;
}
