/* Two counts meet here: the delay to the first day that bears interest runs by working days, the
 * interest itself by calendar days. The sum is reckoned as one product and rounded once. */
#include "interest.h"

#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "money.h"
#include "proof_days.h"

/* Days from which a delay may count. */
static const struct {
    const char *name;
    size_t offset;
} STARTS[] = {
    { "due", offsetof(struct interest_ask, due) },
    { "funds_available_from", offsetof(struct interest_ask, funds_available_from) },
    { "invoice_received", offsetof(struct interest_ask, invoice_received) },
};

/* By offset, so that one loop looks at all the days and their names stand beside them. */
static int32_t day_at(const struct interest_ask *ask, size_t index)
{
    int32_t day;
    const char *from = (const char *)ask + STARTS[index].offset;
    memcpy(&day, from, sizeof(day));
    return day;
}

/* A delay that is no breach does not count: the latest of the days starts it. NO_DAY lies before
 * every day, so a day that was not given never wins. The clauses that excuse the delay are told
 * only when one of them moved the start. */
static int32_t latest_start(const struct interest_ask *ask, proof_t *proof)
{
    const struct pack_late_interest *rule = &ask->pack->late_interest;
    size_t latest = 0;
    for (size_t i = 0; i < COUNT_OF(STARTS); i++) {
        if (day_at(ask, i) != NO_DAY)
            proof_fact_day(proof, STARTS[i].name, day_at(ask, i));
        if (day_at(ask, i) > day_at(ask, latest))
            latest = i;
    }
    for (size_t i = 0; latest > 0 && i < rule->unless.count; i++)
        proof_numbers(proof, WHY_NO_BREACH, rule->unless.rows[i], 0, 0);
    struct proof_step step = { .why = WHY_LATEST_STARTS, .source = FROM_FACT, .when = WHEN_DAY };
    snprintf(step.ref, sizeof(step.ref), "%s", STARTS[latest].name);
    step.from = day_at(ask, latest);
    proof_add(proof, &step);
    return day_at(ask, latest);
}

/* The first day that bears interest; the starting day itself is not counted. Counted as a term
 * of working days is (K2); an opening day that a later notice may move makes the ruling
 * provisional. */
static rc_t rule_opens(const struct interest_ask *ask, proof_t *proof, struct interest_ruling *r,
                       struct problem *problem)
{
    struct day_term term = { .days = (int32_t)ask->pack->late_interest.from_working_day,
                             .basis = BASIS_WORKING };
    struct reckoned_day opens;
    if (r->start < DAY_MIN || !calendar_add_days(ask->calendar, r->start, term, &opens))
        return problem_set(problem, RC_INVALID, "due", "the delay ends out of range");
    proof_day(proof, WHY_FIRST_DAY_EXCLUDED, r->start);
    proof_working_days(proof, ask->calendar, r->start + 1, opens.day);
    if (opens.provisional)
        proof_provisional(proof, ask->calendar, r->start + 1, opens.day);
    proof_day(proof, WHY_OPENS, opens.day);
    r->opens = opens.day;
    r->provisional = opens.provisional;
    return RC_OK;
}

/* What the days cost, at most the cap. Rates are at most 100 % and days fit a calendar, so the
 * product fits. The rate is basis points a day, summed first and applied once, so that there is one
 * rounding (K9). */
static rc_t rule_sum(const struct interest_ask *ask, proof_t *proof, struct interest_ruling *r,
                     struct problem *problem)
{
    const struct pack_late_interest *rule = &ask->pack->late_interest;
    int64_t bp = rule->rate_bp * r->days;
    bool over = rule->cap_bp > 0 && bp > rule->cap_bp;
    if (r->days > 0)
        proof_days(proof, WHY_DAYS_COUNTED, r->opens, ask->paid - 1, r->days);
    proof_numbers(proof, WHY_SHARE, rule->clause, bp, ask->delayed_fen);
    if (over)
        proof_numbers(proof, WHY_CAPPED, rule->clause, rule->cap_bp, ask->delayed_fen);
    r->capped = over && ask->delayed_fen > 0;
    if (!money_share(ask->delayed_fen, over ? rule->cap_bp : bp, BP_ONE, &r->fen))
        return problem_set(problem, RC_INVALID, "delayed_fen", "the delayed sum is too large");
    proof_numbers(proof, WHY_AMOUNT, rule->clause, r->fen, 0);
    return RC_OK;
}

/* Start, opening, days and sum each lean on the one before, and the proof tells them in this order.
 * The day of payment bears no interest (K10). */
rc_t interest_rule(const struct interest_ask *ask, proof_t *proof,
                   struct interest_ruling *ret_ruling, struct problem *problem)
{
    const struct pack_late_interest *rule = &ask->pack->late_interest;
    struct interest_ruling r = { .days = 0 };
    if (!rule->at.file)
        return problem_set(problem, RC_INVALID, "pack", "pack %s states no interest on delay",
                           ask->pack->name);
    if (ask->delayed_fen < 0)
        return problem_set(problem, RC_INVALID, "delayed_fen", "a delayed sum is not negative");
    proof_clause(proof, rule->clause, rule->title);
    r.start = latest_start(ask, proof);
    rc_t rc = rule_opens(ask, proof, &r, problem);
    if (rc != RC_OK)
        return rc;
    r.days = ask->paid > r.opens ? ask->paid - r.opens : 0;
    rc = rule_sum(ask, proof, &r, problem);
    if (rc == RC_OK)
        *ret_ruling = r;
    return rc;
}
