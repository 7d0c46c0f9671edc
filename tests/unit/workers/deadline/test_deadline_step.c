#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "deadline_step.h"
#include "ledger.h"
#include "stepping.h"
#include "torture.h"

struct fixture {
    struct ledger ledger;
    pg_t *db; /* as the worker */
};

static int set_up(void **state)
{
    static struct fixture fixture;
    ledger_begin(&fixture.ledger);
    fixture.db = temp_db_pg(&fixture.ledger.tdb, "mlps_deadline");
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    pg_destroy(&fixture->db);
    ledger_end(&fixture->ledger);
    return 0;
}

static int64_t number(const struct fixture *fixture, const char *sql)
{
    return db_number(&fixture->ledger.tdb, sql);
}

static void assert_text(const struct fixture *fixture, const char *sql, const char *want)
{
    assert_string_equal(db_text(&fixture->ledger.tdb, sql), want);
}

/* What has been done so far, in order of time. */
static const char DONE[] = "select string_agg(due_version || rule, ' ' order by at, rule) "
                           "from deadline_step where state = 'done'";

/* A deadline due on Monday 2026-06-15: warn_3 on Wednesday 06-10 at 09:00, the breach at its end,
 * overdue_0 in the morning after it, overdue_2 on Wednesday 06-17 at 09:00. */
static const struct {
    const char *now;
    const char *done; /* so far */
    const char *state;
    const char *next; /* NULL: never */
} COURSE[] = {
    { "2026-06-01 09:00", "", "open", "2026-06-10 09:00" },
    { "2026-06-10 08:59:59", "", "open", "2026-06-10 09:00" },
    { "2026-06-10 09:00", "1warn_3", "open", "2026-06-16 00:00" },
    { "2026-06-15 23:59:59", "1warn_3", "open", "2026-06-16 00:00" },
    { "2026-06-16 00:00", "1warn_3 1breach", "breached", "2026-06-16 09:00" },
    { "2026-06-16 09:00", "1warn_3 1breach 1overdue_0", "breached", "2026-06-17 09:00" },
    { "2026-06-30 00:00", "1warn_3 1breach 1overdue_0 1overdue_2", "breached", NULL },
};

static void test_each_step_in_its_time(void **state)
{
    struct fixture *fixture = *state;
    ledger_open_simple(&fixture->ledger, "X-1/1/1", "2026-06-15");
    for (size_t i = 0; i < sizeof(COURSE) / sizeof(COURSE[0]); i++) {
        int64_t next =
            step_settle(&DEADLINE_WORKER, fixture->db, test_instant(COURSE[i].now), NULL);
        int64_t want = COURSE[i].next ? test_instant(COURSE[i].next) : STEP_NEVER;
        const char *is = db_text(&fixture->ledger.tdb, DONE);
        if (strcmp(is, COURSE[i].done) != 0 || next != want)
            fail_msg("%s: %s", COURSE[i].now, is);
        assert_text(fixture, "select state from deadline", COURSE[i].state);
    }
}

static void test_never_early_by_a_microsecond(void **state)
{
    struct fixture *fixture = *state;
    int64_t breach = test_instant("2026-06-16 00:00");
    ledger_open_simple(&fixture->ledger, "X-1/1/1", "2026-06-15");
    step_settle(&DEADLINE_WORKER, fixture->db, breach - 1, NULL);
    assert_int_equal(number(fixture, "select count(*) from breach"), 0);
    step_settle(&DEADLINE_WORKER, fixture->db, breach, NULL);
    assert_int_equal(number(fixture, "select count(*) from breach"), 1);
}

static void test_a_breach_is_told_once(void **state)
{
    struct fixture *fixture = *state;
    int64_t id = ledger_open_simple(&fixture->ledger, "X-1/1/1", "2026-06-15");
    int64_t facts = number(fixture, "select facts from contract_work");
    for (int i = 0; i < 3; i++) { /* also when the step were planned again */
        step_settle(&DEADLINE_WORKER, fixture->db, test_instant("2026-06-16 10:00"), NULL);
        db_exec(&fixture->ledger.tdb,
                "update deadline_step set state = 'planned', done_at = null where rule = 'breach'");
    }
    assert_int_equal(number(fixture, "select version from deadline"), 3);
    assert_int_equal(number(fixture, "select deadline_id from breach"), id);
    assert_text(fixture,
                "select (b.ruling_id = d.ruling_id) || ' ' || (b.due_at = d.due_at) || ' ' || "
                "(d.breached_at = d.due_at) || ' ' || (b.found_at at time zone 'Asia/Shanghai') "
                "from breach b, deadline d",
                "true true true 2026-06-16 10:00:00");
    assert_text(fixture,
                "select string_agg(concat_ws(' ', contract, kind, subject_kind, actor, "
                "data->>'code', data->>'due_on', data->>'clause'), ',') from event",
                "c deadline.breached deadline deadline X-1/1/1 2026-06-15 X-1");
    assert_int_equal(number(fixture, "select facts from contract_work"), facts + 1);
}

/* Steps that should have been cancelled but were not: the worker looks at the deadline itself. */
static const struct {
    const char *name, *spoil;
} STRAYS[] = {
    { "closed", "update deadline set state = 'met', closed_at = now()" },
    { "void", "update deadline set state = 'void'" },
    { "paused", "update deadline set state = 'paused'" },
    { "moved", "update deadline set due_version = 2" },
};

/* Nor does it lock one: each lies on a page of its own, of as many as deadlines were ever open. */
static void test_a_breach_leaves_rulings_alone(void **state)
{
    static const char LOCKS[] =
        "select string_agg(xmax::text, ' ' order by id) from ruling where version = 1";
    struct fixture *fixture = *state;
    char before[64];
    ledger_open_simple(&fixture->ledger, "X-1/1/1", "2026-06-15");
    ledger_open_simple(&fixture->ledger, "X-1/2/1", "2026-06-15");
    snprintf(before, sizeof(before), "%s", db_text(&fixture->ledger.tdb, LOCKS));
    step_settle(&DEADLINE_WORKER, fixture->db, test_instant("2026-06-16 00:00"), NULL);
    assert_text(fixture, LOCKS, before);
    assert_int_equal(number(fixture, "select count(*) from breach b join deadline d on d.id ="
                                     " b.deadline_id where b.ruling_id = d.ruling_id"),
                     2);
}

static void test_a_stray_step_does_nothing(void **state)
{
    for (size_t i = 0; i < sizeof(STRAYS) / sizeof(STRAYS[0]); i++) {
        set_up(state);
        struct fixture *fixture = *state;
        arrange_person(&fixture->ledger.tdb, &fixture->ledger.ids, "wang", "engineer", NULL);
        ledger_open_simple(&fixture->ledger, "X-1/1/1", "2026-06-15");
        db_exec(&fixture->ledger.tdb, STRAYS[i].spoil);
        int64_t next =
            step_settle(&DEADLINE_WORKER, fixture->db, test_instant("2026-07-01 09:00"), NULL);
        if (next != STEP_NEVER || number(fixture, "select count(*) from breach") != 0 ||
            number(fixture, "select count(*) from reminder") != 0 ||
            number(fixture, "select count(*) from deadline_step where state = 'cancelled'") != 4)
            fail_msg("%s", STRAYS[i].name);
        tear_down(state);
    }
}

static void test_what_the_ledger_cancels_never_fires(void **state)
{
    struct fixture *fixture = *state;
    int64_t id = ledger_open_simple(&fixture->ledger, "X-1/1/1", "2026-06-15");
    ledger_pause(&fixture->ledger, id, "2026-06-09");
    step_settle(&DEADLINE_WORKER, fixture->db, test_instant("2026-06-20 09:00"), NULL);
    assert_text(fixture, DONE, "");
    ledger_resume(&fixture->ledger, id, "2026-06-26", "2026-06-20");
    ledger_retarget(&fixture->ledger, id, "2026-06-29", "2026-06-21");
    step_settle(&DEADLINE_WORKER, fixture->db, test_instant("2026-06-29 10:00"), NULL);
    assert_text(fixture, DONE, "3warn_3");
    ledger_stop(&fixture->ledger, id, "2026-06-29");
    assert_int_equal(
        step_settle(&DEADLINE_WORKER, fixture->db, test_instant("2026-12-31 00:00"), NULL),
        STEP_NEVER);
    assert_text(fixture, "select state from deadline", "met");
}

static void test_more_than_a_batch(void **state)
{
    struct fixture *fixture = *state;
    char code[32];
    for (int i = 0; i < DEADLINE_BATCH / 3;
         i++) { /* three steps each are due below, and one more */
        snprintf(code, sizeof(code), "X-1/1/%d", i);
        ledger_open_simple(&fixture->ledger, code, "2026-06-15");
    }
    ledger_open_simple(&fixture->ledger, "X-1/1/last", "2026-06-15");
    int64_t now = test_instant("2026-06-16 10:00");
    assert_true(step_once(&DEADLINE_WORKER, fixture->db, now, NULL) <= now);
    assert_int_equal(number(fixture, "select count(*) from deadline_step where state = 'done'"),
                     DEADLINE_BATCH);
    step_settle(&DEADLINE_WORKER, fixture->db, now, NULL);
    assert_int_equal(number(fixture, "select count(*) from breach"), DEADLINE_BATCH / 3 + 1);
    assert_int_equal(number(fixture, "select count(*) from event"), DEADLINE_BATCH / 3 + 1);
}

/* A deadline that somebody is changing right now is left for the next step; the others are not kept
 * waiting. */
static void test_a_held_deadline_is_passed_over(void **state)
{
    struct fixture *fixture = *state;
    ledger_open_simple(&fixture->ledger, "held", "2026-06-15");
    ledger_open_simple(&fixture->ledger, "free", "2026-06-15");
    int64_t now = test_instant("2026-06-16 10:00");
    db_exec(&fixture->ledger.tdb, "begin; select from deadline where code = 'held' for update");
    assert_true(step_once(&DEADLINE_WORKER, fixture->db, now, NULL) <= now);
    db_exec(&fixture->ledger.tdb, "commit");
    assert_text(fixture, "select string_agg(code || state, ' ' order by code) from deadline",
                "freebreached heldopen");
    step_settle(&DEADLINE_WORKER, fixture->db, now, NULL);
    assert_int_equal(number(fixture, "select count(*) from breach"), 2);
}

/* One deadline whose breach and reminder meet a failing call. True while the call was reached. */
static bool torture_once(struct fixture *fixture, int nth, enum pg_fate fate)
{
    struct torture torture;
    struct problem problem = { .rc = RC_OK };
    char code[32];
    int64_t next, now = test_instant("2026-06-16 10:00");
    int64_t breaches = number(fixture, "select count(*) from breach");
    snprintf(code, sizeof(code), "X-1/%d/%d", (int)fate, nth);
    ledger_open_simple(&fixture->ledger, code, "2026-06-15");
    torture_set(&torture, fixture->db, nth, fate);
    rc_t rc = worker_step(&DEADLINE_WORKER, fixture->db, now, NULL, &next, &problem);
    bool fired = torture.fired;
    assert_true(rc == RC_OK || (fired && problem.text[0]));
    torture_set(&torture, fixture->db, 0, PG_PASS);
    step_settle(&DEADLINE_WORKER, fixture->db, now, NULL);
    if (number(fixture, "select count(*) from breach") != breaches + 1 ||
        number(fixture, "select count(*) from event") != breaches + 1 ||
        number(fixture, "select count(*) from reminder") != 4 * (breaches + 1))
        fail_msg("fate %d, call %d", (int)fate, nth);
    return fired;
}

/* The n-th call fails, in each way it can: nothing is half done, and the next step finishes. */
static void test_torture(void **state)
{
    struct fixture *fixture = *state;
    static const enum pg_fate FATES[] = { PG_FAIL, PG_FAIL_BUSY, PG_CUT, PG_CUT_AFTER };
    arrange_person(&fixture->ledger.tdb, &fixture->ledger.ids, "wang", "engineer", "w@x");
    arrange_person(&fixture->ledger.tdb, &fixture->ledger.ids, "li", "manager", "l@x");
    for (size_t i = 0; i < sizeof(FATES) / sizeof(FATES[0]); i++) {
        int nth = 1;
        while (torture_once(fixture, nth, FATES[i]))
            nth++;
        assert_true(nth > 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_each_step_in_its_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_never_early_by_a_microsecond, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_breach_is_told_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_breach_leaves_rulings_alone, set_up, tear_down),
        cmocka_unit_test(test_a_stray_step_does_nothing),
        cmocka_unit_test_setup_teardown(test_what_the_ledger_cancels_never_fires, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_more_than_a_batch, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_held_deadline_is_passed_over, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_torture, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
