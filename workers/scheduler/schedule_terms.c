/* One term on the facts that hold for one scope, by the same rule that answers `term.due`: what a
 * person is told when asking and what the ledger holds cannot differ. */
#include "schedule_terms.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "memory.h"

/* Only the proof is its own; every text is the pack's. */
void wanted_deadline_fini(struct wanted_deadline *self)
{
    proof_destroy(&self->proof);
}

/* A start "$name" stands for the fact that the reading `name` chooses. */
bool schedule_term_starts(const struct contract_frame *frame, const struct pack_term *term,
                          const char *fact)
{
    for (size_t i = 0; i < term->starts.count; i++) {
        const char *name = term->starts.rows[i];
        if (name[0] == '$')
            name = reading_value(frame->pack, &frame->readings, name + 1);
        if (name && strcmp(name, fact) == 0)
            return true;
    }
    return false;
}

/* One question to the rule. */
struct term_question {
    struct day_fact *facts; /* owned */
    struct term_case ask;
};

/* `without` is left out of the facts. */
static void question_make(const struct contract_frame *frame, const struct contract_facts *facts,
                          struct term_scope scope, const char *without, struct term_question *ret)
{
    ret->facts = mem_array(facts->count + OWN_FACTS, sizeof(*ret->facts));
    ret->ask = (struct term_case){
        .pack = frame->pack,
        .clause = scope.clause,
        .facts = ret->facts,
        .fact_count = contract_facts_of_term(facts, frame, scope, without, ret->facts),
        .calendar = &frame->calendar,
        .readings = &frame->readings,
        .contract_fen = frame->total_fen,
    };
}

/* A closing fact from before the start belongs to an earlier round. Work of a day counts whatever
 * its hour was; in a term of hours the order within a day is all there is. */
static bool closes_round(const struct contract_frame *frame, const struct term_ruling *ruling,
                         const struct contract_fact *closing)
{
    if (ruling->start_at != NO_INSTANT)
        return closing->at_us >= ruling->start_at;
    return ruling->start == NO_DAY ||
           civil_day_of(closing->at_us, frame->zone_minutes) >= ruling->start;
}

/* The clock runs from the instant where there is one; fixed and backward terms run from the day on
 * which the contract was signed. */
static int64_t round_start(const struct contract_frame *frame, const struct term_ruling *ruling)
{
    if (ruling->start_at != NO_INSTANT)
        return ruling->start_at;
    return civil_day_start(ruling->start == NO_DAY ? frame->signed_on : ruling->start,
                           frame->zone_minutes);
}

/* What follows from a ruling that has a due day. */
static void take_ruling(const struct contract_frame *frame, const struct term_ruling *ruling,
                        const struct contract_fact *closing, struct wanted_deadline *wanted)
{
    wanted->closed = closing && closes_round(frame, ruling, closing);
    if (wanted->closed)
        wanted->closed_us = closing->at_us;
    wanted->due_known = true;
    wanted->due = (struct reckoned_day){ ruling->due, ruling->provisional };
    wanted->due_at_us = ruling->due_at;
    wanted->started_us = round_start(frame, ruling);
}

/* The due day is ruled without the closing fact: the proof says why it is due that day, whenever
 * the scheduler happened to look; that and when it was closed is said by the deadline's clock. */
static rc_t rule_round(const struct contract_frame *frame, const struct contract_facts *facts,
                       const struct pack_term *term, struct wanted_deadline *wanted,
                       struct term_scope scope, struct problem *problem)
{
    struct term_question question;
    struct term_ruling ruling;
    const struct contract_fact *closing =
        term->closed_by ? contract_fact_find(facts, scope, term->closed_by) : NULL;
    rc_t rc = RC_OK;

    question_make(frame, facts, scope, term->closed_by, &question);
    if (term_can_rule(&question.ask)) {
        wanted->proof = proof_new(frame->zone_minutes);
        rc = term_rule(&question.ask, wanted->proof, &ruling, problem);
        if (rc == RC_OK && ruling.due != NO_DAY)
            take_ruling(frame, &ruling, closing, wanted);
    }
    mem_free(question.facts);
    return rc;
}

/* The code is what makes the deadline unique in its contract: the clause, and the serial
 * number of the system whose own term it is. */
rc_t schedule_term(const struct contract_frame *frame, const struct contract_facts *facts,
                   const struct pack_term *term, struct term_scope scope, int64_t serial,
                   struct wanted_deadline *ret_wanted, struct problem *problem)
{
    *ret_wanted = (struct wanted_deadline){
        .kind = "term",
        .clause = term->clause,
        .title = term->title,
        .subject_kind = scope.system ? "system" : "contract",
        .subject_id = scope.system ? scope.system : frame->id,
        .system_id = scope.system,
        .customer_owes = term->owed_by && strcmp(term->owed_by, "vendor") != 0,
        .due_at_us = NO_INSTANT,
    };
    if (scope.system)
        snprintf(ret_wanted->code, DEADLINE_CODE_TEXT, "%s/%" PRId64, term->clause, serial);
    else
        snprintf(ret_wanted->code, DEADLINE_CODE_TEXT, "%s", term->clause);
    rc_t rc = rule_round(frame, facts, term, ret_wanted, scope, problem);
    if (rc != RC_OK)
        wanted_deadline_fini(ret_wanted);
    return rc;
}
