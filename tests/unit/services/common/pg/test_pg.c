#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "clk.h"
#include "pg_query.h"
#include "temp_db.h"
#include "wait_until.h"

static struct temp_db tdb;

static int set_up(void **state)
{
    (void)state;
    temp_db_open(&tdb);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    temp_db_close(&tdb);
    return 0;
}

static const struct sql SETTING = { "setting", "select current_setting($1::text)" };

static void assert_setting(pg_t *db, const char *name, const char *want)
{
    struct problem problem = { .rc = RC_OK };
    struct pg_args args;
    PGresult *rows;
    pg_args_init(&args);
    pg_arg_text(&args, name);
    assert_int_equal(pg_run(db, &SETTING, &args, &rows, &problem), RC_OK);
    assert_string_equal(pg_cell_text(rows, 0, 0), want);
    PQclear(rows);
}

static void test_session(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    pg_t *db = temp_db_pg(&tdb, "mlps_registry");
    assert_true(pg_is_lost(db));
    assert_int_equal(pg_ready(db, &problem), RC_OK);
    assert_int_equal(pg_ready(db, &problem), RC_OK);
    assert_false(pg_is_lost(db));
    static const char *const WANT[][2] = {
        { "timezone", "UTC" },
        { "search_path", "mlps" },
        { "statement_timeout", "30s" },
        { "lock_timeout", "10s" },
        { "jit", "off" },
        { "idle_in_transaction_session_timeout", "1min" },
        { "client_encoding", "UTF8" },
        { "application_name", "test" },
        { "session_authorization", "mlps_registry" },
    };
    for (size_t i = 0; i < sizeof(WANT) / sizeof(WANT[0]); i++)
        assert_setting(db, WANT[i][0], WANT[i][1]);
    pg_destroy(&db);
    assert_null(db);
    pg_destroy(&db);
}

static void test_bad_address(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    pg_t *db = pg_new(&(struct pg_conf){ .dsn = "host=/tmp colour=red" });
    assert_int_equal(pg_ready(db, &problem), RC_INVALID);
    assert_string_equal(problem.field, "dsn");
    assert_non_null(strstr(problem.text, "colour"));
    pg_destroy(&db);
}

static void test_unreachable_backs_off(void **state)
{
    (void)state;
    struct problem first = { .rc = RC_OK }, second = { .rc = RC_OK };
    pg_t *db = pg_new(&(struct pg_conf){ .dsn = "host=/nonexistent password=secret" });
    assert_int_equal(pg_ready(db, &first), RC_UNAVAILABLE);
    assert_non_null(strstr(first.text, "/nonexistent"));
    assert_null(strchr(first.text, '\n'));
    assert_null(strstr(first.text, "secret"));
    assert_int_equal(pg_ready(db, &second), RC_UNAVAILABLE);
    assert_non_null(strstr(second.text, "waiting before the next try"));
    pg_destroy(&db);
}

static void test_wait_gives_up_in_time(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    pg_t *db = pg_new(&(struct pg_conf){ .dsn = "host=/nonexistent" });
    int64_t start = clk_mono_ms();
    assert_int_equal(pg_wait(db, 150, &problem), RC_UNAVAILABLE);
    assert_in_range(clk_mono_ms() - start, 140, 150 + BUSY_MS);
    pg_destroy(&db);
}

static void test_cut_session_is_replaced(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK }, later = { .rc = RC_OK };
    pg_t *db = temp_db_pg(&tdb, NULL);
    assert_int_equal(pg_ready(db, &problem), RC_OK);
    assert_setting(db, "jit", "off");
    db_exec(
        &tdb,
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test' "
        "and "
        "datname = current_database()"); /* the cluster is shared with tests that run beside us */
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_text(&args, "jit");
    assert_int_equal(pg_run(db, &SETTING, &args, &rows, &problem), RC_UNAVAILABLE);
    assert_null(rows);
    assert_true(pg_is_lost(db));
    assert_int_equal(pg_wait(db, 6 * BUSY_MS, &later), RC_OK);
    assert_setting(db, "jit", "off");
    pg_destroy(&db);
}

/* A role, database or session must not make commits less durable than the cluster's (HA-03). */
static void test_lowered_durability_is_refused(void **state)
{
    (void)state;
    static const char *const LOWER[] = { "off", "local" };
    char sql[128];
    for (size_t i = 0; i < 2; i++) {
        struct problem problem = { .rc = RC_OK };
        snprintf(sql, sizeof(sql), "alter database %s set synchronous_commit = %s", tdb.name,
                 LOWER[i]);
        db_exec(&tdb, sql);
        pg_t *db = temp_db_pg(&tdb, NULL);
        assert_int_equal(pg_ready(db, &problem), RC_REFUSED);
        assert_non_null(strstr(problem.text, "synchronous_commit"));
        assert_true(pg_is_lost(db));
        pg_destroy(&db);
    }
}

static rc_t act_as(pg_t *db, void *arg, struct problem *problem)
{
    (void)arg;
    rc_t rc = pg_act_as(db, "somebody", problem);
    if (rc == RC_OK)
        assert_setting(db, "mlps.account", "somebody");
    return rc;
}

static void test_account_ends_with_its_transaction(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    pg_t *db = temp_db_pg(&tdb, NULL);
    assert_int_equal(pg_tx(db, PG_WRITE, act_as, NULL, &problem), RC_OK);
    assert_setting(db, "mlps.account", "");
    pg_destroy(&db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_session),
        cmocka_unit_test(test_bad_address),
        cmocka_unit_test(test_unreachable_backs_off),
        cmocka_unit_test(test_wait_gives_up_in_time),
        cmocka_unit_test(test_cut_session_is_replaced),
        cmocka_unit_test(test_account_ends_with_its_transaction),
        cmocka_unit_test(test_lowered_durability_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
