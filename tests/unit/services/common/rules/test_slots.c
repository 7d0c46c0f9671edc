/* Slots against an oracle that walks day by day over 2022 to 2027, and at their edges. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "civil.h"
#include "rules_fixture.h"
#include "slots.h"

/* ---- the oracle: a diary of every day from 2021-11-01 into 2029, one day after the other ----
 */

enum { DIARY_DAYS = 2720, NO_ID = -1 };

struct diary_day {
    int year, month, dom, weekday;
    bool holiday, works;
    char name[32];
};

struct diary {
    int32_t first; /* 2021-11-01, a Monday */
    struct diary_day days[DIARY_DAYS];
};

static int month_length(int year, int month)
{
    static const int LENGTHS[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return LENGTHS[month - 1] + (month == 2 && year % 4 == 0);
}

/* The date of each day by turning the leaf, what notices say from the calendar's entries. */
static void write_diary(const calendar_t *calendar, struct diary *d)
{
    struct diary_day leaf = { .year = 2021, .month = 11, .dom = 1, .weekday = 1 };
    memset(d, 0, sizeof(*d));
    d->first = day_of("2021-11-01");
    for (int i = 0; i < DIARY_DAYS; i++) {
        leaf.works = leaf.weekday <= 5;
        d->days[i] = leaf;
        leaf.weekday = leaf.weekday % 7 + 1;
        if (++leaf.dom > month_length(leaf.year, leaf.month)) {
            leaf.dom = 1;
            leaf.year += leaf.month == 12;
            leaf.month = leaf.month % 12 + 1;
        }
    }
    for (size_t i = 0; i < calendar_size(calendar); i++) {
        struct calendar_entry e = calendar_entry_at(calendar, i);
        struct diary_day *day = &d->days[e.day - d->first];
        day->holiday = e.kind == DAY_HOLIDAY;
        day->works = e.kind == DAY_MAKEUP;
        snprintf(day->name, sizeof(day->name), "%s", e.name);
    }
}

static bool is_new_year_of(const struct diary_day *day, const struct diary_day *start, int months)
{
    int since = (day->year - start->year) * 12 + day->month - start->month;
    int length = month_length(day->year, day->month);
    return since % months == 0 && day->dom == (start->dom < length ? start->dom : length);
}

static bool begins_holiday(const struct diary_day *day)
{
    return day->holiday && !(day[-1].holiday && strcmp(day[-1].name, day->name) == 0);
}

static bool ends_holiday(const struct diary_day *day)
{
    return day->holiday && !(day[1].holiday && strcmp(day[1].name, day->name) == 0);
}

/* Number of the slot each day belongs to; NO_ID for a day that belongs to none. */
static void number_days(const struct diary *d, const struct slot_plan *plan, int *ids)
{
    const struct diary_day *start = &d->days[plan->start - d->first];
    int id = 0;
    for (int i = 1; i < DIARY_DAYS - 1; i++) {
        const struct diary_day *day = &d->days[i];
        int32_t at = d->first + i;
        bool in = true;
        if (plan->period == SLOT_DAY)
            in = !plan->work_days || day->works;
        else if (plan->period == SLOT_WEEK && plan->weekday > 0)
            in = day->weekday == plan->weekday;
        else if (plan->period == SLOT_SPECIAL)
            in = begins_holiday(day + 1) || ends_holiday(day - 1);
        if (plan->period == SLOT_DAY || plan->period == SLOT_SPECIAL || plan->weekday > 0)
            id++;
        else if (plan->period == SLOT_WEEK && plan->rolling_weeks)
            id += at >= plan->from && (at - plan->from) % 7 == 0;
        else if (plan->period == SLOT_WEEK)
            id += day->weekday == 1;
        else if (plan->period == SLOT_MONTH)
            id += day->dom == 1;
        else if (plan->period == SLOT_QUARTER && !plan->contract_quarters)
            id += day->dom == 1 && day->month % 3 == 1;
        else
            id +=
                at >= plan->start && is_new_year_of(day, start, plan->period == SLOT_YEAR ? 12 : 3);
        ids[i] = in ? id : NO_ID;
    }
    ids[0] = ids[DIARY_DAYS - 1] = NO_ID;
}

/* First slot of the plan that ends on or after a day, by looking at one day after the other. */
static bool oracle_next(const struct diary *d, const struct slot_plan *plan, const int *ids,
                        int32_t day, struct slot *ret)
{
    int32_t at = day > plan->from ? day : plan->from;
    while (at <= plan->to && ids[at - d->first] == NO_ID)
        at++;
    if (at > plan->to)
        return false;
    int id = ids[at - d->first];
    ret->from = ret->to = at;
    while (ids[ret->from - 1 - d->first] == id)
        ret->from--;
    while (ids[ret->to + 1 - d->first] == id)
        ret->to++;
    return plan->period != SLOT_WEEK || !plan->rolling_weeks || plan->weekday > 0 ||
           ret->to <= plan->to;
}

static const struct slot_plan KINDS[] = {
    { .period = SLOT_DAY },
    { .period = SLOT_DAY, .work_days = true },
    { .period = SLOT_WEEK },
    { .period = SLOT_WEEK, .rolling_weeks = true },
    { .period = SLOT_WEEK, .weekday = 1 },
    { .period = SLOT_WEEK, .weekday = 6, .rolling_weeks = true },
    { .period = SLOT_WEEK, .weekday = 7 },
    { .period = SLOT_MONTH },
    { .period = SLOT_QUARTER },
    { .period = SLOT_QUARTER, .contract_quarters = true },
    { .period = SLOT_YEAR },
    { .period = SLOT_SPECIAL },
};

/* Walk a plan by slot_next and by the oracle side by side; the count must be the number of steps.
 */
static void compare_walks(const struct diary *d, const struct slot_plan *plan, size_t kind)
{
    static int ids[DIARY_DAYS];
    char text[2][DATE_TEXT];
    struct slot mine, theirs;
    int64_t steps = 0;
    int32_t day = plan->from - 3;
    number_days(d, plan, ids);
    for (;;) {
        bool more = slot_next(plan, day, &mine);
        if (more != oracle_next(d, plan, ids, day, &theirs) ||
            (more && (mine.from != theirs.from || mine.to != theirs.to)))
            fail_msg("kind %zu from %s: slot after %s", kind,
                     civil_format_date(plan->from, text[0]), civil_format_date(day, text[1]));
        if (!more)
            break;
        assert_true(mine.to >= day);
        steps++;
        day = mine.to + 1;
    }
    if (slot_count(plan) != steps)
        fail_msg("kind %zu from %s to %s: %lld slots, counted %lld", kind,
                 civil_format_date(plan->from, text[0]), civil_format_date(plan->to, text[1]),
                 (long long)steps, (long long)slot_count(plan));
}

struct world {
    struct diary diary;
    calendar_t *calendar;
    struct calendar_use use;
};

static int setup(void **state)
{
    static struct world world;
    world.calendar = fixture_calendar();
    world.use = (struct calendar_use){ world.calendar, true };
    write_diary(world.calendar, &world.diary);
    *state = &world;
    return 0;
}

static int teardown(void **state)
{
    calendar_destroy(&((struct world *)*state)->calendar);
    return 0;
}

/* Every kind over the six years, over each single day of them, and over ranges of all lengths that
 * begin on any day, with the contract's year beginning up to 400 days before. */
static void test_oracle(void **state)
{
    const struct world *w = *state;
    int32_t first = day_of("2022-01-01");
    int32_t last = day_of("2027-12-31");
    uint32_t seed = 20261121;
    for (size_t k = 0; k < COUNT_OF(KINDS); k++) {
        struct slot_plan plan = KINDS[k];
        plan.calendar = &w->use;
        plan.start = plan.from = first;
        plan.to = last;
        compare_walks(&w->diary, &plan, k);
        for (int i = 0; i < 250; i++) {
            seed = seed * 1664525U + 1013904223U;
            plan.from = first + (int32_t)(seed >> 8) % (last - first + 1);
            seed = seed * 1664525U + 1013904223U;
            plan.to = plan.from + (int32_t)(seed >> 8) % (i % 2 ? 40 : last - plan.from + 1);
            plan.to = plan.to < last ? plan.to : last;
            seed = seed * 1664525U + 1013904223U;
            plan.start = plan.from - (int32_t)(seed >> 8) % 60;
            compare_walks(&w->diary, &plan, k);
        }
    }
}

/* From any day of six years, the next slot is the oracle's. */
static void test_next_from_any_day(void **state)
{
    const struct world *w = *state;
    static int ids[DIARY_DAYS];
    for (size_t k = 0; k < COUNT_OF(KINDS); k++) {
        struct slot_plan plan = KINDS[k];
        struct slot mine, theirs;
        plan.calendar = &w->use;
        plan.start = day_of("2021-12-31"); /* a last day of month: starts clamp */
        plan.from = day_of("2022-01-01");
        plan.to = day_of("2027-12-31");
        number_days(&w->diary, &plan, ids);
        for (int32_t day = plan.from; day <= plan.to + 1; day++) {
            bool more = slot_next(&plan, day, &mine);
            if (more != oracle_next(&w->diary, &plan, ids, day, &theirs) ||
                (more && (mine.from != theirs.from || mine.to != theirs.to)))
                fail_msg("kind %zu, day %d", k, (int)(day - plan.from));
        }
    }
}

/* Days, weeks on a day, months and days around holidays: two parts cut between slots count what the
 * whole does. */
static void test_splitting_changes_no_sum(void **state)
{
    const struct world *w = *state;
    for (size_t k = 0; k < COUNT_OF(KINDS); k++) {
        struct slot_plan whole = KINDS[k];
        struct slot slot;
        whole.calendar = &w->use;
        whole.start = whole.from = day_of("2022-01-01");
        whole.to = day_of("2027-12-31");
        for (int32_t day = whole.from; slot_next(&whole, day, &slot) && slot.to < whole.to;
             day = slot.to + 1) {
            struct slot_plan left = whole;
            assert_true(slot.to >= day);
            struct slot_plan right = whole;
            left.to = slot.to;
            right.from = slot.to + 1;
            if (slot_count(&left) + slot_count(&right) != slot_count(&whole))
                fail_msg("kind %zu, cut after day %d", k, (int)(slot.to - whole.from));
        }
    }
}

/* A longer range never has fewer slots. */
static void test_monotone(void **state)
{
    const struct world *w = *state;
    for (size_t k = 0; k < COUNT_OF(KINDS); k++) {
        struct slot_plan plan = KINDS[k];
        int64_t before = 0;
        plan.calendar = &w->use;
        plan.start = plan.from = day_of("2022-02-17");
        for (plan.to = plan.from; plan.to <= day_of("2024-12-31"); plan.to++) {
            int64_t count = slot_count(&plan);
            assert_true(count >= before && count <= before + 1);
            before = count;
        }
    }
}

/* ---- names and edges ---- */

static const struct {
    const char *name;
    struct slot_plan plan;
    const char *from, *to, *day;
    const char *want; /* NULL: no slot */
} NAMES[] = {
    { "day", { .period = SLOT_DAY }, "2022-01-01", "2022-12-31", "2022-02-28", "2022-02-28" },
    { "before the range",
      { .period = SLOT_DAY },
      "2022-01-01",
      "2022-12-31",
      "2021-02-28",
      "2022-01-01" },
    { "after the range", { .period = SLOT_DAY }, "2022-01-01", "2022-12-31", "2023-01-01", NULL },
    { "range of no day", { .period = SLOT_DAY }, "2022-01-02", "2022-01-01", "2022-01-02", NULL },
    { "week of the year before",
      { .period = SLOT_WEEK },
      "2022-01-01",
      "2022-12-31",
      "2022-01-02",
      "2021-W52" },
    { "first week", { .period = SLOT_WEEK }, "2022-01-01", "2022-12-31", "2022-01-03", "2022-W01" },
    { "53 weeks", { .period = SLOT_WEEK }, "2026-01-01", "2027-12-31", "2027-01-03", "2026-W53" },
    { "rolling week",
      { .period = SLOT_WEEK, .rolling_weeks = true },
      "2022-01-01",
      "2022-12-31",
      "2022-01-08",
      "W2" },
    { "rolling week that is not whole",
      { .period = SLOT_WEEK, .rolling_weeks = true },
      "2022-01-01",
      "2022-01-13",
      "2022-01-08",
      NULL },
    { "weekday",
      { .period = SLOT_WEEK, .weekday = 6 },
      "2022-01-01",
      "2022-12-31",
      "2022-01-02",
      "2022-01-08" },
    { "month", { .period = SLOT_MONTH }, "2022-01-01", "2022-12-31", "2022-12-31", "2022-12" },
    { "quarter", { .period = SLOT_QUARTER }, "2022-05-10", "2023-12-31", "2023-02-01", "Q1" },
    { "quarter of the contract",
      { .period = SLOT_QUARTER, .contract_quarters = true },
      "2022-05-10",
      "2023-12-31",
      "2023-02-09",
      "Q3" },
    { "its next day",
      { .period = SLOT_QUARTER, .contract_quarters = true },
      "2022-05-10",
      "2023-12-31",
      "2023-02-10",
      "Q4" },
    { "second year", { .period = SLOT_YEAR }, "2024-02-29", "2026-12-31", "2025-02-28", "Y2" },
    { "last day of the first",
      { .period = SLOT_YEAR },
      "2024-02-29",
      "2026-12-31",
      "2025-02-27",
      "Y1" },
    { "before a holiday",
      { .period = SLOT_SPECIAL },
      "2022-01-01",
      "2022-12-31",
      "2022-01-05",
      "2022-01-30" },
    { "after a holiday",
      { .period = SLOT_SPECIAL },
      "2022-01-01",
      "2022-12-31",
      "2022-01-31",
      "2022-02-07" },
    { "after the last holiday",
      { .period = SLOT_SPECIAL },
      "2022-01-01",
      "2022-12-31",
      "2022-12-31",
      NULL },
    { "no holidays", { .period = SLOT_SPECIAL }, "2027-01-01", "2027-12-31", "2027-01-01", NULL },
    { "once", { .period = SLOT_ONCE }, "2022-01-01", "2022-12-31", "2022-01-01", NULL },
};

static void test_names(void **state)
{
    const struct world *w = *state;
    for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
        struct slot_plan plan = NAMES[i].plan;
        struct slot slot;
        char text[SLOT_NAME_TEXT] = "none";
        plan.from = plan.start = day_of(NAMES[i].from);
        plan.to = day_of(NAMES[i].to);
        plan.calendar = &w->use;
        if (slot_next(&plan, day_of(NAMES[i].day), &slot))
            slot_name(&plan, &slot, text);
        if (strcmp(text, NAMES[i].want ? NAMES[i].want : "none") != 0)
            fail_msg("%s: %s", NAMES[i].name, text);
        if (plan.from > plan.to || plan.period == SLOT_ONCE)
            assert_int_equal(slot_count(&plan), 0);
    }
    assert_string_equal(slot_period_word(SLOT_ONCE), "once");
    assert_string_equal(slot_period_word(SLOT_SPECIAL), "special");
}

/* Holidays that follow each other at once, and one that ends the calendar's range. */
static void test_holidays_side_by_side(void **state)
{
    struct problem problem = { .rc = RC_OK };
    calendar_t *calendar = calendar_new("x", "1");
    struct calendar_use use = { calendar, true };
    struct slot_plan plan = { .period = SLOT_SPECIAL, .calendar = &use };
    struct slot slot;
    (void)state;
    for (int32_t day = 100; day < 104; day++)
        assert_int_equal(calendar_add(calendar, day, DAY_HOLIDAY, day < 102 ? "a" : "b", &problem),
                         RC_OK);
    assert_int_equal(calendar_add(calendar, DAY_MAX, DAY_HOLIDAY, "c", &problem), RC_OK);
    plan.from = 90;
    plan.to = 110;
    static const int32_t WANT[] = { 99, 101, 102, 104 }; /* before a and b, after a and b */
    for (size_t i = 0, day = 90; i < COUNT_OF(WANT); i++, day = (size_t)slot.to + 1) {
        assert_true(slot_next(&plan, (int32_t)day, &slot));
        assert_int_equal(slot.from, WANT[i]);
    }
    assert_int_equal(slot_count(&plan), 4);
    plan.period = SLOT_DAY; /* no working day is left */
    plan.work_days = true;
    plan.from = plan.to = DAY_MAX;
    assert_false(slot_next(&plan, DAY_MAX, &slot));
    plan.period = SLOT_YEAR;
    plan.start = plan.from = DAY_MAX - 10;
    assert_true(slot_next(&plan, DAY_MAX, &slot));
    assert_int_equal(slot.to, DAY_MAX);
    calendar_destroy(&calendar);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_oracle),
        cmocka_unit_test(test_next_from_any_day),
        cmocka_unit_test(test_splitting_changes_no_sum),
        cmocka_unit_test(test_monotone),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_holidays_side_by_side),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
