/* Quiet hours, digests and storms of the mail channel, against a real server. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "clk.h"
#include "memory.h"
#include "reminder_fixture.h"
#include "reminder_push.h"

static void plan_many(struct fixture *fixture, int from, int count, const char *at)
{
    char rule[32];
    for (int i = from; i < from + count; i++) {
        snprintf(rule, sizeof(rule), "warn_%d", i);
        fixture_plan(fixture, fixture->wang, "mail", rule, at);
    }
}

static bool arrived(const struct fixture *fixture, const char *text)
{
    char *mails = smtp_server_mails(&fixture->smtp);
    bool found = strstr(mails, text) != NULL;
    mem_free(mails);
    return found;
}

static const char *states(const struct fixture *fixture)
{
    return fixture_text(fixture, "select string_agg(n || state, ' ' order by state) from (select "
                                 "count(*) n, state from reminder group by state) s");
}

static void test_night_and_week_end_wait_for_the_morning(void **state)
{
    struct fixture *fixture = *state;
    plan_many(fixture, 0, 2, "2026-06-12 22:00"); /* a Friday */
    assert_true(fixture_settle(fixture, "2026-06-12 22:00") == test_instant("2026-06-15 08:00"));
    fixture_settle(fixture, "2026-06-15 07:59:59");
    assert_int_equal(smtp_server_count(&fixture->smtp), 0);
    fixture_settle(fixture, "2026-06-15 08:00");
    assert_int_equal(smtp_server_count(&fixture->smtp), 2);
    /* held back on purpose is not late */
    assert_string_equal(fixture_text(fixture, "select bool_or(late) from reminder"), "f");
}

static void test_a_holiday_of_the_calendar_waits(void **state)
{
    struct fixture *fixture = *state;
    db_exec(&fixture->ledger.tdb, "insert into calendar_day (calendar_id, day, kind, name) select "
                                  "calendar_id, '2026-06-10', 'holiday', 'h' from contract");
    plan_many(fixture, 0, 1, "2026-06-10 09:00");
    assert_true(fixture_settle(fixture, "2026-06-10 09:00") == test_instant("2026-06-11 08:00"));
}

static void test_urgent_goes_at_night(void **state)
{
    struct fixture *fixture = *state;
    plan_many(fixture, 0, 1, "2026-06-12 23:00");
    db_exec(&fixture->ledger.tdb, "update reminder set urgent = true");
    fixture_settle(fixture, "2026-06-12 23:00");
    assert_int_equal(smtp_server_count(&fixture->smtp), 1);
}

/* An urgent storm at night takes nothing along that may wait. */
static void test_an_urgent_storm_goes_without_the_others(void **state)
{
    struct fixture *fixture = *state;
    plan_many(fixture, 0, 25, "2026-06-12 23:00");
    db_exec(&fixture->ledger.tdb, "update reminder set urgent = true");
    plan_many(fixture, 25, 3, "2026-06-12 23:00");
    assert_true(fixture_settle(fixture, "2026-06-12 23:00") == test_instant("2026-06-15 08:00"));
    assert_int_equal(smtp_server_count(&fixture->smtp), 1);
    assert_true(arrived(fixture, "共 25 项"));
    assert_string_equal(states(fixture), "3planned 25sent");
}

static void test_downtime_over_night_is_late(void **state)
{
    struct fixture *fixture = *state;
    plan_many(fixture, 0, 1, "2026-06-10 09:00");
    fixture_settle(fixture, "2026-06-11 09:00");
    assert_true(arrived(fixture, "本提醒迟发：原定 2026-06-10 09:00"));
    assert_string_equal(fixture_text(fixture, "select late from reminder"), "t");
}

static void test_a_digest_is_one_mail_at_its_hour(void **state)
{
    struct fixture *fixture = *state;
    db_exec(&fixture->ledger.tdb, "insert into reminder_habit (person_id, digest_at) select id, "
                                  "1020 from person where name = 'wang'");
    plan_many(fixture, 0, 3, "2026-06-10 09:00");
    fixture_plan(fixture, fixture->wang, "mail", "overdue_0", "2026-06-10 11:00");
    assert_true(fixture_settle(fixture, "2026-06-10 09:00") == test_instant("2026-06-10 11:00"));
    assert_true(fixture_settle(fixture, "2026-06-10 11:00") == test_instant("2026-06-10 17:00"));
    assert_int_equal(smtp_server_count(&fixture->smtp), 0);
    assert_true(fixture_settle(fixture, "2026-06-10 17:00") == STEP_NEVER);
    assert_int_equal(smtp_server_count(&fixture->smtp), 1);
    assert_true(arrived(fixture, "[提醒汇总] 共 4 项，其中逾期 0 项"));
    assert_true(
        arrived(fixture, "4. [到期提醒] system one matter 还有 5 天（2026-06-15）（条款 X-1）"));
    assert_string_equal(states(fixture), "4sent");
    assert_int_equal(fixture_number(fixture, "select count(distinct message_id) from reminder"), 1);
}

/* What is no longer true when the digest goes is left out of it. */
static void test_a_digest_tells_what_is_true(void **state)
{
    struct fixture *fixture = *state;
    db_exec(&fixture->ledger.tdb, "insert into reminder_habit (person_id, digest_at) select id, "
                                  "1020 from person where name = 'wang'");
    plan_many(fixture, 0, 2, "2026-06-10 09:00");
    fixture_settle(fixture, "2026-06-10 09:00");
    db_exec(&fixture->ledger.tdb,
            "update reminder set due_version = 7 where rule = 'warn_0'"); /* it was moved */
    fixture_settle(fixture, "2026-06-10 17:00");
    assert_string_equal(states(fixture), "1cancelled 1sent");
    assert_true(arrived(fixture, "[到期提醒] system one matter")); /* one is told in full */
}

static void test_a_storm_is_one_mail_with_the_count(void **state)
{
    struct fixture *fixture = *state;
    plan_many(fixture, 0, 50, "2026-06-10 09:00");
    fixture_plan(fixture, fixture->wang, "mail", "overdue_0", "2026-06-10 09:00");
    fixture_settle(fixture, "2026-06-10 09:00");
    assert_int_equal(smtp_server_count(&fixture->smtp), 2); /* the other kind goes by itself */
    assert_true(arrived(fixture, "共 50 项"));
    assert_string_equal(states(fixture), "51sent");
}

/* No more messages of a kind in the window than the cap; the rest goes together when it ends. */
static void test_the_cap_of_a_window(void **state)
{
    struct fixture *fixture = *state;
    db_exec(&fixture->ledger.tdb,
            "insert into reminder_policy (contract_id, storm_max) select id, 3 from contract");
    plan_many(fixture, 0, 3, "2026-06-10 09:00");
    fixture_settle(fixture, "2026-06-10 09:00");
    assert_int_equal(smtp_server_count(&fixture->smtp), 3);
    plan_many(fixture, 3, 4, "2026-06-10 09:04");
    assert_true(fixture_settle(fixture, "2026-06-10 09:04") == test_instant("2026-06-10 09:10"));
    assert_int_equal(smtp_server_count(&fixture->smtp), 3);
    fixture_settle(fixture, "2026-06-10 09:10");
    assert_int_equal(smtp_server_count(&fixture->smtp), 4);
    assert_true(arrived(fixture, "共 4 项"));
    assert_string_equal(states(fixture), "7sent");
}

/* A message of several stays whole at every try, and nobody joins it. */
static void test_a_failed_digest_is_tried_as_it_was(void **state)
{
    struct fixture *fixture = *state;
    plan_many(fixture, 0, 50, "2026-06-10 09:00");
    smtp_server_mode(&fixture->smtp, "drop");
    fixture_settle(fixture, "2026-06-10 09:00");
    assert_int_equal(
        fixture_number(fixture, "select count(distinct (message_id, try_at)) from reminder"), 1);
    smtp_server_mode(&fixture->smtp, "ok");
    fixture_plan(fixture, fixture->wang, "mail", "warn_99", "2026-06-10 09:01");
    fixture_settle(fixture, "2026-06-10 09:02");
    assert_int_equal(smtp_server_count(&fixture->smtp), 3);
    assert_int_equal(fixture_number(fixture, "select count(*) from reminder where attempts = 2 and "
                                             "uncertain = 1 and state = 'sent'"),
                     50);
    assert_string_equal(states(fixture), "51sent");
}

/* A worker that died in a digest: all of it is told again, and counted. */
static void test_an_abandoned_digest(void **state)
{
    struct fixture *fixture = *state;
    plan_many(fixture, 0, 30, "2026-06-10 09:00");
    db_exec(&fixture->ledger.tdb, "update reminder set state = 'sending', attempts = 1, message_id "
                                  "= 'kept@x', lease_until = clock_timestamp()");
    fixture_settle(fixture, "2026-06-10 09:00");
    assert_int_equal(smtp_server_count(&fixture->smtp), 1);
    assert_true(arrived(fixture, "<kept@x>"));
    assert_int_equal(
        fixture_number(fixture, "select count(*) from reminder where state = 'sent' and uncertain "
                                "= 1"),
        30);
}

/* A server that takes its time: every message takes a whole turn. */
static enum verdict send_slowly(void *arg, const struct push_message *message,
                                struct problem *problem)
{
    int *sent = arg;
    int64_t until_ms = clk_mono_ms() + REMINDER_TURN_MS;
    (void)message;
    (void)problem;
    while (clk_mono_ms() < until_ms)
        ; /* the network */
    (*sent)++;
    return VERDICT_SENT;
}

/* One message a turn, then the application may go; and the step wants to run again at once. */
static void test_a_slow_server_ends_the_turn(void **state)
{
    struct fixture *fixture = *state;
    struct problem problem = { .rc = RC_OK };
    struct step step = { .db = fixture->db,
                         .now_us = test_instant("2026-06-10 09:00"),
                         .problem = &problem };
    int sent = 0;
    int64_t count = 0, next_us = 0;
    struct push push = { .channel = "mail",
                         .domain = "x",
                         .lang = LANG_ZH,
                         .timeout_ms = 1000,
                         .send = send_slowly,
                         .arg = &sent };
    plan_many(fixture, 0, 3, "2026-06-10 09:00");
    for (int i = 1; i <= 3; i++) {
        assert_int_equal(reminder_push(&step, &push, &count, &next_us), RC_OK);
        assert_int_equal(sent, i);
        assert_int_equal(count, 1);
        assert_true(next_us == step.now_us);
    }
    assert_int_equal(reminder_push(&step, &push, &count, &next_us), RC_OK);
    assert_true(count == 0 && next_us == STEP_NEVER);
}

#define WITH_MAIL(test)                                                                            \
    cmocka_unit_test_setup_teardown(test, fixture_set_up_mail, fixture_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_MAIL(test_night_and_week_end_wait_for_the_morning),
        WITH_MAIL(test_a_holiday_of_the_calendar_waits),
        WITH_MAIL(test_urgent_goes_at_night),
        WITH_MAIL(test_an_urgent_storm_goes_without_the_others),
        WITH_MAIL(test_downtime_over_night_is_late),
        WITH_MAIL(test_a_slow_server_ends_the_turn),
        WITH_MAIL(test_a_digest_is_one_mail_at_its_hour),
        WITH_MAIL(test_a_digest_tells_what_is_true),
        WITH_MAIL(test_a_storm_is_one_mail_with_the_count),
        WITH_MAIL(test_the_cap_of_a_window),
        WITH_MAIL(test_a_failed_digest_is_tried_as_it_was),
        WITH_MAIL(test_an_abandoned_digest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
