/* From what the rules say to what the ledger of deadlines takes: edges, proof, readings, ladder. */
#include "lifecycle_due.h"

#include <inttypes.h>
#include <string.h>

#include "proof_days.h"
#include "term.h"

/* Facts of the rectification term, as every pack names them. */
static const char FEEDBACK[] = "feedback_received";
static const char RECTIFIED[] = "rectification_done";

/* Say how the days of a phase's limit were counted. */
static void prove_limit(const struct contract_frame *rules, const struct pack_phase *phase,
                        int32_t from, int32_t due, proof_t *proof)
{
    proof_clause(proof, phase->clause, phase->name);
    proof_day(proof, WHY_FIRST_DAY_INCLUDED, from);
    if (phase->limit.unit == UNIT_WORKING_DAYS)
        proof_working_days(proof, &rules->calendar, from, due);
    else
        proof_days(proof, WHY_DAYS_COUNTED, from, due, phase->limit.amount);
}

/* Without pauses the fold is empty and clock_due only says the day. */
rc_t due_of_phase(const struct contract_frame *rules, const struct pack_phase *phase, int32_t from,
                  const struct clock_state *clock, struct ruled_due *ret, struct problem *problem)
{
    const struct clock_state none = { .target = NO_DAY };
    struct reckoned_day limit, due;
    if (!phase_due(phase, from, BASIS_CALENDAR, &rules->calendar, &limit))
        return problem_set(problem, RC_INVALID, "start", "the phase ends out of range");
    struct clock_due_ask ask = {
        .calendar = &rules->calendar,
        .basis = phase->limit.unit == UNIT_WORKING_DAYS ? BASIS_WORKING : BASIS_CALENDAR,
        .due = limit.day,
    };
    proof_t *proof = proof_new(rules->zone_minutes);
    prove_limit(rules, phase, from, limit.day, proof);
    bool in_range = clock_due(clock ? clock : &none, &ask, proof, &due);
    if (in_range) {
        due.provisional = due.provisional || limit.provisional;
        ruled_due_make(rules, due, proof, /* customer_owes= */ false, ret);
    }
    proof_destroy(&proof);
    if (!in_range)
        return problem_set(problem, RC_INVALID, "on", "the phase ends out of range");
    return RC_OK;
}

rc_t forecast_of_phase(const struct contract_frame *rules, int64_t number, int32_t end,
                       int32_t *ret_to, struct problem *problem)
{
    const struct pack_phase *phase = pack_phase(rules->pack, number);
    struct reckoned_day due;
    if (!phase)
        return problem_set(problem, RC_INTERNAL, "phase", "pack %s has no phase %" PRId64,
                           rules->pack->name, number);
    if (!phase_due(phase, end + 1, BASIS_CALENDAR, &rules->calendar, &due))
        return problem_set(problem, RC_INVALID, "on", "the plan ends out of range");
    *ret_to = due.day;
    return RC_OK;
}

/* By the facts it joins: names of facts are the vocabulary of all packs, clauses are not. */
const struct pack_term *finding_term(const struct pack *pack)
{
    for (size_t i = 0; i < pack->terms.count; i++) {
        const struct pack_term *term = &pack->terms.rows[i];
        if (term->starts.count == 1 && strcmp(term->starts.rows[0], FEEDBACK) == 0 &&
            term->closed_by && strcmp(term->closed_by, RECTIFIED) == 0)
            return term;
    }
    return NULL;
}

/* By the term of the pack, never by a number of ours. `proof` may be NULL. */
static rc_t rule_finding(const struct contract_frame *rules, const struct pack_term *term,
                         int32_t found_on, proof_t *proof, struct term_ruling *ret,
                         struct problem *problem)
{
    const struct day_fact fact = { .name = FEEDBACK, .day = found_on };
    struct term_case ask = {
        .pack = rules->pack,
        .clause = term->clause,
        .facts = &fact,
        .fact_count = 1,
        .calendar = &rules->calendar,
        .readings = &rules->readings,
        .contract_fen = rules->total_fen,
    };
    return term_rule(&ask, proof, ret, problem);
}

rc_t forecast_of_finding(const struct contract_frame *rules, const struct pack_term *term,
                         int32_t found_on, int32_t *ret_due, struct problem *problem)
{
    struct term_ruling ruling;
    rc_t rc = rule_finding(rules, term, found_on, NULL, &ruling, problem);
    if (rc == RC_OK)
        *ret_due = ruling.due;
    return rc;
}

/* The proof is kept with the due date. */
rc_t due_of_finding(const struct contract_frame *rules, const struct pack_term *term,
                    int32_t found_on, struct ruled_due *ret, struct problem *problem)
{
    struct term_ruling ruling;
    proof_t *proof = proof_new(rules->zone_minutes);
    rc_t rc = rule_finding(rules, term, found_on, proof, &ruling, problem);
    if (rc == RC_OK)
        ruled_due_make(rules, (struct reckoned_day){ ruling.due, ruling.provisional }, proof,
                       /* customer_owes= */ false, ret);
    proof_destroy(&proof);
    return rc;
}
