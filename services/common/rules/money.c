/* All sums are fen in 64 bits; products go through 128 bits and are rounded once, half up, at
 * the end (K9). A result that does not fit is refused, never wrapped. */
#include "money.h"

#include <string.h>

__extension__ typedef __int128 wide_t; /* fen times basis points does not fit 64 bits */

/* Both operands fit 64 bits, so the product fits 127 and cannot wrap. Rounding works on the
 * magnitude, so that a sum and its negative round alike; this is the one rounding of K9. */
bool money_share(int64_t fen, int64_t numerator, int64_t denominator, int64_t *ret_fen)
{
    if (denominator <= 0)
        return false;
    wide_t product = (wide_t)fen * numerator;
    bool negative = product < 0;
    wide_t size = negative ? -product : product;
    wide_t rounded = size / denominator + (size % denominator * 2 >= denominator);
    if (rounded > INT64_MAX)
        return false;
    *ret_fen = negative ? -(int64_t)rounded : (int64_t)rounded;
    return true;
}

/* Two passes: the remainder is the total minus the rounded others, so the instalments always add up
 * to the total to the fen, whatever each share was rounded to (K9). */
rc_t money_instalments(const struct pack *pack, int64_t contract_fen, int64_t ret_fen[PAYMENTS_MAX],
                       size_t *ret_count, struct problem *problem)
{
    int64_t fen[PAYMENTS_MAX];
    int64_t others = 0;
    if (pack->payments.count == 0)
        return problem_set(problem, RC_REFUSED, "pack", "pack %s states no payments", pack->name);
    if (contract_fen < 0)
        return problem_set(problem, RC_INVALID, "contract_fen", "a contract sum is not negative");
    for (size_t i = 0; i < pack->payments.count; i++) {
        const struct pack_payment *p = &pack->payments.rows[i];
        bool fits = money_share(contract_fen, p->share_bp, BP_ONE, &fen[i]);
        (void)fits; /* no share is more than the whole */
        if (__builtin_add_overflow(others, p->remainder ? 0 : fen[i], &others))
            return problem_set(problem, RC_INVALID, "contract_fen",
                               "the contract sum is too large");
    }
    for (size_t i = 0; i < pack->payments.count; i++)
        ret_fen[i] = pack->payments.rows[i].remainder ? contract_fen - others : fen[i];
    *ret_count = pack->payments.count;
    return RC_OK;
}

/* The settlement's row of a quality; NULL for an unknown one. By the word that the acceptance uses;
 * grades are few and keep the document's order. */
static const struct settlement_grade *grade_of(const struct pack *pack, const char *quality)
{
    for (size_t i = 0; i < pack->settlement.count; i++)
        if (strcmp(pack->settlement.rows[i].quality, quality) == 0)
            return &pack->settlement.rows[i];
    return NULL;
}

/* The percentage that applies, of 10^-6. A stated percentage is also the most: an agreed lower one
 * is taken as the customer's decision, a higher one contradicts the clause and is refused. Display
 * of the limit is in whole basis points. */
static rc_t take_percent(const struct settlement_grade *grade, const struct settlement_ask *ask,
                         int64_t *ret_percent, struct problem *problem)
{
    const int64_t unit = DECIMAL_ONE / 100; /* of one basis point */
    int64_t most_bp = grade->percent_bp ? grade->percent_bp : grade->at_most_bp;
    int64_t most = most_bp * unit;
    int64_t percent = ask->has_percent ? ask->percent : most;
    if (!ask->has_percent && grade->percent_bp == 0)
        return problem_set(problem, RC_INVALID, "percent",
                           "clause %s states only the most: give the decided percentage",
                           grade->clause);
    if (percent < 0 || percent > most)
        return problem_set(problem, RC_INVALID, "percent",
                           "clause %s allows at most %d.%02d per cent", grade->clause,
                           (int)(most_bp / 100), (int)(most_bp % 100));
    *ret_percent = percent;
    return RC_OK;
}

/* Share by quality, deductions, total, what is left to pay: in the order in which they apply (K22).
 * The last instalment is told as it is, also below zero: a sum to be given back (K23). */
static void prove_settlement(const struct settlement_grade *grade, const struct settlement_ask *ask,
                             const struct settlement_ruling *r, proof_t *proof)
{
    proof_clause(proof, grade->clause, grade->title);
    proof_numbers(proof, WHY_AMOUNT, grade->clause, r->graded_fen, 0);
    proof_numbers(proof, WHY_AMOUNT, NULL, -ask->deductions_fen, 0);
    proof_numbers(proof, WHY_AMOUNT, NULL, r->total_fen, 0);
    proof_numbers(proof, WHY_AMOUNT, NULL, r->final_instalment_fen, 0);
}

/* Grade cap first, deductions after it (K22). Deductions beyond the graded sum leave 0 and not a
 * debt; only what was paid already can make the last instalment negative (K23). */
rc_t money_settle(const struct pack *pack, const struct settlement_ask *ask, proof_t *proof,
                  struct settlement_ruling *ret_ruling, struct problem *problem)
{
    struct settlement_ruling r;
    int64_t percent;
    const struct settlement_grade *grade = grade_of(pack, ask->quality);
    if (!grade)
        return problem_set(problem, RC_INVALID, "quality", "pack %s settles no quality \"%s\"",
                           pack->name, ask->quality);
    if (ask->contract_fen < 0 || ask->deductions_fen < 0 || ask->paid_fen < 0)
        return problem_set(problem, RC_INVALID, "contract_fen", "sums must not be negative");
    rc_t rc = take_percent(grade, ask, &percent, problem);
    if (rc != RC_OK)
        return rc;
    bool fits = money_share(ask->contract_fen, percent, 100 * DECIMAL_ONE, &r.graded_fen);
    (void)fits; /* no percentage is more than the whole */
    r.total_fen = r.graded_fen > ask->deductions_fen ? r.graded_fen - ask->deductions_fen : 0;
    r.final_instalment_fen = r.total_fen - ask->paid_fen;
    prove_settlement(grade, ask, &r, proof);
    *ret_ruling = r;
    return RC_OK;
}
