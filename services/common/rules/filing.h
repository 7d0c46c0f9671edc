/* How long a filing certificate holds, when to renew it and when the next assessment is due, by the
 * notice of 2025: three years, older certificates counted from 2025-01-01, one more year for each
 * assessment completed while it holds. */
#ifndef FILING_H
#define FILING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pack.h"
#include "proof.h"

enum { FILING_ASSESSMENTS_MAX = 200 };

/* What is asked. Assessments may come in any order; those after `on` are not known yet. */
struct filing_ask {
    int32_t filed;
    const int32_t *assessments; /* days on which one was completed */
    size_t count;               /* at most FILING_ASSESSMENTS_MAX */
    int32_t on;                 /* as of this day; NO_DAY: all assessments are known */
    int64_t grade;              /* protection level 2 to 5, 0: not said, read as 3 */
};

struct filing_ruling {
    int32_t valid_until;  /* last day, counted */
    int32_t renewal_from; /* first day on which an extension may be asked for */
    int32_t
        next_assessment_due; /* by the level's interval after the last assessment or the filing */
    size_t extensions;       /* assessments that added a year */
    bool has_state;          /* `on` was given: */
    bool valid, renewal_open, assessment_overdue; /* on that day */
};

/* Reckon. RC_INVALID names "filed", "assessments", "on" or "grade" for a day out of range, too many
 * assessments, an `on` before the filing, or a level that is not filed. `proof` may be NULL. */
MUST_CHECK rc_t filing_rule(const struct filing_ask *ask, proof_t *proof,
                            struct filing_ruling *ret_ruling, struct problem *problem);

#endif
