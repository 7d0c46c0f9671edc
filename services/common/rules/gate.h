/* Gates: what must be there before a phase ends, a phase starts or a thing counts as complete. */
#ifndef GATE_H
#define GATE_H

#include "pack.h"
#include "proof.h"

enum { GATE_MISSING_MAX = 64 };

struct gate_ruling {
    const struct pack_gate *gate;
    bool open;
    const char *missing[GATE_MISSING_MAX]; /* documents, then facts, in the clause's order */
    size_t missing_count;
    int64_t returns_to; /* of a shut gate; 0: nowhere */
};

/* The gate at the end of a phase, or the one of a clause; NULL when the pack has none. */
const struct pack_gate *gate_of_phase(const struct pack *pack, int64_t phase);
const struct pack_gate *gate_of_clause(const struct pack *pack, const char *clause);
/* Judge a gate on facts: a JSON object with `documents` (titles that are there) and the facts its
 * condition names (score as decimal text). NULL facts: nothing is there. `proof` may be NULL. */
void gate_rule(const struct pack_gate *gate, const json_t *facts, proof_t *proof,
               struct gate_ruling *ret_ruling);

#endif
