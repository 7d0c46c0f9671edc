#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "pg_query.h"
#include "temp_db.h"

static struct temp_db tdb;

static int set_up(void **state)
{
    (void)state;
    temp_db_open(&tdb);
    db_exec(&tdb, "create function fail_with(state text) returns integer language plpgsql as $$"
                  "begin raise exception 'it failed' using errcode = state; end $$");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    temp_db_close(&tdb);
    return 0;
}

static const struct {
    const char *state;
    rc_t want;
    bool lost;
} STATES[] = {
    { "23505", RC_CONFLICT, false },    { "23P01", RC_CONFLICT, false },
    { "23503", RC_NOT_FOUND, false },   { "23514", RC_REFUSED, false },
    { "23502", RC_REFUSED, false },     { "22008", RC_INVALID, false },
    { "22P02", RC_INVALID, false },     { "40001", RC_BUSY, false },
    { "40P01", RC_BUSY, false },        { "55P03", RC_BUSY, false },
    { "57014", RC_TIMEOUT, false },     { "57P01", RC_UNAVAILABLE, true },
    { "57P03", RC_UNAVAILABLE, true },  { "08006", RC_UNAVAILABLE, true },
    { "25006", RC_UNAVAILABLE, true },  { "53300", RC_UNAVAILABLE, false },
    { "53100", RC_UNAVAILABLE, false }, { "42501", RC_DENIED, false },
    { "P0002", RC_NOT_FOUND, false },   { "P0001", RC_REFUSED, false },
    { "MP001", RC_INTERNAL, false },    { "MP002", RC_REFUSED, false },
    { "MP003", RC_STALE, false },       { "42P01", RC_INTERNAL, false },
    { "XX000", RC_INTERNAL, false },    { "26000", RC_BUSY, true },
};

static const struct sql FAIL_WITH = { "fail_with", "select fail_with($1::text)" };

static void test_states(void **state)
{
    (void)state;
    pg_t *db = temp_db_pg(&tdb, NULL);
    for (size_t i = 0; i < COUNT_OF(STATES); i++) {
        struct problem problem = { .rc = RC_OK }, ready = { .rc = RC_OK };
        struct pg_args args;
        assert_int_equal(pg_wait(db, 60000, &ready), RC_OK);
        pg_args_init(&args);
        pg_arg_text(&args, STATES[i].state);
        rc_t rc = pg_do(db, &FAIL_WITH, &args, NULL, &problem);
        if (rc != STATES[i].want || pg_is_lost(db) != STATES[i].lost)
            fail_msg("%s: %s, lost %d", STATES[i].state, rc_word(rc), pg_is_lost(db));
        assert_string_equal(problem.text, "could not run fail_with: it failed");
    }
    pg_destroy(&db);
}

/* The server's detail names values of rows that the caller may not see. */
static void test_details_stay_inside(void **state)
{
    (void)state;
    static const struct sql TWICE = { "twice",
                                      "insert into secret values ('a secret'), ('a secret')" };
    struct problem problem = { .rc = RC_OK };
    pg_t *db = temp_db_pg(&tdb, NULL);
    db_exec(&tdb, "create table secret (name text constraint secret_pk primary key)");
    assert_int_equal(pg_ready(db, &problem), RC_OK);
    assert_int_equal(pg_do(db, &TWICE, NULL, NULL, &problem), RC_CONFLICT);
    assert_non_null(strstr(problem.text, "secret_pk"));
    assert_null(strstr(problem.text, "a secret"));
    pg_destroy(&db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_details_stay_inside),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
