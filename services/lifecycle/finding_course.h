/* Findings and their deadlines: what an assessment and finding.open share. */
#ifndef FINDING_COURSE_H
#define FINDING_COURSE_H

#include "lifecycle_frame.h"

/* A finding about to be reported. */
struct finding_begin {
    const struct finding_input *input;
    int64_t round;
    int32_t on; /* day it was reported */
};

/* New finding with its event, and with its deadline where the pack sets a term for rectification.
 * RC_CONFLICT when the cycle has its code. */
MUST_CHECK rc_t finding_begin(struct call *call, const struct lifecycle_frame *frame,
                              const struct finding_begin *begin, int64_t *ret_finding);
/* The deadline of a finding, locked; 0 when it has none. */
MUST_CHECK rc_t finding_deadline(struct call *call, const struct lifecycle_frame *frame,
                                 const char *code, int64_t *ret_deadline);

/* A void deadline of a finding is due again: the pack's term counted from day `on`. */
MUST_CHECK rc_t finding_deadline_anew(struct call *call, const struct lifecycle_frame *frame,
                                      int64_t deadline, int32_t on);

#endif
