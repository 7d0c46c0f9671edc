/* Opening a cycle: all phases planned, the first begun, in one transaction.
 *
 * A cycle takes one system through all phases of its pack once; a system has one after the other,
 * at most one of them open. Planning is the rules' (phase_plan_make, pure); here the plan becomes
 * rows and the first phase gets its clock. */
#include <inttypes.h>

#include "ceilings.h"
#include "civil.h"
#include "deadline_store.h"
#include "lifecycle_frame.h"
#include "lifecycle_handlers.h"
#include "phase_course.h"
#include "portfolio_store.h"

/* A page that was limited to one id: an empty one means that there is no such row. */
rc_t reply_item(struct call *call, json_t *page, const char *thing)
{
    json_t *item = json_array_get(json_object_get(page, "items"), 0);
    if (item)
        call->result = json_incref(item);
    json_decref(page);
    return item ? RC_OK
                : problem_set(call->problem, RC_NOT_FOUND, thing, "there is no such %s", thing);
}

/* The cycle with all its phases, which one page of MAX_LIST_LIMIT holds: 20 phases at most, so 50
 * rounds of them. */
static rc_t reply_cycle(struct call *call, int64_t cycle_id)
{
    struct list_args one = { .id = cycle_id, .page.limit = 1 };
    struct list_args phases = { .cycle = cycle_id, .page.limit = MAX_LIST_LIMIT };
    json_t *page = NULL;
    rc_t rc = cycle_rows(call->db, &one, &page, call->problem);
    if (rc == RC_OK)
        rc = reply_item(call, page, "cycle");
    if (rc == RC_OK)
        rc = phase_rows(call->db, &phases, &page, call->problem);
    if (rc != RC_OK)
        return rc;
    json_object_set(call->result, "phases", json_object_get(page, "items"));
    json_decref(page);
    return RC_OK;
}

/* By id, or a system's newest: people say "system 12 of this contract". */
rc_t on_cycle_get(struct call *call)
{
    struct cycle_ref ref;
    int64_t cycle_id = 0;
    rc_t rc = cycle_get_decode(call, &ref);
    if (rc == RC_OK)
        rc = cycle_find(call, &ref, &cycle_id);
    return rc == RC_OK ? reply_cycle(call, cycle_id) : rc;
}

/* Without the phases: cycle.get has them. */
rc_t on_cycle_list(struct call *call)
{
    struct list_args args;
    rc_t rc = cycle_list_decode(call, &args);
    return rc == RC_OK ? cycle_rows(call->db, &args, &call->result, call->problem) : rc;
}

/* ---- cycle.open ---- */

/* Work belongs to the contract's service period; a cycle outside it is a slip of the pen. */
static rc_t check_opening(struct call *call, const struct system_row *system,
                          const struct lifecycle_frame *frame, int32_t start)
{
    char last[DATE_TEXT];
    if (!system->active)
        return problem_set(call->problem, RC_CONFLICT, "contract", "contract \"%s\" is closed",
                           frame->rules.code);
    if (system->has_cycle)
        return problem_set(call->problem, RC_CONFLICT, "system",
                           "system %" PRId64 " has an open cycle already", system->serial);
    /* The contract's own period, not the pack's: it is fixed when the contract is opened. */
    if (start > frame->rules.service_to)
        return problem_set(call->problem, RC_REFUSED, "start",
                           "\"start\" lies after the service period's last day %s",
                           civil_format_date(frame->rules.service_to, last));
    return day_order_check("start", start, frame->rules.service_from,
                           "the service period's first day", call->problem);
}

/* The rows of all phases as planned; the first one's id in *ret_first. */
static rc_t insert_plan(struct call *call, const struct lifecycle_frame *frame,
                        const struct phase_plan *plan, int64_t *ret_first)
{
    rc_t rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < plan->count; i++) {
        struct phase_plan_new row = {
            .cycle_id = frame->cycle.id,
            .round = 1,
            .phase = plan->rows[i].phase,
            .from = plan->rows[i].from,
            .to = plan->rows[i].to,
        };
        int64_t id = 0;
        rc = phase_insert(call->db, &row, &id, call->problem);
        if (i == 0)
            *ret_first = id;
    }
    return rc;
}

/* Limits without a unit of their own are calendar days (C5). */
static rc_t make_plan(struct call *call, const struct lifecycle_frame *frame, int32_t start,
                      struct phase_plan *ret_plan)
{
    struct phase_plan_ask ask = {
        .pack = frame->rules.pack,
        .start = start,
        .basis = BASIS_CALENDAR,
        .calendar = &frame->rules.calendar,
    };
    return phase_plan_make(&ask, NULL, ret_plan, call->problem);
}

/* Plan, rows, event, and the first phase begins. */
static rc_t open_cycle(struct call *call, const struct system_row *system,
                       struct lifecycle_frame *frame, int32_t start)
{
    struct phase_plan plan;
    struct phase_begin begin = { .round = 1, .on = start };
    char text[DATE_TEXT];
    rc_t rc = make_plan(call, frame, start, &plan);
    if (rc == RC_OK)
        rc = cycle_insert(call->db, system, frame->cycle.pack_id, start, &frame->cycle.id,
                          call->problem);
    if (rc == RC_OK)
        rc = insert_plan(call, frame, &plan, &begin.phase_id);
    if (rc == RC_OK)
        /* Before the first phase begins: the log tells of the cycle first. */
        rc = call_event(call, frame->cycle.contract, "cycle.opened", "cycle", frame->cycle.id,
                        json_pack("{s:I, s:I, s:s}", "serial", (json_int_t)system->serial, "number",
                                  (json_int_t)system->next_number, "start",
                                  civil_format_date(start, text)));
    if (rc != RC_OK)
        return rc;
    begin.rule = plan.rows[0].phase;
    return phase_begin(call, frame, &begin);
}

/* The system is not locked: that no other cycle is open is kept by a unique index, see
 * cycle_insert. */
rc_t on_cycle_open(struct call *call)
{
    struct cycle_open_args args;
    struct system_row system;
    struct lifecycle_frame frame;
    int64_t system_id = 0;
    rc_t rc = cycle_open_decode(call, &args);
    if (rc == RC_OK)
        rc = system_find(call->db, &args.system, &system_id, call->problem);
    if (rc == RC_OK)
        rc = system_read(call->db, system_id, &system, call->problem);
    if (rc == RC_OK)
        rc = lifecycle_frame_new(call, &system, &frame);
    if (rc != RC_OK)
        return rc;
    rc = check_opening(call, &system, &frame, args.start);
    if (rc == RC_OK)
        rc = open_cycle(call, &system, &frame, args.start);
    if (rc == RC_OK)
        rc = contract_work_bump(call->db, system.contract_id, call->problem);
    if (rc == RC_OK)
        rc = reply_cycle(call, frame.cycle.id);
    lifecycle_frame_fini(&frame);
    return rc;
}
