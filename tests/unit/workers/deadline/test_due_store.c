/* Who is told, and what looking for due steps costs. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "deadline_step.h"
#include "due_store.h"
#include "ledger.h"
#include "stepping.h"

struct fixture {
    struct ledger ledger;
    pg_t *db;
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

/* Two teams: "t" has system 1, "u" has none. Names say role and team; "any" has no team. */
static void arrange_people(const struct fixture *fixture)
{
    db_exec(
        &fixture->ledger.tdb,
        "insert into team (contract_id, code, name, position) select id, 'u', 'other', 2 from "
        "contract;"
        "insert into person (contract_id, team_id, name, role, email, active)"
        " select c.id, (select id from team where code = v.team), v.name, v.role, v.email, v.active"
        "  from contract c, (values"
        "   ('t', 'eng-t1', 'engineer', 'a@x', true), ('t', 'eng-t2', 'engineer', null, true),"
        "   ('t', 'eng-left', 'engineer', 'b@x', false), ('u', 'eng-u', 'engineer', 'c@x', true),"
        "   (null, 'man-any', 'manager', 'd@x', true), ('u', 'man-u', 'manager', null, true),"
        "   ('u', 'cus-u', 'customer', null, true), (null, 'cus-any', 'customer', null, true))"
        "  as v (team, name, role, email, active)");
}

/* Who is told what of a matter of the system of team t, and of one of the whole contract. */
static const struct {
    const char *name;
    bool of_contract;
    const char *rule; /* warn_3: engineer, overdue_0: manager, overdue_2: customer */
    const char *want;
} TOLD[] = {
    { "engineers of the system's team, mail for who has one", false, "warn_3",
      "eng-t1/app eng-t1/mail eng-t2/app" },
    { "the team has no manager: every manager of the contract", false, "overdue_0",
      "man-any/app man-any/mail man-u/app" },
    { "no customer of the team either", false, "overdue_2", "cus-any/app cus-u/app" },
    { "of the contract: every active engineer", true, "warn_3",
      "eng-t1/app eng-t1/mail eng-t2/app eng-u/app eng-u/mail" },
};

static void test_recipients(void **state)
{
    struct fixture *fixture = *state;
    char sql[512];
    arrange_people(fixture);
    ledger_open(&fixture->ledger, &(struct ledger_row){ .code = "S", .on = "2026-06-15" });
    ledger_open(&fixture->ledger,
                &(struct ledger_row){ .code = "C", .on = "2026-06-15", .of_contract = true });
    step_settle(&DEADLINE_WORKER, fixture->db, test_instant("2026-06-30 00:00"), NULL);
    for (size_t i = 0; i < sizeof(TOLD) / sizeof(TOLD[0]); i++) {
        snprintf(sql, sizeof(sql),
                 "select string_agg(p.name || '/' || r.channel, ' ' order by p.name, r.channel)"
                 " from reminder r join person p on p.id = r.person_id"
                 " join deadline d on d.id = r.object_id where d.code = '%s' and r.rule = '%s'",
                 TOLD[i].of_contract ? "C" : "S", TOLD[i].rule);
        const char *is = db_text(&fixture->ledger.tdb, sql);
        if (strcmp(is, TOLD[i].want) != 0)
            fail_msg("%s: %s", TOLD[i].name, is);
    }
}

static void test_a_reminder_knows_its_time_and_version(void **state)
{
    struct fixture *fixture = *state;
    arrange_people(fixture);
    int64_t id = ledger_open_simple(&fixture->ledger, "S", "2026-06-12");
    ledger_retarget(&fixture->ledger, id, "2026-06-15", "2026-06-01");
    step_settle(&DEADLINE_WORKER, fixture->db, test_instant("2026-06-14 00:00"), NULL);
    assert_string_equal(
        db_text(&fixture->ledger.tdb,
                "select distinct concat_ws(' ', object_kind, object_id = (select id from deadline),"
                " rule, due_version, plan_at at time zone 'Asia/Shanghai', try_at = plan_at, "
                "state, attempts)"
                " from reminder"),
        "deadline t warn_3 2 2026-06-10 09:00:00 t planned 0");
}

/* A step that is fired again (a reopened deadline takes its old steps along only when they were not
 * taken) plans no second reminder of one version. */
static void test_a_reminder_is_planned_once(void **state)
{
    struct fixture *fixture = *state;
    arrange_people(fixture);
    ledger_open_simple(&fixture->ledger, "S", "2026-06-15");
    for (int i = 0; i < 2; i++) {
        db_exec(&fixture->ledger.tdb, "update deadline_step set state = 'planned', done_at = null");
        step_settle(&DEADLINE_WORKER, fixture->db, test_instant("2026-06-10 09:00"), NULL);
    }
    assert_int_equal(db_number(&fixture->ledger.tdb, "select count(*) from reminder"), 3);
}

enum { RACERS = 2, RACED = 60 };

static void *race(void *arg)
{
    const struct fixture *fixture = arg;
    pg_t *db = temp_db_pg(&fixture->ledger.tdb, "mlps_deadline");
    int64_t now = test_instant("2026-06-16 10:00");
    for (int i = 0; i < 20; i++)
        step_once(&DEADLINE_WORKER, db, now, NULL);
    pg_destroy(&db);
    return NULL;
}

static void test_two_workers_take_each_step_once(void **state)
{
    struct fixture *fixture = *state;
    pthread_t threads[RACERS];
    char code[32];
    arrange_people(fixture);
    for (int i = 0; i < RACED; i++) {
        snprintf(code, sizeof(code), "X-1/%d", i);
        ledger_open_simple(&fixture->ledger, code, "2026-06-15");
    }
    for (int i = 0; i < RACERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, race, fixture), 0);
    for (int i = 0; i < RACERS; i++)
        pthread_join(threads[i], NULL);
    assert_string_equal(
        db_text(&fixture->ledger.tdb,
                "select concat_ws(' ', (select count(*) from breach),"
                " (select count(*) from event), (select count(*) from reminder),"
                " (select count(*) from deadline_step where state = 'done'),"
                " (select count(*) from deadline where state = 'breached' and version = 3))"),
        "60 60 360 180 60");
}

/* The plan of a statement file that a long-lived connection ends up with, when the server has had
 * its chance to prefer one that does not know the time: by the index, whatever the table's size. */
static void assert_by_index(const struct fixture *fixture, const char *name, const char *types,
                            const char *args)
{
    char path[256], sql[4096];
    snprintf(path, sizeof(path), "%s/workers/deadline/sql/%s.sql", MLPS_SOURCE_DIR, name);
    size_t used = (size_t)snprintf(sql, sizeof(sql), "prepare %s %s as ", name, types);
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    used += fread(sql + used, 1, sizeof(sql) - 1 - used, file);
    sql[used] = '\0';
    fclose(file);
    db_exec(&fixture->ledger.tdb, sql);
    for (int i = 0; i < 8; i++) {
        snprintf(sql, sizeof(sql), "execute %s %s", name, args);
        db_exec(&fixture->ledger.tdb, sql);
    }
    snprintf(sql, sizeof(sql), "explain (format json) execute %s %s", name, args);
    const char *plan = db_text(&fixture->ledger.tdb, sql);
    assert_non_null(strstr(plan, "deadline_step_due_idx"));
    assert_null(strstr(plan, "Seq Scan"));
}

/* What a breach changes stands in no index of deadlines, so it is written in place (migration
 * 0011). */
static void test_a_breach_writes_no_index(void **state)
{
    const struct fixture *fixture = *state;
    assert_string_equal(
        db_text(&fixture->ledger.tdb,
                "select string_agg(i.indexrelid::regclass || ' speaks of ' || a.attname, ', ') "
                "from pg_index i"
                " join pg_attribute a on a.attrelid = i.indrelid and a.attname in ('state', "
                "'version', 'breached_at')"
                " where i.indrelid = 'deadline'::regclass and (a.attnum = any (i.indkey)"
                "  or pg_get_expr(i.indpred, i.indrelid) ~ ('\\m' || a.attname || '\\M'))"),
        "");
}

/* 20,000 open deadlines, none due: the next wake-up and the claim are each one entry of the partial
 * index. */
static void test_cost_is_what_is_due(void **state)
{
    struct fixture *fixture = *state;
    db_exec(&fixture->ledger.tdb,
            "insert into deadline (contract_id, code, kind, clause, title, subject_kind, "
            "subject_id, due_on,"
            " due_at, breach_at, started_at)"
            " select (select id from contract), 'b' || n, 'phase', 'X-1', 't', 'phase', n, "
            "'2026-12-01',"
            " '2026-12-02', '2026-12-02', '2026-01-01' from generate_series(1, 20000) n;"
            "insert into deadline_step (deadline_id, due_version, rule, at, audience)"
            " select id, 1, 'breach', due_at, 'none' from deadline;");
    db_exec(&fixture->ledger.tdb, "vacuum analyze deadline");
    db_exec(&fixture->ledger.tdb, "vacuum analyze deadline_step");
    assert_by_index(fixture, "deadline_step_next", "", "");
    assert_by_index(fixture, "deadline_step_fire", "(bigint)", "(200)");
    assert_int_equal(
        step_once(&DEADLINE_WORKER, fixture->db, test_instant("2026-06-16 10:00"), NULL),
        test_instant("2026-12-02 08:00"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_recipients, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_reminder_knows_its_time_and_version, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_reminder_is_planned_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_two_workers_take_each_step_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_cost_is_what_is_due, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_breach_writes_no_index, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
