/* What an incident is by the contract: its grade from its facts, and the penalty case it makes. */
#ifndef INCIDENT_GRADE_H
#define INCIDENT_GRADE_H

#include "contract_frame.h"
#include "sla_wire.h"

struct incident_grade {
    const char *computed; /* by the pack's grading; NULL: the pack grades no such events */
    const char *grade;    /* decided by hand, else computed; NULL: none */
    json_t *clauses;      /* list of the rows that gave the computed grade; owned */
};

/* Grade the incident by its family and facts. RC_INVALID names a fact the family has not, or one of
 * the wrong type; RC_REFUSED when no row holds and none was given by hand. Caller frees. */
MUST_CHECK rc_t incident_grade(const struct pack *pack, const struct incident_open_args *args,
                               struct incident_grade *ret_grade, struct problem *problem);
/* Free the clauses; safe on a zeroed struct. */
void incident_grade_fini(struct incident_grade *self);

/* The case an incident makes; `type` NULL: none, for want of a grade, a level or a row of that
 * type. */
struct incident_case {
    const char *type;
    json_t *attributes; /* owned */
};
/* RC_INVALID names `level` or `grade` when the pack's rows do not know it. Caller frees. */
MUST_CHECK rc_t incident_case(const struct pack *pack, const struct incident_open_args *args,
                              const char *grade, struct incident_case *ret_case,
                              struct problem *problem);
/* Free the attributes; safe on a zeroed struct. */
void incident_case_fini(struct incident_case *self);

/* RC_REFUSED, listing the types the pack's penalty rows name, for another; RC_INVALID for
 * attributes that rows of the type do not ask for. `attributes` is an object. */
MUST_CHECK rc_t case_check(const struct pack *pack, const char *type, const json_t *attributes,
                           struct problem *problem);

#endif
