/* Gaps are sorted, cut to the range and merged as they are walked, so that overlapping ones count
 * once in whatever order they came. */
#include "coverage.h"

#include <stdlib.h>

#include "civil.h"

enum { SECONDS_PER_DAY = 86400, HOURS_PER_DAY = 24 };

/* By both ends, so that the proof is the same in whatever order the gaps came. */
static int compare_gaps(const void *a, const void *b)
{
    const struct coverage_gap *x = a;
    const struct coverage_gap *y = b;
    int by_start = (x->from_us > y->from_us) - (x->from_us < y->from_us);
    return by_start ? by_start : (x->to_us > y->to_us) - (x->to_us < y->to_us);
}

/* The gaps walked so far. `end_us` only grows, which is what makes overlapping gaps count once. */
struct walk {
    const struct coverage_ask *ask;
    int64_t end_us;        /* up to here gaps are counted */
    int32_t next_day;      /* first day that no gap has touched yet */
    int64_t lost_us, days; /* days touched */
    proof_t *proof;
};

/* Count what a gap adds beyond the ones before it. Days are counted by the contract's zone; a gap
 * that ends at midnight does not touch the next day. Fractions of a second are cut off only in what
 * is shown. */
static void add_gap(struct walk *w, const struct coverage_gap *gap, int64_t range_end_us)
{
    int zone = w->ask->pack->zone_minutes;
    int64_t from = gap->from_us > w->end_us ? gap->from_us : w->end_us;
    int64_t to = gap->to_us < range_end_us ? gap->to_us : range_end_us;
    if (from >= to)
        return;
    struct proof_step step = { .why = WHY_GAP, .when = WHEN_INSTANT, .has_to = true };
    step.from = from;
    step.to = to;
    step.n = (to - from) / US_PER_SECOND;
    proof_add(w->proof, &step);
    int32_t first = civil_day_of(from, zone);
    int32_t last = civil_day_of(to - 1, zone);
    if (first < w->next_day)
        first = w->next_day;
    w->days += last >= first ? last - first + 1 : 0;
    w->next_day = last + 1;
    w->lost_us += to - from;
    w->end_us = to;
}

/* Days have 24 hours: zones with clock changes are not known. Both ends of the range count, as
 * those of a service period do (K14). */
void coverage_rule(const struct coverage_ask *ask, proof_t *proof, struct coverage_ruling *ret)
{
    const struct service_range *range = &ask->range;
    int zone = ask->pack->zone_minutes;
    struct coverage_ruling r = { .days =
                                     range->to >= range->from ? range->to - range->from + 1 : 0 };
    struct walk w = { .ask = ask, .next_day = range->from, .proof = proof };
    int64_t end_us = civil_day_start(range->to + 1, zone);
    proof_clause(proof, ask->row->clause, ask->row->title);
    service_range_prove(ask->pack, range, proof);
    w.end_us = civil_day_start(range->from, zone);
    qsort(ask->gaps, ask->gap_count, sizeof(*ask->gaps), compare_gaps);
    for (size_t i = 0; i < ask->gap_count; i++)
        add_gap(&w, &ask->gaps[i], end_us);
    r.hours = r.days * HOURS_PER_DAY;
    r.seconds = r.days * SECONDS_PER_DAY;
    r.lost_s = w.lost_us / US_PER_SECOND;
    r.covered_days = r.days - w.days;
    r.covered = ask->row->in_hours ? r.seconds - r.lost_s : r.covered_days;
    r.of = ask->row->in_hours ? r.seconds : r.days;
    proof_numbers(proof, WHY_COVERED, ask->row->clause, r.seconds - r.lost_s, r.seconds);
    *ret = r;
}
