/* Limits: one value against the number a clause states. */
#ifndef LIMIT_H
#define LIMIT_H

#include "pack.h"
#include "proof.h"

struct limit_ruling {
    const struct pack_limit *limit;
    int64_t value, required, deviation; /* fen for fen limits, of 10^-6 for others */
    bool holds;
};

/* fen, percent, number, seconds, days, count, people, years, distinct. */
const char *limit_value_word(enum limit_value value);

/* What is asked. */
struct limit_ask {
    const struct pack *pack;
    const char *clause;
    int64_t value;        /* fen for limits on money, of 10^-6 for others */
    int64_t contract_fen; /* base of a share; 0: the pack's total */
};

/* Judge a value. RC_NOT_FOUND for a clause that states no limit, RC_INVALID when a sum is out of
 * range; *ret_ruling is then unchanged. `proof` may be NULL. */
MUST_CHECK rc_t limit_rule(const struct limit_ask *ask, proof_t *proof,
                           struct limit_ruling *ret_ruling, struct problem *problem);

#endif
