#include "sheets.h"
#include "statement_columns.h"

static void test_statements_fit_the_sheets(void **state)
{
    check_statement(*state, &SHEETS_DELIVERABLES[0], 13);
}

/* The pack's lines come in the order of the columns; another order would be seen nowhere else. */
static void test_procurement_columns(void **state)
{
    static const char *const KEYS[] = { "number", "name", "detail", "quantity", "unit", "clause" };
    const struct sheet_def *sheet = &SHEETS_PROCUREMENT[0];
    (void)state;
    assert_int_equal(sheet->source, SOURCE_PROCUREMENT);
    assert_int_equal(sheet->count, COUNT_OF(KEYS));
    for (size_t i = 0; i < COUNT_OF(KEYS); i++)
        assert_string_equal(sheet->columns[i].key, KEYS[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_statements_fit_the_sheets),
        cmocka_unit_test(test_procurement_columns),
    };
    return cmocka_run_group_tests(tests, statement_setup, statement_teardown);
}
