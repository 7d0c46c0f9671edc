#include "sheets.h"
#include "statement_columns.h"

static void test_statements_fit_the_sheets(void **state)
{
    check_statement(*state, &SHEETS_PROGRESS[0], 12);
    check_statement(*state, &SHEETS_SYSTEMS[0], 12);
}

static void test_a_contract_without_cycles(void **state)
{
    struct export_fixture *fixture = *state;
    db_exec(&fixture->tdb,
            "begin; create temp table t as select 1; set session_replication_role = replica; "
            "delete from phase; delete from cycle; delete from deadline; delete from finding; "
            "delete from assessment; commit; set session_replication_role = origin");
    check_statement(fixture, &SHEETS_PROGRESS[0], 12);
    check_statement(fixture, &SHEETS_SYSTEMS[0], 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_statements_fit_the_sheets),
        cmocka_unit_test(test_a_contract_without_cycles),
    };
    return cmocka_run_group_tests(tests, statement_setup, statement_teardown);
}
