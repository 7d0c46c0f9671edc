/* Terms in hours from the fact to the breach: planned by the instant, not by its day. In time to
 * the last second and too late with the next, through nights and inside office hours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "civil.h"
#include "deadline_ground.h"
#include "ledger.h"

static void fact(struct ground *ground, const char *name, const char *at)
{
    char instant[INSTANT_TEXT];
    ground_fact(ground, name, civil_format_instant(test_instant(at), LEDGER_ZONE, instant));
}

/* "state MM-DD hh:mm:ss vN" of the term of a clause; N is its due version. */
static const char *due(const struct ground *ground, const char *clause)
{
    char sql[300];
    snprintf(sql, sizeof(sql),
             "select concat(state, ' ', to_char(due_at at time zone 'Asia/Shanghai', 'MM-DD "
             "HH24:MI:SS'), ' v', due_version) from deadline where code = '%s'",
             clause);
    return ground_text(ground, sql);
}

static void assert_due(const struct ground *ground, const char *clause, const char *want)
{
    assert_string_equal(due(ground, clause), want);
}

/* ---- when ---- */

/* Dragon Boat 2026 is Friday 19 to Sunday 21 June; 28 December 2026 is a Monday. */
static const struct {
    const char *name, *clause;
    struct {
        const char *name, *at;
    } facts[2];
    const char *due;
} TERMS[] = {
    { "within a day", "T-023", { { "notice_received", "2026-06-15 09:30" } }, "06-15 13:30:00" },
    { "over midnight", "T-023", { { "notice_received", "2026-06-15 22:00" } }, "06-16 02:00:00" },
    { "to midnight", "T-023", { { "notice_received", "2026-06-15 20:00" } }, "06-16 00:00:00" },
    { "through a holiday", "T-025", { { "plan_sent", "2026-06-18 17:00" } }, "06-20 17:00:00" },
    { "in the office, over its night",
      "T-024",
      { { "help_asked", "2026-06-15 15:00" }, { "site_ready", "2026-06-15 15:00" } },
      "06-16 10:30:00" },
    { "in the office, over a holiday",
      "T-024",
      { { "help_asked", "2026-06-18 17:00" }, { "site_ready", "2026-06-15 09:00" } },
      "06-22 12:30:00" },
    { "asked at night",
      "T-024",
      { { "help_asked", "2026-06-15 03:00" }, { "site_ready", "2026-06-14 09:00" } },
      "06-15 13:30:00" },
    { "the window's last minute",
      "T-024",
      { { "help_asked", "2026-06-15 13:30" }, { "site_ready", "2026-06-15 09:00" } },
      "06-15 18:00:00" },
    { "the later of two starts in one day",
      "T-024",
      { { "help_asked", "2026-06-15 09:00" }, { "site_ready", "2026-06-15 13:00" } },
      "06-15 17:30:00" },
};

/* The worker a microsecond before the first instant that is too late, and at it. */
static void check_boundary(struct ground *ground, size_t i)
{
    char sql[200];
    snprintf(sql, sizeof(sql),
             "select (extract(epoch from breach_at) * 1000000)::bigint from deadline where code = "
             "'%s'",
             TERMS[i].clause);
    int64_t late_us = ground_number(ground, sql);
    ground_at_us(ground, late_us - 1);
    ground_settle(ground);
    if (strncmp(due(ground, TERMS[i].clause), "open", 4) != 0)
        fail_msg("%s: breached while in time", TERMS[i].name);
    ground_at_us(ground, late_us);
    ground_settle(ground);
    if (strncmp(due(ground, TERMS[i].clause), "breached", 8) != 0 ||
        ground_number(ground, "select count(*) from breach") != 1)
        fail_msg("%s: not breached once", TERMS[i].name);
}

static void test_by_the_instant(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(TERMS); i++) {
        struct ground ground;
        char want[80];
        ground_begin(&ground, "2026-06-18 17:00");
        for (size_t k = 0; k < COUNT_OF(TERMS[i].facts) && TERMS[i].facts[k].name; k++)
            fact(&ground, TERMS[i].facts[k].name, TERMS[i].facts[k].at);
        ground_at(&ground, TERMS[i].facts[0].at);
        ground_schedule(&ground);
        snprintf(want, sizeof(want), "open %s v1", TERMS[i].due);
        if (strcmp(due(&ground, TERMS[i].clause), want) != 0)
            fail_msg("%s: %s", TERMS[i].name, due(&ground, TERMS[i].clause));
        check_boundary(&ground, i);
        ground_end(&ground);
    }
}

/* ---- what moves it, what ends it ---- */

/* Within one day only the hour moves: a new ruling all the same, and the event says from when. */
static void test_moved_within_a_day(void **state)
{
    (void)state;
    struct ground ground;
    ground_begin(&ground, "2026-06-15 12:00");
    fact(&ground, "notice_received", "2026-06-15 09:30");
    ground_settle(&ground);
    ground_settle(&ground); /* a run too many rules nothing anew */
    assert_due(&ground, "T-023", "open 06-15 13:30:00 v1");
    fact(&ground, "notice_received", "2026-06-15 11:15");
    ground_settle(&ground);
    assert_due(&ground, "T-023", "open 06-15 15:15:00 v2");
    assert_string_equal(
        ground_text(&ground, "select concat_ws(' ', data ->> 'was', data ->> 'was_at', data ->>"
                             " 'due_on', data ->> 'due_at', data ->> 'reason') from event where"
                             " kind = 'deadline.retargeted'"),
        "2026-06-15 2026-06-15T13:30:00+08:00 2026-06-15 2026-06-15T15:15:00+08:00 facts");
    ground_at(&ground, "2026-06-15 15:15");
    ground_settle(&ground);
    assert_int_equal(ground_number(&ground, "select count(*) from breach"), 0);
    ground_end(&ground);
}

static const struct {
    const char *name, *closed, *want;
} ENDS[] = {
    { "at the limit", "2026-06-15 13:30:00", "met 06-15 13:30:00 v1" },
    { "a second late, the day being the same", "2026-06-15 13:30:01", "late 06-15 13:30:00 v1" },
    { "at the start", "2026-06-15 09:30:00", "met 06-15 13:30:00 v1" },
    { "earlier that day: of a round before", "2026-06-15 09:29:59", "open 06-15 13:30:00 v1" },
};

static void test_closed(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ENDS); i++) {
        struct ground ground;
        ground_begin(&ground, "2026-06-15 13:30:01");
        fact(&ground, "notice_received", "2026-06-15 09:30");
        fact(&ground, "notice_answered", ENDS[i].closed);
        ground_schedule(&ground);
        if (strcmp(due(&ground, "T-023"), ENDS[i].want) != 0)
            fail_msg("%s: %s", ENDS[i].name, due(&ground, "T-023"));
        ground_end(&ground);
    }
}

/* Two answers of one day: the later one is told, and it is too late by a minute. */
static void test_the_hour_of_the_end_is_corrected(void **state)
{
    (void)state;
    struct ground ground;
    ground_begin(&ground, "2026-06-15 16:00");
    fact(&ground, "notice_received", "2026-06-15 09:30");
    fact(&ground, "notice_answered", "2026-06-15 13:29");
    ground_settle(&ground);
    assert_due(&ground, "T-023", "met 06-15 13:30:00 v1");
    fact(&ground, "notice_answered", "2026-06-15 13:31");
    ground_settle(&ground);
    assert_int_equal(ground_number(&ground,
                                   "select count(*) from deadline where code = 'T-023' and state ="
                                   " 'late' and closed_at = '2026-06-15T13:31:00+08:00'"),
                     1);
    assert_int_equal(ground_number(&ground, "select count(*) from breach"), 1);
    ground_end(&ground);
}

/* Its report is handed in at noon, and the term it shares its deadline with is closed at noon: not
 * at the end of that day, which is too late. As the delivery service leaves the rows. */
static void test_closed_by_a_document(void **state)
{
    (void)state;
    struct ground ground;
    ground_begin(&ground, "2026-06-15 13:00");
    fact(&ground, "report_asked", "2026-06-15 09:00");
    ground_settle(&ground);
    assert_due(&ground, "T-026", "open 06-15 17:00:00 v1");
    db_exec(&ground.registry.tdb,
            "update deadline set state = 'met', closed_at = '2026-06-15 12:00+08' where code = "
            "'T-026';"
            "update deliverable set state = 'submitted', submitted_on = '2026-06-15' where clause "
            "= 'T-027';"
            "update contract_work set facts = facts + 1");
    ground_settle(&ground);
    assert_due(&ground, "T-026", "met 06-15 17:00:00 v1");
    assert_int_equal(ground_number(&ground, "select count(*) from breach"), 0);
    ground_end(&ground);
}

/* A notice makes the next working morning a holiday: the hours of the office move on, those of the
 * clock do not. Nobody knows 2027 yet. */
static void test_a_calendar_moves_office_hours(void **state)
{
    (void)state;
    struct ground ground;
    ground_begin(&ground, "2026-12-31 17:00");
    fact(&ground, "site_ready", "2026-12-31 09:00");
    fact(&ground, "help_asked", "2026-12-31 17:00");
    fact(&ground, "notice_received", "2026-12-31 16:30");
    ground_settle(&ground);
    assert_due(&ground, "T-024", "open 01-01 12:30:00 v1");
    ground_notice(&ground, "2027", "2027-01-01,holiday,元旦\n");
    ground_settle(&ground);
    assert_due(&ground, "T-024", "open 01-04 12:30:00 v2");
    assert_due(&ground, "T-023", "open 12-31 20:30:00 v1");
    assert_string_equal(ground_text(&ground, "select reason from ruling r join deadline d on d.id ="
                                             " r.deadline_id where r.version = 2"),
                        "calendar");
    ground_end(&ground);
}

/* Who owes nothing is not told that it is late: the customer's hours are the customer's. */
static void test_the_customers_hours(void **state)
{
    (void)state;
    struct ground ground;
    ground_begin(&ground, "2026-06-15 09:00");
    fact(&ground, "plan_sent", "2026-06-15 09:00");
    ground_settle(&ground);
    assert_string_equal(
        ground_text(&ground,
                    "select string_agg(rule || '>' || audience, ' ' order by at) from deadline_step"
                    " s join deadline d on d.id = s.deadline_id where d.code = 'T-025'"),
        "breach>manager overdue_2>leader");
    assert_string_equal(ground_text(&ground, "select party from deadline where code = 'T-025'"),
                        "customer");
    ground_end(&ground);
}

/* A day has no hour to count from, and none is guessed. */
static void test_a_day_is_no_instant(void **state)
{
    (void)state;
    struct ground ground;
    struct problem problem = { .rc = RC_OK };
    ground_begin(&ground, "2026-06-15 09:00");
    assert_int_equal(bench_refused(&ground.sla, &problem, "fact.record", "{s:s, s:s, s:s}",
                                   "contract", CONTRACT, "name", "notice_received", "at",
                                   "2026-06-15"),
                     RC_INVALID);
    assert_string_equal(problem.field, "at");
    assert_non_null(strstr(problem.text, "instant"));
    ground_fact(&ground, "invoice_received", "2026-06-15"); /* a term in days takes a day */
    ground_end(&ground);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_the_instant),
        cmocka_unit_test(test_moved_within_a_day),
        cmocka_unit_test(test_closed),
        cmocka_unit_test(test_the_hour_of_the_end_is_corrected),
        cmocka_unit_test(test_closed_by_a_document),
        cmocka_unit_test(test_a_calendar_moves_office_hours),
        cmocka_unit_test(test_the_customers_hours),
        cmocka_unit_test(test_a_day_is_no_instant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
