/* Each period has a function that gives its first slot ending on or after a day, and one that
 * counts. Both are arithmetic on day and month numbers; nothing walks day by day. */
#include "slots.h"

#include <stdio.h>

#include "civil.h"

enum { WEEK = 7, MONTHS_PER_QUARTER = 3, MONTHS_PER_YEAR = 12, QUARTERS = 4, THURSDAY = 4 };

/* ---- days and weeks ---- */

/* Every calendar day counts unless the clause says working days (K16). At the end of the calendar
 * there may be no working day left. */
static bool next_day(const struct slot_plan *plan, int32_t day, struct slot *ret)
{
    if (plan->work_days)
        day = calendar_next_workday(plan->calendar, day).day;
    *ret = (struct slot){ day, day, 0 };
    return !plan->work_days || calendar_classify(plan->calendar, day).workday;
}

/* Holidays included unless the clause says working days (K16); both ends of the range count. */
static int64_t count_days(const struct slot_plan *plan)
{
    return calendar_count(plan->calendar, plan->from, plan->to,
                          plan->work_days ? BASIS_WORKING : BASIS_CALENDAR);
}

/* Days from `day` to the next one on this weekday, 0 when it is one. */
static int32_t days_until(int32_t day, int weekday)
{
    return (weekday - civil_weekday(day) + WEEK) % WEEK;
}

/* A day of the week, a block counted from the range, or the week that holds the day. A rolling
 * block that the range cuts is no slot: what is left over is told as a remainder. The three
 * readings of 每周: a stated weekday, seven days from the range's start, or Monday to Sunday
 * (K15). */
static bool next_week(const struct slot_plan *plan, int32_t day, struct slot *ret)
{
    if (plan->weekday > 0) {
        day += days_until(day, plan->weekday);
        *ret = (struct slot){ day, day, 0 };
    } else if (plan->rolling_weeks) {
        int32_t block = (day - plan->from) / WEEK;
        int32_t from = plan->from + block * WEEK;
        *ret = (struct slot){ from, from + WEEK - 1, block + 1 };
        return ret->to <= plan->to;
    } else {
        int32_t monday = day - (civil_weekday(day) - 1);
        *ret = (struct slot){ monday, monday + WEEK - 1, 0 };
    }
    return true;
}

/* Rounded up to the weeks that the range touches; weekdays from the first one on; whole blocks. */
static int64_t count_weeks(const struct slot_plan *plan)
{
    int32_t days = plan->to - plan->from + 1;
    if (plan->weekday > 0)
        return (days - days_until(plan->from, plan->weekday) + WEEK - 1) / WEEK;
    if (plan->rolling_weeks)
        return days / WEEK;
    return (days + civil_weekday(plan->from) - 1 + WEEK - 1) / WEEK;
}

/* ---- months, quarters, years ---- */

/* Blocks of whole months, counted from the month (or the day) in which the first one begins. */
struct month_blocks {
    int32_t start; /* first day of block 0 */
    int32_t months;
};

/* Calendar blocks are counted from a year's January, so that quarters fall into place. */
static struct month_blocks blocks_of(const struct slot_plan *plan)
{
    static const int32_t MONTHS[SLOT__COUNT] = {
        [SLOT_MONTH] = 1, [SLOT_QUARTER] = MONTHS_PER_QUARTER, [SLOT_YEAR] = MONTHS_PER_YEAR
    };
    struct month_blocks blocks = { plan->start, MONTHS[plan->period] };
    if (plan->period == SLOT_MONTH || (plan->period == SLOT_QUARTER && !plan->contract_quarters))
        (void)civil_day((struct date){ civil_date(plan->from).year, 1, 1 }, &blocks.start);
    return blocks;
}

/* First day of a block; the day after the calendar's range where that ends first. */
static int32_t block_start(const struct month_blocks *blocks, int32_t index)
{
    int32_t day;
    return civil_add_months(blocks->start, index * blocks->months, &day) ? day : DAY_MAX + 1;
}

/* Block that holds a day not before the first block. Month ends clamp, so a day may stand before
 * the start that its month suggests. Only for days from the first block on: division rounds towards
 * zero and would put earlier days into block 0. */
static int32_t block_of(const struct month_blocks *blocks, int32_t day)
{
    struct date a = civil_date(blocks->start);
    struct date b = civil_date(day);
    int32_t months = (b.year - a.year) * MONTHS_PER_YEAR + b.month - a.month;
    int32_t index = months / blocks->months;
    return block_start(blocks, index) > day ? index - 1 : index;
}

/* Calendar quarters are numbered in their calendar year, those of the contract in its year.
 * `number` counts within the year for quarters and through the contract for years. */
static bool next_block(const struct slot_plan *plan, int32_t day, struct slot *ret)
{
    struct month_blocks blocks = blocks_of(plan);
    int32_t index = block_of(&blocks, day);
    ret->from = block_start(&blocks, index);
    ret->to = block_start(&blocks, index + 1) - 1;
    ret->number = plan->period == SLOT_YEAR      ? index + 1
                  : plan->period == SLOT_QUARTER ? index % QUARTERS + 1
                                                 : 0;
    return true;
}

/* Blocks follow each other without a gap, so the first and the last one tell the number. */
static int64_t count_blocks(const struct slot_plan *plan)
{
    struct month_blocks blocks = blocks_of(plan);
    return block_of(&blocks, plan->to) - block_of(&blocks, plan->from) + 1;
}

/* ---- around holidays ---- */

/* The day before the first or after the last day of a holiday, whichever comes first from `day` on
 * (K26). Where the next holiday follows at once, its day before is this one's last. Two holidays
 * that touch share a day; it is one patrol and one slot. */
static bool next_special(const struct slot_plan *plan, int32_t day, struct slot *ret)
{
    struct calendar_holiday holiday, second;
    const calendar_t *calendar = plan->calendar->calendar;
    if (!calendar_holiday_from(calendar, day - 1, &holiday))
        return false;
    int32_t found = holiday.from - 1 >= day ? holiday.from - 1 : holiday.to + 1;
    if (calendar_holiday_from(calendar, holiday.to + 1, &second) && second.from - 1 >= day &&
        second.from - 1 < found)
        found = second.from - 1;
    *ret = (struct slot){ found, found, 0 };
    return true;
}

/* Holidays have no rule to reckon by: one step for each patrol day. */
static int64_t count_special(const struct slot_plan *plan)
{
    int64_t count = 0;
    struct slot slot;
    for (int32_t day = plan->from; slot_next(plan, day, &slot); day = slot.to + 1)
        count++;
    return count;
}

/* ---- by period ---- */

/* What comes once has no slot; it is there so that no caller needs a case for it. */
static bool next_none(const struct slot_plan *plan, int32_t day, struct slot *ret)
{
    (void)plan;
    *ret = (struct slot){ day, day, 0 };
    return false;
}

/* As next_none: a place in the table for what has no slots. */
static int64_t count_none(const struct slot_plan *plan)
{
    (void)plan;
    return 0;
}

/* By enum slot_period. */
static const struct {
    const char *word;
    bool (*next)(const struct slot_plan *plan, int32_t day, struct slot *ret);
    int64_t (*count)(const struct slot_plan *plan);
} PERIODS[SLOT__COUNT] = {
    { "once", next_none, count_none },          { "daily", next_day, count_days },
    { "weekly", next_week, count_weeks },       { "monthly", next_block, count_blocks },
    { "quarterly", next_block, count_blocks },  { "yearly", next_block, count_blocks },
    { "special", next_special, count_special },
};

/* `ret` is written only when there is a slot, and a day before the range asks for its first one. */
bool slot_next(const struct slot_plan *plan, int32_t day, struct slot *ret)
{
    struct slot slot;
    int32_t at = day < plan->from ? plan->from : day;
    if (at > plan->to || !PERIODS[plan->period].next(plan, at, &slot) || slot.from > plan->to)
        return false;
    *ret = slot;
    return true;
}

/* The guard is here, for all periods at once: a range that the service period left empty has `from`
 * after `to`, and none of the counting functions could bear that. */
int64_t slot_count(const struct slot_plan *plan)
{
    return plan->from > plan->to ? 0 : PERIODS[plan->period].count(plan);
}

/* ---- names ---- */

/* ISO 8601: a week belongs to the year of its Thursday. The week's number is its Thursday's week of
 * the year, so the last days of December may lie in W01. */
static void write_week(const struct slot *slot, char *out)
{
    int32_t thursday = slot->from - civil_weekday(slot->from) + THURSDAY;
    int32_t new_year = thursday;
    struct date date = civil_date(thursday);
    (void)civil_day((struct date){ date.year, 1, 1 }, &new_year);
    snprintf(out, SLOT_NAME_TEXT, "%04d-W%02d", date.year, (int)((thursday - new_year) / WEEK + 1));
}

/* A number where the slots are counted, else the date that says which one it is. */
const char *slot_name(const struct slot_plan *plan, const struct slot *slot, char *out)
{
    static const char LETTERS[SLOT__COUNT] = {
        [SLOT_WEEK] = 'W', [SLOT_QUARTER] = 'Q', [SLOT_YEAR] = 'Y'
    };
    struct date date = civil_date(slot->from);
    if (slot->number > 0)
        snprintf(out, SLOT_NAME_TEXT, "%c%d", LETTERS[plan->period], (int)slot->number);
    else if (plan->period == SLOT_MONTH)
        snprintf(out, SLOT_NAME_TEXT, "%04d-%02d", date.year, date.month);
    else if (plan->period == SLOT_WEEK && plan->weekday == 0)
        write_week(slot, out);
    else
        civil_format_date(slot->from, out);
    return out;
}

/* Words of the answers and of `select`, by enum slot_period. */
const char *slot_period_word(enum slot_period period)
{
    return PERIODS[period].word;
}
