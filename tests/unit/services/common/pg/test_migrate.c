#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "migrate.h"
#include "pg_query.h"
#include "temp_db.h"
#include "torture.h"
#include "wait_until.h"

#define FILE_OF(name, text)                                                                        \
    {                                                                                              \
        name, text, sizeof(text) - 1                                                               \
    }

static const struct embed NONE[] = { { NULL, NULL, 0 } };
#define ONE                                                                                        \
    FILE_OF("0001_one.sql", "-- one\n-- breaking: no\ncreate table mlps.one (id integer); create " \
                            "table mlps.two (id integer);\n")
#define TWO                                                                                        \
    FILE_OF("0002_two.sql", "-- two\n-- breaking: no\nalter table mlps.one add column n "          \
                            "integer;\n")
#define TWO_BREAKING                                                                               \
    FILE_OF("0002_two.sql",                                                                        \
            "-- two\n-- breaking: yes\nalter table mlps.one add column n integer;\n")
#define TWO_EDITED                                                                                 \
    FILE_OF("0002_two.sql", "-- two\n-- breaking: no\nalter table mlps.one add column m "          \
                            "integer;\n")
#define TWO_WRONG                                                                                  \
    FILE_OF("0002_two.sql",                                                                        \
            "-- two\n-- breaking: no\ncreate table mlps.three (id integer); select no_such();\n")
static const struct embed FIRST[] = { ONE, { NULL, NULL, 0 } };
static const struct embed BOTH[] = { ONE, TWO, { NULL, NULL, 0 } };
static const struct embed BOTH_BREAKING[] = { ONE, TWO_BREAKING, { NULL, NULL, 0 } };
static const struct embed EDITED[] = { ONE, TWO_EDITED, { NULL, NULL, 0 } };
static const struct embed WRONG[] = { ONE, TWO_WRONG, { NULL, NULL, 0 } };
static const struct embed GAP[] = { ONE,
                                    FILE_OF("0003_gap.sql", "-- gap\n-- breaking: no\nselect 1;\n"),
                                    { NULL, NULL, 0 } };
static const struct embed UNNAMED[] = { FILE_OF("one.sql", "-- one\n-- breaking: no\nselect 1;\n"),
                                        { NULL, NULL, 0 } };
static const struct embed UNMARKED[] = { FILE_OF("0001_one.sql", "-- one\nselect 1;\n"),
                                         { NULL, NULL, 0 } };
static const struct embed FUNCTIONS[] = {
    FILE_OF("seven.sql",
            "create or replace function mlps.seven() returns integer language sql as 'select 7';"),
    { NULL, NULL, 0 }
};

static struct temp_db tdb;
static pg_t *db;

static int set_up(void **state)
{
    (void)state;
    temp_db_open_empty(&tdb);
    db = temp_db_pg(&tdb, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    pg_destroy(&db);
    temp_db_close(&tdb);
    return 0;
}

static struct migrate_set set_of(const struct embed *migrations)
{
    return (struct migrate_set){ .migrations = migrations, .functions = FUNCTIONS, .roles = NONE };
}

static rc_t migrate(const struct embed *migrations, struct migrate_report *report,
                    struct problem *problem)
{
    struct migrate_set set = set_of(migrations);
    problem_clear(problem);
    return migrate_run(db, &set, report, problem);
}

static const char *ledger(void)
{
    return db_text(&tdb,
                   "select string_agg(version || name || breaking, ' ' order by version) from "
                   "mlps.schema_migration");
}

static void test_step_by_step(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct migrate_report report;
    assert_int_equal(migrate(FIRST, &report, &problem), RC_OK);
    assert_int_equal(report.version, 1);
    assert_int_equal(report.applied, 1);
    assert_int_equal(migrate(BOTH_BREAKING, &report, &problem), RC_OK);
    assert_int_equal(report.version, 2);
    assert_int_equal(report.applied, 1);
    assert_string_equal(ledger(), "10001_one.sqlfalse 20002_two.sqltrue");
    assert_int_equal(db_number(&tdb, "select length(sha256) from mlps.schema_migration limit 1"),
                     64);
    assert_int_equal(db_number(&tdb, "select mlps.seven()"), 7);
    assert_int_equal(migrate(BOTH_BREAKING, &report, &problem), RC_OK);
    assert_int_equal(report.applied, 0);
    assert_int_equal(report.version, 2);
}

static const struct {
    const char *name;
    const struct embed *before; /* NULL: an empty database */
    const struct embed *set;
    rc_t want;
    const char *says;
    const char *ledger; /* afterwards */
} REFUSALS[] = {
    { "a newer database", BOTH, FIRST, RC_REFUSED, "use a newer program",
      "10001_one.sqlfalse 20002_two.sqlfalse" },
    { "a changed migration", BOTH, EDITED, RC_REFUSED,
      "\"0002_two.sql\" was changed after it was applied",
      "10001_one.sqlfalse 20002_two.sqlfalse" },
    { "a migration that fails", FIRST, WRONG, RC_INTERNAL, "could not run 0002_two.sql",
      "10001_one.sqlfalse" },
    { "a gap in the numbers", NULL, GAP, RC_INVALID, "must be number 0002", "10001_one.sqlfalse" },
    { "a name without a number", NULL, UNNAMED, RC_INVALID, "must be number 0001", "" },
    { "no marker", NULL, UNMARKED, RC_INVALID, "-- breaking", "" },
};

static void test_refusals(void **state)
{
    for (size_t i = 0; i < COUNT_OF(REFUSALS); i++) {
        struct problem problem = { .rc = RC_OK };
        struct migrate_report report;
        set_up(state);
        if (REFUSALS[i].before)
            assert_int_equal(migrate(REFUSALS[i].before, &report, &problem), RC_OK);
        rc_t rc = migrate(REFUSALS[i].set, &report, &problem);
        if (rc != REFUSALS[i].want || !strstr(problem.text, REFUSALS[i].says) ||
            strcmp(ledger(), REFUSALS[i].ledger) != 0)
            fail_msg("%s: %s \"%s\", ledger \"%s\"", REFUSALS[i].name, rc_word(rc), problem.text,
                     ledger());
        tear_down(state);
    }
}

static void test_failed_migration_leaves_nothing(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct migrate_report report;
    assert_int_equal(migrate(WRONG, &report, &problem), RC_INTERNAL);
    assert_string_equal(db_text(&tdb, "select coalesce(to_regclass('mlps.three')::text, 'none')"),
                        "none");
    assert_int_equal(migrate(BOTH, &report, &problem), RC_OK);
    assert_int_equal(report.applied, 1);
}

static void test_a_missing_row(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct migrate_report report;
    assert_int_equal(migrate(BOTH, &report, &problem), RC_OK);
    db_exec(&tdb, "delete from mlps.schema_migration where version = 1");
    assert_int_equal(migrate(BOTH, &report, &problem), RC_REFUSED);
    assert_non_null(strstr(problem.text, "lacks migration 0001"));
}

/* Which database a program can work on. */
static void test_check(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct migrate_report report;
    struct migrate_set first = set_of(FIRST), both = set_of(BOTH);
    assert_int_equal(migrate_check(db, &first, &problem), RC_UNAVAILABLE);
    problem_clear(&problem);
    assert_int_equal(migrate(FIRST, &report, &problem), RC_OK);
    assert_int_equal(migrate_check(db, &first, &problem), RC_OK);
    assert_int_equal(migrate_check(db, &both, &problem), RC_UNAVAILABLE);
    problem_clear(&problem);
    assert_int_equal(migrate(BOTH, &report, &problem), RC_OK);
    assert_int_equal(migrate_check(db, &first, &problem), RC_OK); /* newer, but compatible */
    db_exec(&tdb, "update mlps.schema_migration set breaking = true where version = 2");
    assert_int_equal(migrate_check(db, &first, &problem), RC_REFUSED);
    problem_clear(&problem);
    pg_t *process = temp_db_pg(&tdb, "mlps_registry"); /* before the roles got their rights */
    assert_int_equal(migrate_check(process, &both, &problem), RC_UNAVAILABLE);
    pg_destroy(&process);
}

struct migrator {
    rc_t rc;
    struct migrate_report report;
    struct problem problem;
};

static void *migrate_in_thread(void *arg)
{
    struct migrator *self = arg;
    struct migrate_set set = migrate_shipped();
    pg_t *conn = temp_db_pg(&tdb, NULL);
    self->rc = migrate_run(conn, &set, &self->report, &self->problem);
    pg_destroy(&conn);
    return NULL;
}

static void test_twenty_at_once(void **state)
{
    enum { MIGRATORS = 20 };
    (void)state;
    struct migrator migrators[MIGRATORS] = { 0 };
    pthread_t threads[MIGRATORS];
    int64_t applied = 0;
    for (int i = 0; i < MIGRATORS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, migrate_in_thread, &migrators[i]), 0);
    for (int i = 0; i < MIGRATORS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < MIGRATORS; i++) {
        if (migrators[i].rc != RC_OK)
            fail_msg("%s", migrators[i].problem.text);
        applied += migrators[i].report.applied;
    }
    assert_int_equal(applied, db_number(&tdb, "select count(*) from mlps.schema_migration"));
    assert_int_equal(applied, migrators[0].report.version);
}

/* The connection is lost or a call fails anywhere: running it again completes it. */
static void test_torture(void **state)
{
    static const enum pg_fate FATES[] = { PG_FAIL, PG_CUT, PG_CUT_AFTER };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(FATES); i++) {
        struct torture torture = { .fired = true };
        for (int nth = 1; torture.fired && nth < 60; nth++) {
            struct problem problem = { .rc = RC_OK };
            struct migrate_report report;
            torture_set(&torture, db, nth, FATES[i]);
            rc_t rc = migrate(BOTH, &report, &problem);
            pg_set_probe(db, NULL, NULL);
            if (FATES[i] == PG_FAIL && torture.fired && rc == RC_OK)
                fail_msg("call %d failed and nobody noticed", nth);
            problem_clear(&problem);
            assert_int_equal(pg_wait(db, 6 * BUSY_MS, &problem), RC_OK);
            if (migrate(BOTH, &report, &problem) != RC_OK)
                fail_msg("call %d fate %d: %s", nth, (int)FATES[i], problem.text);
            assert_string_equal(ledger(), "10001_one.sqlfalse 20002_two.sqlfalse");
            db_exec(&tdb, "drop schema mlps cascade");
        }
        assert_false(torture.fired);
    }
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_step_by_step),
        cmocka_unit_test(test_refusals),
        TEST(test_failed_migration_leaves_nothing),
        TEST(test_a_missing_row),
        TEST(test_check),
        TEST(test_twenty_at_once),
        TEST(test_torture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
