/* Penalties: what the contract's table says an incident costs. A proposal until the customer
 * confirms. */
#ifndef PENALTY_H
#define PENALTY_H

#include "pack.h"
#include "proof.h"
#include "readings.h"

/* One case as it is asked about; everything is borrowed from the question and must outlive the
 * rulings. */
struct penalty_case {
    const char *type;     /* security_event, fault, … as in the pack's rows */
    int32_t at;           /* day in the contract's zone */
    int64_t id;           /* stable; decides the order of cases of one day */
    const char *incident; /* name of the incident it belongs to, or NULL */
    const json_t *facts;  /* attributes: grade, level, severity … (a JSON object, or NULL) */
};

/* What one row says about one case. Deductions and refunds are told apart, because only deductions
 * have a ceiling; `proof` is owned by the rulings. */
struct penalty_assessment {
    size_t case_index; /* in the order the cases were given */
    const struct penalty_row *row;
    int64_t deduct_bp, deduct_fen; /* 0: the measures only */
    int64_t refund_fen;            /* to be given back of sums received */
    int64_t count, threshold; /* the n-th counted case of m that open the deduction; 0 when none */
    const char *charged_by; /* clause of the row that charges the same incident instead, or NULL */
    proof_t *proof;         /* NULL when proofs are off */
};

/* All cases of a contract at once: counters and incidents look beyond the single case (K12,
 * K13). */
struct penalty_ask {
    const struct pack *pack;
    int64_t contract_fen; /* base of every share */
    int32_t period_from,
        period_to; /* service period, both counted; from NO_DAY: not limited (K14) */
    const struct penalty_case *cases;
    size_t count;
    const struct readings *readings;
    bool with_proofs;
};

struct penalty_rulings {
    struct penalty_assessment
        *rows; /* one for each case that a row covers, in the order of the cases */
    size_t count;
    int64_t total_fen;  /* sum of the deductions, at most the pack's ceiling */
    int64_t refund_fen; /* sum of what is to be given back */
    int64_t owed_fen;   /* both */
    bool capped;        /* the ceiling made the total smaller */
};

/* Judge all cases of a contract together. The order in which they are given changes nothing but the
 * order of the rows: they are counted by day, then id. A case outside the period, or that no row
 * covers, has no row. Of one incident only the row with the highest deduction charges (K13); the
 * counters of cumulative rows still count it. RC_INVALID names cases[i] and its field. Caller frees
 * with penalty_rulings_fini; *ret is untouched on failure. */
MUST_CHECK rc_t penalty_assess(const struct penalty_ask *ask, struct penalty_rulings *ret,
                               struct problem *problem);
/* Free rows and proofs. Safe on a zeroed struct. */
void penalty_rulings_fini(struct penalty_rulings *self);

#endif
