/* The conclusion of an assessment report, by the template it is written to. Thresholds are those of
 * the national templates of 2021 and 2025; no contract states them, so they stand in one table
 * (conclusion.c) and not in a pack. */
#ifndef CONCLUSION_H
#define CONCLUSION_H

#include <stdbool.h>
#include <stdint.h>

#include "problem.h"
#include "proof.h"

enum { NOT_KNOWN = -1 };

/* What is asked. Scores and rates are of 10^-6, from 0 to 100; counts from 0. What is not known is
 * NOT_KNOWN; it is missed only where it decides. */
struct conclusion_ask {
    int64_t template_year;          /* 2021, 2025 */
    int64_t score;                  /* 2021: of 100 points */
    int64_t high_risk, medium_risk; /* 2021: risks left */
    int64_t rate;                   /* 2025: items met of those that apply, in per cent */
    int64_t major_hazards;          /* 2025: counted before rectification */
    /* How exactly 90 and exactly 60 per cent are read: the template of 2025 does not say. By
     * default both are 基本符合. */
    bool upper_meets, lower_fails;
};

struct conclusion_ruling {
    const char *conclusion; /* 优 良 中 差, or 符合 基本符合 不符合 */
    bool boundary;          /* the value lies exactly where the template does not say */
};

/* Conclude. RC_INVALID names "template" for an unknown one, the field that the template does not
 * know or needs and lacks, or a value out of its range. `proof` may be NULL. */
MUST_CHECK rc_t conclusion_rule(const struct conclusion_ask *ask, proof_t *proof,
                                struct conclusion_ruling *ret_ruling, struct problem *problem);

#endif
