#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "civil.h"
#include "pg_query.h"
#include "temp_db.h"

static struct temp_db tdb;
static pg_t *db;

static int set_up(void **state)
{
    struct problem problem = { .rc = RC_OK };
    (void)state;
    temp_db_open(&tdb);
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

static PGresult *get(const struct sql *sql)
{
    struct problem problem = { .rc = RC_OK };
    PGresult *rows = NULL;
    assert_int_equal(pg_run(db, sql, NULL, &rows, &problem), RC_OK);
    return rows;
}

static void test_values(void **state)
{
    (void)state;
    static const struct sql VALUES = {
        "cell_values", "select -7::bigint, true, 'text', date '2026-06-15', "
                       "timestamptz '2026-06-15 09:00:00.5+08', '[1, \"二\"]'::jsonb, "
                       "timestamptz '2026-06-15 09:00+08', '3'::jsonb"
    };
    PGresult *rows = get(&VALUES);
    assert_int_equal(pg_cell_i64(rows, 0, 0), -7);
    assert_true(pg_cell_bool(rows, 0, 1));
    assert_string_equal(pg_cell_text(rows, 0, 2), "text");
    assert_int_equal(pg_cell_day(rows, 0, 3), 20619);
    assert_int_equal(pg_cell_instant(rows, 0, 4), 1781485200500000);
    assert_int_equal(pg_cell_instant(rows, 0, 6), 1781485200000000);
    json_t *list = pg_cell_json(rows, 0, 5), *scalar = pg_cell_json(rows, 0, 7);
    assert_string_equal(json_string_value(json_array_get(list, 1)), "二");
    assert_int_equal(json_integer_value(scalar), 3);
    json_decref(list);
    json_decref(scalar);
    PQclear(rows);
}

static void test_nulls(void **state)
{
    (void)state;
    static const struct sql NULLS = { "cell_nulls", "select null::text" };
    PGresult *rows = get(&NULLS);
    assert_int_equal(pg_cell_i64(rows, 0, 0), 0);
    assert_false(pg_cell_bool(rows, 0, 0));
    assert_null(pg_cell_text(rows, 0, 0));
    assert_int_equal(pg_cell_day(rows, 0, 0), INT32_MIN);
    assert_true(pg_cell_instant(rows, 0, 0) == INT64_MIN);
    assert_null(pg_cell_json(rows, 0, 0));
    PQclear(rows);
}

static void test_unreadable_instants(void **state)
{
    (void)state;
    static const struct sql ODD = {
        "cell_odd", "select 'infinity'::timestamptz, '', '2026-06-15 09:00:00+08'"
    };
    PGresult *rows = get(&ODD);
    for (int col = 0; col < 3; col++)
        assert_true(pg_cell_instant(rows, 0, col) == INT64_MIN);
    PQclear(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_nulls),
        cmocka_unit_test(test_unreadable_instants),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
