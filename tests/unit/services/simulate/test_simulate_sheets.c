/* The tables of the simulation's workbook hold together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "simulate_sheets.h"
#include "simulate_store.h"
#include "textw.h"

/* Each list once, keys unique, headings in both languages, widths in order, sheet names that Excel takes. */
static void test_tables(void **state)
{
    int seen[LIST_COUNT + 1] = { 0 };
    (void)state;
    for (size_t s = 0; s < SIMULATE_BOOK.sheet_count; s++) {
        const struct sheet_def *sheet = &SIMULATE_BOOK.sheets[s];
        seen[simulate_sheet_list(sheet) + 1]++;
        assert_in_range(sheet->count, 1, SHEET_CELLS_MAX);
        assert_in_range(strlen(sheet->en), 1, 31);
        for (size_t i = 0; i < sheet->count; i++) {
            const struct column *column = &sheet->columns[i];
            if (!column->zh || !column->en || column->least > column->most || (column->type == COL_WORD) != (column->words != NULL))
                fail_msg("%s: column %s", sheet->en, column->key);
            for (size_t k = 0; k < i; k++)
                if (strcmp(column->key, sheet->columns[k].key) == 0)
                    fail_msg("%s: two columns %s", sheet->en, column->key);
        }
    }
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
