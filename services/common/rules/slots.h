/* Slots: the stretches of time in which recurring work is done once (or so many times). Days,
 * weeks, months, quarters, contract years, and the days around holidays. */
#ifndef SLOTS_H
#define SLOTS_H

#include "calendar.h"
#include "pack.h"

/* Which slots, and the range whose slots are meant. A slot counts when it touches the range; of
 * rolling weeks only whole ones inside it. */
struct slot_plan {
    enum slot_period period; /* SLOT_ONCE has no slots */
    bool rolling_weeks;      /* blocks of seven days from `from`, else Monday to Sunday (K15) */
    bool contract_quarters;  /* three months each from `start`, else calendar quarters */
    int weekday;             /* of a week only this day, 1 = Monday; 0: the whole week */
    bool work_days;          /* of days only the working ones */
    int32_t start;           /* first day of the contract's years and quarters, not after `from` */
    int32_t from, to;        /* both counted, DAY_MIN..DAY_MAX */
    const struct calendar_use *calendar; /* for working days and holidays */
};

/* A slot is told by its days; `number` only names it, and two slots of different plans may bear the
 * same one. */
struct slot {
    int32_t from, to; /* both counted; may reach beyond the range */
    int32_t number;   /* from 1: of the quarter in its year, of the contract year, of the rolling
                         week; 0 for others */
};

enum { SLOT_NAME_TEXT = 16 };

/* The first slot of the plan that ends on or after `day`; false when there is none in the range.
 * The slot after s is that of s.to + 1, so a walk goes from intended day to intended day, whatever
 * was done when. Constant or logarithmic time. */
bool slot_next(const struct slot_plan *plan, int32_t day, struct slot *ret);
/* Number of slots of the plan. Constant time; for special slots one step each. */
int64_t slot_count(const struct slot_plan *plan);
/* Q1 to Q4, Y1, Y2 …; W1 … of rolling weeks; 2030-W07 of a calendar week (ISO 8601), 2030-02 of a
 * month, the date of a day. `out` has SLOT_NAME_TEXT bytes; returns `out`. */
const char *slot_name(const struct slot_plan *plan, const struct slot *slot, char *out);
/* Word of a period: daily, weekly, monthly, quarterly, yearly, special; "once". */
const char *slot_period_word(enum slot_period period);

#endif
