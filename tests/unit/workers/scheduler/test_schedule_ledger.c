/* Deadlines of terms as facts come, change and go. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "scheduler_fixture.h"

static void test_facts_open_move_and_close_a_term(void **state)
{
    struct fixture *fixture = *state;
    struct portfolio *p = &fixture->portfolio;
    portfolio_fact(p, NULL, 0, "contract_effective", "2026-03-16 10:00");
    settle(fixture);
    assert_string_equal(deadlines(fixture, "code = 'YF-095'"), "");
    portfolio_fact(p, "YF-095", 0, "invoice_received", "2026-04-01 10:00");
    settle(fixture);
    /* ten working days, over the Qingming holiday (4th to 6th) */
    assert_string_equal(deadlines(fixture, "code = 'YF-095'"), "YF-095=open:04-16");
    assert_string_equal(deadlines(fixture, "code = 'YF-096'"),
                        ""); /* the fact was for YF-095 alone */
    portfolio_fact(p, "YF-095", 0, "invoice_received", "2026-04-02 10:00");
    settle(fixture);
    assert_string_equal(deadlines(fixture, "code = 'YF-095'"), "YF-095=open:04-17");
    portfolio_fact(p, "YF-095", 0, "paid", "2026-04-20 15:00");
    settle(fixture);
    assert_string_equal(deadlines(fixture, "code = 'YF-095'"), "YF-095=late:04-17");
    assert_text(
        fixture,
        "select string_agg(kind, ' ' order by seq) from event where data->>'code' = 'YF-095'",
        "deadline.opened deadline.retargeted deadline.stopped");
    assert_text(
        fixture,
        "select string_agg(r.version || ':' || r.due_on, ' ' order by r.version) from ruling r"
        " join deadline d on d.id = r.deadline_id where d.code = 'YF-095'",
        "1:2026-04-16 2:2026-04-17");
}

static void test_voided_facts_do_not_count(void **state)
{
    struct fixture *fixture = *state;
    struct portfolio *p = &fixture->portfolio;
    portfolio_fact(p, NULL, 0, "contract_effective", "2026-03-16 10:00");
    int64_t invoice = portfolio_fact(p, "YF-095", 0, "invoice_received", "2026-04-01 10:00");
    int64_t paid = portfolio_fact(p, "YF-095", 0, "paid", "2026-04-20 15:00");
    settle(fixture);
    assert_string_equal(deadlines(fixture, "code = 'YF-095'"), "YF-095=late:04-16");
    portfolio_void(p, paid);
    settle(fixture);
    assert_string_equal(deadlines(fixture, "code = 'YF-095'"), "YF-095=open:04-16");
    portfolio_void(p, invoice);
    settle(fixture);
    assert_string_equal(deadlines(fixture, "code = 'YF-095'"), "YF-095=void:04-16");
    portfolio_fact(p, "YF-095", 0, "invoice_received", "2026-06-12 10:00");
    settle(fixture);
    /* Dragon Boat on the 19th */
    assert_string_equal(deadlines(fixture, "code = 'YF-095'"), "YF-095=open:06-29");
    assert_text(
        fixture,
        "select string_agg(kind, ' ' order by seq) from event where data->>'code' = 'YF-095'",
        "deadline.opened deadline.stopped deadline.reopened deadline.voided deadline.retargeted");
}

/* A notice that comes again begins a new round; what closed the earlier one does not close it. */
static void test_a_new_round(void **state)
{
    struct fixture *fixture = *state;
    struct portfolio *p = &fixture->portfolio;
    portfolio_fact(p, "YF-088", 0, "notice_received", "2026-05-11 10:00");
    portfolio_fact(p, "YF-088", 0, "rectified", "2026-05-20 10:00");
    settle(fixture);
    assert_string_equal(deadlines(fixture, "code = 'YF-088'"), "YF-088=met:05-25");
    portfolio_fact(p, "YF-088", 0, "notice_received", "2026-06-01 10:00");
    settle(fixture);
    assert_string_equal(deadlines(fixture, "code = 'YF-088'"), "YF-088=open:06-15");
}

static void test_a_systems_own_fact(void **state)
{
    struct fixture *fixture = *state;
    struct portfolio *p = &fixture->portfolio;
    int64_t first = portfolio_fact(p, NULL, 2, "assessment_ended", "2026-06-01 10:00");
    portfolio_fact(p, NULL, 3, "assessment_ended", "2026-06-02 10:00");
    settle(fixture);
    const char *is = deadlines(fixture, "clause = 'MH-023'");
    assert_non_null(strstr(is, "MH-023/2=open:"));
    assert_non_null(strstr(is, "MH-023/3=open:"));
    assert_null(strstr(is, "MH-023="));
    assert_text(fixture,
                "select string_agg(subject_kind || ' ' || (subject_id = system_id), ',' order by "
                "code) from deadline"
                " where clause = 'MH-023'",
                "system true,system true");
    portfolio_void(p, first);
    settle(fixture);
    assert_text(
        fixture,
        "select string_agg(code || state, ' ' order by code) from deadline where clause = 'MH-023'",
        "MH-023/2void MH-023/3open");
}

static void test_readings_and_calendar_are_in_the_ruling(void **state)
{
    struct fixture *fixture = *state;
    portfolio_fact(&fixture->portfolio, "YF-088", 0, "notice_received", "2026-05-11 10:00");
    settle(fixture);
    assert_text(fixture,
                "select (r.pack_id = c.pack_id) || ' ' || (r.calendar_id = c.calendar_id) || ' ' ||"
                " (jsonb_array_length(proof) > 5) || ' ' || (proof @> '[{\"clause\": "
                "\"YF-088\"}]') || ' ' ||"
                " (r.provisional)"
                " from ruling r join deadline d on d.id = r.deadline_id join contract c on c.id = "
                "d.contract_id"
                " where d.code = 'YF-088'",
                "true true true true false");
}

/* Warnings and escalations by working days, across holidays and the year's end. */
static void test_the_ladder_over_holidays_and_new_year(void **state)
{
    struct fixture *fixture = *state;
    settle(fixture);
    static const char LADDER[] = "select string_agg(rule || '@' || to_char(at at time zone "
                                 "'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') || '>' ||"
                                 " audience, ' ' order by at) from deadline_step s join deadline d "
                                 "on d.id = s.deadline_id where d.code = '%s'";
    char sql[512];
    snprintf(sql, sizeof(sql), LADDER,
             "YF-086"); /* a Saturday, three weeks after the long holiday */
    assert_text(fixture, sql,
                "warn_7@2026-10-22 09:00>engineer warn_1@2026-10-30 09:00>engineer "
                "breach@2026-11-01 00:00>none "
                "overdue_0@2026-11-02 09:00>manager overdue_3@2026-11-04 09:00>customer "
                "overdue_5@2026-11-06 09:00>leader");
    snprintf(sql, sizeof(sql), LADDER, "YF-093"); /* Thursday, the last day of a published year */
    assert_text(fixture, sql,
                "warn_7@2026-12-22 09:00>customer warn_1@2026-12-30 09:00>customer "
                "breach@2027-01-01 00:00>none "
                "overdue_0@2027-01-01 09:00>manager overdue_3@2027-01-05 09:00>leader "
                "overdue_5@2027-01-07 09:00>leader");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_facts_open_move_and_close_a_term),
        TEST(test_voided_facts_do_not_count),
        TEST(test_a_new_round),
        TEST(test_a_systems_own_fact),
        TEST(test_readings_and_calendar_are_in_the_ruling),
        TEST(test_the_ladder_over_holidays_and_new_year),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
