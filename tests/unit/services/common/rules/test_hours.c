/* Business hours against a walk through every second's minute, and their boundaries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "civil.h"
#include "hours.h"
#include "rules_fixture.h"

enum { HOUR = 3600, SHANGHAI = 480 };

static const struct pack_hours OFFICE = {
    .name = "office", .working = true, .from_s = 9 * HOUR, .to_s = 18 * HOUR
};
static const struct pack_hours EVERY_DAY = { .name = "day", .from_s = 8 * HOUR, .to_s = 20 * HOUR };
static const struct pack_hours ALWAYS = { .name = "always", .from_s = 0, .to_s = 24 * HOUR };

static const struct {
    const char *name;
    const struct pack_hours *window;
    const char *start;
    int64_t seconds;
    const char *want;
    bool provisional;
} CASES[] = {
    { "no window", NULL, "2026-05-20T22:00:00+08:00", 4 * HOUR, "2026-05-21T02:00:00+08:00",
      false },
    { "within the day", &OFFICE, "2026-05-20T10:00:00+08:00", 2 * HOUR, "2026-05-20T12:00:00+08:00",
      false },
    { "ends with the window", &OFFICE, "2026-05-20T17:00:00+08:00", HOUR,
      "2026-05-20T18:00:00+08:00", false },
    { "a second beyond the window", &OFFICE, "2026-05-20T17:00:00+08:00", HOUR + 1,
      "2026-05-21T09:00:01+08:00", false },
    { "before the opening", &OFFICE, "2026-05-20T07:00:00+08:00", HOUR, "2026-05-20T10:00:00+08:00",
      false },
    { "at the closing", &OFFICE, "2026-05-20T18:00:00+08:00", HOUR, "2026-05-21T10:00:00+08:00",
      false },
    { "over the weekend", &OFFICE, "2026-05-22T17:30:00+08:00", HOUR, "2026-05-25T09:30:00+08:00",
      false },
    { "a make-up day works", &OFFICE, "2026-05-08T17:30:00+08:00", HOUR,
      "2026-05-09T09:30:00+08:00", false },
    { "on a holiday", &OFFICE, "2026-06-19T22:00:00+08:00", 3 * HOUR, "2026-06-22T12:00:00+08:00",
      false },
    { "one whole day", &OFFICE, "2026-05-20T09:00:00+08:00", 9 * HOUR, "2026-05-20T18:00:00+08:00",
      false },
    { "three whole days", &OFFICE, "2026-05-20T09:00:00+08:00", 27 * HOUR,
      "2026-05-22T18:00:00+08:00", false },
    { "holidays in a window of all days", &EVERY_DAY, "2026-06-19T19:00:00+08:00", 2 * HOUR,
      "2026-06-20T09:00:00+08:00", false },
    { "midnight belongs to the day before", &ALWAYS, "2026-05-20T23:00:00+08:00", HOUR,
      "2026-05-21T00:00:00+08:00", false },
    { "an open day of an unpublished year", &OFFICE, "2027-03-01T10:00:00+08:00", HOUR,
      "2027-03-01T11:00:00+08:00", true },
    { "into an unpublished year", &OFFICE, "2026-12-31T17:30:00+08:00", HOUR,
      "2027-01-01T09:30:00+08:00", true },
    { "a rest day before an unpublished year", &OFFICE, "2026-12-31T18:00:00+08:00", 10 * HOUR,
      "2027-01-04T10:00:00+08:00", true },
    { "a rest day of an unpublished year", &OFFICE, "2027-01-02T10:00:00+08:00", HOUR,
      "2027-01-04T10:00:00+08:00", true },
    { "all days need no notice", &EVERY_DAY, "2027-01-01T10:00:00+08:00", 13 * HOUR,
      "2027-01-02T11:00:00+08:00", false },
};

static void test_cases(void **state)
{
    struct fixture *f = *state;
    struct calendar_use calendar = { f->calendar, true };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct hours_use use = { CASES[i].window, &calendar, SHANGHAI };
        struct reckoned_instant got;
        char text[INSTANT_TEXT];
        int64_t start = instant_of(CASES[i].start);
        if (!hours_add(&use, start, CASES[i].seconds, &got))
            fail_msg("%s: out of range", CASES[i].name);
        if (got.us != instant_of(CASES[i].want) || got.provisional != CASES[i].provisional)
            fail_msg("%s: %s%s", CASES[i].name, civil_format_instant(got.us, SHANGHAI, text),
                     got.provisional ? ", provisional" : "");
        if (hours_between(&use, start, got.us) != CASES[i].seconds)
            fail_msg("%s: the inverse gives %lld", CASES[i].name,
                     (long long)hours_between(&use, start, got.us));
    }
}

/* Open minutes counted one by one. */
static int64_t walked_minutes(const struct hours_use *use, int64_t from, int64_t to)
{
    int64_t open = 0;
    for (int64_t us = from; us < to; us += 60 * US_PER_SECOND) {
        int32_t day = civil_day_of(us, use->zone_minutes);
        int64_t second = (us - civil_day_start(day, use->zone_minutes)) / US_PER_SECOND;
        bool opens = !use->window->working || calendar_classify(use->calendar, day).workday;
        open += opens && second >= use->window->from_s && second < use->window->to_s;
    }
    return open;
}

static void test_against_a_walk(void **state)
{
    static const struct pack_hours *const WINDOWS[] = { &OFFICE, &EVERY_DAY, &ALWAYS };
    struct fixture *f = *state;
    struct calendar_use calendar = { f->calendar, true };
    int64_t start = instant_of("2026-09-24T06:30:00+08:00");
    for (size_t w = 0; w < COUNT_OF(WINDOWS); w++) {
        struct hours_use use = { WINDOWS[w], &calendar, SHANGHAI };
        for (int64_t step = 0; step < 400; step++) {
            int64_t from = start + step * 47 * 60 * US_PER_SECOND;
            int64_t to = from + step * 53 * 60 * US_PER_SECOND;
            int64_t walked = walked_minutes(&use, from, to);
            struct reckoned_instant back;
            assert_int_equal(hours_between(&use, from, to), walked * 60);
            if (walked == 0)
                continue;
            assert_true(hours_add(&use, from, walked * 60, &back));
            assert_true(back.us <= to);
            assert_int_equal(hours_between(&use, from, back.us), walked * 60);
        }
    }
}

/* Splitting a stretch changes no sum. */
static void test_splitting(void **state)
{
    struct fixture *f = *state;
    struct calendar_use calendar = { f->calendar, true };
    struct hours_use use = { &OFFICE, &calendar, SHANGHAI };
    int64_t from = instant_of("2026-09-24T10:00:00+08:00");
    int64_t to = instant_of("2026-10-12T15:00:00+08:00");
    for (int64_t at = from; at <= to; at += 37 * 60 * US_PER_SECOND)
        assert_int_equal(hours_between(&use, from, at) + hours_between(&use, at, to),
                         hours_between(&use, from, to));
    assert_int_equal(hours_between(&use, to, from), 0);
    use.window = NULL;
    assert_int_equal(hours_between(&use, from, to), (to - from) / US_PER_SECOND);
}

static void test_without_a_calendar(void **state)
{
    (void)state;
    struct hours_use use = { &OFFICE, NULL, SHANGHAI };
    struct reckoned_instant got;
    assert_true(hours_add(&use, instant_of("2026-05-08T17:30:00+08:00"), HOUR, &got));
    assert_int_equal(got.us, instant_of("2026-05-11T09:30:00+08:00"));
    assert_true(got.provisional);
}

static void test_out_of_range(void **state)
{
    (void)state;
    struct hours_use use = { &OFFICE, NULL, SHANGHAI };
    struct reckoned_instant got = { 7, true };
    int64_t last = civil_day_start(DAY_MAX, SHANGHAI);
    assert_false(hours_add(&use, last + 23 * HOUR * US_PER_SECOND, 1, &got)); /* next opening */
    assert_false(hours_add(&use, 0, INT64_MAX / US_PER_SECOND, &got));        /* too many days */
    assert_false(hours_add(&use, 0, 800000000LL * HOUR, &got));
    assert_false(hours_add(&use, 0, INT64_MAX, &got)); /* no such number of microseconds */
    use.window = NULL;
    assert_false(hours_add(&use, INT64_MAX - 1, 1, &got));
    assert_int_equal(got.us, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),        cmocka_unit_test(test_against_a_walk),
        cmocka_unit_test(test_splitting),    cmocka_unit_test(test_without_a_calendar),
        cmocka_unit_test(test_out_of_range),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
