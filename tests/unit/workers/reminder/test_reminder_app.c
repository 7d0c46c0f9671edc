#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "reminder_app.h"
#include "reminder_fixture.h"
#include "reminder_store.h"
#include "torture.h"

static const char SENT[] =
    "select string_agg(concat_ws('/', rule, state, late::text, attempts), ' ' "
    "order by id) from reminder";

static void test_a_notification_is_shown_once(void **state)
{
    struct fixture *fixture = *state;
    fixture_plan(fixture, fixture->li, "app", "warn_3", "2026-06-10 09:00");
    assert_true(fixture_settle(fixture, "2026-06-10 08:59:59") == test_instant("2026-06-10 09:00"));
    assert_int_equal(fixture_number(fixture, "select count(*) from notification"), 0);
    for (int i = 0; i < 3; i++)
        assert_true(fixture_settle(fixture, "2026-06-10 09:00") == STEP_NEVER);
    assert_string_equal(fixture_text(fixture, SENT), "warn_3/sent/false/1");
    assert_string_equal(
        fixture_text(fixture, "select concat_ws('|', count(*), min(title), min(person_id) = "
                              "min((select id from person where name = 'li')),"
                              " min(created_at at time zone 'Asia/Shanghai')) from notification"),
        "1|[到期提醒] system one matter 还有 5 天（2026-06-15）|t|2026-06-10 09:00:00");
    assert_non_null(
        strstr(fixture_text(fixture, "select body from notification"), "到期日 2026-06-15"));
}

static void test_downtime_loses_nothing_and_says_late(void **state)
{
    struct fixture *fixture = *state;
    fixture_plan(fixture, fixture->li, "app", "warn_3", "2026-06-10 09:00");
    fixture_plan(fixture, fixture->li, "app", "warn_0", "2026-06-15 09:00");
    fixture_settle(fixture, "2026-06-15 10:00");
    assert_string_equal(fixture_text(fixture, SENT), "warn_3/sent/true/1 warn_0/sent/false/1");
    assert_non_null(
        strstr(fixture_text(fixture, "select body from notification order by id limit 1"),
               "本提醒迟发：原定 2026-06-10 09:00"));
}

/* What makes a planned reminder untrue before its time, with what the ledger leaves behind. */
static const struct {
    const char *name, *spoil;
} UNTRUE[] = {
    { "met", "update deadline set state = 'met', closed_at = now()" },
    { "late", "update deadline set state = 'late', closed_at = now(), breached_at = now()" },
    { "void", "update deadline set state = 'void'" },
    { "paused", "update deadline set state = 'paused'" },
    { "moved", "update deadline set due_version = due_version + 1" },
    { "the person has left", "update person set active = false" },
    { "of another kind of object", "update reminder set object_kind = 'nothing'" },
};

static void test_untrue_is_cancelled(void **state)
{
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof(UNTRUE) / sizeof(UNTRUE[0]); i++) {
        db_exec(&fixture->ledger.tdb, "begin");
        fixture_plan(fixture, fixture->li, "app", "warn_3", "2026-06-10 09:00");
        db_exec(&fixture->ledger.tdb, UNTRUE[i].spoil);
        db_exec(&fixture->ledger.tdb, "commit");
        fixture_settle(fixture, "2026-06-10 09:00");
        if (fixture_number(fixture, "select count(*) from reminder where state = 'cancelled' and "
                                    "last_error like 'no longer true%' and sent_at is null") != 1 ||
            fixture_number(fixture, "select count(*) from notification") != 0)
            fail_msg("%s", UNTRUE[i].name);
        db_exec(&fixture->ledger.tdb, "delete from reminder; update person set active = true;"
                                      "update deadline set state = 'open', closed_at = null, "
                                      "breached_at = null, due_version = 1");
    }
}

static void test_a_breached_deadline_is_still_true(void **state)
{
    struct fixture *fixture = *state;
    db_exec(&fixture->ledger.tdb, "update deadline set state = 'breached', breached_at = due_at");
    fixture_plan(fixture, fixture->li, "app", "overdue_0", "2026-06-16 09:00");
    fixture_settle(fixture, "2026-06-16 09:00");
    assert_string_equal(fixture_text(fixture, "select title from notification"),
                        "[已逾期] system one matter 逾期 1 天（2026-06-15）");
}

/* A penalty of the contract on its own case; its id. */
static int64_t arrange_penalty(struct fixture *fixture)
{
    char sql[1024];
    snprintf(sql, sizeof(sql),
             "with told as (insert into penalty_case (contract_id, system_id, code, type, "
             "occurred_on, title) values (%" PRId64 ", %" PRId64 ", 'K-1', 'inspection', "
             "'2026-06-01', '检查不合格') returning id) insert into penalty (contract_id, case_id, "
             "clause, deduct_fen, measures, proof, pack_id) select %" PRId64 ", id, 'X-9', 250000, "
             "'[\"限期整改\"]', '[]', %" PRId64 " from told returning id",
             fixture->ledger.ids.contract, fixture->ledger.ids.system, fixture->ledger.ids.contract,
             fixture->ledger.ids.pack);
    return fixture_number(fixture, sql);
}

static int64_t plan_notice(struct fixture *fixture, int64_t penalty)
{
    char sql[256];
    snprintf(sql, sizeof(sql),
             "select set_config('mlps.now', '2026-06-10T09:00:00+08:00', false);"
             "select mlps.penalty_notice_plan(%" PRId64 ")",
             penalty);
    return fixture_number(fixture, sql);
}

/* To those who answer for the vendor, in the application and by mail, once for a revision. */
static void test_the_notice_of_a_penalty(void **state)
{
    struct fixture *fixture = *state;
    const struct temp_db *tdb = &fixture->ledger.tdb;
    const struct arranged *ids = &fixture->ledger.ids;
    arrange_person(tdb, ids, "zhao", "manager", NULL);
    arrange_person(tdb, ids, "qian", "leader", "qian@example.com");
    arrange_person(tdb, ids, "sun", "customer", "sun@example.com");
    db_exec(tdb, "insert into reminder_channel (contract_id, channel, name, token_ref) select id, "
                 "'wecom', 'group', 'file:token' from contract");
    int64_t penalty = arrange_penalty(fixture);
    assert_int_equal(plan_notice(fixture, penalty), 3);
    assert_int_equal(plan_notice(fixture, penalty), 0);
    assert_string_equal(fixture_text(fixture,
                                     "select string_agg(p.name || '/' || channel, ' ' order "
                                     "by p.name, channel) from reminder r join person p "
                                     "on p.id = r.person_id"),
                        "qian/app qian/mail zhao/app");
    fixture_settle(fixture, "2026-06-10 09:00");
    assert_string_equal(fixture_text(fixture, "select title from notification limit 1"),
                        "[处罚通知] system one 检查不合格 拟扣减 2500.00 元（条款 X-9）");
    assert_non_null(strstr(fixture_text(fixture, "select body from notification limit 1"),
                           "发生日：2026-06-01\n拟扣减：2500.00 元\n措施：限期整改\n"));
    assert_string_equal(fixture_text(fixture, "select concat_ws(' ', count(*), count(sent_at), "
                                              "count(read_at)) from penalty_notice"),
                        "2 2 0");
}

/* What no longer stands is not announced: it was waived, or a later fact made a new revision. */
static void test_a_penalty_that_fell_is_not_announced(void **state)
{
    struct fixture *fixture = *state;
    static const char *const SPOILS[] = {
        "update penalty set state = 'waived'",
        "update penalty set state = 'reversed'",
        "update penalty set state = 'superseded'",
        "update penalty set revision = 2",
    };
    arrange_person(&fixture->ledger.tdb, &fixture->ledger.ids, "zhao", "manager", NULL);
    int64_t penalty = arrange_penalty(fixture);
    /* Nothing brings a decided penalty back but this test. */
    db_exec(&fixture->ledger.tdb, "alter table penalty disable trigger penalty_settled");
    for (size_t i = 0; i < sizeof(SPOILS) / sizeof(SPOILS[0]); i++) {
        assert_int_equal(plan_notice(fixture, penalty), 1);
        db_exec(&fixture->ledger.tdb, SPOILS[i]);
        fixture_settle(fixture, "2026-06-10 09:00");
        if (fixture_number(fixture, "select count(*) from reminder where state = 'cancelled'") !=
                1 ||
            fixture_number(fixture, "select count(*) from notification") != 0)
            fail_msg("%s", SPOILS[i]);
        db_exec(&fixture->ledger.tdb, "delete from reminder; update penalty set state = "
                                      "'proposed', revision = 1");
    }
}

/* A proof that nobody can read must not hold up what comes behind it. */
static void test_an_unwritable_text_fails_alone(void **state)
{
    struct fixture *fixture = *state;
    int64_t first = fixture->deadline;
    fixture_plan(fixture, fixture->li, "app", "warn_3", "2026-06-10 09:00");
    db_exec(
        &fixture->ledger.tdb,
        "alter table ruling disable trigger all; update ruling set proof = '[{\"why\": \"?\"}]';"
        "alter table ruling enable trigger all");
    fixture->deadline = ledger_open_simple(&fixture->ledger, "X-1/1/2", "2026-06-15");
    fixture_plan(fixture, fixture->li, "app", "warn_3", "2026-06-10 09:00");
    fixture_settle(fixture, "2026-06-10 09:00");
    assert_string_equal(fixture_text(fixture, SENT), "warn_3/failed/false/0 warn_3/sent/false/1");
    assert_true(fixture_number(fixture, "select object_id from reminder where state = 'failed' and "
                                        "last_error is not null") == first);
}

static void test_more_than_a_batch(void **state)
{
    struct fixture *fixture = *state;
    char rule[32];
    for (int i = 0; i <= REMINDER_APP_BATCH; i++) {
        snprintf(rule, sizeof(rule), "warn_%d", i);
        fixture_plan(fixture, fixture->li, "app", rule, "2026-06-10 09:00");
    }
    int64_t now = test_instant("2026-06-10 09:00");
    assert_true(step_once(&REMINDER_WORKER, fixture->db, now, fixture->local) <= now);
    assert_int_equal(fixture_number(fixture, "select count(*) from notification"),
                     REMINDER_APP_BATCH);
    fixture_settle(fixture, "2026-06-10 09:00");
    assert_int_equal(fixture_number(fixture, "select count(*) from notification"),
                     REMINDER_APP_BATCH + 1);
}

/* True while the failing call was reached. */
static bool torture_once(struct fixture *fixture, int nth, enum pg_fate fate)
{
    struct torture torture;
    struct problem problem = { .rc = RC_OK };
    char rule[32];
    int64_t next;
    snprintf(rule, sizeof(rule), "warn_%d_%d", (int)fate, nth);
    fixture_plan(fixture, fixture->li, "app", rule, "2026-06-10 09:00");
    int64_t planned = fixture_number(fixture, "select count(*) from reminder");
    torture_set(&torture, fixture->db, nth, fate);
    rc_t rc = worker_step(&REMINDER_WORKER, fixture->db, test_instant("2026-06-10 09:00"),
                          fixture->local, &next, &problem);
    bool fired = torture.fired;
    assert_true(rc == RC_OK || (fired && problem.text[0]));
    torture_set(&torture, fixture->db, 0, PG_PASS);
    fixture_settle(fixture, "2026-06-10 09:00");
    if (fixture_number(fixture, "select count(*) from notification") != planned ||
        fixture_number(fixture, "select count(*) from reminder where state = 'sent'") != planned)
        fail_msg("fate %d, call %d", (int)fate, nth);
    return fired;
}

static void test_torture(void **state)
{
    struct fixture *fixture = *state;
    static const enum pg_fate FATES[] = { PG_FAIL, PG_FAIL_BUSY, PG_CUT, PG_CUT_AFTER };
    for (size_t i = 0; i < sizeof(FATES) / sizeof(FATES[0]); i++) {
        int nth = 1;
        while (torture_once(fixture, nth, FATES[i]))
            nth++;
        assert_true(nth > 4);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_notification_is_shown_once, fixture_set_up,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_downtime_loses_nothing_and_says_late, fixture_set_up,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_untrue_is_cancelled, fixture_set_up,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_a_breached_deadline_is_still_true, fixture_set_up,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_the_notice_of_a_penalty, fixture_set_up,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_a_penalty_that_fell_is_not_announced, fixture_set_up,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_an_unwritable_text_fails_alone, fixture_set_up,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_more_than_a_batch, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_torture, fixture_set_up, fixture_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
