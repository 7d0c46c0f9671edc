/* The ledger follows the rulings: every act rules all clocks of the incident anew, and the
 * deadlines are brought in line with that.
 *
 * Two deadlines per clock at most, one for each side (response, arrival). Their code is made of
 * clause, incident and side, so applying twice finds what the first time made. Deadlines are locked
 * in the pack's order of clocks, response before arrival. */
#include "incident_clock.h"

#include <stdio.h>
#include <string.h>

#include "ceilings.h"
#include "deadline_store.h"
#include "incident_due.h"
#include "textw.h"

/* deadline_code_len in characters, each of up to four bytes. */
enum { SLA_CODE_TEXT = 4 * 120 + 1 };

/* One side of a ruling: what was owed, by when, and when it was done. */
struct clock_side {
    const char *name, *title; /* in the deadline's code; after the clock's title */
    struct ruled_instant limit;
    int64_t done_at, given_up_at; /* done, or over without being done; NO_INSTANT */
    int64_t started_at;
};

/* One clause's work on one incident. */
struct clock_work {
    struct call *call;
    const struct contract_frame *rules;
    const struct incident_row *incident;
    const struct pack_clock *clock;
    struct sla_ruling ruling;
    proof_t *proof;
};

/* Whether the clock's condition asks for a grade. */
static bool is_by_grade(const struct pack_clock *clock)
{
    return condition_names(&clock->when, "grade");
}

/* Where a pack has clocks by grade, these serve faults and the others serve consultations; where
 * it has none, every clock serves faults and consultations have no clock. */
bool clock_serves(const struct pack *pack, const struct pack_clock *clock, const char *family)
{
    bool grades = false;
    for (size_t i = 0; i < pack->clocks.count; i++)
        grades = grades || is_by_grade(&pack->clocks.rows[i]);
    if (strcmp(family, "consultation") == 0)
        return grades && !is_by_grade(clock);
    return grades == is_by_grade(clock);
}

/* A grade that is not known is absent, and clocks that ask for one do not bind. */
struct sla_facts incident_facts(const struct incident_row *incident)
{
    struct sla_facts facts = sla_facts_none();
    facts.occurred_at = incident->occurred_at;
    facts.responded_at = incident->responded_at;
    facts.remote_resolved_at = incident->remote_resolved_at;
    facts.onsite_requested_at = incident->onsite_requested_at;
    facts.arrived_at = incident->arrived_at;
    facts.grade = *incident->grade ? incident->grade : NULL;
    facts.suburb = incident->suburb;
    facts.major = incident->major;
    return facts;
}

/* clause/incident/side. */
static const char *deadline_code(const struct clock_work *work, const char *side, char *out)
{
    snprintf(out, SLA_CODE_TEXT, "%.160s/%.160s/%s", work->clock->clause, work->incident->code,
             side);
    return out;
}

/* ---- one deadline ---- */

/* Named by clause, incident and side, which no other deadline of the contract can have. */
static rc_t open_deadline(const struct clock_work *work, const struct clock_side *side,
                          const struct due *due, int64_t *ret_id)
{
    char code[SLA_CODE_TEXT], title[4 * MAX_NAME_FIELD + 1];
    /* Fits deadline_title_len whatever the incident is called: the clock's title leaves the room. */
    snprintf(title, sizeof(title), "%s（%s）", work->clock->title, side->title);
    text_trim_partial(title); /* a pack that was loaded before titles were bounded */
    struct deadline_new deadline = {
        .contract_id = work->rules->id,
        .system_id = work->incident->system_id,
        .code = deadline_code(work, side->name, code),
        .kind = "sla",
        .clause = work->clock->clause,
        .title = title,
        .party = "vendor",
        .subject_kind = "incident",
        .subject_id = work->incident->id,
        .started_us = side->started_at,
        .due = *due,
    };
    return deadline_open(work->call->db, &deadline, ret_id, work->call->problem);
}

/* Open it, or move it to where the facts put it now; what had become void is owed again. `found` of
 * id 0: there is none yet. */
static rc_t set_due(const struct clock_work *work, const struct clock_side *side,
                    const struct deadline_row *found, int64_t *ret_id)
{
    struct call *call = work->call;
    struct ruled_due due;
    rc_t rc = RC_OK;
    ruled_due_make_instant(work->rules, side->limit, work->proof, &due);
    *ret_id = found->id;
    if (found->id && found->state == DEADLINE_VOID)
        rc = deadline_revive(call->db, found->id, &due.due, call->now_us, call->problem);
    else if (found->id)
        rc = deadline_retarget(call->db, found->id, &due.due, call->now_us, NULL, call->problem);
    else
        rc = open_deadline(work, side, &due.due, ret_id);
    ruled_due_fini(&due);
    return rc;
}

/* Over without being done before anybody was too late: nothing was owed. */
static bool is_given_up(const struct clock_work *work, const struct clock_side *side)
{
    return side->done_at == NO_INSTANT && side->given_up_at != NO_INSTANT &&
           side->given_up_at <
               due_edge_of_instant(side->limit.by, side->limit.strict, work->rules->zone_minutes)
                   .breach_at_us;
}

/* Whether the ledger has it closed, at another instant than the incident says now. */
static bool is_closed_elsewhen(const struct deadline_row *found, int64_t at_us)
{
    return (found->state == DEADLINE_MET || found->state == DEADLINE_LATE) &&
           found->closed_us != at_us;
}

/* Stop it at the instant; a stop that was recorded before and is not true any more is withdrawn. */
static rc_t stop_at(const struct clock_work *work, const struct deadline_row *found, int64_t id,
                    int64_t at_us)
{
    struct call *call = work->call;
    rc_t rc = RC_OK;
    if (found->id && is_closed_elsewhen(found, at_us))
        rc = deadline_reopen(call->db, id, call->now_us, NULL, call->problem);
    return rc == RC_OK ? deadline_stop(call->db, id, at_us, NULL, NULL, call->problem) : rc;
}

/* Something is owed by this side. */
static rc_t apply_owed(const struct clock_work *work, const struct clock_side *side,
                       const struct deadline_row *found)
{
    struct call *call = work->call;
    int64_t end = side->done_at != NO_INSTANT ? side->done_at : side->given_up_at;
    int64_t id = 0;
    bool given_up = is_given_up(work, side);
    /* Void already for the same reason: reviving it to void it again would only add a due version.
     */
    if (given_up && found->id && found->state == DEADLINE_VOID)
        return RC_OK;
    /* The due time is set first even where nothing is owed in the end: so the ledger shows by when
     * it would have been. */
    rc_t rc = set_due(work, side, found, &id);
    if (rc == RC_OK && given_up)
        return deadline_void(call->db, id, side->given_up_at, NULL, call->problem);
    return rc == RC_OK && end != NO_INSTANT ? stop_at(work, found, id, end) : rc;
}

/* Nothing is owed. What was done under a clock that still binds stays as it was judged; a clock
 * that does not bind any more (another grade) judges nothing. */
static rc_t apply_nothing(const struct clock_work *work, const struct deadline_row *found)
{
    bool done = found->state == DEADLINE_MET || found->state == DEADLINE_LATE;
    if (found->id == 0 || (done && work->ruling.applies))
        return RC_OK;
    return deadline_void(work->call->db, found->id, work->call->now_us, NULL, work->call->problem);
}

/* Idempotent: the same incident gives the same deadline however often it is applied. */
static rc_t apply_side(const struct clock_work *work, const struct clock_side *side)
{
    struct call *call = work->call;
    struct deadline_row found = { .id = 0 };
    char code[SLA_CODE_TEXT];
    rc_t rc = deadline_find(call->db, work->rules->id, deadline_code(work, side->name, code),
                            &found, call->problem);
    if (rc != RC_OK && rc != RC_NOT_FOUND)
        return rc;
    return side->limit.by == NO_INSTANT ? apply_nothing(work, &found)
                                        : apply_owed(work, side, &found);
}

/* ---- one clause ---- */

/* The remote limit has no deadline of its own: no clause says what missing it costs, it only starts
 * the other. */
static rc_t apply_clock(struct clock_work *work)
{
    const struct incident_row *incident = work->incident;
    struct clock_side respond = {
        .name = incident_side_word(SIDE_RESPOND),
        .title = "响应",
        .limit = incident_limit(&work->ruling, SIDE_RESPOND),
        .done_at = incident->responded_at,
        .given_up_at = NO_INSTANT,
        .started_at = incident->occurred_at,
    };
    struct clock_side onsite = {
        .name = incident_side_word(SIDE_ONSITE),
        .title = "到场",
        .limit = incident_limit(&work->ruling, SIDE_ONSITE),
        .done_at = incident->arrived_at,
        .given_up_at = incident->resolved_at,
        .started_at = incident->onsite_requested_at != NO_INSTANT ? incident->onsite_requested_at
                                                                  : incident->occurred_at,
    };
    rc_t rc = apply_side(work, &respond);
    return rc == RC_OK ? apply_side(work, &onsite) : rc;
}

/* In the pack's order, so that two acts lock deadlines in the same one. */
rc_t incident_clocks_apply(struct call *call, const struct contract_frame *rules,
                           const struct incident_row *incident)
{
    const struct sla_facts facts = incident_facts(incident);
    rc_t rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < rules->pack->clocks.count; i++) {
        struct clock_work work = { .call = call, .rules = rules, .incident = incident };
        work.clock = &rules->pack->clocks.rows[i];
        /* A family never changes, so a clock that does not serve it never has a deadline to take
         * back. */
        if (!clock_serves(rules->pack, work.clock, incident->family))
            continue;
        work.proof = proof_new(rules->zone_minutes);
        struct sla_ask ask = { rules->pack, work.clock->clause, &facts, &rules->calendar };
        rc = sla_clock_rule(&ask, work.proof, &work.ruling, call->problem);
        if (rc == RC_OK)
            rc = apply_clock(&work);
        proof_destroy(&work.proof);
    }
    return rc;
}

/* Asked for by the customer, or owed by a clock: either makes arriving a step of this incident. */
rc_t incident_wants_arrival(const struct contract_frame *rules, const struct incident_row *incident,
                            bool *ret_wants, struct problem *problem)
{
    const struct sla_facts facts = incident_facts(incident);
    rc_t rc = RC_OK;
    *ret_wants = incident->onsite_requested_at != NO_INSTANT;
    for (size_t i = 0; rc == RC_OK && i < rules->pack->clocks.count; i++) {
        const struct pack_clock *clock = &rules->pack->clocks.rows[i];
        struct sla_ruling ruling;
        /* Asked without a proof: only whether anything is owed on site. */
        if (!clock_serves(rules->pack, clock, incident->family))
            continue;
        struct sla_ask ask = { rules->pack, clock->clause, &facts, &rules->calendar };
        rc = sla_clock_rule(&ask, NULL, &ruling, problem);
        if (rc == RC_OK && ruling.applies && ruling.onsite_by != NO_INSTANT)
            *ret_wants = true;
    }
    return rc;
}
