/* Each kind counts its own stretch of days; the share is one product and one rounding, never a
 * rounded daily rate times days. */
#include "prorata.h"

#include "civil.h"
#include "money.h"

/* A stretch of days, both ends counted; empty when `to` is before `from`. */
struct stretch {
    int32_t from, to;
};

/* What is left of the period after the termination. A termination before the period begins gives
 * the whole period back, and not more. */
static rc_t refund_days(const struct prorata_ask *ask, struct stretch *ret, struct problem *problem)
{
    int32_t first = ask->pack->service_from;
    int32_t from = ask->to + 1;
    (void)problem; /* any day may end a contract */
    *ret = (struct stretch){ from < first ? first : from, ask->pack->service_to };
    return RC_OK;
}

/* What was served of the period. A last day after the period earns the whole of it; what is beyond
 * is hold-over. */
static rc_t earned_days(const struct prorata_ask *ask, struct stretch *ret, struct problem *problem)
{
    int32_t last = ask->pack->service_to;
    (void)problem; /* any day may end a contract */
    *ret = (struct stretch){ ask->pack->service_from, ask->to > last ? last : ask->to };
    return RC_OK;
}

/* Service within the period is paid for by the total already. */
static rc_t holdover_days(const struct prorata_ask *ask, struct stretch *ret,
                          struct problem *problem)
{
    if (ask->from <= ask->pack->service_to)
        return problem_set(problem, RC_INVALID, "from",
                           "hold-over service begins after the service period");
    if (ask->to < ask->from)
        return problem_set(problem, RC_INVALID, "to", "\"to\" must not be before \"from\"");
    *ret = (struct stretch){ ask->from, ask->to };
    return RC_OK;
}

/* By enum pro_rata_kind. */
static rc_t (*const DAYS[PRO_RATA__COUNT])(const struct prorata_ask *ask, struct stretch *ret,
                                           struct problem *problem) = {
    [PRO_RATA_REFUND] = refund_days,
    [PRO_RATA_EARNED] = earned_days,
    [PRO_RATA_HOLDOVER] = holdover_days,
};

/* The pack's clause of this kind; NULL when it states none. One clause of each kind at most, by the
 * pack's check. */
static const struct pack_pro_rata *clause_of(const struct pack *pack, enum pro_rata_kind kind)
{
    for (size_t i = 0; i < pack->pro_rata.count; i++)
        if (pack->pro_rata.rows[i].kind == kind)
            return &pack->pro_rata.rows[i];
    return NULL;
}

/* One product of total and days over the year's days, rounded once (K9); never a daily rate times
 * days. No days left give 0 fen and no error: a contract may end on the last day of its period. */
rc_t prorata_rule(const struct prorata_ask *ask, proof_t *proof, struct prorata_ruling *ret_ruling,
                  struct problem *problem)
{
    const struct pack_pro_rata *clause = clause_of(ask->pack, ask->kind);
    struct prorata_ruling r;
    struct stretch s;
    if (!clause)
        return problem_set(problem, RC_INVALID, "pack", "pack %s states no such share by days",
                           ask->pack->name);
    if (ask->contract_fen < 0)
        return problem_set(problem, RC_INVALID, "contract_fen", "a contract sum is not negative");
    rc_t rc = DAYS[ask->kind](ask, &s, problem);
    if (rc != RC_OK)
        return rc;
    r.days = s.to < s.from ? 0 : s.to - s.from + 1;
    if (!money_share(ask->contract_fen, r.days, clause->days, &r.fen))
        return problem_set(problem, RC_INVALID, "contract_fen", "the contract sum is too large");
    proof_clause(proof, clause->clause, clause->title ? clause->title : "");
    if (r.days > 0)
        proof_days(proof, WHY_DAYS_COUNTED, s.from, s.to, r.days);
    proof_numbers(proof, WHY_PRO_RATA, clause->clause, r.days, clause->days);
    proof_numbers(proof, WHY_AMOUNT, clause->clause, r.fen, 0);
    *ret_ruling = r;
    return RC_OK;
}
