/* What follows when a phase begins or a round fails, by the pack alone: no number of a phase stands
 * here. */
#include "phase_course.h"

#include <inttypes.h>
#include <stdio.h>

#include "civil.h"
#include "gate.h"
#include "lifecycle_due.h"

/* ---- assessments ---- */

/* The first phase whose gate returns work; a pack with two would return from the first that fails.
 */
int64_t assessment_judge(const struct pack *pack)
{
    for (size_t i = 0; i < pack->phases.count; i++)
        if (phase_returns_to(pack, pack->phases.rows[i].no) > 0)
            return pack->phases.rows[i].no;
    return 0;
}

/* Everything from the phase before the returned-to one up to the judging one belongs to the
 * assessment. */
enum assessment_role assessment_role_of(const struct pack *pack, int64_t phase)
{
    int64_t judge = assessment_judge(pack);
    int64_t back = judge ? phase_returns_to(pack, judge) : 0;
    const struct pack_gate *gate = gate_of_phase(pack, phase);
    if (!judge || phase < back - 1 || phase > judge)
        return ROLE_NONE;
    if (phase == judge)
        return ROLE_RECHECK;
    if (phase == back - 1)
        return ROLE_INITIAL;
    return gate && condition_names(&gate->when, "score") ? ROLE_INTERIM : ROLE_NONE;
}

/* In order of enum assessment_role, and the words of the constraint assessment_kind. */
const char *assessment_role_word(enum assessment_role role)
{
    static const char *const WORDS[] = { NULL, "initial", "interim", "recheck" };
    return WORDS[role];
}

/* ---- phases ---- */

/* Readable and unique in the contract. The clause is cut at 40 bytes so that the numbers always fit
 * DEADLINE_CODE. */
const char *phase_deadline_code(const struct lifecycle_frame *frame, const struct pack_phase *phase,
                                int64_t round, char *out)
{
    snprintf(out, DEADLINE_CODE, "%.40s/%" PRId64 "/%" PRId64 "/r%" PRId64, phase->clause,
             frame->cycle.serial, frame->cycle.number, round);
    return out;
}

/* A pack is checked when it is loaded, and a cycle is opened by it: a missing row is our mistake,
 * never the caller's. */
rc_t phase_rule(const struct lifecycle_frame *frame, int64_t number,
                const struct pack_phase **ret_rule, struct problem *problem)
{
    const struct pack_phase *rule = pack_phase(frame->rules.pack, number);
    if (!rule)
        return problem_set(problem, RC_INTERNAL, "phase", "pack %s has no phase %" PRId64,
                           frame->rules.pack->name, number);
    *ret_rule = rule;
    return RC_OK;
}

/* By its code, which the phase's own numbers make: unique in the contract, and the look-up locks
 * it. */
rc_t phase_deadline(struct call *call, const struct lifecycle_frame *frame,
                    const struct phase_row *phase, int64_t *ret_deadline)
{
    char code[DEADLINE_CODE];
    const struct pack_phase *rule;
    struct deadline_row deadline;
    rc_t rc = phase_rule(frame, phase->number, &rule, call->problem);
    if (rc == RC_OK)
        rc = deadline_find(call->db, frame->cycle.contract_id,
                           phase_deadline_code(frame, rule, phase->round, code), &deadline,
                           call->problem);
    if (rc == RC_NOT_FOUND)
        /* Begun without one: phase_begin writes both or nothing. */
        return problem_set(call->problem, RC_INTERNAL, "phase", "the phase has no deadline");
    if (rc == RC_OK)
        *ret_deadline = deadline.id;
    return rc;
}

/* The clock starts at the beginning of the phase's first day, which counts. */
static rc_t open_deadline(struct call *call, const struct lifecycle_frame *frame,
                          const struct phase_begin *begin, int32_t *ret_due)
{
    char code[DEADLINE_CODE];
    int64_t id;
    struct ruled_due due;
    rc_t rc = due_of_phase(&frame->rules, begin->rule, begin->on, NULL, &due, call->problem);
    if (rc != RC_OK)
        return rc;
    struct deadline_new deadline = {
        .contract_id = frame->cycle.contract_id,
        .system_id = frame->cycle.system_id,
        .code = phase_deadline_code(frame, begin->rule, begin->round, code),
        .kind = "phase",
        .clause = begin->rule->clause,
        .title = begin->rule->name,
        .party = "vendor",
        .subject_kind = "phase",
        .subject_id = begin->phase_id,
        .started_us = frame_day_start(frame, begin->on),
        .due = due.due,
    };
    rc = deadline_open(call->db, &deadline, &id, call->problem);
    *ret_due = due.due.edge.due_on;
    ruled_due_fini(&due);
    return rc;
}

/* The deadline first: it is what says when the phase is expected to end. */
rc_t phase_begin(struct call *call, const struct lifecycle_frame *frame,
                 const struct phase_begin *begin)
{
    int32_t due = NO_DAY;
    char on_text[DATE_TEXT], due_text[DATE_TEXT];
    rc_t rc = open_deadline(call, frame, begin, &due);
    if (rc == RC_OK)
        rc = phase_start(call->db, begin->phase_id, begin->on, due, call->problem);
    if (rc == RC_OK)
        rc = phase_forecast_after(call, frame, due);
    if (rc != RC_OK)
        return rc;
    return call_event(call, frame->cycle.contract, "phase.started", "phase", begin->phase_id,
                      json_pack("{s:I, s:I, s:I, s:s, s:s}", "serial",
                                (json_int_t)frame->cycle.serial, "number",
                                (json_int_t)begin->rule->no, "round", (json_int_t)begin->round,
                                "on", civil_format_date(begin->on, on_text), "due_on",
                                civil_format_date(due, due_text)));
}

/* Each planned phase on the calendar day after the one before it, for its whole limit (phase.plan).
 */
rc_t phase_forecast_after(struct call *call, const struct lifecycle_frame *frame, int32_t end)
{
    struct planned_phase planned[PHASES_MAX];
    size_t count = 0;
    rc_t rc = phase_planned(call->db, frame->cycle.id, planned, &count, call->problem);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        int32_t to = end;
        /* `end` is the last day of the one before; what the pack cannot reckon keeps it. */
        rc = forecast_of_phase(&frame->rules, planned[i].number, end, &to, call->problem);
        if (rc == RC_OK)
            rc = phase_forecast(call->db, planned[i].id, end + 1, to, call->problem);
        end = to;
    }
    return rc;
}

/* The rows of the new round, each after the one before it; *ret_first is the first one's. */
static rc_t insert_round(struct call *call, const struct lifecycle_frame *frame,
                         const struct phase_round *round, int64_t *ret_first)
{
    rc_t rc = RC_OK;
    int32_t from = round->on;
    for (int64_t number = round->first; rc == RC_OK && number <= round->last; number++) {
        struct phase_plan_new row = { .cycle_id = frame->cycle.id, .round = round->round };
        int64_t id = 0;
        row.from = from;
        rc = phase_rule(frame, number, &row.phase, call->problem);
        if (rc == RC_OK)
            /* As in the first plan: a phase takes its whole limit from the day after the one before
             * it. */
            rc = forecast_of_phase(&frame->rules, number, from - 1, &row.to, call->problem);
        if (rc == RC_OK)
            rc = phase_insert(call->db, &row, &id, call->problem);
        if (number == round->first)
            *ret_first = id;
        from = row.to + 1;
    }
    return rc;
}

/* The later phases of the round wait for their approvals as in the first one. */
rc_t phase_round_begin(struct call *call, const struct lifecycle_frame *frame,
                       const struct phase_round *round)
{
    struct phase_begin begin = { .round = round->round, .on = round->on };
    rc_t rc = insert_round(call, frame, round, &begin.phase_id);
    if (rc == RC_OK)
        rc = phase_rule(frame, round->first, &begin.rule, call->problem);
    return rc == RC_OK ? phase_begin(call, frame, &begin) : rc;
}

/* ---- gates ---- */

/* The last score counts, whichever kind of assessment gave it; without one the fact is absent, and
 * a gate that asks for it stays shut. */
rc_t gate_facts(struct call *call, const struct lifecycle_frame *frame, json_t **ret_facts)
{
    struct cycle_standing standing;
    json_t *documents = NULL;
    char score[SCORE_TEXT];
    rc_t rc = cycle_standing(call->db, frame->cycle.id, "", &standing, call->problem);
    if (rc == RC_OK)
        rc = cycle_documents(call->db, frame->cycle.id, &documents, call->problem);
    if (rc != RC_OK)
        return rc;
    json_t *facts = json_pack("{s:o, s:I}", "documents", documents, "high_risk_open",
                              (json_int_t)standing.high_risk_open);
    if (standing.has_score)
        json_object_set_new(facts, "score", json_string(score_text(standing.score_bp, score)));
    *ret_facts = facts;
    return RC_OK;
}

/* The gate that keeps phase `number` from starting; NULL when there is none. */
static const struct pack_gate *starting_gate(const struct pack *pack, int64_t number)
{
    for (size_t i = 0; i < pack->gates.count; i++)
        if (pack->gates.rows[i].starts == number)
            return &pack->gates.rows[i];
    return NULL;
}

/* The names in the clause's order go with the refusal, for whoever must fetch them. */
static rc_t gate_check(const struct pack_gate *gate, const json_t *facts, struct problem *problem)
{
    struct gate_ruling ruling;
    gate_rule(gate, facts, NULL, &ruling);
    if (ruling.open)
        return RC_OK;
    rc_t rc = problem_set(problem, RC_REFUSED, "phase",
                          "gate %s (%s) is shut: %zu missing, the first being \"%s\"", gate->clause,
                          gate->title, ruling.missing_count, ruling.missing[0]);
    for (size_t i = 0; i < ruling.missing_count; i++)
        problem_miss(problem, ruling.missing[i]);
    return rc;
}

/* Facts are gathered once for both gates, and only when there is a gate at all. */
rc_t phase_gates_check(struct call *call, const struct lifecycle_frame *frame, int64_t ends,
                       int64_t starts)
{
    const struct pack *pack = frame->rules.pack;
    const struct pack_gate *end = ends ? gate_of_phase(pack, ends) : NULL;
    const struct pack_gate *start = starts ? starting_gate(pack, starts) : NULL;
    json_t *facts = NULL;
    if (!end && !start)
        return RC_OK;
    rc_t rc = gate_facts(call, frame, &facts);
    if (rc == RC_OK && end)
        rc = gate_check(end, facts, call->problem);
    if (rc == RC_OK && start)
        rc = gate_check(start, facts, call->problem);
    json_decref(facts);
    return rc;
}

/* ---- what follows ---- */

/* Skipped phases wait for nothing and are passed over. */
rc_t phase_next(struct call *call, const struct lifecycle_frame *frame, int64_t number,
                struct planned_phase *ret_next)
{
    struct planned_phase planned[PHASES_MAX];
    size_t count = 0, i = 0;
    rc_t rc = phase_planned(call->db, frame->cycle.id, planned, &count, call->problem);
    if (rc != RC_OK)
        return rc;
    /* Planned rows of the phase itself are those of a round that has not begun yet. */
    while (i < count && planned[i].number <= number)
        i++;
    *ret_next = i < count ? planned[i] : (struct planned_phase){ .id = 0 };
    return RC_OK;
}

/* The cycle ends when its work did, not when it was approved. */
static rc_t end_cycle(struct call *call, const struct lifecycle_frame *frame, int32_t ended_on)
{
    char on[DATE_TEXT];
    const struct cycle_row *cycle = &frame->cycle;
    rc_t rc = cycle_end(call->db, cycle->id, ended_on, call->problem);
    if (rc != RC_OK)
        return rc;
    return call_event(call, cycle->contract, "cycle.done", "cycle", cycle->id,
                      json_pack("{s:I, s:I, s:s}", "serial", (json_int_t)cycle->serial, "number",
                                (json_int_t)cycle->number, "on", civil_format_date(ended_on, on)));
}

/* The round of the next phase is its own: after a failed re-check the rows that wait are those of
 * the new round. */
rc_t phase_follow(struct call *call, const struct lifecycle_frame *frame,
                  const struct phase_follow *follow)
{
    struct phase_row next = { .documents = NULL };
    struct phase_begin begin = { .phase_id = follow->next.id, .on = follow->on };
    if (!follow->next.id)
        return end_cycle(call, frame, follow->ended_on);
    rc_t rc = phase_lock(call->db, follow->next.id, &next, call->problem);
    if (rc == RC_OK)
        rc = phase_rule(frame, next.number, &begin.rule, call->problem);
    phase_row_fini(&next);
    begin.round = next.round;
    return rc == RC_OK ? phase_begin(call, frame, &begin) : rc;
}
