/* Only proofs walk through days; the rulings themselves go by counts. */
#include "proof_days.h"

#include <stdio.h>

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

void proof_working_days(proof_t *proof, const struct calendar_use *use, int32_t first, int32_t last)
{
    int64_t n = 0;
    for (int32_t day = first; proof && day <= last && !proof_is_cut(proof); day++) {
        struct day_class c = calendar_classify(use, day);
        struct proof_step step = { .why = why_of(use, c.reason), .when = WHEN_DAY, .from = day };
        n += c.workday;
        step.n = c.workday ? n : 0;
        snprintf(step.name, sizeof(step.name), "%.90s",
                 use->calendar ? calendar_day_name(use->calendar, day) : "");
        text_trim_partial(step.name);
        if (!c.provisional)
            set_calendar(&step, use->calendar);
        proof_add(proof, &step);
    }
}

void proof_provisional(proof_t *proof, const struct calendar_use *use, int32_t from, int32_t to)
{
    struct proof_step step = { .why = WHY_PROVISIONAL, .when = WHEN_DAY, .has_to = true };
    step.from = from;
    step.to = to;
    set_calendar(&step, use->calendar);
    proof_add(proof, &step);
}
