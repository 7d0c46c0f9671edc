#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <malloc.h>
#include <string.h>

#include "pg_query.h"
#include "temp_db.h"
#include "torture.h"

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

struct sum {
    int64_t rows, total;
    int64_t stop_at; /* 0: never */
    size_t peak;     /* most heap in use at any row */
};

static rc_t add_row(const PGresult *rows, int row, void *arg, struct problem *problem)
{
    struct sum *sum = arg;
    struct mallinfo2 heap = mallinfo2();
    sum->rows++;
    sum->total += pg_cell_i64(rows, row, 0);
    sum->peak = heap.uordblks + heap.hblkhd > sum->peak ? heap.uordblks + heap.hblkhd : sum->peak;
    return sum->rows == sum->stop_at ? problem_set(problem, RC_REFUSED, NULL, "enough") : RC_OK;
}

static const struct sql SERIES = {
    "series", "select n, repeat('x', 200) from generate_series(1, $1::bigint) as n"
};
static const struct sql BREAKS = {
    "breaks", "select 1 / (1000 - n) from generate_series(1, $1::bigint) as n"
};

static rc_t walk(const struct sql *sql, int64_t count, struct sum *sum)
{
    struct problem problem = { .rc = RC_OK };
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, count);
    return pg_each(db, sql, &args, add_row, sum, &problem);
}

/* 40 MB of rows pass while the heap stays where it was. */
static void test_constant_memory(void **state)
{
    (void)state;
    enum { ROWS = 200000, SLACK = 1 << 20 };
    struct sum few = { .rows = 0 }, many = { .rows = 0 };
    assert_int_equal(walk(&SERIES, 10, &few), RC_OK);
    assert_int_equal(walk(&SERIES, ROWS, &many), RC_OK);
    assert_int_equal(many.rows, ROWS);
    assert_int_equal(many.total, (int64_t)ROWS * (ROWS + 1) / 2);
    assert_true(many.peak < few.peak + SLACK);
}

static void assert_usable(void)
{
    struct sum sum = { .rows = 0 };
    assert_int_equal(walk(&SERIES, 3, &sum), RC_OK);
    assert_int_equal(sum.rows, 3);
}

static void test_stopping_early(void **state)
{
    (void)state;
    struct sum sum = { .stop_at = 5 };
    assert_int_equal(walk(&SERIES, 10000000, &sum), RC_REFUSED);
    assert_int_equal(sum.rows, 5);
    assert_usable();
}

static void test_error_on_the_way(void **state)
{
    (void)state;
    struct sum sum = { .rows = 0 };
    assert_int_equal(walk(&BREAKS, 2000, &sum), RC_INVALID);
    assert_int_equal(sum.rows, 999);
    assert_usable();
}

static void test_cut(void **state)
{
    (void)state;
    struct torture torture;
    struct problem problem = { .rc = RC_OK };
    struct sum sum = { .rows = 0 };
    torture_set(&torture, db, 1, PG_CUT);
    assert_int_equal(walk(&SERIES, 10, &sum), RC_UNAVAILABLE);
    assert_int_equal(walk(&SERIES, 10, &sum), RC_UNAVAILABLE);
    assert_int_equal(sum.rows, 0);
    pg_set_probe(db, NULL, NULL);
    assert_int_equal(pg_wait(db, 60000, &problem), RC_OK);
    assert_usable();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_constant_memory),
        cmocka_unit_test(test_stopping_early),
        cmocka_unit_test(test_error_on_the_way),
        cmocka_unit_test(test_cut),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
