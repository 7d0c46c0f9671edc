/* The tables of the simulation's workbook hold together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include "sheet_tables.h"
#include "simulate_sheets.h"
#include "simulate_store.h"

/* Each list once. */
static void test_tables(void **state)
{
    int seen[LIST_COUNT + 1] = { 0 };
    (void)state;
    sheet_tables_check(&SIMULATE_BOOK);
    for (size_t s = 0; s < SIMULATE_BOOK.sheet_count; s++)
        seen[simulate_sheet_list(&SIMULATE_BOOK.sheets[s]) + 1]++;
    for (int list = SHEET_SETTLEMENT; list < LIST_COUNT; list++)
        assert_int_equal(seen[list + 1], 1);
}

static void test_days(void **state)
{
    json_t *row = json_loads("{\"phases\":[1,2,3,4,5,6,7],\"tasks\":[null,0,1]}", 0, NULL);
    (void)state;
    simulate_sheet_days(row);
    assert_int_equal(json_integer_value(json_object_get(row, "phases_1")), 1);
    assert_int_equal(json_integer_value(json_object_get(row, "phases_7")), 7);
    assert_true(json_is_null(json_object_get(row, "tasks_1")));
    assert_int_equal(json_integer_value(json_object_get(row, "tasks_3")), 1);
    assert_null(json_object_get(row, "tasks_4"));
    json_decref(row);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_tables), cmocka_unit_test(test_days) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
