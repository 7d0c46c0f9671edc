/* Only proofs walk through days; the rulings themselves go by counts. */
#include "proof_days.h"

#include <stdio.h>
#include <string.h>

#include "textw.h"

/* Why a day is counted or skipped, by enum day_reason. */
static enum proof_why why_of(const struct calendar_use *use, enum day_reason reason)
{
    static const enum proof_why WHYS[] = { WHY_DAY_COUNTED, WHY_DAY_WEEKEND, WHY_DAY_HOLIDAY,
                                           WHY_DAY_MAKEUP };
    if (reason == REASON_MAKEUP && !use->makeup_works)
        return WHY_DAY_MAKEUP_RESTS;
    return WHYS[reason];
}

/* Version of the calendar, as a reference. */
static void set_calendar(struct proof_step *step, const calendar_t *calendar)
{
    if (!calendar)
        return;
    step->source = FROM_CALENDAR;
    snprintf(step->ref, sizeof(step->ref), "%.30s@%.30s", calendar_code(calendar),
             calendar_version(calendar));
    text_trim_partial(step->ref);
}

/* One day as a step; `n` is its number among the working days, 0 for one that rests. `named` holds
 * the calendar. */
static struct proof_step day_step(const struct calendar_use *use, const struct proof_step *named,
                                  int32_t day, struct day_class class, int64_t n)
{
    struct proof_step step = {
        .why = why_of(use, class.reason), .when = WHEN_DAY, .from = day, .n = n
    };
    const char *name = use->calendar ? calendar_day_name(use->calendar, day) : "";
    if (*name)
        snprintf(step.name, sizeof(step.name), "%.90s", name);
    text_trim_partial(step.name);
    if (!class.provisional) {
        step.source = named->source;
        memcpy(step.ref, named->ref, sizeof(step.ref));
    }
    return step;
}

/* Day by day, because a reader checks a term of working days by going through the calendar (K3).
 * The calendar's reference is made once for all days; a day of an unpublished year bears none,
 * since no notice vouches for it. */
void proof_working_days(proof_t *proof, const struct calendar_use *use, int32_t first, int32_t last)
{
    struct proof_step named = { .ref = "" }; /* the calendar's name, the same for every day */
    int64_t n = 0;
    if (!proof)
        return;
    set_calendar(&named, use->calendar);
    for (int32_t day = first; day <= last && !proof_is_cut(proof); day++) {
        struct day_class class = calendar_classify(use, day);
        n += class.workday;
        struct proof_step step = day_step(use, &named, day, class, class.workday ? n : 0);
        proof_add(proof, &step);
    }
}

/* One step for the whole stretch: which of its days a later notice will move, nobody knows yet. */
void proof_provisional(proof_t *proof, const struct calendar_use *use, int32_t from, int32_t to)
{
    struct proof_step step = { .why = WHY_PROVISIONAL, .when = WHEN_DAY, .has_to = true };
    step.from = from;
    step.to = to;
    set_calendar(&step, use->calendar);
    proof_add(proof, &step);
}
