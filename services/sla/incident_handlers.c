/* Incidents from their opening to their resolution. */
#include <stddef.h>

#include "civil.h"
#include "deadline_store.h"
#include "incident_clock.h"
#include "incident_grade.h"
#include "portfolio_store.h"
#include "sla_handlers.h"
#include "sla_store.h"

/* ---- reading ---- */

static rc_t reply_incident(struct call *call, const struct incident_ref *ref)
{
    const struct sla_list_args one = { .page.limit = 1 };
    json_t *page = NULL;
    rc_t rc = incident_rows(call->db, ref, &one, &page, call->problem);
    if (rc != RC_OK)
        return rc;
    json_t *item = json_array_get(json_object_get(page, "items"), 0);
    if (item)
        call->result = json_incref(item);
    else
        rc = problem_set(call->problem, RC_NOT_FOUND, "incident", "there is no such incident");
    json_decref(page);
    return rc;
}

rc_t on_incident_get(struct call *call)
{
    struct incident_ref ref;
    rc_t rc = incident_get_decode(call, &ref);
    return rc == RC_OK ? reply_incident(call, &ref) : rc;
}

rc_t on_incident_list(struct call *call)
{
    struct sla_list_args args;
    rc_t rc = incident_list_decode(call, &args);
    return rc == RC_OK ? incident_rows(call->db, NULL, &args, &call->result, call->problem) : rc;
}

/* ---- incident.open ---- */

/* The penalty case an incident makes, under the incident's own code. */
static rc_t make_case(struct call *call, const struct incident_new *row, const char *grade,
                      const struct contract_frame *rules)
{
    struct incident_case made;
    int64_t id;
    rc_t rc = incident_case(rules->pack, row->args, grade, &made, call->problem);
    if (rc != RC_OK || !made.type)
        return rc;
    struct case_new kase = {
        .contract_id = rules->id,
        .system_id = row->system_id,
        .code = row->args->code,
        .type = made.type,
        .title = row->args->title,
        .incident = row->args->code,
        .on = civil_day_of(row->args->occurred_at, rules->zone_minutes),
        .attributes = made.attributes,
    };
    rc = case_insert(call->db, &kase, &id, call->problem);
    incident_case_fini(&made);
    return rc;
}

/* Before the contract there was nothing to owe. */
static rc_t check_occurred(const struct contract_frame *rules,
                           const struct incident_open_args *args, struct problem *problem)
{
    return day_order_check("occurred_at", civil_day_of(args->occurred_at, rules->zone_minutes),
                           rules->signed_on, "the contract was signed", problem);
}

/* Row, case, clocks, event and the wake-up stand or fall together. */
static rc_t store_incident(struct call *call, const struct contract_frame *rules,
                           const struct incident_new *row)
{
    struct incident_ref ref = { .id = 0 };
    struct incident_row incident;
    rc_t rc = incident_insert(call->db, row, &ref.id, call->problem);
    if (rc == RC_OK)
        rc = make_case(call, row, row->grade, rules);
    if (rc == RC_OK)
        rc = incident_lock(call->db, &ref, &incident, call->problem);
    if (rc == RC_OK)
        rc = incident_clocks_apply(call, rules, &incident);
    if (rc == RC_OK)
        rc = reply_incident(call, &ref);
    if (rc == RC_OK)
        rc = call_event(call, rules->code, "incident.opened", "incident", ref.id,
                        json_copy(call->result));
    return rc == RC_OK ? contract_work_bump(call->db, rules->id, call->problem) : rc;
}

/* The decided grade goes into the row beside the computed one. */
static rc_t open_incident(struct call *call, const struct contract_frame *rules,
                          const struct incident_open_args *args)
{
    struct incident_grade grade;
    struct incident_new row = { .contract_id = rules->id, .args = args };
    rc_t rc = check_occurred(rules, args, call->problem);
    if (rc == RC_OK)
        rc = serial_find(call->db, args->contract, args->serial, &row.system_id, call->problem);
    if (rc == RC_OK)
        rc = incident_grade(rules->pack, args, &grade, call->problem);
    if (rc != RC_OK)
        return rc;
    row.grade = grade.grade;
    row.computed_grade = grade.computed;
    row.clauses = grade.clauses;
    rc = store_incident(call, rules, &row);
    incident_grade_fini(&grade);
    return rc;
}

rc_t on_incident_open(struct call *call)
{
    struct incident_open_args args;
    struct contract_frame rules;
    rc_t rc = incident_open_decode(call, &args);
    if (rc == RC_OK)
        rc = sla_rules_load(call, args.contract, &rules);
    if (rc != RC_OK)
        return rc;
    rc = open_incident(call, &rules, &args);
    contract_frame_fini(&rules);
    return rc;
}

/* ---- respond, request_onsite, arrive, resolve ---- */

/* Which instant an act sets, and the event that tells it. */
static const struct {
    const char *event;
    size_t at; /* offset of the instant in struct incident_row */
} ACTS[INCIDENT_MOVE__COUNT] = {
    [INCIDENT_RESPOND] = { "incident.responded", offsetof(struct incident_row, responded_at) },
    [INCIDENT_REQUEST_ONSITE] = { "incident.onsite_requested",
                                  offsetof(struct incident_row, onsite_requested_at) },
    [INCIDENT_ARRIVE] = { "incident.arrived", offsetof(struct incident_row, arrived_at) },
    [INCIDENT_RESOLVE] = { "incident.resolved", offsetof(struct incident_row, resolved_at) },
};

/* The instant that `move` sets. */
static int64_t *instant_of(struct incident_row *incident, enum incident_move move)
{
    return (int64_t *)(void *)((char *)incident + ACTS[move].at);
}

/* RC_REFUSED when `at` lies before an instant that is known. */
static rc_t check_after(int64_t at, int64_t known, const char *what, struct problem *problem)
{
    if (known == NO_INSTANT || at >= known)
        return RC_OK;
    return problem_set(problem, RC_REFUSED, "at", "\"at\" lies before %s", what);
}

/* What must have come before the act. */
static rc_t check_order(const struct contract_frame *rules, const struct incident_row *incident,
                        enum incident_move move, int64_t at, struct problem *problem)
{
    bool wanted = true;
    rc_t rc = check_after(at, incident->occurred_at, "the incident occurred", problem);
    if (rc == RC_OK && move == INCIDENT_ARRIVE)
        rc = incident_wants_arrival(rules, incident, &wanted, problem);
    if (rc == RC_OK && !wanted)
        rc = problem_set(problem, RC_REFUSED, "at",
                         "nobody has been asked on site: incident.request_onsite comes first");
    if (rc == RC_OK && (move == INCIDENT_ARRIVE || move == INCIDENT_RESOLVE))
        rc = check_after(at, incident->onsite_requested_at, "the demand for people on site",
                         problem);
    if (rc == RC_OK && move == INCIDENT_RESOLVE)
        rc = check_after(at, incident->responded_at, "the response", problem);
    if (rc == RC_OK && move == INCIDENT_RESOLVE)
        rc = check_after(at, incident->arrived_at, "the arrival", problem);
    return rc;
}

/* The incident with the act done. Who arrives or resolves has thereby responded. */
static rc_t do_act(struct incident_row *incident, enum incident_move move,
                   const struct incident_act_args *args, struct problem *problem)
{
    int64_t *instant = instant_of(incident, move);
    rc_t rc = state_take(&INCIDENT_TABLE, (size_t)move, incident->state, &incident->state, problem);
    if (rc == RC_OK && *instant != NO_INSTANT)
        rc = problem_set(problem, RC_CONFLICT, "incident", "that is recorded already");
    if (rc != RC_OK)
        return rc;
    *instant = args->at;
    if (args->remote)
        incident->remote_resolved_at = args->at;
    if (incident->responded_at == NO_INSTANT && move != INCIDENT_REQUEST_ONSITE)
        incident->responded_at = args->at;
    return RC_OK;
}

/* The row first, then everything that follows from it is worked out anew. */
static rc_t act(struct call *call, const struct contract_frame *rules,
                struct incident_row *incident, enum incident_move move,
                const struct incident_act_args *args)
{
    struct incident_ref ref = { .id = incident->id };
    char at[INSTANT_TEXT];
    rc_t rc = version_check(args->version, incident->version, "incident", call->problem);
    if (rc == RC_OK)
        rc = check_order(rules, incident, move, args->at, call->problem);
    if (rc == RC_OK)
        rc = do_act(incident, move, args, call->problem);
    if (rc == RC_OK)
        rc = incident_write(call->db, incident, call->problem);
    if (rc == RC_OK)
        rc = incident_clocks_apply(call, rules, incident);
    if (rc == RC_OK)
        rc = call_event(call, rules->code, ACTS[move].event, "incident", incident->id,
                        json_pack("{s:s, s:s, s:b}", "code", incident->code, "at",
                                  civil_format_instant(args->at, rules->zone_minutes, at), "remote",
                                  args->remote));
    if (rc == RC_OK)
        rc = contract_work_bump(call->db, rules->id, call->problem);
    return rc == RC_OK ? reply_incident(call, &ref) : rc;
}

/* The row is locked before the rules are read: two steps of one incident never overlap, and the
 * second sees what the first has written. */
static rc_t act_on_incident(struct call *call, enum incident_move move,
                            const struct incident_act_args *args)
{
    struct incident_row incident;
    struct contract_frame rules;
    rc_t rc = incident_lock(call->db, &args->ref, &incident, call->problem);
    if (rc == RC_OK)
        rc = sla_rules_load(call, incident.contract, &rules);
    if (rc != RC_OK)
        return rc;
    rc = act(call, &rules, &incident, move, args);
    contract_frame_fini(&rules);
    return rc;
}

static rc_t simple_act(struct call *call, enum incident_move move)
{
    struct incident_act_args args;
    rc_t rc = incident_act_decode(call, &args);
    return rc == RC_OK ? act_on_incident(call, move, &args) : rc;
}

rc_t on_incident_respond(struct call *call)
{
    return simple_act(call, INCIDENT_RESPOND);
}

rc_t on_incident_request_onsite(struct call *call)
{
    return simple_act(call, INCIDENT_REQUEST_ONSITE);
}

rc_t on_incident_arrive(struct call *call)
{
    return simple_act(call, INCIDENT_ARRIVE);
}

rc_t on_incident_resolve(struct call *call)
{
    struct incident_act_args args;
    rc_t rc = incident_resolve_decode(call, &args);
    return rc == RC_OK ? act_on_incident(call, INCIDENT_RESOLVE, &args) : rc;
}
