/* The scheduler on the real pack: what is due from which facts. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ledger.h"
#include "portfolio.h"
#include "rulebook.h"
#include "scheduler_step.h"
#include "stepping.h"
#include "torture.h"

enum { SYSTEMS = 3 };
static const char NOW[] = "2026-06-15 09:00";

struct fixture {
    struct portfolio portfolio;
    pg_t *db;
    rulebook_t *book;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    portfolio_begin(&fixture.portfolio, SYSTEMS);
    fixture.db = temp_db_pg(&fixture.portfolio.tdb, "mlps_scheduler");
    fixture.book = rulebook_new();
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    rulebook_destroy(&fixture->book);
    pg_destroy(&fixture->db);
    portfolio_end(&fixture->portfolio);
    return 0;
}

static void settle(struct fixture *fixture)
{
    step_settle(&SCHEDULER_WORKER, fixture->db, test_instant(NOW), fixture->book);
}

static int64_t number(const struct fixture *fixture, const char *sql)
{
    return db_number(&fixture->portfolio.tdb, sql);
}

static void assert_text(const struct fixture *fixture, const char *sql, const char *want)
{
    assert_string_equal(db_text(&fixture->portfolio.tdb, sql), want);
}

/* code=state:due, in order of code; `more` a condition. */
static const char *deadlines(const struct fixture *fixture, const char *more)
{
    char sql[512];
    snprintf(sql, sizeof(sql),
             "select string_agg(code || '=' || state || ':' || to_char(due_on, 'MM-DD'), ' '"
             " order by code collate \"C\") from deadline where %s",
             more);
    return db_text(&fixture->portfolio.tdb, sql);
}

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
    assert_text(fixture,
                "select (scheduled = facts) || ' ' || (schedule_at is null) from contract_work",
                "true true");
}

static void test_the_documents(void **state)
{
    struct fixture *fixture = *state;
    settle(fixture);
    /* plan, summary, two progress reports, two of the training; three kinds for each system */
    assert_int_equal(number(fixture, "select count(*) from deliverable"), 6 + 3 * SYSTEMS);
    assert_text(
        fixture,
        "select string_agg(coalesce(y.serial::text, '-'), '' order by d.id) from deliverable d"
        " left join system y on y.id = d.system_id where d.clause in ('YF-069', 'YF-071')",
        "-123");
    assert_text(
        fixture,
        "select string_agg(distinct concat_ws('/', clause, form, phase), ' ') from deliverable"
        " where clause in ('YF-070', 'YF-071')",
        "YF-070/2 YF-071/书面");
    assert_int_equal(number(fixture, "select count(*) from deliverable d join deadline e on"
                                     " e.id = d.deadline_id and e.subject_id = d.id"
                                     " and e.subject_kind = 'deliverable'"
                                     " and e.system_id is not distinct from d.system_id"),
                     SYSTEMS + 2);
}

/* The one report that a term is about and the term are one matter. */
static void test_a_lone_document_shares_its_terms_deadline(void **state)
{
    struct fixture *fixture = *state;
    settle(fixture);
    assert_text(
        fixture,
        "select e.code || ' ' || e.kind from deliverable d join deadline e on e.id = d.deadline_id"
        " where d.clause = 'YF-084'",
        "YF-084 term");
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

static void submit(struct fixture *fixture, const char *where, const char *on)
{
    char sql[512];
    snprintf(sql, sizeof(sql),
             "update deliverable set state = 'submitted', submitted_on = '%s' where %s", on, where);
    db_exec(&fixture->portfolio.tdb, sql);
    portfolio_bump(&fixture->portfolio);
}

static void test_a_term_of_many_documents_is_done_with_the_last(void **state)
{
    struct fixture *fixture = *state;
    settle(fixture);
    submit(fixture, "clause = 'YF-071' and system_id <> (select id from system where serial = 3)",
           "2026-06-10");
    settle(fixture);
    assert_string_equal(deadlines(fixture, "code = 'YF-086'"), "YF-086=open:10-31");
    submit(fixture, "clause = 'YF-071' and submitted_on is null", "2026-06-12");
    settle(fixture);
    assert_string_equal(deadlines(fixture, "code = 'YF-086'"), "YF-086=met:10-31");
    assert_text(fixture,
                "select closed_at at time zone 'Asia/Shanghai' from deadline where code = 'YF-086'",
                "2026-06-12 23:59:59.999999");
    /* one is objected to: the term is open again */
    db_exec(&fixture->portfolio.tdb,
            "update deliverable set state = 'objected' where clause = 'YF-071'");
    portfolio_bump(&fixture->portfolio);
    settle(fixture);
    assert_string_equal(deadlines(fixture, "code = 'YF-086'"), "YF-086=open:10-31");
    /* a fact that was recorded goes before what is concluded */
    portfolio_fact(&fixture->portfolio, "YF-086", 0, "submitted", "2026-11-02 10:00");
    settle(fixture);
    assert_string_equal(deadlines(fixture, "code = 'YF-086'"), "YF-086=late:10-31");
}

/* Submitted before its deadline was there: it is opened and stopped in one run. Afterwards the
 * delivery service decides when it is open and when not. */
static void test_a_document_handed_in_early(void **state)
{
    struct fixture *fixture = *state;
    db_exec(&fixture->portfolio.tdb,
            "insert into deliverable (contract_id, clause, title, state, submitted_on)"
            " select id, 'YF-072', '等保测评服务年度总结报告', 'submitted', '2026-06-10' from "
            "contract");
    settle(fixture);
    assert_string_equal(deadlines(fixture, "code = 'YF-072/D'"), "YF-072/D=met:12-31");
    submit(fixture, "clause = 'YF-085'", "2026-06-11");
    settle(fixture);
    assert_string_equal(deadlines(fixture, "code = 'YF-085/D'"), "YF-085/D=open:12-31");
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
    assert_int_equal(worker_step(&SCHEDULER_WORKER, fixture->db, test_instant(NOW), fixture->book,
                                 &next, &problem),
                     RC_INVALID);
    assert_non_null(strstr(problem.text, "Europe/Berlin"));
    assert_true(number(fixture, "select count(*) from deadline") > 5);
}

enum { RACERS = 2 };

static void *race(void *arg)
{
    const struct fixture *fixture = arg;
    pg_t *db = temp_db_pg(&fixture->portfolio.tdb, "mlps_scheduler");
    rulebook_t *book = rulebook_new();
    for (int i = 0; i < 10; i++)
        step_once(&SCHEDULER_WORKER, db, test_instant(NOW), book);
    rulebook_destroy(&book);
    pg_destroy(&db);
    return NULL;
}

static void test_two_schedulers_make_each_row_once(void **state)
{
    struct fixture *fixture = *state;
    pthread_t threads[RACERS];
    for (int i = 0; i < RACERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, race, fixture), 0);
    for (int i = 0; i < 20; i++)
        portfolio_bump(&fixture->portfolio);
    for (int i = 0; i < RACERS; i++)
        pthread_join(threads[i], NULL);
    settle(fixture);
    assert_text(
        fixture,
        "select concat_ws(' ', (select count(*) from deadline), (select count(*) from deliverable),"
        " (select count(*) from payment), (select count(*) from event), (select count(*) from "
        "ruling))",
        "10 15 2 10 10");
    assert_text(fixture, "select scheduled = facts from contract_work", "t");
}

static void test_torture(void **state)
{
    static const enum pg_fate FATES[] = { PG_FAIL_BUSY, PG_CUT_AFTER };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof(FATES) / sizeof(FATES[0]); i++) {
        bool fired = true;
        for (int nth = 1; fired; nth += 4) {
            struct torture torture;
            struct problem problem = { .rc = RC_OK };
            char at[32];
            int64_t next;
            /* every run has a new round of YF-088 to rule: one more day */
            snprintf(at, sizeof(at), "2026-0%d-%02d 10:00", 4 + (int)i, nth % 28 + 1);
            portfolio_fact(&fixture->portfolio, "YF-088", 0, "notice_received", at);
            torture_set(&torture, fixture->db, nth, FATES[i]);
            rc_t rc = worker_step(&SCHEDULER_WORKER, fixture->db, test_instant(NOW), fixture->book,
                                  &next, &problem);
            fired = torture.fired;
            assert_true(rc == RC_OK || fired);
            torture_set(&torture, fixture->db, 0, PG_PASS);
            settle(fixture);
        }
    }
    assert_text(
        fixture,
        "select concat_ws(' ', (select count(*) from deadline), (select count(*) from deliverable),"
        " (select count(*) from payment), (select count(*) = max(r.version) from ruling r join "
        "deadline d on"
        " d.id = r.deadline_id where d.code = 'YF-088'))",
        "11 15 2 t");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_what_follows_from_the_contract_alone),
        TEST(test_the_documents),
        TEST(test_a_lone_document_shares_its_terms_deadline),
        TEST(test_a_second_run_changes_nothing),
        TEST(test_facts_open_move_and_close_a_term),
        TEST(test_payments),
        TEST(test_voided_facts_do_not_count),
        TEST(test_a_new_round),
        TEST(test_a_systems_own_fact),
        TEST(test_a_term_of_many_documents_is_done_with_the_last),
        TEST(test_a_document_handed_in_early),
        TEST(test_readings_and_calendar_are_in_the_ruling),
        TEST(test_the_ladder_over_holidays_and_new_year),
        TEST(test_a_contract_that_fails_does_not_stop_the_others),
        TEST(test_two_schedulers_make_each_row_once),
        TEST(test_torture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
