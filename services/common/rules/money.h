/* Money of a contract: shares, instalments, the settled total. Fen and basis points; one rounding,
 * half up, at the end (K9). */
#ifndef MONEY_H
#define MONEY_H

#include "pack.h"
#include "proof.h"

enum { BP_ONE = 10000, PAYMENTS_MAX = 16 };

/* `fen` x numerator / denominator, rounded half up (away from zero below it). Exact for any values
 * that fit; false when the result does not fit or the denominator is not positive. */
MUST_CHECK bool money_share(int64_t fen, int64_t numerator, int64_t denominator, int64_t *ret_fen);

/* Instalments of a contract sum, in the pack's order; a `remainder` payment is the total minus the
 * others. RC_REFUSED when the pack states no payments, RC_INVALID for a sum that is negative or too
 * large. */
MUST_CHECK rc_t money_instalments(const struct pack *pack, int64_t contract_fen,
                                  int64_t ret_fen[PAYMENTS_MAX], size_t *ret_count,
                                  struct problem *problem);

/* What an acceptance found. Sums are in fen and never negative; `quality` is borrowed from the
 * question. */
struct settlement_ask {
    int64_t contract_fen;
    const char *quality; /* excellent, good, fair: a grade of the pack's settlement */
    bool has_percent;
    int64_t percent; /* decided percentage, of 10^-6; needed where the pack states a cap only */
    int64_t deductions_fen;
    int64_t paid_fen;
};

/* Three sums in the order in which they follow from each other; a reader can check each from the
 * one before it. */
struct settlement_ruling {
    int64_t graded_fen;           /* share by quality, before deductions (K22) */
    int64_t total_fen;            /* not below 0 */
    int64_t final_instalment_fen; /* total minus paid (K23); negative: to be given back */
};

/* Final total of a contract. RC_INVALID field "quality" or "percent" for an unknown grade, a
 * missing percentage or one above what the clause allows. `proof` may be NULL. */
MUST_CHECK rc_t money_settle(const struct pack *pack, const struct settlement_ask *ask,
                             proof_t *proof, struct settlement_ruling *ret_ruling,
                             struct problem *problem);

#endif
