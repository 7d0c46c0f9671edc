/* Deadlines, events, exports and pending work: each a statement that gives the reply, but for the
 * proof, whose rulings are sorted here. */
#include "report_handlers.h"

#include "report_store.h"
#include "report_wire.h"

rc_t on_deadline_list(struct call *call)
{
    struct deadline_list list;
    rc_t rc = report_read_deadline_list(call->args, &list, call->problem);
    if (rc == RC_OK)
        rc = report_store_deadlines(call->db, &list, &call->result, call->problem);
    return rc;
}

rc_t on_deadline_get(struct call *call)
{
    struct deadline_list one;
    rc_t rc = report_read_deadline_get(call->args, &one, call->problem);
    if (rc == RC_OK)
        rc = report_store_deadline(call->db, &one, &call->result, call->problem);
    return rc;
}

rc_t on_deadline_moved(struct call *call)
{
    struct deadline_moved moved;
    rc_t rc = report_read_deadline_moved(call->args, &moved, call->problem);
    if (rc == RC_OK)
        rc = report_store_moved(call->db, &moved, &call->result, call->problem);
    return rc;
}

/* Part the rulings into the one that stands and those it superseded, newest first. */
static void add_rulings(json_t *deadline, const json_t *rulings)
{
    json_t *superseded = json_array();
    json_t *row;
    size_t i;
    json_object_set_new(deadline, "ruling", json_null());
    json_array_foreach(rulings, i, row)
    {
        bool current = json_is_true(json_object_get(row, "current"));
        json_object_del(row, "current");
        if (current)
            json_object_set(deadline, "ruling", row);
        else
            json_array_append(superseded, row);
    }
    json_object_set_new(deadline, "superseded", superseded);
}

/* The deadline itself, then why: the ruling that stands, what it superseded, and the clock events
 * all of them fold. */
rc_t on_deadline_proof(struct call *call)
{
    json_t *rulings = NULL;
    json_t *clock = NULL;
    rc_t rc = on_deadline_get(call);
    if (rc != RC_OK)
        return rc;
    int64_t id = json_integer_value(json_object_get(call->result, "id"));
    rc = report_store_rulings(call->db, id, &rulings, call->problem);
    if (rc == RC_OK)
        rc = report_store_clock(call->db, id, &clock, call->problem);
    if (rc == RC_OK) {
        add_rulings(call->result, rulings);
        json_object_set_new(call->result, "clock", clock);
    }
    json_decref(rulings);
    return rc;
}

rc_t on_event_list(struct call *call)
{
    struct event_list list;
    rc_t rc = report_read_event_list(call->args, &list, call->problem);
    if (rc == RC_OK)
        rc = report_store_events(call->db, &list, &call->result, call->problem);
    return rc;
}

/* The row, the job and the event commit together; the worker is woken after that. */
rc_t on_export_request(struct call *call)
{
    struct export_request request;
    int64_t id = 0;
    rc_t rc = report_read_export_request(call->args, &request, call->problem);
    if (rc == RC_OK)
        rc = report_store_export(call->db, &request, &id, call->problem);
    if (rc == RC_OK)
        rc = call_event(call, request.contract, "export.requested", "export", id,
                        json_pack("{s:s, s:s}", "kind", request.kind, "lang", request.lang));
    if (rc == RC_OK)
        call_wake(call, "export");
    if (rc == RC_OK) {
        const struct export_list one = { .id = id, .page = { { INT64_MAX, INT64_MAX }, 1 } };
        rc = report_store_export_get(call->db, &one, &call->result, call->problem);
    }
    return rc;
}

rc_t on_export_get(struct call *call)
{
    struct export_list one;
    rc_t rc = report_read_export_get(call->args, &one, call->problem);
    if (rc == RC_OK)
        rc = report_store_export_get(call->db, &one, &call->result, call->problem);
    return rc;
}

rc_t on_export_list(struct call *call)
{
    struct export_list list;
    rc_t rc = report_read_export_list(call->args, &list, call->problem);
    if (rc == RC_OK)
        rc = report_store_exports(call->db, &list, &call->result, call->problem);
    return rc;
}

/* Asked by the gateway before an account touches a row by its number. */
rc_t on_subject_contract(struct call *call)
{
    struct subject_contract subject;
    rc_t rc = report_read_subject_contract(call->args, &subject, call->problem);
    if (rc == RC_OK)
        rc = report_store_subject(call->db, &subject, &call->result, call->problem);
    return rc;
}

rc_t on_work_pending(struct call *call)
{
    struct work_pending pending;
    rc_t rc = report_read_work_pending(call->args, &pending, call->problem);
    if (rc == RC_OK)
        rc = report_store_pending(call->db, pending.contract, &call->result, call->problem);
    return rc;
}
