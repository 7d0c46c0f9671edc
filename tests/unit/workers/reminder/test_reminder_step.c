/* Both channels in one step, and when it wants to run next. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reminder_fixture.h"

static void test_the_earlier_channel_wakes(void **state)
{
    struct fixture *fixture = *state;
    fixture_plan(fixture, fixture->wang, "mail", "warn_3", "2026-06-10 09:00");
    fixture_plan(fixture, fixture->wang, "app", "warn_3", "2026-06-10 10:00");
    assert_true(fixture_settle(fixture, "2026-06-09 09:00") == test_instant("2026-06-10 09:00"));
    assert_true(fixture_settle(fixture, "2026-06-10 09:00") == test_instant("2026-06-10 10:00"));
    assert_int_equal(smtp_server_count(&fixture->smtp), 1);
    assert_true(fixture_settle(fixture, "2026-06-10 10:00") == STEP_NEVER);
    assert_int_equal(fixture_number(fixture, "select count(*) from notification"), 1);
}

static void test_without_a_server_mail_does_not_wake(void **state)
{
    struct fixture *fixture = *state;
    fixture_plan(fixture, fixture->wang, "mail", "warn_3", "2026-06-10 09:00");
    fixture_plan(fixture, fixture->wang, "app", "warn_3", "2026-06-10 10:00");
    assert_true(fixture_settle(fixture, "2026-06-10 09:30") == test_instant("2026-06-10 10:00"));
}

/* A mail server in trouble does not keep notifications waiting: they have their turn before every
 * mail that follows a failed one. */
static void test_a_dead_server_does_not_stop_the_application(void **state)
{
    struct fixture *fixture = *state;
    int64_t now = test_instant("2026-06-10 09:00");
    smtp_server_mode(&fixture->smtp, "deaf");
    fixture_plan(fixture, fixture->wang, "mail", "warn_3", "2026-06-10 09:00");
    fixture_plan(fixture, fixture->wang, "mail", "warn_1", "2026-06-10 09:00");
    step_once(&REMINDER_WORKER, fixture->db, now, fixture->local);
    assert_int_equal(fixture_number(fixture, "select count(*) from reminder where attempts = 1"),
                     1);
    fixture_plan(fixture, fixture->li, "app", "warn_1", "2026-06-10 09:00");
    step_once(&REMINDER_WORKER, fixture->db, now, fixture->local);
    assert_int_equal(fixture_number(fixture, "select count(*) from notification"), 1);
    assert_int_equal(fixture_number(fixture, "select count(*) from reminder where attempts = 1"),
                     3);
}

static void test_nothing_to_do(void **state)
{
    struct fixture *fixture = *state;
    assert_true(fixture_settle(fixture, "2026-06-10 09:00") == STEP_NEVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_the_earlier_channel_wakes, fixture_set_up_mail,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_without_a_server_mail_does_not_wake, fixture_set_up,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_a_dead_server_does_not_stop_the_application,
                                        fixture_set_up_mail, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_nothing_to_do, fixture_set_up, fixture_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
