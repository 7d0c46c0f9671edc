/* Key figures: is a row of the contract's table met? Exact, unrounded comparison (C4). */
#ifndef KPI_H
#define KPI_H

#include "pack.h"
#include "proof.h"

enum kpi_verdict { KPI_MET, KPI_FAILED, KPI_PENDING, KPI_NOT_APPLICABLE };

/* What is known of one row. */
enum kpi_actual_type { ACTUAL_UNKNOWN, ACTUAL_VALUE, ACTUAL_RATIO, ACTUAL_CONFIRMED };
struct kpi_actual {
    enum kpi_actual_type type;
    int64_t value;    /* VALUE: of 10^-6 in the row's unit */
    int64_t num, den; /* RATIO: parts of a whole, not negative */
    bool confirmed;   /* CONFIRMED: what a person decided */
};

struct kpi_ruling {
    enum kpi_verdict verdict;
    bool has_value;
    int64_t value; /* of 10^-6, truncated; for display */
    bool has_needed;
    int64_t needed; /* smallest numerator that meets a ratio row with >= or > */
};

/* The row with this number or clause; NULL when there is none. Compared exactly; borrowed from the
 * pack. */
const struct pack_kpi *kpi_find(const struct pack *pack, const char *row);
/* Judge one row. A ratio of nothing (den 0) is not applicable (C12). RC_INVALID, without a field,
 * for a qualitative row given as a number or the other way round, or a number that is negative or
 * out of range. `proof` may be NULL. *ret_ruling is untouched on failure. */
MUST_CHECK rc_t kpi_rule(const struct pack_kpi *kpi, const struct kpi_actual *actual,
                         proof_t *proof, struct kpi_ruling *ret_ruling, struct problem *problem);
/* met, failed, pending, not_applicable. Constant text. */
const char *kpi_verdict_word(enum kpi_verdict verdict);

#endif
