/* The scheduler on the real pack: what is due from which facts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "scheduler_fixture.h"

static void test_what_follows_from_the_contract_alone(void **state)
{
    struct fixture *fixture = *state;
    settle(fixture);
    assert_string_equal(deadlines(fixture, "kind = 'term'"),
                        "YF-084=open:08-08 YF-086=open:10-31 YF-087=open:12-31 YF-092=open:10-31 "
                        "YF-093=open:12-31");
    assert_string_equal(deadlines(fixture, "kind = 'deliverable'"),
                        "YF-071/D1=open:10-31 YF-071/D2=open:10-31 YF-071/D3=open:10-31 "
                        "YF-072/D=open:12-31 YF-085/D=open:12-31");
    assert_text(
        fixture,
        "select string_agg(distinct code || '>' || party, ' ' order by code || '>' || party)"
        " from deadline where code in ('YF-086', 'YF-087', 'YF-072/D')",
        "YF-072/D>vendor YF-086>vendor YF-087>customer");
    assert_int_equal(number(fixture, "select count(*) from event where kind = 'deadline.opened'"),
                     10);
    assert_text(fixture, "select (scheduled = facts) || ' ' || schedule_at from contract_work",
                "true 2026-12-22 01:00:00+00"); /* the year's training is warned of */
}

static void test_a_second_run_changes_nothing(void **state)
{
    struct fixture *fixture = *state;
    settle(fixture);
    static const char ALL[] =
        "select md5(string_agg(t::text, '' order by t::text)) from (select d::text t from deadline "
        "d"
        " union all select x::text from deliverable x union all select p::text from payment p"
        " union all select e::text from event e union all select c::text from clock_event c"
        " union all select s::text from deadline_step s) a";
    char before[64];
    snprintf(before, sizeof(before), "%s", db_text(&fixture->portfolio.tdb, ALL));
    portfolio_bump(&fixture->portfolio);
    settle(fixture);
    assert_text(fixture, ALL, before);
}

static void test_payments(void **state)
{
    struct fixture *fixture = *state;
    struct portfolio *p = &fixture->portfolio;
    static const char PAYMENTS[] =
        "select string_agg(concat_ws(' ', p.clause, p.title, p.amount_fen, d.code, d.subject_kind,"
        " d.subject_id = p.id, p.paid_on), ', ' order by p.clause) from payment p"
        " left join deadline d on d.id = p.deadline_id";
    settle(fixture);
    assert_text(fixture, PAYMENTS, "YF-095 首付款 502642840, YF-096 尾款 215418360");
    portfolio_fact(p, NULL, 0, "contract_effective", "2026-03-16 10:00");
    portfolio_fact(p, "YF-095", 0, "invoice_received", "2026-04-01 10:00");
    settle(fixture);
    assert_text(fixture, PAYMENTS,
                "YF-095 首付款 502642840 YF-095 payment t, YF-096 尾款 215418360");
    portfolio_fact(p, "YF-095", 0, "paid", "2026-04-10 23:30");
    settle(fixture);
    assert_text(fixture, PAYMENTS,
                "YF-095 首付款 502642840 YF-095 payment t 2026-04-10, YF-096 尾款 215418360");
    assert_string_equal(deadlines(fixture, "code = 'YF-095'"), "YF-095=met:04-16");
}

static void test_a_contract_that_fails_does_not_stop_the_others(void **state)
{
    struct fixture *fixture = *state;
    struct problem problem = { .rc = RC_OK };
    int64_t next;
    db_exec(
        &fixture->portfolio.tdb,
        "insert into contract (code, pack_id, calendar_id, title, customer, total_fen, signed_on, "
        "service_from,"
        " service_to, zone) select 'broken', pack_id, calendar_id, 't', 'c', 1, signed_on, "
        "service_from, service_to,"
        " 'Europe/Berlin' from contract;"
        "update contract_work set contract_id = (select id from contract where code = 'broken');"
        "insert into contract_work (contract_id) select id from contract where code = "
        "'yifen-2026'");
    assert_int_equal(worker_step(&SCHEDULER_WORKER, fixture->db, test_instant(SCHEDULER_NOW),
                                 fixture->book, &next, &problem),
                     RC_INVALID);
    assert_non_null(strstr(problem.text, "Europe/Berlin"));
    assert_true(number(fixture, "select count(*) from deadline") > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_what_follows_from_the_contract_alone),
        TEST(test_a_second_run_changes_nothing),
        TEST(test_payments),
        TEST(test_a_contract_that_fails_does_not_stop_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
