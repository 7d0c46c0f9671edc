/* A deliverable more, and the four moves of one. All moves take the same way: lock, check, do,
 * write, tell, reply.
 *
 * What a move changes of the row is its own few lines (MOVES); what all of them owe is written
 * once: the caller's version, the legal transition, days in order, one write, one event,
 * contract_work bumped so that the scheduler and the penalty worker look again, and the row as
 * reply. Everything is in the transaction that the host opened, so a move that is refused half way
 * leaves nothing. */
#include "delivery_handlers.h"

#include <string.h>

#include "civil.h"
#include "deadline_store.h"
#include "delivery_store.h"
#include "memory.h"
#include "portfolio_store.h"

/* A move of one deliverable under way. */
struct delivery_work {
    struct call *call;
    const struct deliverable_args *args;
    struct deliverable_row row; /* as it will be written */
    struct contract_frame rules;
};

/* The page is JSON as PostgreSQL built it; nothing of it is looked at here. */
rc_t on_deliverable_list(struct call *call)
{
    struct deliverable_list_args args;
    rc_t rc = deliverable_list_decode(call, &args);
    return rc == RC_OK ? deliverable_rows(call->db, &args, &call->result, call->problem) : rc;
}

/* Every write answers with its row as the list shows it, read after the write: the reply cannot
 * differ from what the next reader sees. The row is locked, so there is exactly one. */
static rc_t reply_deliverable(struct call *call, int64_t id)
{
    struct deliverable_list_args one = { .id = id, .page.limit = 1 };
    json_t *page = NULL;
    rc_t rc = deliverable_rows(call->db, &one, &page, call->problem);
    if (rc != RC_OK)
        return rc;
    call->result = json_incref(json_array_get(json_object_get(page, "items"), 0));
    json_decref(page);
    return RC_OK;
}

/* ---- one more ---- */

static rc_t tell_required(struct call *call, const struct deliverable_add_args *add, int64_t id)
{
    json_t *data = json_pack("{s:s, s:s, s:O}", "clause", add->clause, "title", add->title,
                             "occurrence", json_object_get(call->result, "occurrence"));
    if (add->serial)
        json_object_set_new(data, "serial", json_integer(add->serial));
    return call_event(call, add->contract, "deliverable.required", "deliverable", id, data);
}

/* Beyond what the pack lists: the same document again, or another one that a clause asks for. It
 * has no deadline, for no clause says when. The bump comes first, see deliverable_add.sql. */
rc_t on_deliverable_add(struct call *call)
{
    struct deliverable_add_args add;
    int64_t contract = 0, system = 0, id = 0;
    rc_t rc = deliverable_add_decode(call, &add);
    if (rc == RC_OK)
        rc = contract_find_active(call->db, add.contract, &contract, call->problem);
    if (rc == RC_OK)
        rc = serial_find(call->db, add.contract, add.serial, &system, call->problem);
    if (rc == RC_OK)
        rc = contract_work_bump(call->db, contract, call->problem);
    if (rc == RC_OK)
        rc = deliverable_add(call->db, &add, contract, system, &id, call->problem);
    if (rc == RC_OK)
        rc = reply_deliverable(call, id);
    return rc == RC_OK ? tell_required(call, &add, id) : rc;
}

/* ---- the four moves ---- */

/* Who did the work may not also accept or sign it, when both are named. */
static rc_t check_other_person(const struct delivery_work *work)
{
    const char *by = work->args->by;
    if (!by || !work->row.submitted_by || strcmp(by, work->row.submitted_by) != 0)
        return RC_OK;
    return problem_set(work->call->problem, RC_REFUSED, "by",
                       "\"%s\" submitted it: another person must accept and sign", by);
}

/* Replace an owned text; NULL clears it, so that a new submission drops what only the old one had.
 */
static void set_text(char **text_p, const char *text)
{
    mem_free(*text_p);
    *text_p = mem_dup(text);
}

/* ---- what each move changes ---- */

/* When the work of day `on` was done: by the end of that day. A deadline that ends at an hour of
 * that very day needs to know better: done by now, if the day is today. */
static rc_t submitted_at(const struct delivery_work *work, int64_t *ret_us)
{
    struct call *call = work->call;
    struct deadline_row deadline;
    int zone = work->rules.zone_minutes;
    rc_t rc = deadline_get(call->db, work->row.deadline_id, &deadline, call->problem);
    if (rc != RC_OK)
        return rc;
    struct due_edge day = due_edge_of_day(work->args->on, zone);
    bool in_hours =
        deadline.edge.due_on == work->args->on && deadline.edge.due_at_us != day.due_at_us;
    *ret_us = in_hours && call->now_us < day.due_at_us ? call->now_us : day.due_at_us;
    return RC_OK;
}

/* The deadline stands for the first submission: one in time stays in time, whatever is objected to.
 * It is judged at the last microsecond of the day told (documents count in days), in the contract's
 * zone; deadline_stop leaves one alone that is closed already, which is how a second submission
 * changes nothing. */
static rc_t do_submit(struct delivery_work *work)
{
    struct call *call = work->call;
    work->row.submitted_on = work->args->on;
    set_text(&work->row.sha256, work->args->sha256);
    set_text(&work->row.submitted_by, work->args->by);
    if (!work->row.deadline_id)
        return RC_OK;
    int64_t done_us = 0;
    rc_t rc = submitted_at(work, &done_us);
    if (rc != RC_OK)
        return rc;
    return deadline_stop(call->db, work->row.deadline_id, done_us, NULL, NULL, call->problem);
}

/* Acceptance is the customer's word on the submission before it. */
static rc_t do_accept(struct delivery_work *work)
{
    work->row.accepted_on = work->args->on;
    return check_other_person(work);
}

/* Nothing but the state changes: the note is in the event. */
static rc_t do_object(struct delivery_work *work)
{
    (void)work;
    return RC_OK;
}

/* The signature names its signer for the acceptance bundle. */
static rc_t do_sign(struct delivery_work *work)
{
    work->row.signed_on = work->args->on;
    set_text(&work->row.signed_by, work->args->by);
    return check_other_person(work);
}

/* One row per move: what it changes, and the event that tells of it. A new move is a row here, a
 * row of the transition table in delivery_states.c, a route and a handler. */
static const struct {
    rc_t (*fn)(struct delivery_work *work);
    const char *event;
} MOVES[DELIVERABLE_MOVE__COUNT] = {
    [DELIVERABLE_SUBMIT] = { do_submit, "deliverable.submitted" },
    [DELIVERABLE_ACCEPT] = { do_accept, "deliverable.accepted" },
    [DELIVERABLE_OBJECT] = { do_object, "deliverable.objected" },
    [DELIVERABLE_SIGN] = { do_sign, "deliverable.signed" },
};

/* ---- the way all moves take ---- */

/* Version, state and days, in this order: a caller with an old view is told so before anything
 * else. */
static rc_t check_move(struct delivery_work *work, enum deliverable_move move)
{
    struct deliverable_row *row = &work->row;
    struct problem *problem = work->call->problem;
    int32_t on = work->args->on;
    rc_t rc = version_check(work->args->version, row->version, "deliverable", problem);
    if (rc == RC_OK)
        rc = state_take(&DELIVERABLE_TABLE, (size_t)move, row->state, &row->state, problem);
    if (rc == RC_OK)
        rc = day_order_check("on", on, work->rules.signed_on, "the contract was signed", problem);
    if (rc == RC_OK && row->submitted_on != NO_DAY)
        rc = day_order_check("on", on, row->submitted_on, "its submission", problem);
    if (rc == RC_OK && row->accepted_on != NO_DAY)
        rc = day_order_check("on", on, row->accepted_on, "its acceptance", problem);
    return rc;
}

/* Names are told only where they were given: `by` and `note` are optional in every move. */
static rc_t tell(struct delivery_work *work, const char *kind)
{
    char on[DATE_TEXT];
    json_t *data = json_pack("{s:s}", "on", civil_format_date(work->args->on, on));
    if (work->args->by)
        json_object_set_new(data, "by", json_string(work->args->by));
    if (work->args->note)
        json_object_set_new(data, "note", json_string(work->args->note));
    return call_event(work->call, work->row.contract, kind, "deliverable", work->row.id, data);
}

/* The row is changed in memory first and written once. */
static rc_t do_move(struct delivery_work *work, enum deliverable_move move)
{
    struct call *call = work->call;
    rc_t rc = check_move(work, move);
    if (rc == RC_OK)
        rc = MOVES[move].fn(work);
    if (rc == RC_OK)
        rc = deliverable_write(call->db, &work->row, call->problem);
    if (rc == RC_OK)
        rc = tell(work, MOVES[move].event);
    if (rc == RC_OK)
        rc = contract_work_bump(call->db, work->rules.id, call->problem);
    if (rc == RC_OK)
        rc = reply_deliverable(call, work->row.id);
    return rc;
}

/* Deliverable, then deadline, then contract_work: the order in which everything here locks. */
static rc_t move_deliverable(struct call *call, enum deliverable_move move)
{
    struct deliverable_args args;
    struct delivery_work work = { .call = call, .args = &args };
    int64_t id = 0, contract_id = 0;
    rc_t rc = deliverable_decode(call, move, &args);
    if (rc == RC_OK)
        rc = deliverable_find(call->db, &args.ref, &id, call->problem);
    if (rc == RC_OK)
        rc = deliverable_lock(call->db, id, &work.row, call->problem);
    if (rc == RC_OK)
        rc = contract_find_active(call->db, work.row.contract, &contract_id, call->problem);
    if (rc == RC_OK)
        rc = contract_frame_load(call->local, call->db, contract_id, &work.rules, call->problem);
    if (rc == RC_OK)
        rc = do_move(&work, move);
    contract_frame_fini(&work.rules);
    deliverable_row_fini(&work.row);
    return rc;
}

/* The four operations differ in their move alone; deliverable_decode knows which of them takes a
 * digest. */
rc_t on_deliverable_submit(struct call *call)
{
    return move_deliverable(call, DELIVERABLE_SUBMIT);
}

rc_t on_deliverable_accept(struct call *call)
{
    return move_deliverable(call, DELIVERABLE_ACCEPT);
}

rc_t on_deliverable_object(struct call *call)
{
    return move_deliverable(call, DELIVERABLE_OBJECT);
}

rc_t on_deliverable_sign(struct call *call)
{
    return move_deliverable(call, DELIVERABLE_SIGN);
}
