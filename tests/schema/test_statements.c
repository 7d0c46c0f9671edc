#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

#include "sql_files.h"
#include "temp_db.h"

/* Every statement of the tree can be prepared on a migrated database: schema and code have not
 * drifted apart. */
static void test_every_statement_prepares(void **state)
{
    (void)state;
    struct temp_db tdb;
    struct sql_file *files;
    size_t count = sql_files_read(&files);
    int wrong = 0;
    temp_db_open(&tdb);
    for (size_t i = 0; i < count; i++) {
        PGresult *done = PQprepare(tdb.raw, "", files[i].text, 0, NULL);
        if (PQresultStatus(done) != PGRES_COMMAND_OK) {
            print_error("%s/sql/%s.sql: %s", files[i].folder, files[i].name,
                        PQresultErrorMessage(done));
            wrong++;
        }
        PQclear(done);
    }
    temp_db_close(&tdb);
    sql_files_free(files, count);
    assert_true(count > 50);
    assert_int_equal(wrong, 0);
}

/* The first lines of a file say what the statement does: a comment that begins with its name. */
static void test_every_statement_says_its_contract(void **state)
{
    (void)state;
    struct sql_file *files;
    char want[80];
    size_t count = sql_files_read(&files);
    int wrong = 0;
    for (size_t i = 0; i < count; i++) {
        snprintf(want, sizeof(want), "-- %s: ", files[i].name);
        if (strncmp(files[i].text, want, strlen(want)) != 0) {
            print_error("%s/sql/%s.sql must begin with \"%s\"\n", files[i].folder, files[i].name,
                        want);
            wrong++;
        }
    }
    sql_files_free(files, count);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_statement_prepares),
        cmocka_unit_test(test_every_statement_says_its_contract),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
