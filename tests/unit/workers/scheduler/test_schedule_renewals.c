/* Reviews and certificates of the real pack as rows: they wait for their fact, come once for each
 * due day, and go on from the next fact. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "attr.h"
#include "scheduler_fixture.h"

static int64_t settle_at(struct fixture *fixture, const char *instant)
{
    return step_settle(&SCHEDULER_WORKER, fixture->db, test_instant(instant), fixture->book);
}

/* The last day of a certificate. */
static void expires(struct fixture *fixture, const char *unit, const char *on)
{
    char sql[512];
    snprintf(sql, sizeof(sql),
             "insert into fact (contract_id, clause, unit, name, occurred_at, recorded_at) select"
             " contract_id, clause, '%s', 'expires', '%s 00:00+08', '2026-06-10 10:00+08' from"
             " schedule where work = 'certificate' order by clause limit 1;"
             "update contract_work set facts = facts + 1",
             unit, on);
    db_exec(&fixture->portfolio.tdb, sql);
}

/* unit:from..due=state of the tasks of a kind of work, in order of due day. */
static const char *tasks(const struct fixture *fixture, const char *work)
{
    char sql[512];
    snprintf(sql, sizeof(sql),
             "select string_agg(concat(t.unit, ':', t.slot_from, '..', t.due_on, '=', t.state), ' '"
             " order by t.due_on, t.unit) from task t join schedule s on s.id = t.schedule_id"
             " where s.work = '%s'",
             work);
    return db_text(&fixture->portfolio.tdb, sql);
}

#define WAITS                                                                                      \
    "select string_agg(concat(work, ' ', waits = jsonb_array_length(places), ' ', look_at is null" \
    "), ', ' order by work, clause) from schedule where period = 'expiry'"

/* Rows of `schedule` that wait; not one task. */
static void test_without_facts_they_wait(void **state)
{
    struct fixture *fixture = *state;
    settle(fixture);
    assert_text(fixture, WAITS, "assessment t t, certificate t t, certificate t t, filing t t");
    assert_int_equal(number(fixture, "select count(*) from task t join schedule s on s.id ="
                                     " t.schedule_id where s.period = 'expiry'"),
                     0);
}

/* One fact, one row; looked at for the others' sake it stays one. */
static void test_one_row_for_each_due_day(void **state)
{
    struct fixture *fixture = *state;
    struct portfolio *p = &fixture->portfolio;
    settle(fixture);
    portfolio_fact(p, NULL, 1, "filed", "2025-08-20 10:00");
    settle(fixture);
    assert_string_equal(tasks(fixture, "assessment"), "1:2026-05-22..2026-08-20=planned");
    assert_string_equal(tasks(fixture, "filing"), "");
    for (int i = 0; i < 3; i++) {
        portfolio_bump(p);
        settle(fixture);
    }
    assert_string_equal(tasks(fixture, "assessment"), "1:2026-05-22..2026-08-20=planned");
    assert_text(fixture,
                "select concat(places, ' ', waits) from (select jsonb_array_length(places) - waits"
                " as places, 1 as waits from schedule where work = 'filing') s",
                "1 1");
}

/* From one assessment to the next, each with the deadline that was running; and the certificate is
 * asked to be renewed when its window comes near, not before. */
static void test_from_fact_to_fact(void **state)
{
    struct fixture *fixture = *state;
    struct portfolio *p = &fixture->portfolio;
    portfolio_fact(p, NULL, 1, "filed", "2025-08-20 10:00");
    settle(fixture);
    settle_at(fixture, "2026-08-11 09:00"); /* seven working days before: warned of */
    assert_text(fixture, "select string_agg(state, ' ') from deadline where kind = 'task'", "open");
    portfolio_fact(p, NULL, 1, "assessed", "2026-08-18 10:00");
    int64_t next = settle_at(fixture, "2026-08-19 09:00");
    assert_string_equal(tasks(fixture, "assessment"), "1:2026-05-22..2026-08-20=done");
    assert_text(fixture,
                "select concat_ws(' ', state, to_char(closed_at at time zone"
                " 'Asia/Shanghai', 'MM-DD HH24:MI')) from deadline where kind = 'task'",
                "met 08-18 23:59");
    assert_text(fixture, "select data ->> 'on' from event where kind = 'task.renewed'",
                "2026-08-18");
    assert_true(next == test_instant("2026-12-22 09:00")); /* the training of the pack */
    settle_at(fixture, "2027-03-20 09:00");
    assert_string_equal(tasks(fixture, "assessment"), "1:2026-05-22..2026-08-20=done");
    settle_at(fixture, "2027-03-21 09:00"); /* within the horizon: 90 days before, and 60 */
    assert_string_equal(tasks(fixture, "assessment"),
                        "1:2026-05-22..2026-08-20=done 1:2027-05-20..2027-08-18=planned");
    settle_at(fixture, "2029-03-20 09:00"); /* 2028-08-20 and a year for the assessment */
    assert_string_equal(tasks(fixture, "filing"), "");
    settle_at(fixture, "2029-03-21 09:00");
    assert_string_equal(tasks(fixture, "filing"), "1:2029-05-20..2029-08-20=planned");
}

/* Done too late is late by the day it was done. */
static void test_done_too_late(void **state)
{
    struct fixture *fixture = *state;
    portfolio_fact(&fixture->portfolio, NULL, 2, "filed", "2025-05-20 10:00");
    settle(fixture); /* 15 June: it was due on 20 May */
    assert_text(fixture, "select concat(state, ' ', due_on) from deadline where kind = 'task'",
                "open 2026-05-20");
    portfolio_fact(&fixture->portfolio, NULL, 2, "assessed", "2026-06-14 10:00");
    settle(fixture);
    assert_text(fixture, "select concat(state, ' ', due_on) from deadline where kind = 'task'",
                "late 2026-05-20");
}

/* A fact that was wrong takes its row with it, and the right one brings another. */
static void test_a_fact_that_was_wrong(void **state)
{
    struct fixture *fixture = *state;
    struct portfolio *p = &fixture->portfolio;
    int64_t wrong = portfolio_fact(p, NULL, 1, "filed", "2025-06-01 10:00");
    settle(fixture);
    assert_string_equal(tasks(fixture, "assessment"), "1:2026-03-03..2026-06-01=planned");
    portfolio_void(p, wrong);
    settle(fixture);
    assert_string_equal(tasks(fixture, "assessment"), "1:2026-03-03..2026-06-01=skipped");
    assert_text(fixture, "select string_agg(state, ' ') from deadline where kind = 'task'", "void");
    assert_int_equal(number(fixture, "select count(*) from event where kind = 'task.withdrawn'"),
                     1);
    portfolio_fact(p, NULL, 1, "filed", "2025-06-01 12:00");
    settle(fixture);
    assert_string_equal(tasks(fixture, "assessment"), "1:2026-03-03..2026-06-01=planned");
    assert_text(fixture,
                "select string_agg(concat(split_part(code, '/', 3), state), ' ' order by"
                " id) from deadline where kind = 'task'",
                "void 2open");
}

/* People and firms: each holder's own, renewed by a later end. */
static void test_certificates(void **state)
{
    struct fixture *fixture = *state;
    settle(fixture);
    expires(fixture, "张工/证书", "2026-08-01");
    expires(fixture, "李工/证书", "2026-12-01");
    settle(fixture);
    assert_string_equal(tasks(fixture, "certificate"), "张工/证书:2026-05-03..2026-08-01=planned");
    expires(fixture, "张工/证书", "2029-08-01");
    settle_at(fixture, "2026-07-10 09:00");
    assert_string_equal(tasks(fixture, "certificate"),
                        "张工/证书:2026-05-03..2026-08-01=done 李工/证书:2026-09-02..2026-12-01="
                        "planned");
    assert_text(fixture, "select done_on::text from task where state = 'done'", "2026-06-10");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_without_facts_they_wait), TEST(test_one_row_for_each_due_day),
        TEST(test_from_fact_to_fact),       TEST(test_done_too_late),
        TEST(test_a_fact_that_was_wrong),   TEST(test_certificates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
