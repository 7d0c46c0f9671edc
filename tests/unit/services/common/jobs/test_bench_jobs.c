#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "bench_jobs.h"
#include "temp_db.h"
#include "temp_pg.h"

/* Figures are not judged here: only that they are there, and that nothing is left behind. */
static void test_refuses_a_server_without_fsync(void **state)
{
    (void)state;
    struct temp_db tdb;
    struct problem problem = { .rc = RC_OK };
    json_t *result = NULL;
    struct bench_jobs_conf conf = bench_jobs_defaults();
    temp_db_open(&tdb);
    conf.dsn = tdb.dsn;
    assert_int_equal(bench_jobs(&conf, &result, &problem), RC_REFUSED);
    assert_non_null(strstr(problem.text, "fsync"));
    assert_null(result);
    temp_db_close(&tdb);
}

static void test_bad_numbers(void **state)
{
    (void)state;
    static const struct bench_jobs_conf BAD[] = {
        { .dsn = "", .jobs = 100, .batch = 0, .rounds = 1 },
        { .dsn = "", .jobs = 100, .batch = 10001, .rounds = 1 },
        { .dsn = "", .jobs = 100, .batch = 50, .rounds = 3 },
        { .dsn = "", .jobs = 100, .batch = 50, .rounds = 0 },
        { .dsn = "", .jobs = 10000001, .batch = 50, .rounds = 1 },
    };
    for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) {
        struct problem problem = { .rc = RC_OK };
        json_t *result = NULL;
        assert_int_equal(bench_jobs(&BAD[i], &result, &problem), RC_INVALID);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refuses_a_server_without_fsync),
        cmocka_unit_test(test_bad_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
