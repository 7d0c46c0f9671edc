#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "pg_query.h"
#include "temp_db.h"

static struct temp_db tdb;
static pg_t *db;

static int set_up(void **state)
{
    struct problem problem = { .rc = RC_OK };
    (void)state;
    temp_db_open(&tdb);
    db_exec(&tdb, "create table t (id integer)");
    db = temp_db_pg(&tdb, NULL);
    return pg_ready(db, &problem) == RC_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    pg_destroy(&db);
    temp_db_close(&tdb);
    return 0;
}

static const struct sql PREPARED = {
    "prepared_ones", "select count(*) from pg_prepared_statements where name = 'fill'"
};
static const struct sql FILL = { "fill", "insert into t select generate_series(1, $1::integer)" };

static int64_t fill(int64_t count)
{
    struct problem problem = { .rc = RC_OK };
    struct pg_args args;
    int64_t changed = -1;
    pg_args_init(&args);
    pg_arg_i64(&args, count);
    assert_int_equal(pg_do(db, &FILL, &args, &changed, &problem), RC_OK);
    return changed;
}

static void test_counts_and_prepares_once(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    int64_t prepared = -1;
    assert_int_equal(fill(3), 3);
    assert_int_equal(fill(0), 0);
    assert_int_equal(pg_number(db, &PREPARED, NULL, &prepared, &problem), RC_OK);
    assert_int_equal(prepared, 1);
}

static void test_one_value(void **state)
{
    (void)state;
    static const struct sql NOTHING = { "nothing", "select id from t where id < 0" };
    static const struct sql A_NULL = { "a_null", "select null::bigint" };
    static const struct sql OBJECT = { "object", "select jsonb_build_object('n', 7)" };
    struct problem problem = { .rc = RC_OK };
    int64_t number = 42;
    json_t *json = NULL;
    assert_int_equal(pg_number(db, &NOTHING, NULL, &number, &problem), RC_NOT_FOUND);
    assert_int_equal(pg_number(db, &A_NULL, NULL, &number, &problem), RC_NOT_FOUND);
    assert_int_equal(number, 42);
    assert_int_equal(pg_json(db, &NOTHING, NULL, &json, &problem), RC_NOT_FOUND);
    assert_null(json);
    assert_int_equal(problem.rc, RC_OK);
    assert_int_equal(pg_json(db, &OBJECT, NULL, &json, &problem), RC_OK);
    assert_int_equal(json_integer_value(json_object_get(json, "n")), 7);
    json_decref(json);
}

static void test_a_wrong_statement(void **state)
{
    (void)state;
    static const struct sql WRONG = { "wrong_one", "select no_such_column from t" };
    struct problem problem = { .rc = RC_OK };
    PGresult *rows = NULL;
    assert_int_equal(pg_run(db, &WRONG, NULL, &rows, &problem), RC_INTERNAL);
    assert_non_null(strstr(problem.text, "could not run wrong_one: "));
    assert_null(rows);
    assert_false(pg_is_lost(db));
}

/* A migration under a running service: the statement's plan no longer fits, the transaction is run
 * again. */
static const struct sql STAR = { "star", "select * from t" };

static rc_t read_star(pg_t *conn, void *arg, struct problem *problem)
{
    PGresult *rows;
    rc_t rc = pg_run(conn, &STAR, NULL, &rows, problem);
    if (rc == RC_OK) {
        *(int *)arg = PQnfields(rows);
        PQclear(rows);
    }
    return rc;
}

static void test_changed_table(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    int columns = 0;
    assert_int_equal(pg_tx(db, PG_READ, read_star, &columns, &problem), RC_OK);
    assert_int_equal(columns, 1);
    db_exec(&tdb, "alter table t add column more text");
    assert_int_equal(pg_tx(db, PG_READ, read_star, &columns, &problem), RC_OK);
    assert_int_equal(columns, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts_and_prepares_once),
        cmocka_unit_test(test_one_value),
        cmocka_unit_test(test_a_wrong_statement),
        cmocka_unit_test(test_changed_table),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
