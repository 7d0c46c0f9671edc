/* Qualifications: proofs of a vendor, a tool or a bid, clause by clause. */
#ifndef QUALIFICATION_H
#define QUALIFICATION_H

#include "credential.h"
#include "proof.h"

/* What is asked. */
struct qualification_ask {
    const struct pack *pack;
    const char *const *clauses; /* judged are these … */
    size_t clause_count;        /* … or, if 0, every clause that the input can answer */
    struct credentials held;
    bool certificates_given, proofs_given, contracts_given;
    const int32_t *contracts; /* days of reference contracts */
    size_t contract_count;
    int32_t on; /* day of the bid or its opening, NO_DAY: not given */
};

/* Owns its lists; the names in them are the pack's. `failed` empty says that nothing judged has
 * failed. */
struct qualification_ruling {
    size_t met;
    struct name_list failed;  /* clauses, in the pack's order */
    struct name_list missing; /* certificates and proofs */
    int32_t months_from; /* first day of the first month that a proof may be of, NO_DAY: none */
    int64_t months;      /* how many months from there */
};
/* Free the lists; safe on a zeroed one. */
void qualification_ruling_fini(struct qualification_ruling *self);

/* Judge. RC_INVALID for a clause that asks for no proof, or for one that counts from a day without
 * `on`. *ret_ruling is always to be freed. `proof` may be NULL. */
MUST_CHECK rc_t qualification_rule(const struct qualification_ask *ask, proof_t *proof,
                                   struct qualification_ruling *ret_ruling,
                                   struct problem *problem);

#endif
