/* Two statements in one trip, on a real server: what holds when one of them fails, and that the connection can be used after. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "pg_private.h"
#include "pg_query.h"
#include "temp_db.h"
#include "torture.h"

static struct temp_db tdb;
static pg_t *db;

static const struct sql BEGIN = { "test_begin", "begin" };
static const struct sql MAKE = { "test_make", "create table if not exists made (id integer)" };
static const struct sql BROKEN = { "test_broken", "select 1 / 0" };
static const struct sql WRONG = { "test_wrong", "select no_such_column" };
static const struct sql DIVIDE = { "test_divide", "select 12 / $1::bigint" };
static const struct sql LEAVE = { "test_leave", "select pg_terminate_backend(pg_backend_pid()), $1::bigint" };

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

static rc_t pair(const struct sql *first, const struct sql *second, int64_t number, bool *ret_first)
{
    struct problem problem = { .rc = RC_OK };
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, number);
    *ret_first = false;
    rc_t rc = pg_pair(db, first, second, &args, ret_first, &problem);
    assert_int_equal(problem.rc, rc);
    return rc;
}

static int64_t divide(int64_t by)
{
    struct problem problem = { .rc = RC_OK };
    struct pg_args args;
    int64_t value = -1;
    pg_args_init(&args);
    pg_arg_i64(&args, by);
    assert_int_equal(pg_number(db, &DIVIDE, &args, &value, &problem), RC_OK);
    return value;
}

/* Pair, what it gives, whether the first one holds, and whether the connection is still good. */
static void test_one_of_two_fails(void **state)
{
    static const struct {
        const char *name;
        const struct sql *first, *second;
        int64_t number;
        rc_t rc;
        bool holds, good;
    } ROWS[] = {
        { "both good", &MAKE, &DIVIDE, 3, RC_OK, true, true },
        { "the first fails", &BROKEN, &DIVIDE, 3, RC_INVALID, false, true },
        { "the second fails", &MAKE, &DIVIDE, 0, RC_INVALID, true, true },
        { "both fail", &BROKEN, &DIVIDE, 0, RC_INVALID, false, true },
        { "the first cannot be prepared", &WRONG, &DIVIDE, 3, RC_INTERNAL, false, true },
        { "the second cannot be prepared", &MAKE, &WRONG, 3, RC_INTERNAL, false, true },
        { "the server leaves at the second", &MAKE, &LEAVE, 3, RC_UNAVAILABLE, true, false },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        struct problem problem = { .rc = RC_OK };
        bool holds;
        rc_t rc = pair(ROWS[i].first, ROWS[i].second, ROWS[i].number, &holds);
        if (rc != ROWS[i].rc || holds != ROWS[i].holds || pg_is_lost(db) == ROWS[i].good)
            fail_msg("%s: %d, %d, %d", ROWS[i].name, (int)rc, holds, pg_is_lost(db));
        assert_int_equal(pg_ready(db, &problem), RC_OK);
        assert_int_equal(divide(4), 3); /* one at a time again */
    }
}

/* A second statement that failed leaves the transaction that the first one began, broken, to be rolled back. */
static void test_a_begin_holds(void **state)
{
    bool holds;
    (void)state;
    assert_int_equal(pair(&BEGIN, &DIVIDE, 0, &holds), RC_INVALID);
    assert_true(holds);
    assert_int_equal(PQtransactionStatus(db->conn), PQTRANS_INERROR);
    PQclear(pg_plain(db, "rollback"));
    assert_int_equal(divide(6), 2);
}

/* Each of the two calls is a place where a test can break the connection, and where a real one breaks. */
static void test_every_fate(void **state)
{
    static const enum pg_fate FATES[] = { PG_FAIL, PG_FAIL_BUSY, PG_CUT, PG_CUT_AFTER };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(FATES); i++)
        for (int nth = 1; nth <= 3; nth++) {
            struct problem problem = { .rc = RC_OK };
            struct torture torture;
            bool holds;
            torture_set(&torture, db, nth, FATES[i]);
            rc_t rc = pair(&MAKE, &DIVIDE, 3, &holds);
            pg_set_probe(db, NULL, NULL);
            assert_int_equal(torture.calls, FATES[i] == PG_CUT_AFTER || nth > 1 ? 2 : 1);
            assert_int_equal(rc == RC_OK, nth == 3);
            assert_int_equal(pg_is_lost(db), nth < 3 && (FATES[i] == PG_CUT || FATES[i] == PG_CUT_AFTER));
            assert_int_equal(pg_ready(db, &problem), RC_OK);
            assert_int_equal(divide(2), 6);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_one_of_two_fails, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_begin_holds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_fate, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
