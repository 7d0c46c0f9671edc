/* The grade of an incident after its opening: it decides which clocks bind and what is charged, so
 * both are worked out anew; what stood before stays readable.
 *
 * Everything follows from the row as if it had been opened so: clocks are ruled from the same
 * occurrence, however late the grade was decided, and a grading that is in force no more stays in
 * incident_grading. */
#include <string.h>

#include "deadline_store.h"
#include "decision_store.h"
#include "incident_clock.h"
#include "incident_grade.h"
#include "sla_handlers.h"
#include "sla_store.h"

/* The case is told of on the day the incident occurred, however late its grade was decided. */
rc_t incident_case_follow(struct call *call, const struct contract_frame *rules,
                          const struct incident_new *row)
{
    struct incident_case made;
    rc_t rc = incident_case(rules->pack, row->args, row->grade, &made, call->problem);
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
    rc = case_follow(call->db, &kase, call->problem);
    incident_case_fini(&made);
    return rc;
}

/* A regrading under way. */
struct regrade_work {
    struct call *call;
    const struct incident_regrade_args *args;
    struct contract_frame rules;
    struct incident_row incident;
    json_t *before; /* how it was graded so far; owned */
};

/* NULL for what is null or absent. */
static const char *text_of(const json_t *json, const char *key)
{
    return json_string_value(json_object_get(json, key));
}

/* The incident as incident.open would take it today: what is not said stays. A grade decided by
 * hand holds until facts or another decision come. */
static struct incident_open_args args_now(const struct regrade_work *work)
{
    const struct incident_regrade_args *said = work->args;
    const char *kept = said->facts ? NULL : text_of(work->before, "grade");
    return (struct incident_open_args){
        .contract = work->incident.contract,
        .code = work->incident.code,
        .title = text_of(work->before, "title"),
        .family = work->incident.family,
        .level = said->level ? said->level : text_of(work->before, "level"),
        .grade = said->grade ? said->grade : kept,
        .occurred_at = work->incident.occurred_at,
        .facts = said->facts ? said->facts : json_object_get(work->before, "facts"),
    };
}

/* Absent and empty are one: columns keep null for both. */
static bool same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

/* A regrading that says what is known already is a mistake of the caller. */
static bool changes_nothing(const struct regrade_work *work, const struct incident_new *row)
{
    return same_text(row->grade, text_of(work->before, "grade")) &&
           same_text(row->computed_grade, text_of(work->before, "computed_grade")) &&
           same_text(row->args->level, text_of(work->before, "level")) &&
           json_equal(row->args->facts, json_object_get(work->before, "facts"));
}

/* Who decided it and why, with the grades before and after. */
static rc_t record(const struct regrade_work *work, const struct incident_new *row)
{
    json_t *data =
        json_pack("{s:s?, s:s?}", "from", text_of(work->before, "grade"), "to", row->grade);
    const struct decision decision = {
        .contract_id = work->rules.id,
        .subject_kind = "incident",
        .subject_id = work->incident.id,
        .move = "regrade",
        .roles = ROLE_MANAGER | ROLE_CUSTOMER | ROLE_LEADER,
        .by = work->args->by,
        .on = work->call->today,
        .note = work->args->note,
        .data = data,
    };
    rc_t rc = decision_record(work->call->db, &decision, work->call->problem);
    json_decref(data);
    return rc;
}

/* Old and new grade in one event: whoever follows the log needs no row. */
static rc_t tell(const struct regrade_work *work, const struct incident_new *row)
{
    return call_event(work->call, work->rules.code, "incident.regraded", "incident",
                      work->incident.id,
                      json_pack("{s:s, s:s?, s:s?, s:s?, s:s, s:s}", "code", work->incident.code,
                                "from", text_of(work->before, "grade"), "to", row->grade, "level",
                                row->args->level, "by", work->args->by, "note", work->args->note));
}

/* The grading, the case, the clocks, the event: all of them or none. */
static rc_t store(struct regrade_work *work, const struct incident_new *row)
{
    struct call *call = work->call;
    struct incident_ref ref = { .id = work->incident.id };
    rc_t rc = record(work, row);
    if (rc == RC_OK)
        rc = incident_grade_write(call->db, work->incident.id, row, call->problem);
    if (rc == RC_OK)
        rc = incident_case_follow(call, &work->rules, row);
    if (rc == RC_OK)
        rc = incident_lock(call->db, &ref, &work->incident, call->problem);
    if (rc == RC_OK)
        rc = incident_clocks_apply(call, &work->rules, &work->incident);
    if (rc == RC_OK)
        rc = tell(work, row);
    if (rc == RC_OK)
        rc = contract_work_bump(call->db, work->rules.id, call->problem);
    return rc == RC_OK ? reply_incident(call, &ref) : rc;
}

/* Grade by the contract's pack as at the opening, then compare with what stands. */
static rc_t regrade(struct regrade_work *work)
{
    struct call *call = work->call;
    const struct incident_open_args args = args_now(work);
    struct incident_new row = { .contract_id = work->rules.id,
                                .system_id = work->incident.system_id,
                                .args = &args };
    struct incident_grade grade;
    int state;
    rc_t rc = version_check(work->args->version, work->incident.version, "incident", call->problem);
    if (rc == RC_OK)
        rc = state_take(&INCIDENT_TABLE, INCIDENT_REGRADE, work->incident.state, &state,
                        call->problem);
    if (rc == RC_OK)
        rc = incident_grade(work->rules.pack, &args, &grade, call->problem);
    if (rc != RC_OK)
        return rc;
    row.grade = grade.grade;
    row.computed_grade = grade.computed;
    row.clauses = grade.clauses;
    if (changes_nothing(work, &row))
        rc = problem_set(call->problem, RC_CONFLICT, "incident", "it is graded so already");
    else
        rc = store(work, &row);
    incident_grade_fini(&grade);
    return rc;
}

/* The row is locked before the rules are read, as for every act. */
rc_t on_incident_regrade(struct call *call)
{
    struct incident_regrade_args args;
    struct regrade_work work = { .call = call, .args = &args };
    rc_t rc = incident_regrade_decode(call, &args);
    if (rc == RC_OK)
        rc = incident_lock(call->db, &args.ref, &work.incident, call->problem);
    if (rc == RC_OK)
        rc = sla_rules_load(call, work.incident.contract, &work.rules);
    if (rc != RC_OK)
        return rc;
    rc = incident_grading_read(call->db, work.incident.id, &work.before, call->problem);
    if (rc == RC_OK)
        rc = regrade(&work);
    json_decref(work.before);
    contract_frame_fini(&work.rules);
    return rc;
}
