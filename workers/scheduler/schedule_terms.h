/* What the terms of a pack ask for on the facts known: the deadlines as they should be. Pure: what
 * the ledger holds is none of its business. */
#ifndef SCHEDULE_TERMS_H
#define SCHEDULE_TERMS_H

#include "schedule_facts.h"

/* Bytes of deadline.code with its NUL: 120 characters of at most four bytes. */
enum { DEADLINE_CODE_TEXT = 4 * 120 + 1 };

/* A deadline as it should be. */
struct wanted_deadline {
    char code[DEADLINE_CODE_TEXT];
    const char *kind; /* term, deliverable */
    const char *clause, *title;
    const char *subject_kind;
    int64_t subject_id, system_id;
    bool customer_owes;
    bool due_known; /* false: nothing is due (any more); the next five are then meaningless */
    struct reckoned_day due;
    int64_t due_at_us; /* of a term in minutes or hours; NO_INSTANT: `due` ends with its day */
    int64_t started_us;
    proof_t *proof; /* owned */
    bool closed;    /* done at `closed_us` */
    int64_t closed_us;
    bool closed_by_others; /* once it runs, another process stops and reopens it */
};

/* Free the proof. */
void wanted_deadline_fini(struct wanted_deadline *self);

/* One term on the facts of one scope; `serial` of the system, 0 for the contract. A term that its
 * facts do not start, or that only opens a right, has no due day; nor has one in hours that starts
 * with a day of the contract's row, which names no hour. The closing fact does not count when it
 * came before the term began (by instants where it runs in hours, else by days): it closed an
 * earlier round. Subject is the contract or the system; the caller may change it. */
MUST_CHECK rc_t schedule_term(const struct contract_frame *frame,
                              const struct contract_facts *facts, const struct pack_term *term,
                              struct term_scope scope, int64_t serial,
                              struct wanted_deadline *ret_wanted, struct problem *problem);
/* Whether a fact starts the term: its name is one of the term's starting facts, readings resolved.
 */
bool schedule_term_starts(const struct contract_frame *frame, const struct pack_term *term,
                          const char *fact);

#endif
