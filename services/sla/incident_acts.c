/* What happens to an incident after it was opened. What is told late or out of order ends as if it
 * had been told in time: every act works out anew all that follows from the incident's row.
 *
 * Data flow of every act: lock the incident, check version, state and the instants of its
 * neighbours, write the row, rule all clocks anew from the row (incident_clock.h), tell, wake the
 * scheduler and the penalty worker. Because only the row is looked at, two orders of telling end in
 * the same ledger. */
#include <stddef.h>

#include "civil.h"
#include "deadline_store.h"
#include "incident_clock.h"
#include "sla_handlers.h"
#include "sla_store.h"

/* Which instant an act sets, the event that tells it, and whether somebody has responded by it. */
static const struct {
    const char *event;
    size_t at; /* offset of the instant in struct incident_row */
    bool responds;
} ACTS[] = {
    [INCIDENT_RESPOND] = { "incident.responded", offsetof(struct incident_row, responded_at),
                           true },
    [INCIDENT_REQUEST_ONSITE] = { "incident.onsite_requested",
                                  offsetof(struct incident_row, onsite_requested_at), false },
    [INCIDENT_ARRIVE] = { "incident.arrived", offsetof(struct incident_row, arrived_at), true },
    [INCIDENT_RESOLVE] = { "incident.resolved", offsetof(struct incident_row, resolved_at), true },
    [INCIDENT_CLOSE] = { "incident.closed", offsetof(struct incident_row, closed_at), false },
};

/* The instant that `move` sets. */
static int64_t *instant_of(struct incident_row *incident, enum incident_move move)
{
    return (int64_t *)(void *)((char *)incident + ACTS[move].at);
}

/* The same to read. */
static int64_t known_at(const struct incident_row *incident, enum incident_move move)
{
    return *(const int64_t *)(const void *)((const char *)incident + ACTS[move].at);
}

/* What happened before what, whenever either is told. */
static const struct {
    enum incident_move first, then;
    const char *first_word, *then_word;
} ORDER[] = {
    { INCIDENT_REQUEST_ONSITE, INCIDENT_ARRIVE, "the demand for people on site", "the arrival" },
    { INCIDENT_REQUEST_ONSITE, INCIDENT_RESOLVE, "the demand for people on site",
      "the resolution" },
    { INCIDENT_RESPOND, INCIDENT_RESOLVE, "the response", "the resolution" },
    { INCIDENT_ARRIVE, INCIDENT_RESOLVE, "the arrival", "the resolution" },
    { INCIDENT_RESOLVE, INCIDENT_CLOSE, "the resolution", NULL },
};

/* Whether nobody told of the response: then the arrival or the resolution stands for it. */
static bool is_inferred(const struct incident_row *incident)
{
    return incident->responded_at == incident->arrived_at ||
           incident->responded_at == incident->resolved_at;
}

/* RC_REFUSED, naming `at`, when the act would come on the wrong side of another one. A response
 * that was only inferred is no obstacle: an earlier act takes its place. */
static rc_t check_neighbours(const struct incident_row *incident, enum incident_move move,
                             int64_t at, struct problem *problem)
{
    for (size_t i = 0; i < COUNT_OF(ORDER); i++) {
        int64_t first = known_at(incident, ORDER[i].first);
        int64_t then = known_at(incident, ORDER[i].then);
        bool guessed = ORDER[i].first == INCIDENT_RESPOND && is_inferred(incident);
        if (ORDER[i].then == move && first != NO_INSTANT && at < first && !guessed)
            return problem_set(problem, RC_REFUSED, "at", "\"at\" lies before %s",
                               ORDER[i].first_word);
        if (ORDER[i].first == move && then != NO_INSTANT && at > then)
            return problem_set(problem, RC_REFUSED, "at", "\"at\" lies after %s",
                               ORDER[i].then_word);
    }
    return RC_OK;
}

/* What must have come before the act, and what after it. */
static rc_t check_order(const struct contract_frame *rules, const struct incident_row *incident,
                        enum incident_move move, int64_t at, struct problem *problem)
{
    bool wanted = true;
    rc_t rc = RC_OK;
    if (at < incident->occurred_at)
        return problem_set(problem, RC_REFUSED, "at", "\"at\" lies before the incident occurred");
    if (move == INCIDENT_ARRIVE)
        rc = incident_wants_arrival(rules, incident, &wanted, problem);
    if (rc == RC_OK && !wanted)
        return problem_set(problem, RC_REFUSED, "at",
                           "nobody has been asked on site: incident.request_onsite comes first");
    return rc == RC_OK ? check_neighbours(incident, move, at, problem) : rc;
}

/* Whether the act has been told: a response that was only inferred gives way to an earlier one. */
static bool is_told(const struct incident_row *incident, enum incident_move move, int64_t at)
{
    if (known_at(incident, move) == NO_INSTANT)
        return false;
    return move != INCIDENT_RESPOND || !is_inferred(incident) || at >= incident->responded_at;
}

/* Version, state, then the instants: a caller with an old view is told so before anything else. */
static rc_t check_act(const struct contract_frame *rules, const struct incident_row *incident,
                      enum incident_move move, const struct incident_act_args *args, int *ret_state,
                      struct problem *problem)
{
    rc_t rc = version_check(args->version, incident->version, "incident", problem);
    if (rc == RC_OK)
        rc = state_take(&INCIDENT_TABLE, (size_t)move, incident->state, ret_state, problem);
    if (rc == RC_OK && is_told(incident, move, args->at))
        rc = problem_set(problem, RC_CONFLICT, "incident", "that is recorded already");
    return rc == RC_OK ? check_order(rules, incident, move, args->at, problem) : rc;
}

/* The incident with the act done. Who arrives or resolves has thereby responded; the first of the
 * three is the response, in whatever order they are told. */
static void do_act(struct incident_row *incident, enum incident_move move,
                   const struct incident_act_args *args)
{
    bool responds =
        ACTS[move].responds && (incident->responded_at == NO_INSTANT ||
                                (is_inferred(incident) && args->at < incident->responded_at));
    *instant_of(incident, move) = args->at;
    if (args->remote)
        incident->remote_resolved_at = args->at;
    if (responds)
        incident->responded_at = args->at;
}

/* The row first, then everything that follows from it is worked out anew. */
static rc_t act(struct call *call, const struct contract_frame *rules,
                struct incident_row *incident, enum incident_move move,
                const struct incident_act_args *args)
{
    struct incident_ref ref = { .id = incident->id };
    char at[INSTANT_TEXT];
    int state = incident->state;
    rc_t rc = check_act(rules, incident, move, args, &state, call->problem);
    if (rc != RC_OK)
        return rc;
    do_act(incident, move, args);
    incident->state = state;
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

/* An act that says when it happened and nothing else. */
static rc_t simple_act(struct call *call, enum incident_move move)
{
    struct incident_act_args args;
    rc_t rc = incident_act_decode(call, &args);
    return rc == RC_OK ? act_on_incident(call, move, &args) : rc;
}

/* 响应: the vendor's first answer; it stops the response limit. */
rc_t on_incident_respond(struct call *call)
{
    return simple_act(call, INCIDENT_RESPOND);
}

/* The purchaser's wish starts the on-site limit; only with it, or where a clause owes an arrival
 * without being asked, can somebody arrive. */
rc_t on_incident_request_onsite(struct call *call)
{
    return simple_act(call, INCIDENT_REQUEST_ONSITE);
}

/* 到场: it stops the on-site limit, and is the response where none was told. */
rc_t on_incident_arrive(struct call *call)
{
    return simple_act(call, INCIDENT_ARRIVE);
}

/* Verified and filed: nothing is recorded about it any more. */
rc_t on_incident_close(struct call *call)
{
    return simple_act(call, INCIDENT_CLOSE);
}

/* `remote` says that it was solved from afar: the fact that clauses with a remote limit ask for. */
rc_t on_incident_resolve(struct call *call)
{
    struct incident_act_args args;
    rc_t rc = incident_resolve_decode(call, &args);
    return rc == RC_OK ? act_on_incident(call, INCIDENT_RESOLVE, &args) : rc;
}
