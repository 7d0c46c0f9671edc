/* Every answer of the calendar against a walk day by day, 2021 to 2027, in all modes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "calendar.h"
#include "civil.h"
#include "memory.h"
#include "rules_fixture.h"

/* Two years without notices around the five that have them. */
static const char FIRST[] = "2021-01-01";
static const char LAST[] = "2027-12-31";

/* ---- the oracle: what the notices say, asked day by day ---- */

static bool oracle_works(const calendar_t *cal, bool makeup_works, int32_t day)
{
    for (size_t i = 0; cal && i < calendar_size(cal); i++) {
        struct calendar_entry e = calendar_entry_at(cal, i);
        if (e.day == day)
            return e.kind == DAY_MAKEUP && makeup_works;
    }
    return civil_weekday(day) <= 5;
}

struct walk { /* working days of FIRST..LAST, asked once */
    struct calendar_use use;
    int32_t first, count;
    bool *works;
};

static struct walk walk_of(const calendar_t *cal, bool makeup_works)
{
    struct walk w = { { cal, makeup_works }, day_of(FIRST), 0, NULL };
    w.count = day_of(LAST) - w.first + 1;
    w.works = mem_array((size_t)w.count, sizeof(bool));
    for (int32_t i = 0; i < w.count; i++)
        w.works[i] = oracle_works(cal, makeup_works, w.first + i);
    return w;
}

static int32_t oracle_count(const struct walk *w, int32_t from, int32_t to)
{
    int32_t n = 0;
    for (int32_t i = from; i <= to; i++)
        n += w->works[i];
    return n;
}

/* Index of the n-th working day from index `from` on; -1 past the end. */
static int32_t oracle_nth(const struct walk *w, int32_t from, int32_t n)
{
    for (int32_t i = from; i < w->count; i++) {
        n -= w->works[i];
        if (n == 0)
            return i;
    }
    return -1;
}

static void check_classify(const struct walk *w)
{
    for (int32_t i = 0; i < w->count; i++) {
        struct day_class c = calendar_classify(&w->use, w->first + i);
        int year = civil_date(w->first + i).year;
        assert_int_equal(c.workday, w->works[i]);
        assert_int_equal(c.provisional, !w->use.calendar || year < 2022 || year > 2026);
    }
}

static void check_counts(const struct walk *w)
{
    for (int32_t from = 0; from < w->count; from += 37)
        for (int32_t to = from; to < w->count; to += 11)
            assert_int_equal(calendar_count(&w->use, w->first + from, w->first + to, BASIS_WORKING),
                             oracle_count(w, from, to));
}

static void check_adding(const struct walk *w)
{
    for (int32_t from = 0; from < w->count; from += 3) {
        for (int32_t n = 1; n <= 61; n += 6) {
            struct reckoned_day got;
            struct day_term term = { .days = n, .basis = BASIS_WORKING };
            int32_t want = oracle_nth(w, from + 1, n);
            assert_true(calendar_add_days(&w->use, w->first + from, term, &got));
            if (want >= 0)
                assert_int_equal(got.day, w->first + want);
            term.count_first_day = true;
            want = oracle_nth(w, from, n);
            assert_true(calendar_add_days(&w->use, w->first + from, term, &got));
            if (want >= 0)
                assert_int_equal(got.day, w->first + want);
        }
    }
}

static void check_neighbours(const struct walk *w)
{
    for (int32_t i = 20; i < w->count - 20; i++) {
        int32_t next = oracle_nth(w, i, 1);
        int32_t prev = i;
        while (!w->works[prev])
            prev--;
        assert_int_equal(calendar_next_workday(&w->use, w->first + i).day, w->first + next);
        assert_int_equal(calendar_prev_workday(&w->use, w->first + i).day, w->first + prev);
        assert_int_equal(calendar_workdays_from(&w->use, w->first + i, 0).day, w->first + prev);
        assert_int_equal(calendar_workdays_from(&w->use, w->first + i, 3).day,
                         w->first + oracle_nth(w, i + 1, 3));
    }
}

static void test_against_a_walk(void **state)
{
    calendar_t *cal = fixture_calendar();
    (void)state;
    for (int mode = 0; mode < 3; mode++) {
        struct walk w = walk_of(mode == 2 ? NULL : cal, mode == 0);
        check_classify(&w);
        check_counts(&w);
        check_adding(&w);
        check_neighbours(&w);
        mem_free(w.works);
    }
    calendar_destroy(&cal);
}

/* ---- properties ---- */

/* From any day, n working days ahead are n working days counted; before and after are inverse; a
 * later start never ends earlier. */
static void test_properties(void **state)
{
    calendar_t *cal = fixture_calendar();
    struct calendar_use use = { cal, true };
    (void)state;
    for (int32_t n = 1; n < 300; n += 17) {
        int32_t before = INT32_MIN;
        for (int32_t day = day_of("2021-06-01"); day < day_of("2027-06-01"); day++) {
            struct reckoned_day end;
            struct day_term term = { .days = n, .basis = BASIS_WORKING };
            assert_true(calendar_add_days(&use, day, term, &end));
            assert_int_equal(calendar_count(&use, day + 1, end.day, BASIS_WORKING), n);
            assert_true(calendar_classify(&use, end.day).workday);
            assert_true(end.day >= before);
            before = end.day;
            assert_int_equal(calendar_workdays_from(&use, day, n).day, end.day);
            if (calendar_classify(&use, day).workday)
                assert_int_equal(calendar_workdays_from(&use, end.day, -n).day, day);
        }
    }
    calendar_destroy(&cal);
}

/* ---- single values ---- */

static const struct {
    const char *name, *from;
    struct day_term term;
    const char *want;
    bool provisional;
} TERMS[] = {
    { "twenty working days over new year",
      "2022-12-13",
      { 20, BASIS_WORKING, false, false },
      "2023-01-11",
      false },
    { "calendar days stay on a rest day",
      "2026-01-31",
      { 15, BASIS_CALENDAR, false, false },
      "2026-02-15",
      false },
    { "calendar days roll over spring festival",
      "2026-01-31",
      { 15, BASIS_CALENDAR, false, true },
      "2026-02-24",
      false },
    { "no days end on the day",
      "2026-06-13",
      { 0, BASIS_WORKING, false, false },
      "2026-06-13",
      false },
    { "no days roll when asked",
      "2026-06-13",
      { 0, BASIS_WORKING, false, true },
      "2026-06-15",
      false },
    { "no days, first day counted",
      "2026-06-13",
      { 0, BASIS_CALENDAR, true, false },
      "2026-06-13",
      false },
    { "first day counted, calendar",
      "2024-09-01",
      { 30, BASIS_CALENDAR, true, false },
      "2024-09-30",
      false },
    { "first day counted, working",
      "2026-06-15",
      { 1, BASIS_WORKING, true, false },
      "2026-06-15",
      false },
    { "first day a rest day",
      "2026-06-13",
      { 1, BASIS_WORKING, true, false },
      "2026-06-15",
      false },
    { "ends on the last published day",
      "2026-12-17",
      { 10, BASIS_WORKING, false, false },
      "2026-12-31",
      false },
    { "one day more is provisional",
      "2026-12-18",
      { 10, BASIS_WORKING, false, false },
      "2027-01-01",
      true },
    { "calendar days need no notice",
      "2026-12-25",
      { 30, BASIS_CALENDAR, false, false },
      "2027-01-24",
      false },
    { "a roll into an unpublished year does",
      "2026-12-25",
      { 30, BASIS_CALENDAR, false, true },
      "2027-01-25",
      true },
};

static void test_terms(void **state)
{
    calendar_t *cal = fixture_calendar();
    struct calendar_use use = { cal, true };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(TERMS); i++) {
        struct reckoned_day end = { 0, false };
        char text[DATE_TEXT];
        if (!calendar_add_days(&use, day_of(TERMS[i].from), TERMS[i].term, &end) ||
            end.day != day_of(TERMS[i].want) || end.provisional != TERMS[i].provisional)
            fail_msg("%s: %s", TERMS[i].name, civil_format_date(end.day, text));
    }
    calendar_destroy(&cal);
}

static void test_years(void **state)
{
    static const struct {
        const char *from, *to;
        int32_t want;
    } YEARS[] = {
        { "2022-01-01", "2022-12-31", 249 }, { "2023-01-01", "2023-12-31", 249 },
        { "2024-01-01", "2024-12-31", 251 }, { "2025-01-01", "2025-12-31", 248 },
        { "2026-01-01", "2026-12-31", 248 }, { "2026-12-31", "2026-01-01", 0 },
    };
    calendar_t *cal = fixture_calendar();
    struct calendar_use use = { cal, true };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(YEARS); i++)
        assert_int_equal(
            calendar_count(&use, day_of(YEARS[i].from), day_of(YEARS[i].to), BASIS_WORKING),
            YEARS[i].want);
    assert_int_equal(calendar_count(&use, 10, 19, BASIS_CALENDAR), 10);
    calendar_destroy(&cal);
}

static void test_reasons(void **state)
{
    static const struct {
        const char *day, *word, *name;
    } DAYS[] = {
        { "2026-02-14", "makeup", "春节" },  { "2026-02-23", "holiday", "春节" },
        { "2026-06-15", "weekday", "" },     { "2026-06-13", "weekend", "" },
        { "2022-12-31", "holiday", "元旦" }, { "2030-01-01", "weekday", "" },
    };
    calendar_t *cal = fixture_calendar();
    struct calendar_use use = { cal, true };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(DAYS); i++) {
        int32_t day = day_of(DAYS[i].day);
        assert_string_equal(calendar_reason_word(calendar_classify(&use, day).reason),
                            DAYS[i].word);
        assert_string_equal(calendar_day_name(cal, day), DAYS[i].name);
    }
    calendar_destroy(&cal);
}

static void test_range_ends(void **state)
{
    struct calendar_use use = { NULL, true };
    struct reckoned_day end = { 7, false };
    struct day_term term = { .days = 5, .basis = BASIS_WORKING };
    (void)state;
    assert_false(calendar_add_days(&use, DAY_MAX, term, &end));
    assert_false(calendar_add_days(&use, DAY_MAX - 2, term, &end));
    assert_false(calendar_add_days(&use, DAY_MIN - 1, term, &end));
    term.days = -1;
    assert_false(calendar_add_days(&use, 0, term, &end));
    term = (struct day_term){ .days = INT32_MAX, .basis = BASIS_CALENDAR };
    assert_false(calendar_add_days(&use, 0, term, &end));
    assert_int_equal(end.day, 7);
    term = (struct day_term){ .days = 1, .basis = BASIS_WORKING };
    assert_true(calendar_add_days(&use, DAY_MAX - 1, term, &end)); /* the last day is a Monday */
    assert_int_equal(end.day, DAY_MAX);
    assert_int_equal(calendar_next_workday(&use, DAY_MAX).day, DAY_MAX);
    assert_int_equal(calendar_workdays_from(&use, 0, INT32_MAX).day, DAY_MAX);
    assert_int_equal(calendar_workdays_from(&use, INT32_MAX, -1).day, DAY_MAX - 3); /* a Friday */
    assert_int_equal(calendar_workdays_from(&use, INT32_MIN, 1).day, DAY_MIN + 1);
    assert_int_equal(calendar_workdays_from(&use, 0, -INT32_MAX).day, DAY_MIN);
    assert_int_equal(calendar_prev_workday(&use, DAY_MIN).day, DAY_MIN);
    assert_int_equal(calendar_count(&use, INT32_MIN, INT32_MAX, BASIS_CALENDAR),
                     DAY_MAX - DAY_MIN + 1);
}

/* Days may be entered in any order; the first and last year of the range included. */
static void test_adding_days(void **state)
{
    calendar_t *cal = calendar_new("x", "1");
    struct problem problem = { .rc = RC_OK };
    struct calendar_use use = { cal, true };
    (void)state;
    assert_int_equal(calendar_add(cal, day_of("2026-05-01"), DAY_HOLIDAY, "五一", &problem), RC_OK);
    assert_int_equal(calendar_add(cal, day_of("2024-05-04"), DAY_MAKEUP, "五一", &problem), RC_OK);
    assert_int_equal(calendar_add(cal, DAY_MIN, DAY_HOLIDAY, NULL, &problem), RC_OK);
    assert_int_equal(calendar_add(cal, DAY_MAX, DAY_HOLIDAY, "last", &problem), RC_OK);
    assert_int_equal(calendar_size(cal), 4);
    assert_int_equal(calendar_entry_at(cal, 1).day, day_of("2024-05-04"));
    assert_true(calendar_covers(cal, 2026));
    assert_false(calendar_covers(cal, 2025));
    assert_false(calendar_covers(cal, 1800));
    assert_true(calendar_provisional(&use, day_of("2024-12-31"), day_of("2026-01-01")));
    assert_int_equal(
        calendar_count(&use, day_of("2024-05-04"), day_of("2024-05-04"), BASIS_WORKING), 1);
    assert_string_equal(calendar_code(cal), "x");
    assert_string_equal(calendar_version(cal), "1");
    assert_int_equal(calendar_add(cal, day_of("2026-05-01"), DAY_HOLIDAY, "again", &problem),
                     RC_CONFLICT);
    problem_clear(&problem);
    assert_int_equal(calendar_add(cal, day_of("2026-06-15"), DAY_MAKEUP, "Monday", &problem),
                     RC_INVALID);
    problem_clear(&problem);
    assert_int_equal(calendar_add(cal, DAY_MAX + 1, DAY_HOLIDAY, "far", &problem), RC_INVALID);
    assert_int_equal(calendar_size(cal), 4);
    calendar_destroy(&cal);
    calendar_destroy(&cal);
}

/* Holidays are days off in a row under one name; make-up days are none of theirs. */
static void test_holidays(void **state)
{
    static const struct {
        const char *day, *from, *to, *name;
    } WANT[] = {
        { "2021-05-01", "2022-01-01", "2022-01-03", "元旦" },
        { "2022-01-03", "2022-01-01", "2022-01-03", "元旦" },
        { "2022-01-04", "2022-01-31", "2022-02-06", "春节" },
        { "2022-12-31", "2022-12-31", "2023-01-02", "元旦" }, /* across the year */
        { "2023-10-06", "2023-09-29", "2023-10-06", "中秋节、国庆节" },
    };
    calendar_t *calendar = fixture_calendar();
    struct calendar_holiday h = { .from = 5 };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(WANT); i++)
        if (!calendar_holiday_from(calendar, day_of(WANT[i].day), &h) ||
            h.from != day_of(WANT[i].from) || h.to != day_of(WANT[i].to) ||
            strcmp(h.name, WANT[i].name) != 0)
            fail_msg("%s", WANT[i].day);
    assert_false(calendar_holiday_from(calendar, day_of("2026-10-08"), &h));
    assert_false(calendar_holiday_from(NULL, 0, &h));
    assert_int_equal(h.from, day_of("2023-09-29"));
    calendar_destroy(&calendar);
}

/* Before the first notice, without any, and outside the days there are. */
static void test_outside_the_notices(void **state)
{
    calendar_t *none = calendar_new("cn", "0");
    calendar_t *shipped = fixture_calendar();
    struct calendar_use empty = { none, true };
    struct calendar_use use = { shipped, true };
    struct problem problem = { .rc = RC_OK };
    struct reckoned_day day;
    struct day_term term = { .days = 1, .basis = BASIS_CALENDAR };
    (void)state;
    assert_int_equal(
        calendar_count(&empty, day_of("2026-02-16"), day_of("2026-02-22"), BASIS_WORKING), 5);
    assert_int_equal(
        calendar_count(&use, day_of("2001-02-12"), day_of("2001-02-18"), BASIS_WORKING), 5);
    assert_false(calendar_covers(shipped, 1899));
    assert_false(calendar_covers(shipped, 2171));
    assert_false(calendar_add_days(&use, DAY_MIN - 1, term, &day));
    assert_int_equal(calendar_add(none, DAY_MIN - 1, DAY_HOLIDAY, "x", &problem), RC_INVALID);
    problem_clear(&problem);
    assert_int_equal(calendar_add(none, DAY_MAX + 1, DAY_HOLIDAY, "x", &problem), RC_INVALID);
    calendar_destroy(&none);
    calendar_destroy(&shipped);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_a_walk),
        cmocka_unit_test(test_properties),
        cmocka_unit_test(test_terms),
        cmocka_unit_test(test_years),
        cmocka_unit_test(test_reasons),
        cmocka_unit_test(test_range_ends),
        cmocka_unit_test(test_adding_days),
        cmocka_unit_test(test_holidays),
        cmocka_unit_test(test_outside_the_notices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
