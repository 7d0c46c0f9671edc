#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "migrate.h"
#include "temp_db.h"

static void test_twice(void **state)
{
    (void)state;
    struct temp_db tdb;
    struct problem problem = { .rc = RC_OK };
    struct migrate_report report;
    struct migrate_set set = migrate_shipped();
    temp_db_open_empty(&tdb);
    pg_t *db = temp_db_pg(&tdb, NULL);
    rc_t rc = migrate_run(db, &set, &report, &problem);
    assert_string_equal(problem.text, "");
    assert_int_equal(rc, RC_OK);
    pg_destroy(&db);
    temp_db_close(&tdb);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
