/* Years are added to the first day as one number of months, so that a 29 February is clamped once
 * and not year by year. */
#include "filing.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "civil.h"

enum {
    VALID_MONTHS = 36,
    EXTENSION_MONTHS = 12,
    RENEWAL_MONTHS = 3,
    OLD_COUNT_FROM = 20089, /* 2025-01-01: certificates issued before count from here */
};

/* Months between assessments by protection level; level 4 by the notice of 2025. */
static const struct {
    int64_t grade;
    int32_t months;
} INTERVALS[] = { { 2, 24 }, { 3, 12 }, { 4, 12 }, { 5, 12 } };

/* A level that was not said is read as this one; level 1 is not filed and has no interval. */
enum { DEFAULT_GRADE = 3 };

/* Months of the level; 0 for one that is not filed. 0 as grade means that none was said and is read
 * as DEFAULT_GRADE. */
static int32_t interval_of(int64_t grade)
{
    int64_t wanted = grade == 0 ? DEFAULT_GRADE : grade;
    for (size_t i = 0; i < COUNT_OF(INTERVALS); i++)
        if (INTERVALS[i].grade == wanted)
            return INTERVALS[i].months;
    return 0;
}

/* Ascending; equal days are two assessments all the same. */
static int day_order(const void *left, const void *right)
{
    int32_t a, b;
    memcpy(&a, left, sizeof(a));
    memcpy(&b, right, sizeof(b));
    return a < b ? -1 : a > b;
}

/* Assessments known on the day, in order of time. Later ones are left out, so that an answer as of
 * a day does not change when the future comes in. */
static size_t known_assessments(const struct filing_ask *ask, int32_t *out)
{
    size_t n = 0;
    for (size_t i = 0; i < ask->count; i++)
        if (ask->on == NO_DAY || ask->assessments[i] <= ask->on)
            out[n++] = ask->assessments[i];
    qsort(out, n, sizeof(*out), day_order);
    return n;
}

/* A day moved by months; the ranges were checked, so it stays in the calendar. The proof gets its
 * line only when the day exists; *ret_day is written only then. */
static bool moved(int32_t day, int32_t months, proof_t *proof, int32_t *ret_day)
{
    if (!civil_add_months(day, months, ret_day))
        return false;
    proof_days(proof, WHY_MONTHS, day, *ret_day, months);
    return true;
}

/* Each assessment between the first day and the end so far adds a year; a lapsed certificate is not
 * brought back. Always counted from the first day, so that a clamped 29 February does not travel
 * from year to year. The end itself still holds. */
static bool rule_validity(const struct filing_ask *ask, const int32_t *known, size_t count,
                          proof_t *proof, struct filing_ruling *r)
{
    int32_t first = ask->filed < OLD_COUNT_FROM ? OLD_COUNT_FROM : ask->filed;
    if (first != ask->filed)
        proof_day(proof, WHY_FIXED, first);
    if (!moved(first, VALID_MONTHS, proof, &r->valid_until))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (known[i] < first || known[i] > r->valid_until)
            continue;
        r->extensions++;
        proof_fact_day(proof, "assessments", known[i]);
        if (!moved(first, VALID_MONTHS + EXTENSION_MONTHS * (int32_t)r->extensions, proof,
                   &r->valid_until))
            return false;
    }
    return true;
}

/* Every fact in its range before anything is reckoned. So that no addition below can leave the
 * calendar unnoticed. */
static rc_t check_ask(const struct filing_ask *ask, struct problem *problem)
{
    if (ask->filed < DAY_MIN || ask->filed > DAY_MAX)
        return problem_set(problem, RC_INVALID, "filed", "\"filed\" is out of range");
    if (ask->on != NO_DAY && ask->on < ask->filed)
        return problem_set(problem, RC_INVALID, "on", "\"on\" lies before the filing");
    if (ask->count > FILING_ASSESSMENTS_MAX)
        return problem_set(problem, RC_INVALID, "assessments", "at most %d assessments are counted",
                           FILING_ASSESSMENTS_MAX);
    if (interval_of(ask->grade) == 0)
        return problem_set(problem, RC_INVALID, "grade", "\"grade\" must be 2 to 5");
    return RC_OK;
}

/* What is the case on the day asked about. The last day still holds (C1); an assessment on its due
 * day is in time. */
static void rule_state(const struct filing_ask *ask, struct filing_ruling *r)
{
    r->has_state = ask->on != NO_DAY;
    r->valid = ask->on <= r->valid_until;
    r->renewal_open = r->valid && ask->on >= r->renewal_from;
    r->assessment_overdue = ask->on > r->next_assessment_due;
}

/* The next assessment runs from the last one known, else from the filing. Renewal opens three
 * months before the end and so after the filing: that step cannot leave the range. */
rc_t filing_rule(const struct filing_ask *ask, proof_t *proof, struct filing_ruling *ret_ruling,
                 struct problem *problem)
{
    int32_t known[FILING_ASSESSMENTS_MAX];
    struct filing_ruling r = { .extensions = 0 };
    rc_t rc = check_ask(ask, problem);
    if (rc != RC_OK)
        return rc;
    size_t count = known_assessments(ask, known);
    int32_t last = count > 0 ? known[count - 1] : ask->filed;
    proof_fact_day(proof, "filed", ask->filed);
    if (!rule_validity(ask, known, count, proof, &r) ||
        !moved(last, interval_of(ask->grade), proof, &r.next_assessment_due))
        return problem_set(problem, RC_INVALID, "filed", "the certificate ends out of range");
    (void)moved(r.valid_until, -RENEWAL_MONTHS, proof, &r.renewal_from); /* after the filing */
    rule_state(ask, &r);
    *ret_ruling = r;
    return RC_OK;
}
