#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "book.h"
#include "textw.h"

enum { SHEET_NAME_MAX = 26 /* characters: " (64)" still fits Excel's 31 */ };

static bool is_filled(const char *text)
{
    return text && text[0];
}

/* A text in both languages: both filled, the Chinese one with a character beyond ASCII, the English
 * one without. */
static bool is_bilingual(const char *zh, const char *en)
{
    return is_filled(zh) && is_filled(en) && text_width(zh) > text_chars(zh) &&
           text_width(en) == strlen(en);
}

static bool adds_up(enum column_type type)
{
    return type == COL_INT || type == COL_MONEY;
}

static void check_column(const char *kind, const struct column *column)
{
    if (!is_filled(column->key) || !is_filled(column->zh) || !is_filled(column->en) ||
        text_width(column->en) != strlen(column->en))
        fail_msg("%s: a column lacks its key or a heading", kind);
    if (column->least == 0 || column->most < column->least)
        fail_msg("%s.%s: width %d to %d", kind, column->key, column->least, column->most);
    if ((column->type == COL_WORD) != (column->words != NULL))
        fail_msg("%s.%s: words belong to word columns", kind, column->key);
    if ((column->flags & COLUMN_SUM) && !adds_up(column->type))
        fail_msg("%s.%s: no total of such a column", kind, column->key);
    if (is_filled(column->band_zh) != is_filled(column->band_en))
        fail_msg("%s.%s: a band in one language only", kind, column->key);
}

static void check_keys(const char *kind, const struct column *columns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            if (strcmp(columns[i].key, columns[j].key) == 0)
                fail_msg("%s: key %s twice", kind, columns[i].key);
}

/* With bands, the first column and the one after a group begin one. */
static void check_bands(const char *kind, const struct sheet_def *sheet)
{
    bool any = false;
    for (size_t i = 0; i < sheet->count; i++)
        any = any || sheet->columns[i].band_zh;
    if (any && !sheet->columns[0].band_zh)
        fail_msg("%s: the first band is missing", kind);
    if (sheet->group.count &&
        (sheet->group.at >= sheet->count || !sheet->columns[sheet->group.at].band_zh))
        fail_msg("%s: no band after the phases", kind);
}

static void check_sheet(const char *kind, const struct sheet_def *sheet)
{
    if (!is_bilingual(sheet->zh, sheet->en) || text_chars(sheet->zh) > SHEET_NAME_MAX ||
        text_chars(sheet->en) > SHEET_NAME_MAX || strpbrk(sheet->en, "[]:*?/\\'") ||
        strpbrk(sheet->zh, "[]:*?/\\'"))
        fail_msg("%s: sheet \"%s\" cannot have this name", kind, sheet->zh);
    for (size_t i = 0; i < sheet->count; i++)
        check_column(kind, &sheet->columns[i]);
    for (size_t i = 0; i < sheet->group.count; i++)
        check_column(kind, &sheet->group.columns[i]);
    check_keys(kind, sheet->columns, sheet->count);
    check_bands(kind, sheet);
    if ((sheet->source == SOURCE_SQL) != (sheet->rows && sheet->total))
        fail_msg("%s: rows and total belong together", kind);
    if (sheet->freeze >= sheet->count)
        fail_msg("%s: freezes all columns", kind);
    if (sheet->columns[0].flags & COLUMN_SUM)
        fail_msg("%s: the first column holds the word for total", kind);
}

static void test_all_are_complete(void **state)
{
    (void)state;
    for (const struct book_def *book = books(); book->kind; book++) {
        if (!is_bilingual(book->zh, book->en) || !is_bilingual(book->filter_zh, book->filter_en))
            fail_msg("%s: not in both languages", book->kind);
        assert_true(book->sheet_count > 0);
        for (size_t i = 0; i < book->sheet_count; i++)
            check_sheet(book->kind, &book->sheets[i]);
        assert_ptr_equal(book_find(book->kind), book);
    }
}

static void test_kinds(void **state)
{
    static const char *const KINDS[] = { "progress",    "systems",   "deliverables",
                                         "procurement", "deadlines", "penalties" };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(KINDS); i++)
        if (!book_find(KINDS[i]))
            fail_msg("no workbook %s", KINDS[i]);
    assert_null(book_find("nonsense"));
    assert_null(book_find(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_are_complete),
        cmocka_unit_test(test_kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
