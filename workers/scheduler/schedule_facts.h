/* The dated facts of a contract, and which of them a term goes by. Pure. */
#ifndef SCHEDULE_FACTS_H
#define SCHEDULE_FACTS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "contract_frame.h"
#include "term.h"

enum { OWN_FACTS = 2 }; /* that the contract's row states: `signed` and `service_end` */

/* A fact as schedule_facts.sql gives it: voided ones are left out there. */
struct contract_fact {
    const char *name, *clause; /* `clause` NULL: for every clause */
    int64_t system;            /* 0: of the contract */
    int64_t serial;            /* of the system, 0 without */
    int64_t at_us;
};

struct contract_facts {
    struct contract_fact *rows;
    size_t count;
};

/* Decode; texts are borrowed from `json`. Caller frees with contract_facts_fini. */
void contract_facts_read(const json_t *json, struct contract_facts *ret_facts);
void contract_facts_fini(struct contract_facts *self);
/* Add one that is concluded, not recorded; its texts are borrowed. */
void contract_facts_add(struct contract_facts *self, const struct contract_fact *fact);

/* Whose term it is: the contract's own, or one system's. */
struct term_scope {
    const char *clause;
    int64_t system; /* 0: the contract */
};

/* The fact of this name that holds for the scope, NULL when there is none. One said for the clause
 * goes before one for all, one of the system before the contract's; then the one that happened
 * last, so that the order in which facts were recorded changes nothing. */
const struct contract_fact *contract_fact_find(const struct contract_facts *facts,
                                               struct term_scope scope, const char *name);
/* What the rule is asked with: every name that holds for the scope but `without` (or NULL), and
 * from the contract's row `signed` and `service_end` unless they are among the facts. `out` has
 * room for all facts and OWN_FACTS more: a contract may have any number, and none may be left out.
 * Returns the number written to it. */
size_t contract_facts_of_term(const struct contract_facts *facts,
                              const struct contract_frame *frame, struct term_scope scope,
                              const char *without, struct day_fact *out);

#endif
