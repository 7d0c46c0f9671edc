/* Incidents: reading and opening them.
 *
 * Opening does the whole work once: grade, row, penalty case, clocks. What comes later
 * (incident_acts.c, incident_regrade.c) works out the same from the row again. */
#include "civil.h"
#include "deadline_store.h"
#include "incident_clock.h"
#include "incident_grade.h"
#include "portfolio_store.h"
#include "sla_handlers.h"
#include "sla_store.h"

/* ---- reading ---- */

/* By id or by contract and code, through the list's own statement. */
rc_t reply_incident(struct call *call, const struct incident_ref *ref)
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

/* Nothing is locked for a read. */
rc_t on_incident_get(struct call *call)
{
    struct incident_ref ref;
    rc_t rc = incident_get_decode(call, &ref);
    return rc == RC_OK ? reply_incident(call, &ref) : rc;
}

/* The page is what the statement built. */
rc_t on_incident_list(struct call *call)
{
    struct sla_list_args args;
    rc_t rc = incident_list_decode(call, &args);
    return rc == RC_OK ? incident_rows(call->db, NULL, &args, &call->result, call->problem) : rc;
}

/* ---- incident.open ---- */

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
        rc = incident_case_follow(call, rules, row);
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

/* The rules are those of an active contract: a closed one takes no incidents. */
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
