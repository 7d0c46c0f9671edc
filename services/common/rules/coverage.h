/* Presence or readiness without a gap: what is left of a range after its gaps. */
#ifndef COVERAGE_H
#define COVERAGE_H

#include "recurrence.h"

/* A stretch that was not covered. */
struct coverage_gap {
    int64_t from_us, to_us; /* the end is not part of it */
};

struct coverage_ask {
    const struct pack *pack;
    const struct pack_continuity *row;
    struct service_range range;
    struct coverage_gap *gaps; /* brought in order by coverage_rule */
    size_t gap_count;
};

struct coverage_ruling {
    int64_t days, hours, seconds; /* of the range */
    int64_t lost_s;               /* seconds inside gaps, overlapping ones counted once */
    int64_t covered_days;         /* days that no gap touches */
    int64_t covered, of;          /* the ratio in the clause's measure: days, or seconds */
};

/* Measure. Nothing can go wrong: gaps outside the range are cut off. `proof` may be NULL. Gaps are
 * sorted in place; the ask keeps owning them. All times are microseconds, a gap's end excluded. */
void coverage_rule(const struct coverage_ask *ask, proof_t *proof, struct coverage_ruling *ret);

#endif
