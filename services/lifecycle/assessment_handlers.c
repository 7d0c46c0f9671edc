/* Scores and what they mean for the round: an assessment opens findings, is judged by the gate of
 * the re-check, and a failed re-check sends the work back.
 *
 * Nothing here knows a number of a phase: the pack's gates say what an assessment recorded in it is
 * (phase_course.h). The order inside the transaction is findings, judgement, row, event, and for a
 * failed re-check the new round; so the verdict that is stored has seen what the same request
 * found. The cycle is locked throughout: two assessors are one after the other. */
#include <inttypes.h>

#include "civil.h"
#include "deadline_store.h"
#include "finding_course.h"
#include "gate.h"
#include "lifecycle_handlers.h"
#include "phase_course.h"

/* An assessment under way. */
struct assessment_work {
    struct call *call;
    const struct assessment_args *args;
    struct lifecycle_frame frame;
    struct phase_row phase;
    enum assessment_role role;
    struct assessment_new row;
    int64_t id;
    int64_t returns_to; /* of a failed re-check; 0: nowhere */
};

/* Also a submitted phase is assessed: the assessor may come after the work was handed in. */
static rc_t check_assessment(struct assessment_work *work)
{
    struct problem *problem = work->call->problem;
    /* Taken for its check alone: an assessment leaves the phase in its state. */
    int state;
    rc_t rc = version_check(work->args->version, work->phase.version, "phase", problem);
    if (rc == RC_OK)
        rc = lifecycle_frame_check_open(&work->frame, problem);
    work->role = assessment_role_of(work->frame.rules.pack, work->phase.number);
    if (rc == RC_OK && work->role == ROLE_NONE)
        rc = problem_set(problem, RC_REFUSED, "phase",
                         "nothing is assessed in phase %" PRId64 " of pack %s", work->phase.number,
                         work->frame.rules.pack->name);
    if (rc == RC_OK)
        rc = state_take(&PHASE_TABLE, PHASE_ASSESS, work->phase.state, &state, problem);
    if (rc == RC_OK)
        rc = day_order_check("on", work->args->on, work->phase.started_on, "the phase's first day",
                             problem);
    return rc;
}

/* Open what the assessment found. */
static rc_t open_findings(struct assessment_work *work)
{
    const json_t *findings = work->args->findings;
    rc_t rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < json_array_size(findings); i++) {
        struct finding_input input;
        struct problem why = { .rc = RC_OK };
        int64_t id;
        rc = finding_input_decode(json_array_get(findings, i), &input, &why);
        if (rc != RC_OK)
            /* The place in the list is told, for the caller may have sent FINDINGS_MAX of them. */
            return problem_set(work->call->problem, rc, "findings", "findings[%zu]: %s", i,
                               why.text);
        struct finding_begin begin = { &input, work->phase.round, work->args->on };
        rc = finding_begin(work->call, &work->frame, &begin, &id);
    }
    return rc;
}

/* Judge the score by the gate of the re-check, whatever phase it was recorded in: an initial and an
 * interim score are told how they would fare. Only a re-check returns the work. The score given
 * here replaces the last recorded one in the gate's facts, because it is not stored yet. */
static rc_t judge(struct assessment_work *work)
{
    char score[SCORE_TEXT];
    const struct pack *pack = work->frame.rules.pack;
    const struct pack_gate *gate = gate_of_phase(pack, assessment_judge(pack));
    struct gate_ruling ruling;
    json_t *facts = NULL;
    rc_t rc = gate_facts(work->call, &work->frame, &facts);
    if (rc != RC_OK)
        return rc;
    json_object_set_new(facts, "score", json_string(score_text(work->args->score_bp, score)));
    gate_rule(gate, facts, NULL, &ruling);
    work->row.high_risk_open = json_integer_value(json_object_get(facts, "high_risk_open"));
    work->row.passed = ruling.open;
    work->returns_to = work->role == ROLE_RECHECK ? ruling.returns_to : 0;
    json_decref(facts);
    return RC_OK;
}

/* Interim assessments are numbered through the cycle, the others by the round of their phase. */
static rc_t number_assessment(struct assessment_work *work)
{
    struct cycle_standing standing;
    rc_t rc = cycle_standing(work->call->db, work->frame.cycle.id, work->row.kind, &standing,
                             work->call->problem);
    work->row.round = work->phase.round;
    if (rc == RC_OK && work->role == ROLE_INTERIM)
        work->row.round = standing.assessments + 1;
    return rc;
}

/* One assessment of a kind and round: the first one recorded stands. */
static rc_t store_assessment(struct assessment_work *work)
{
    struct call *call = work->call;
    struct problem why = { .rc = RC_OK };
    work->row.cycle_id = work->frame.cycle.id;
    work->row.phase_id = work->phase.id;
    work->row.kind = assessment_role_word(work->role);
    work->row.score_bp = work->args->score_bp;
    work->row.on = work->args->on;
    rc_t rc = number_assessment(work);
    if (rc != RC_OK)
        return rc;
    rc = assessment_insert(call->db, &work->row, &work->id, &why);
    if (rc == RC_CONFLICT)
        return problem_set(call->problem, rc, "phase",
                           "the %s assessment of round %" PRId64 " is recorded already",
                           work->row.kind, work->row.round);
    return rc == RC_OK ? rc : problem_pass(call->problem, rc, &why);
}

/* The row, as reply and as the event's data. */
static json_t *assessment_json(const struct assessment_work *work)
{
    char on[DATE_TEXT], score[SCORE_TEXT];
    json_t *json = json_pack("{s:I, s:I, s:I, s:I, s:s, s:I, s:s, s:s, s:I, s:b, s:I}", "id",
                             (json_int_t)work->id, "cycle", (json_int_t)work->row.cycle_id, "phase",
                             (json_int_t)work->row.phase_id, "serial",
                             (json_int_t)work->frame.cycle.serial, "kind", work->row.kind, "round",
                             (json_int_t)work->row.round, "on", civil_format_date(work->row.on, on),
                             "score", score_text(work->row.score_bp, score), "high_risk_open",
                             (json_int_t)work->row.high_risk_open, "passed", work->row.passed,
                             "findings", (json_int_t)json_array_size(work->args->findings));
    json_object_set_new(json, "returns_to",
                        work->returns_to ? json_integer(work->returns_to) : json_null());
    return json;
}

/* A failed re-check ends its round: the work goes back to the phase the gate names. */
static rc_t fail_round(struct assessment_work *work)
{
    struct call *call = work->call;
    /* The assessment may come before the work was handed in: then its day is the submission, so
     * that an ended phase always has both days. */
    struct phase_change change = { .submitted_on = NO_DAY, .ended_on = work->args->on };
    struct phase_round round = {
        .first = work->returns_to,
        .last = work->phase.number,
        .round = work->phase.round + 1,
        .on = work->args->on + 1,
    };
    int64_t deadline = 0;
    if (work->phase.submitted_on == NO_DAY)
        change.submitted_on = work->args->on;
    rc_t rc = state_take(&PHASE_TABLE, PHASE_FAIL, work->phase.state, &change.state, call->problem);
    if (rc == RC_OK)
        rc = phase_deadline(call, &work->frame, &work->phase, &deadline);
    if (rc == RC_OK)
        rc = phase_write(call->db, work->phase.id, &change, call->problem);
    if (rc == RC_OK)
        rc = deadline_stop(call->db, deadline, frame_day_end(&work->frame, work->args->on), NULL,
                           NULL, call->problem);
    return rc == RC_OK ? phase_round_begin(call, &work->frame, &round) : rc;
}

/* Findings before the judgement: what was just found counts against the score. */
static rc_t record(struct assessment_work *work)
{
    struct call *call = work->call;
    rc_t rc = check_assessment(work);
    if (rc == RC_OK)
        rc = open_findings(work);
    if (rc == RC_OK)
        rc = judge(work);
    if (rc == RC_OK)
        rc = store_assessment(work);
    if (rc == RC_OK)
        rc = call_event(call, work->frame.cycle.contract, "assessment.recorded", "assessment",
                        work->id, assessment_json(work));
    if (rc == RC_OK && work->returns_to)
        rc = fail_round(work);
    if (rc == RC_OK)
        rc = contract_work_bump(call->db, work->frame.cycle.contract_id, call->problem);
    if (rc == RC_OK)
        call->result = assessment_json(work);
    return rc;
}

/* Lock cycle, then phase, as every write of this service does. */
rc_t on_assessment_record(struct call *call)
{
    struct assessment_args args;
    struct assessment_work work = { .call = call, .args = &args };
    int64_t phase_id = 0, cycle_id = 0;
    rc_t rc = assessment_decode(call, &args);
    if (rc == RC_OK)
        rc = phase_find(call->db, &args.ref, &phase_id, &cycle_id, call->problem);
    if (rc == RC_OK)
        rc = lifecycle_frame_load(call, cycle_id, &work.frame);
    if (rc != RC_OK)
        return rc;
    rc = phase_lock(call->db, phase_id, &work.phase, call->problem);
    if (rc == RC_OK)
        rc = record(&work);
    phase_row_fini(&work.phase);
    lifecycle_frame_fini(&work.frame);
    return rc;
}
