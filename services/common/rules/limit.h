/* Limits: one value against the number a clause states. */
#ifndef LIMIT_H
#define LIMIT_H

#include "pack.h"
#include "proof.h"

struct limit_ruling {
    const struct pack_limit *limit;
    /* fen for fen limits, of 10^-6 for others */
    int64_t value, required, deviation; /* `deviation` from the nearest end of a range */
    int64_t most;                       /* of a range: its upper end, `required` the lower one */
    bool holds;
};

/* fen, percent, number, seconds, days, count, people, years, distinct. Constant text. */
const char *limit_value_word(enum limit_value value);

enum { LIMIT_NUMBER_TEXT = 32 };
/* A number of the ruling for a person: yuan of fen limits, else decimal; returns `out`
 * (LIMIT_NUMBER_TEXT bytes). */
const char *limit_number_text(const struct pack_limit *limit, int64_t number, char *out);
/* Seconds of "m:ss", "mm:ss" or "hh:mm:ss"; false for another text. *ret_seconds is then
 * unchanged. */
bool limit_seconds(const char *text, int64_t *ret_seconds);

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
