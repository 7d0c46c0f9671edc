/* On which days the work on a system gets on. */
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
#include "work_days.h"

/* The team's only engineer is away on the days given. 2026: April 30 is a Thursday, May 1 to 5 a holiday, May 6 to 8 are
 * worked and May 9 is a Saturday that is; May 10 is a Sunday. */
#define STORY                                                                                                          \
    "{\"people\":[{\"name\":\"a\",\"role\":\"engineer\",\"team\":\"x\"},{\"name\":\"m\",\"role\":\"manager\"}],\"leave\":"  \
    "[{\"person\":\"a\",\"from\":\"%s\",\"to\":\"%s\"%s}]}"

static const struct {
    const char *name;
    const char *away_from, *away_to, *more;
    const char *stopped, *resumed; /* NULL: never suspended */
    const char *from;
    int32_t days;
    const char *end;
} ROWS[] = {
    { "nobody away: the days of the calendar", "2026-01-01", "2026-01-01", "", NULL, NULL, "2026-04-30", 10, "2026-05-09" },
    { "one day", "2026-01-01", "2026-01-01", "", NULL, NULL, "2026-05-06", 1, "2026-05-06" },
    { "no day", "2026-01-01", "2026-01-01", "", NULL, NULL, "2026-05-06", 0, "2026-05-06" },
    { "away on the first day", "2026-05-06", "2026-05-06", "", NULL, NULL, "2026-05-06", 3, "2026-05-09" },
    { "away on the last day", "2026-05-08", "2026-05-08", "", NULL, NULL, "2026-05-06", 3, "2026-05-09" },
    { "away on the day after the last", "2026-05-09", "2026-05-09", "", NULL, NULL, "2026-05-06", 3, "2026-05-08" },
    { "back on the day before the first", "2026-04-20", "2026-05-05", "", NULL, NULL, "2026-05-06", 3, "2026-05-08" },
    { "a holiday away costs nothing", "2026-05-01", "2026-05-05", "", NULL, NULL, "2026-04-30", 8, "2026-05-07" },
    { "a Sunday away costs nothing", "2026-05-10", "2026-05-10", "", NULL, NULL, "2026-05-09", 3, "2026-05-11" },
    { "a worked Saturday away costs a day", "2026-05-09", "2026-05-09", "", NULL, NULL, "2026-05-08", 3, "2026-05-11" },
    { "a week away costs its working days", "2026-05-06", "2026-05-12", "", NULL, NULL, "2026-05-04", 5, "2026-05-14" },
    { "a deputy who is there costs nothing", "2026-05-06", "2026-05-12", ",\"deputy\":\"m\"", NULL, NULL, "2026-05-04", 5, "2026-05-08" },
    { "suspended within", "2026-01-01", "2026-01-01", "", "2026-05-07", "2026-05-10", "2026-05-06", 3, "2026-05-11" },
    { "suspended from the last day on", "2026-01-01", "2026-01-01", "", "2026-05-08", "2026-05-10", "2026-05-06", 3, "2026-05-10" },
    { "suspended after the last day", "2026-01-01", "2026-01-01", "", "2026-05-09", "2026-05-12", "2026-05-06", 3, "2026-05-08" },
    { "suspended and resumed on one day", "2026-01-01", "2026-01-01", "", "2026-05-07", "2026-05-07", "2026-05-06", 3, "2026-05-08" },
    { "begun while suspended", "2026-01-01", "2026-01-01", "", "2026-05-01", "2026-05-08", "2026-05-06", 3, "2026-05-10" },
    { "suspended and away: a day is lost once", "2026-05-07", "2026-05-08", "", "2026-05-07", "2026-05-09", "2026-05-06", 3, "2026-05-10" },
    { "suspended, then away", "2026-05-11", "2026-05-12", "", "2026-05-07", "2026-05-11", "2026-05-06", 3, "2026-05-14" },
};

static struct work_days days_of(size_t row, const json_t *story, const calendar_t *calendar)
{
    struct work_days days = { .story = story, .team = "x", .calendar = { calendar, true } };
    if (ROWS[row].stopped) {
        days.stopped = day_of(ROWS[row].stopped);
        days.resumed = day_of(ROWS[row].resumed);
    }
    return days;
}

static json_t *story_of(size_t row)
{
    char text[1000];
    snprintf(text, sizeof(text), STORY, ROWS[row].away_from, ROWS[row].away_to, ROWS[row].more);
    json_t *story = json_loads(text, 0, NULL);
    assert_non_null(story);
    return story;
}

static void test_rows(void **state)
{
    calendar_t *calendar = fixture_calendar();
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        char date[DATE_TEXT];
        json_t *story = story_of(i);
        struct work_days days = days_of(i, story, calendar);
        int32_t end = work_days_end(&days, day_of(ROWS[i].from), ROWS[i].days);
        if (end != day_of(ROWS[i].end))
            fail_msg("%s: ends %s", ROWS[i].name, civil_format_date(end, date));
        json_decref(story);
    }
    calendar_destroy(&calendar);
}

/* Of every row and length: the end is a day that counts, and as many count up to it as were asked. */
static void test_counted(void **state)
{
    calendar_t *calendar = fixture_calendar();
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        json_t *story = story_of(i);
        struct work_days days = days_of(i, story, calendar);
        int32_t from = day_of(ROWS[i].from);
        for (int32_t n = 1; n < 40; n++) {
            int32_t end = work_days_end(&days, from, n);
            int32_t counted = 0;
            for (int32_t day = from; day <= end; day++)
                counted += work_day_counts(&days, day);
            if (counted != n || !work_day_counts(&days, end))
                fail_msg("%s: %d days are %d", ROWS[i].name, (int)n, (int)counted);
        }
        json_decref(story);
    }
    calendar_destroy(&calendar);
}

/* Somebody who never comes back: the work ends beyond all plays, and the count ends at all. */
static void test_away_for_ever(void **state)
{
    calendar_t *calendar = fixture_calendar();
    json_t *story = json_loads("{\"people\":[{\"name\":\"a\",\"role\":\"engineer\",\"team\":\"x\"}],"
                               "\"leave\":[{\"person\":\"a\",\"from\":\"2026-01-01\",\"to\":\"9999-12-31\"}]}", 0, NULL);
    struct work_days days = { .story = story, .team = "x", .calendar = { calendar, true }, .stopped = 0, .resumed = 0 };
    (void)state;
    assert_true(work_days_end(&days, day_of("2026-05-06"), 3000) > day_of("2036-05-01"));
    days.team = NULL;
    assert_int_equal(work_days_end(&days, day_of("2026-05-06"), 3), day_of("2026-05-08"));
    json_decref(story);
    calendar_destroy(&calendar);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_counted),
        cmocka_unit_test(test_away_for_ever),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
