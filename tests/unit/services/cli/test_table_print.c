#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "table_print.h"
#include "textw.h"

static const struct table_column COLUMNS[] = {
    { "no", "序号", "no", CELL_INT },
    { "name", "系统", "system", CELL_TEXT },
    { "deep.fen", "金额", "amount", CELL_YUAN },
    { "due", "期限", "due", CELL_DATE },
    { NULL, NULL, NULL, CELL_TEXT },
};

static const char ROWS[] = "[{\"no\":1,\"name\":\"上海市发改委门户网站\",\"deep\":{\"fen\":"
                           "14361224},\"due\":\"2026-06-15T09:00:00+08:00\"},"
                           "{\"no\":12,\"name\":\"short\",\"deep\":{\"fen\":null},\"due\":null}]";

static char *print(int columns, enum lang lang)
{
    char *text = NULL;
    size_t size = 0;
    json_t *rows = json_loads(ROWS, 0, NULL);
    FILE *out = open_memstream(&text, &size);
    table_print(out, COLUMNS, rows, (struct table_style){ lang, columns });
    fclose(out);
    json_decref(rows);
    return text;
}

static void test_aligned_with_wide_characters(void **state)
{
    (void)state;
    char *text = print(100, LANG_ZH);
    assert_string_equal(text, "序号  系统                        金额  期限\n"
                              "   1  上海市发改委门户网站  143,612.24  2026-06-15\n"
                              "  12  short                             \n");
    free(text);
}

/* Whatever the width, no line is longer than it as long as numbers and dates fit, and those are
 * never cut. */
static void test_fits_every_width(void **state)
{
    (void)state;
    for (int columns = 40; columns <= 120; columns++) {
        char *text = print(columns, LANG_EN);
        char *save = text;
        assert_non_null(strstr(text, "143,612.24"));
        assert_non_null(strstr(text, "2026-06-15"));
        for (char *line; (line = strsep(&save, "\n")) != NULL;)
            if (text_width(line) > (size_t)columns)
                fail_msg("%d columns: %s", columns, line);
        free(text);
    }
}

static void test_cut_cell_ends_in_an_ellipsis(void **state)
{
    (void)state;
    char *text = print(40, LANG_ZH);
    assert_non_null(strstr(text, "…"));
    free(text);
}

static const struct {
    long long fen;
    const char *want;
} YUAN[] = {
    { 0, "0.00" },
    { 5, "0.05" },
    { 99999, "999.99" },
    { 100000, "1,000.00" },
    { -100001, "-1,000.01" },
    { 718061200, "7,180,612.00" },
    { INT64_MIN, "-92,233,720,368,547,758.08" },
};

static void test_yuan(void **state)
{
    (void)state;
    char out[40];
    for (size_t i = 0; i < COUNT_OF(YUAN); i++)
        assert_string_equal(table_yuan(YUAN[i].fen, out), YUAN[i].want);
}

/* Lines are filled: Chinese anywhere, words of ASCII whole, blanks at a line's end dropped. */
static void test_fill(void **state)
{
    static const struct {
        const char *text;
        size_t width;
        const char *want;
    } CASES[] = {
        { "", 10, "" },
        { "短", 10, "短\n" },
        { "一二三四五六", 6, "一二三\n  四五六\n" },
        { "一二三四五六", 7, "一二三\n  四五六\n" },
        { "条款 MH-042 安全", 9, "条款\n  MH-042 安\n  全\n" },
        { "条款 MH-042 安全", 11, "条款 MH-042\n  安全\n" },
        { "abcdefgh", 3, "abc\n  def\n  gh\n" },
        { "ab cd", 3, "ab\n  cd\n" },
        { "一二，三四", 4, "一\n  二，\n  三四\n" },       /* no line begins with a comma */
        { "一（二三）", 4, "一\n  （二\n  三）\n" },       /* nor ends with a bracket that opens */
        { "见“说明”。", 6, "见“说\n  明”。\n" },
        { "加扣143,612.24元", 12, "加扣\n  143,612.24元\n" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        char *text = NULL;
        size_t size = 0;
        FILE *out = open_memstream(&text, &size);
        table_fill(out, CASES[i].text, CASES[i].width, 2);
        fclose(out);
        assert_string_equal(text, CASES[i].want);
        free(text);
    }
}

/* A code keeps its width where a text gives way. */
/* Words of states and minutes of instants; JSON keeps the code and the whole instant. */
static void test_words_and_minutes(void **state)
{
    static const struct {
        enum cell_kind kind;
        enum lang lang;
        const char *value, *cell;
    } CELLS[] = {
        { CELL_WORD, LANG_ZH, "breached", "已逾期" },
        { CELL_WORD, LANG_EN, "breached", "overdue" },
        { CELL_WORD, LANG_ZH, "unheard_of", "unheard_of" },
        { CELL_MINUTE, LANG_ZH, "2026-06-15T09:00:59+08:00", "2026-06-15 09:00" },
        { CELL_MINUTE, LANG_ZH, "2026-06-15", "2026-06-15" },
        { CELL_DATE, LANG_ZH, "2026-06-15T09:00:59+08:00", "2026-06-15" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(CELLS) / sizeof(CELLS[0]); i++) {
        const struct table_column column = { "v", "", "", CELLS[i].kind };
        char cell[TABLE_CELL_MAX];
        json_t *row = json_pack("{s:s}", "v", CELLS[i].value);
        assert_string_equal(table_cell(row, &column, CELLS[i].lang, cell), CELLS[i].cell);
        json_decref(row);
    }
}

static void test_codes_are_not_cut(void **state)
{
    static const struct table_column CODES[] = { { "no", "n", "n", CELL_CODE },
                                                 { "name", "m", "m", CELL_TEXT },
                                                 { NULL, NULL, NULL, CELL_TEXT } };
    char *text = NULL;
    size_t size = 0;
    json_t *rows = json_pack("[{s:s, s:s}]", "no", "MH-042-long", "name", "a long long name");
    FILE *out = open_memstream(&text, &size);
    (void)state;
    table_print(out, CODES, rows, (struct table_style){ LANG_ZH, 20 });
    fclose(out);
    assert_non_null(strstr(text, "MH-042-long  a long…\n"));
    free(text);
    json_decref(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_aligned_with_wide_characters),
        cmocka_unit_test(test_fits_every_width),
        cmocka_unit_test(test_fill),
        cmocka_unit_test(test_codes_are_not_cut),
        cmocka_unit_test(test_words_and_minutes),
        cmocka_unit_test(test_cut_cell_ends_in_an_ellipsis),
        cmocka_unit_test(test_yuan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
