/* Staffing: are there as many people as the clauses ask for, and does each have what they ask of
 * one. */
#ifndef STAFFING_H
#define STAFFING_H

#include "proof.h"
#include "readings.h"
#include "staff_person.h"

/* What is asked. */
struct staff_ask {
    const struct pack *pack;
    const struct readings *readings; /* NULL: the pack's own */
    const char *const *clauses;      /* judged are these … */
    size_t clause_count;             /* … or, if 0, every clause that the people can answer */
    const char *role, *service;      /* judged without clauses: only numbers of these; NULL: all */
    const struct staff_person *people;
    size_t count;
    bool roster;                         /* all there are, so numbers can be judged */
    int32_t on;                          /* day of the check, NO_DAY: not given */
    const struct staff_person *replaces; /* whom the person comes for, NULL: nobody */
    bool approved;                       /* that replacement is */
    const json_t *facts;                 /* what conditions of numbers look at, or NULL */
};

enum { STAFF_LACKS_MAX = 9 };

/* One clause that one person, or the number of people, does not meet. */
struct staff_shortfall {
    const char *clause, *role, *service; /* `role`, `service`: NULL when not of one */
    int64_t needed, have, lack;          /* people; of a single person 1, 0 and 1 */
    int64_t person;                      /* place in the roster, -1: a number */
    const char *lacks[STAFF_LACKS_MAX];  /* of a person: what is lacking, as a field's name */
    size_t lack_count;
    size_t order; /* in which it was found */
};

/* No shortfall means compliant. `missing` lists each certificate or proof once, whoever
 * lacks it. */
struct staff_ruling {
    struct staff_shortfall *shortfalls; /* by service, clause, person */
    size_t count, cap;
    struct name_list missing; /* certificates and proofs */
    bool above_range;         /* more people than a number or range says */
};
/* Free the lists; safe on a zeroed one. */
void staff_ruling_fini(struct staff_ruling *self);

/* Judge. RC_INVALID for a clause that says nothing about people, for experience since a day without
 * `on`, or for a clause on replacements without `replaces`. *ret_ruling is always to be freed.
 * `proof` may be NULL. */
MUST_CHECK rc_t staff_rule(const struct staff_ask *ask, proof_t *proof,
                           struct staff_ruling *ret_ruling, struct problem *problem);

/* ---- between the two halves, staffing.c and personnel.c ---- */

/* A row's clauses. */
struct staff_clause {
    const char *clause;
    const char *const *also;
    size_t also_count;
};
/* Whether the question names one of them. */
bool staff_is_named(const struct staff_ask *ask, struct staff_clause clause);
/* Whether a list of names is empty or holds this one; `open` is the answer for no name. */
bool staff_fits(const char *const *names, size_t count, const char *name, bool open);
/* Add a shortfall; `order` is filled in. */
void staff_add(struct staff_ruling *ruling, struct staff_shortfall shortfall);
/* Judge what each person must have or be. As staff_rule. */
MUST_CHECK rc_t personnel_rule(const struct staff_ask *ask, proof_t *proof,
                               struct staff_ruling *ruling, struct problem *problem);

#endif
