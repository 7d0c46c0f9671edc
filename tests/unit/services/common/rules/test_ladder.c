/* The edges of a due date, and the mornings on which somebody is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "civil.h"
#include "ladder.h"
#include "rules_fixture.h"

static const int64_t WARN[] = { 7, 1 };
static const int64_t OVERDUE[] = { 0, 3, 5 };
static const struct pack_reminders PLAN = { .warn = { WARN, 2 }, .overdue = { OVERDUE, 3 } };

static const struct {
    const char *rule, *at, *vendor, *customer;
} DAY_STEPS[] = {
    /* due on Friday 2026-06-12; the 19th is a holiday */
    { "breach", "2026-06-13T00:00:00+08:00", "none", "none" },
    { "warn_7", "2026-06-03T09:00:00+08:00", "engineer", "customer" },
    { "warn_1", "2026-06-11T09:00:00+08:00", "engineer", "customer" },
    { "overdue_0", "2026-06-15T09:00:00+08:00", "manager", "manager" },
    { "overdue_3", "2026-06-17T09:00:00+08:00", "customer", "leader" },
    { "overdue_5", "2026-06-22T09:00:00+08:00", "leader", "leader" },
};

static void check_day(const calendar_t *cal, bool customer)
{
    struct calendar_use use = { cal, true };
    struct ladder_ask ask = { &PLAN, &use, 480, customer };
    struct due_edge edge = due_edge_of_day(day_of("2026-06-12"), 480);
    struct ladder ladder;
    ladder_of_day(&ask, &edge, &ladder);
    assert_int_equal(ladder.count, COUNT_OF(DAY_STEPS));
    for (size_t i = 0; i < ladder.count; i++) {
        assert_string_equal(ladder.steps[i].rule, DAY_STEPS[i].rule);
        assert_int_equal(ladder.steps[i].at_us, instant_of(DAY_STEPS[i].at));
        assert_string_equal(ladder.steps[i].audience,
                            customer ? DAY_STEPS[i].customer : DAY_STEPS[i].vendor);
    }
}

static void test_day(void **state)
{
    calendar_t *cal = fixture_calendar();
    (void)state;
    check_day(cal, false);
    check_day(cal, true);
    calendar_destroy(&cal);
}

/* Nobody is told that something is overdue before it is. */
static void test_nothing_overdue_before_the_breach(void **state)
{
    calendar_t *cal = fixture_calendar();
    struct calendar_use use = { cal, true };
    struct ladder_ask ask = { &PLAN, &use, 480, false };
    (void)state;
    for (int32_t day = day_of("2026-01-01"); day < day_of("2026-12-01"); day++) {
        struct due_edge edge = due_edge_of_day(day, 480);
        struct ladder ladder;
        ladder_of_day(&ask, &edge, &ladder);
        for (size_t i = 0; i < ladder.count; i++)
            if (strncmp(ladder.steps[i].rule, "overdue", 7) == 0)
                assert_true(ladder.steps[i].at_us >= edge.breach_at_us);
            else if (strncmp(ladder.steps[i].rule, "warn", 4) == 0)
                assert_true(ladder.steps[i].at_us < edge.breach_at_us);
    }
    calendar_destroy(&cal);
}

static void test_edges(void **state)
{
    struct due_edge day = due_edge_of_day(0, 480);
    struct due_edge met = due_edge_of_instant(5 * US_PER_SECOND, false, 480);
    struct due_edge strict = due_edge_of_instant(5 * US_PER_SECOND, true, 480);
    (void)state;
    assert_int_equal(day.breach_at_us, day.due_at_us + 1);
    assert_int_equal(civil_day_of(day.due_at_us, 480), 0);
    assert_int_equal(civil_day_of(day.breach_at_us, 480), 1);
    assert_int_equal(met.breach_at_us, 6 * US_PER_SECOND);
    assert_int_equal(strict.breach_at_us, 5 * US_PER_SECOND);
    assert_int_equal(strict.due_on, 0);
}

/* A limit at 14:00 on a Friday: the manager hears of the breach at once and not again on Monday,
 * and then each number goes one rung up. */
static const struct {
    const char *rule, *at, *audience;
} INSTANT_STEPS[] = {
    { "breach", "2026-06-12T14:00:01+08:00", "manager" },
    { "overdue_3", "2026-06-17T09:00:00+08:00", "customer" },
    { "overdue_5", "2026-06-19T09:00:00+08:00", "leader" },
};

static void test_instant(void **state)
{
    struct calendar_use use = { NULL, true };
    struct ladder_ask ask = { &PLAN, &use, 480, false };
    struct due_edge edge = due_edge_of_instant(instant_of("2026-06-12T14:00:00+08:00"), false, 480);
    struct ladder ladder;
    (void)state;
    ladder_of_instant(&ask, &edge, &ladder);
    assert_int_equal(ladder.count, COUNT_OF(INSTANT_STEPS));
    for (size_t i = 0; i < ladder.count; i++) {
        assert_string_equal(ladder.steps[i].rule, INSTANT_STEPS[i].rule);
        assert_string_equal(ladder.steps[i].audience, INSTANT_STEPS[i].audience);
        assert_int_equal(ladder.steps[i].at_us, instant_of(INSTANT_STEPS[i].at));
    }
}

/* A number given twice counts once, and the ladder has an end. */
static void test_many(void **state)
{
    int64_t many[44];
    struct calendar_use use = { NULL, true };
    struct pack_reminders plan = { .warn = { many, 44 }, .overdue = { OVERDUE, 3 } };
    struct ladder_ask ask = { &plan, &use, 480, false };
    struct due_edge edge = due_edge_of_day(20000, 480);
    struct ladder ladder;
    (void)state;
    for (int i = 0; i < 44; i++)
        many[i] = i / 2;
    ladder_of_day(&ask, &edge, &ladder);
    assert_int_equal(ladder.count, LADDER_MAX);
    assert_string_equal(ladder.steps[20].rule, "warn_19");
    assert_string_equal(ladder.steps[LADDER_MAX - 1].rule, "overdue_0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_day),   cmocka_unit_test(test_nothing_overdue_before_the_breach),
        cmocka_unit_test(test_edges), cmocka_unit_test(test_instant),
        cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
