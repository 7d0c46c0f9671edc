/* The cases of a contract that the rules are to judge: those that people recorded, and those that
 * missed deadlines are by the pack's word. */
#ifndef PENALTY_CASES_H
#define PENALTY_CASES_H

#include "contract_frame.h"
#include "penalty.h"
#include "penalty_compare.h"
#include "step_host.h"

struct penalty_cases {
    struct penalty_case *rows; /* in order of code; `id` is the place in it, so that cases of one
                                  day are counted in the same order whenever they were recorded */
    struct case_name *names;   /* of the same rows */
    size_t count;
    json_t *json; /* what both borrow from */
};

/* Make the cases that missed deadlines are, and read all. Caller frees with penalty_cases_fini
 * after success. */
MUST_CHECK rc_t penalty_cases_load(struct step *step, const struct contract_frame *frame,
                                   struct penalty_cases *ret_cases);
/* Free what load made. */
void penalty_cases_fini(struct penalty_cases *self);

#endif
