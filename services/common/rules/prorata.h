/* Shares of the contract's total by days of service: what is given back when a contract ends early,
 * what was earned until then, and what service beyond its end costs. */
#ifndef PRORATA_H
#define PRORATA_H

#include "pack.h"
#include "proof.h"

/* Days are of the contract's zone; the service period comes from the pack. */
struct prorata_ask {
    const struct pack *pack;
    enum pro_rata_kind kind;
    int64_t contract_fen;
    int32_t from; /* hold-over service: its first day; the other kinds: not used */
    int32_t to;   /* the day of termination, the last day of service, the last day held over */
};

struct prorata_ruling {
    int32_t days;
    int64_t fen; /* total × days ÷ days of the year, rounded once, half up (K9) */
};

/* Count the days and take their share. Refund: days after the termination to the end of the service
 * period (K11). Earned: days from its beginning to the last day, that one counted. Both are cut to
 * the period, and none may be left. Hold-over: both ends counted. RC_INVALID names "pack" where it
 * states no such clause or not the period, "from" for hold-over service that begins before the
 * period is over, "to" for one that ends before it begins, "contract_fen" for a sum that is
 * negative or too large. `proof` may be NULL. */
MUST_CHECK rc_t prorata_rule(const struct prorata_ask *ask, proof_t *proof,
                             struct prorata_ruling *ret_ruling, struct problem *problem);

#endif
