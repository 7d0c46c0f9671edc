/* The tables of a comparison's workbook hold together and name fields that pair_row makes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compare_lists.h"
#include "compare_sheets.h"
#include "sheet_tables.h"

static void test_tables(void **state)
{
    (void)state;
    sheet_tables_check(&COMPARE_BOOK);
    assert_int_equal(COMPARE_BOOK.sheet_count, COMPARE_COUNT + 1);
    assert_int_equal(compare_sheet_list(&COMPARE_BOOK.sheets[0]), COMPARE_SHEET_TOTALS);
    for (int list = 0; list < COMPARE_COUNT; list++)
        assert_int_equal(compare_sheet_list(&COMPARE_BOOK.sheets[list + 1]), list);
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* Every field that is shown of one play is shown of the other, beside it; what lies between follows. */
static void test_sides(void **state)
{
    (void)state;
    for (size_t s = 1; s < COMPARE_BOOK.sheet_count; s++) {
        const struct sheet_def *sheet = &COMPARE_BOOK.sheets[s];
        size_t pairs = 0;
        for (size_t i = 0; i + 1 < sheet->count; i++) {
            const char *first = sheet->columns[i].key;
            if (!begins(first, "first_"))
                continue;
            const char *field = first + strlen("first_");
            const char *against = sheet->columns[i + 1].key;
            const char *moved = i + 2 < sheet->count ? sheet->columns[i + 2].key : "";
            if (!begins(against, "against_") || strcmp(against + strlen("against_"), field) != 0)
                fail_msg("%s: %s without its other side", sheet->en, first);
            if (begins(moved, "moved_") && strcmp(moved + strlen("moved_"), field) != 0)
                fail_msg("%s: %s after %s", sheet->en, moved, against);
            pairs++;
        }
        assert_true(pairs > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_tables), cmocka_unit_test(test_sides) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
