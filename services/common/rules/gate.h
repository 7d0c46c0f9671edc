/* Gates: what must be there before a phase ends, a phase starts or a thing counts as complete. */
#ifndef GATE_H
#define GATE_H

#include "pack.h"
#include "proof.h"

enum {
    GATE_WANTED_MAX = 64,  /* documents, facts and services that a gate may ask for */
    GATE_LISTED_MAX = 400, /* names in a list fact */
    GATE_MISSING_MAX = GATE_WANTED_MAX + GATE_LISTED_MAX,
};

struct gate_ruling {
    const struct pack_gate *gate;
    bool open;
    const char
        *missing[GATE_MISSING_MAX]; /* documents, facts, services, names: in the clause's order */
    size_t missing_count;
    int64_t returns_to; /* of a shut gate; 0: nowhere */
};

/* The gate at the end of a phase, or the one of a clause; NULL when the pack has none. Phases count
 * from 1; borrowed from the pack. */
const struct pack_gate *gate_of_phase(const struct pack *pack, int64_t phase);
/* The gate of a clause, compared exactly; NULL when the clause has none. Borrowed from the pack. */
const struct pack_gate *gate_of_clause(const struct pack *pack, const char *clause);
/* Judge a gate on facts: a JSON object with `documents` (titles that are there), the facts its
 * condition names (score as decimal text), its truth values, `reports_submitted` and
 * `reports_signed` (service codes), and its list of names beside `attended`. NULL facts: nothing
 * is there. What is missing may be borrowed from `facts`. `proof` may be NULL. */
void gate_rule(const struct pack_gate *gate, const json_t *facts, proof_t *proof,
               struct gate_ruling *ret_ruling);

/* Whether a gate knows a fact of this name, and whether a value fits it: RC_INVALID naming the
 * fact. Services are of the pack that holds the gate. null is taken as not given. */
MUST_CHECK rc_t gate_fact_check(const struct pack_gate *gate, const char *fact, const json_t *value,
                                struct problem *problem);

#endif
