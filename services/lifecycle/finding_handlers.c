/* Findings from report to check: the fix stops the deadline, a failed check lets it run on.
 *
 * finding.open, fix, verify, accept_risk and reopen share one way: find, lock the cycle and then
 * the finding, check the caller's version, take the legal transition, write, move the deadline,
 * tell. Days are told by people and may lie in the past, never before what they follow. Who accepts
 * a risk or reopens is a person of the contract with the role for it (decision_store.h). */
#include "civil.h"
#include "deadline_store.h"
#include "decision_store.h"
#include "finding_course.h"
#include "lifecycle_handlers.h"
#include "portfolio_store.h"

/* Read after the write by the list's own statement. */
static rc_t reply_finding(struct call *call, int64_t finding_id)
{
    struct list_args one = { .id = finding_id, .page.limit = 1 };
    json_t *page = NULL;
    rc_t rc = finding_rows(call->db, &one, &page, call->problem);
    return rc == RC_OK ? reply_item(call, page, "finding") : rc;
}

/* Every filter may be left out, the contract too. */
rc_t on_finding_list(struct call *call)
{
    struct list_args args;
    rc_t rc = finding_list_decode(call, &args);
    return rc == RC_OK ? finding_rows(call->db, &args, &call->result, call->problem) : rc;
}

/* ---- finding.open ---- */

/* Reported outside an assessment, for the round that the work is in; what was found before the
 * cycle began is not this cycle's. */
static rc_t open_finding(struct call *call, const struct lifecycle_frame *frame,
                         const struct finding_open_args *args, int64_t *ret_finding)
{
    struct finding_begin begin = { .input = &args->finding, .on = args->on };
    rc_t rc = lifecycle_frame_check_open(frame, call->problem);
    if (rc == RC_OK)
        rc = day_order_check("on", args->on, frame->cycle.started_on, "the cycle's first day",
                             call->problem);
    if (rc == RC_OK)
        rc = cycle_round(call->db, frame->cycle.id, &begin.round, call->problem);
    if (rc == RC_OK)
        rc = finding_begin(call, frame, &begin, ret_finding);
    if (rc == RC_OK)
        rc = contract_work_bump(call->db, frame->cycle.contract_id, call->problem);
    return rc;
}

/* The cycle is locked first: a finding and an assessment of the same cycle come one after the
 * other. */
rc_t on_finding_open(struct call *call)
{
    struct finding_open_args args;
    struct lifecycle_frame frame;
    int64_t cycle_id = 0, finding_id = 0;
    rc_t rc = finding_open_decode(call, &args);
    if (rc == RC_OK)
        rc = cycle_find(call, &args.cycle, &cycle_id);
    if (rc == RC_OK)
        rc = lifecycle_frame_load(call, cycle_id, &frame);
    if (rc != RC_OK)
        return rc;
    rc = open_finding(call, &frame, &args, &finding_id);
    lifecycle_frame_fini(&frame);
    return rc == RC_OK ? reply_finding(call, finding_id) : rc;
}

/* ---- finding.fix and finding.verify ---- */

/* A move of one finding under way. */
struct finding_work {
    struct call *call;
    const struct finding_args *args;
    struct lifecycle_frame frame;
    struct finding_row finding;
    int64_t deadline; /* locked; 0: it has none */
};

/* Who decided and why go along where a decision is told. */
static rc_t tell(struct finding_work *work, const char *kind, const char *outcome)
{
    char on[DATE_TEXT];
    json_t *data = json_pack("{s:I, s:s, s:s, s:s, s:s*, s:s*}", "serial",
                             (json_int_t)work->frame.cycle.serial, "code", work->finding.code, "on",
                             civil_format_date(work->args->on, on), "state", outcome, "by",
                             work->args->by, "note", work->args->note);
    return call_event(work->call, work->frame.cycle.contract, kind, "finding", work->finding.id,
                      data);
}

/* Everything a move needs, locked in order: cycle, finding, deadline. After a failure nothing is
 * left to free. */
static rc_t load_finding(struct finding_work *work)
{
    struct call *call = work->call;
    int64_t finding_id = 0, cycle_id = 0;
    rc_t rc = finding_find(call->db, &work->args->ref, &finding_id, &cycle_id, call->problem);
    if (rc == RC_OK)
        rc = lifecycle_frame_load(call, cycle_id, &work->frame);
    if (rc != RC_OK)
        return rc;
    rc = finding_lock(call->db, finding_id, &work->finding, call->problem);
    if (rc == RC_OK)
        rc = version_check(work->args->version, work->finding.version, "finding", call->problem);
    if (rc == RC_OK)
        rc = finding_deadline(call, &work->frame, work->finding.code, &work->deadline);
    if (rc != RC_OK)
        lifecycle_frame_fini(&work->frame);
    return rc;
}

typedef rc_t finding_move_fn(struct finding_work *work);

/* The way all moves take around their own few lines. */
static rc_t move_finding(struct call *call, const struct finding_args *args, finding_move_fn *fn)
{
    struct finding_work work = { .call = call, .args = args };
    rc_t rc = load_finding(&work);
    if (rc != RC_OK)
        return rc;
    rc = fn(&work);
    if (rc == RC_OK)
        rc = contract_work_bump(call->db, work.frame.cycle.contract_id, call->problem);
    if (rc == RC_OK)
        rc = reply_finding(call, work.finding.id);
    lifecycle_frame_fini(&work.frame);
    return rc;
}

/* State and days are written together: a day that does not belong to the new state is cleared by
 * NO_DAY. */
static rc_t write_finding(struct finding_work *work, struct finding_change change)
{
    return finding_write(work->call->db, work->finding.id, &change, work->call->problem);
}

/* The deadline stops with the end of the day on which it was fixed, for the contract counts in
 * days; it may be verified much later without cost. */
static rc_t fix_finding(struct finding_work *work)
{
    struct call *call = work->call;
    int32_t on = work->args->on;
    int state;
    rc_t rc = state_take(&FINDING_TABLE, FINDING_FIX, work->finding.state, &state, call->problem);
    if (rc == RC_OK)
        rc = day_order_check("on", on, work->finding.found_on, "the finding's report",
                             call->problem);
    if (rc == RC_OK)
        rc = write_finding(work, (struct finding_change){ state, on, NO_DAY, NO_DAY, NO_DAY });
    if (rc == RC_OK && work->deadline)
        rc = deadline_stop(call->db, work->deadline, frame_day_end(&work->frame, on), NULL, NULL,
                           call->problem);
    return rc == RC_OK ? tell(work, "finding.fixed", "fixed") : rc;
}

/* No role is asked for: it is the check after it that makes the fix count. */
rc_t on_finding_fix(struct call *call)
{
    struct finding_args args;
    rc_t rc = finding_fix_decode(call, &args);
    return rc == RC_OK ? move_finding(call, &args, fix_finding) : rc;
}

/* The fix did not hold, by its check or by a later decision: the finding is open again, and its
 * first deadline runs on as if it had never been stopped. */
static rc_t open_again(struct finding_work *work, int state, const char *event)
{
    struct call *call = work->call;
    rc_t rc = write_finding(work, (struct finding_change){ state, NO_DAY, NO_DAY, NO_DAY, NO_DAY });
    if (rc == RC_OK && work->deadline)
        rc = deadline_reopen(call->db, work->deadline, frame_day_end(&work->frame, work->args->on),
                             NULL, call->problem);
    return rc == RC_OK ? tell(work, event, "open") : rc;
}

/* The check may come long after the fix and costs nothing: the deadline was judged by the day of
 * the fix. A failed check is a move of its own in the table, so that the message names it. */
static rc_t verify_finding(struct finding_work *work)
{
    struct call *call = work->call;
    int32_t on = work->args->on;
    int state;
    enum finding_move move = work->args->ok ? FINDING_VERIFY : FINDING_FAIL;
    rc_t rc = state_take(&FINDING_TABLE, (size_t)move, work->finding.state, &state, call->problem);
    if (rc == RC_OK)
        rc = day_order_check("on", on, work->finding.fixed_on, "its fix", call->problem);
    if (rc != RC_OK || !work->args->ok)
        return rc == RC_OK ? open_again(work, state, "finding.verified") : rc;
    rc = write_finding(
        work, (struct finding_change){ state, work->finding.fixed_on, on, NO_DAY, NO_DAY });
    return rc == RC_OK ? tell(work, "finding.verified", "verified") : rc;
}

/* `ok` is always said: a check without an outcome is none. */
rc_t on_finding_verify(struct call *call)
{
    struct finding_args args;
    rc_t rc = finding_verify_decode(call, &args);
    return rc == RC_OK ? move_finding(call, &args, verify_finding) : rc;
}

/* ---- finding.accept_risk and finding.reopen ---- */

/* Who decided it, and why. */
static rc_t record(struct finding_work *work, const char *move, unsigned roles)
{
    const struct decision decision = {
        .contract_id = work->frame.cycle.contract_id,
        .subject_kind = "finding",
        .subject_id = work->finding.id,
        .move = move,
        .roles = roles,
        .by = work->args->by,
        .on = work->args->on,
        .note = work->args->note,
    };
    return decision_record(work->call->db, &decision, work->call->problem);
}

/* The customer bears the risk: from that day on nothing is owed. */
static rc_t accept_finding(struct finding_work *work)
{
    struct call *call = work->call;
    int32_t on = work->args->on;
    int state;
    rc_t rc =
        state_take(&FINDING_TABLE, FINDING_ACCEPT, work->finding.state, &state, call->problem);
    if (rc == RC_OK)
        rc = day_order_check("on", on, work->finding.found_on, "the finding's report",
                             call->problem);
    if (rc == RC_OK)
        rc = record(work, "accept_risk", ROLE_CUSTOMER);
    if (rc == RC_OK)
        rc = write_finding(work, (struct finding_change){ state, NO_DAY, NO_DAY, on, NO_DAY });
    if (rc == RC_OK && work->deadline)
        rc = frame_release_deadline(call, &work->frame, work->deadline, on);
    return rc == RC_OK ? tell(work, "finding.accepted", "accepted") : rc;
}

/* A decision of the customer, kept with name, day and reason. */
rc_t on_finding_accept_risk(struct call *call)
{
    struct finding_args args;
    rc_t rc = finding_decide_decode(call, &args);
    return rc == RC_OK ? move_finding(call, &args, accept_finding) : rc;
}

/* The risk is borne no longer: the vendor is told anew, and the term counts from then. */
static rc_t open_anew(struct finding_work *work, int state)
{
    int32_t on = work->args->on;
    rc_t rc = write_finding(work, (struct finding_change){ state, NO_DAY, NO_DAY, NO_DAY, on });
    if (rc == RC_OK && work->deadline)
        rc = finding_deadline_anew(work->call, &work->frame, work->deadline, on);
    return rc == RC_OK ? tell(work, "finding.reopened", "open") : rc;
}

/* Whether the acceptance had taken the deadline away. One that was late by then is late still. */
static rc_t was_released(struct finding_work *work, bool *ret_released)
{
    struct deadline_row deadline = { .state = DEADLINE_VOID };
    rc_t rc = RC_OK;
    if (work->deadline)
        rc = deadline_get(work->call->db, work->deadline, &deadline, work->call->problem);
    *ret_released = deadline.state == DEADLINE_VOID;
    return rc;
}

/* What was verified goes back to its first deadline. What was accepted is told anew and gets a term
 * of its own, but only where the acceptance had taken the deadline away: one that was late by then
 * stays late. */
static rc_t reopen_finding(struct finding_work *work)
{
    struct problem *problem = work->call->problem;
    const struct finding_row *finding = &work->finding;
    bool accepted = finding->accepted_on != NO_DAY, released = false;
    int state;
    rc_t rc = state_take(&FINDING_TABLE, FINDING_REOPEN, finding->state, &state, problem);
    if (rc == RC_OK)
        rc = day_order_check("on", work->args->on,
                             accepted ? finding->accepted_on : finding->verified_on,
                             accepted ? "its acceptance" : "its verification", problem);
    if (rc == RC_OK)
        rc = record(work, "reopen", ROLE_CUSTOMER | ROLE_MANAGER);
    if (rc == RC_OK && accepted)
        rc = was_released(work, &released);
    if (rc != RC_OK)
        return rc;
    return released ? open_anew(work, state) : open_again(work, state, "finding.reopened");
}

/* A decision too: name and reason are kept whichever way it goes. */
rc_t on_finding_reopen(struct call *call)
{
    struct finding_args args;
    rc_t rc = finding_decide_decode(call, &args);
    return rc == RC_OK ? move_finding(call, &args, reopen_finding) : rc;
}
