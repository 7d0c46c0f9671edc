/* Findings from report to check: the fix stops the deadline, a failed check lets it run on. */
#include "civil.h"
#include "deadline_store.h"
#include "finding_course.h"
#include "lifecycle_handlers.h"
#include "portfolio_store.h"

static rc_t reply_finding(struct call *call, int64_t finding_id)
{
    struct list_args one = { .id = finding_id, .page.limit = 1 };
    json_t *page = NULL;
    rc_t rc = finding_rows(call->db, &one, &page, call->problem);
    return rc == RC_OK ? reply_item(call, page, "finding") : rc;
}

rc_t on_finding_list(struct call *call)
{
    struct list_args args;
    rc_t rc = finding_list_decode(call, &args);
    return rc == RC_OK ? finding_rows(call->db, &args, &call->result, call->problem) : rc;
}

/* ---- finding.open ---- */

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

static rc_t tell(struct finding_work *work, const char *kind, const char *outcome)
{
    char on[DATE_TEXT];
    return call_event(work->call, work->frame.cycle.contract, kind, "finding", work->finding.id,
                      json_pack("{s:I, s:s, s:s, s:s}", "serial",
                                (json_int_t)work->frame.cycle.serial, "code", work->finding.code,
                                "on", civil_format_date(work->args->on, on), "state", outcome));
}

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
        rc = finding_write(call->db, work->finding.id, state, on, NO_DAY, call->problem);
    if (rc == RC_OK && work->deadline)
        rc = deadline_stop(call->db, work->deadline, frame_day_end(&work->frame, on), NULL, NULL,
                           call->problem);
    return rc == RC_OK ? tell(work, "finding.fixed", "fixed") : rc;
}

rc_t on_finding_fix(struct call *call)
{
    struct finding_args args;
    rc_t rc = finding_fix_decode(call, &args);
    return rc == RC_OK ? move_finding(call, &args, fix_finding) : rc;
}

/* The fix did not hold: the finding is open again, and its first deadline runs on. */
static rc_t reopen_finding(struct finding_work *work, int state)
{
    struct call *call = work->call;
    rc_t rc = finding_write(call->db, work->finding.id, state, NO_DAY, NO_DAY, call->problem);
    if (rc == RC_OK && work->deadline)
        rc = deadline_reopen(call->db, work->deadline, frame_day_end(&work->frame, work->args->on),
                             NULL, call->problem);
    return rc == RC_OK ? tell(work, "finding.verified", "open") : rc;
}

static rc_t verify_finding(struct finding_work *work)
{
    struct call *call = work->call;
    int32_t on = work->args->on;
    int state;
    enum finding_move move = work->args->ok ? FINDING_VERIFY : FINDING_REOPEN;
    rc_t rc = state_take(&FINDING_TABLE, (size_t)move, work->finding.state, &state, call->problem);
    if (rc == RC_OK)
        rc = day_order_check("on", on, work->finding.fixed_on, "its fix", call->problem);
    if (rc != RC_OK || !work->args->ok)
        return rc == RC_OK ? reopen_finding(work, state) : rc;
    rc =
        finding_write(call->db, work->finding.id, state, work->finding.fixed_on, on, call->problem);
    return rc == RC_OK ? tell(work, "finding.verified", "verified") : rc;
}

rc_t on_finding_verify(struct call *call)
{
    struct finding_args args;
    rc_t rc = finding_verify_decode(call, &args);
    return rc == RC_OK ? move_finding(call, &args, verify_finding) : rc;
}
