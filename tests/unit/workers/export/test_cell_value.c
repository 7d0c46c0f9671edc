#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "cell_value.h"

static const struct word WORDS[] = {
    { "late", TONE_LATE, "▲", "迟", "late" },
    { "open", TONE_NORMAL, "●", "进行中", "open" },
    { 0 },
};

static const struct {
    const char *name;
    enum column_type type;
    uint8_t flags;
    const char *text;
    double want;
    enum tone tone;
} NUMBERS[] = {
    { "whole number", COL_INT, 0, "42", 42, TONE_NORMAL },
    { "negative number stays a number", COL_INT, 0, "-7", -7, TONE_NORMAL },
    { "days late", COL_INT, COLUMN_LATE, "3", 3, TONE_LATE },
    { "no days late", COL_INT, COLUMN_LATE, "0", 0, TONE_NORMAL },
    { "early is not late", COL_INT, COLUMN_LATE, "-2", -2, TONE_NORMAL },
    { "fen to yuan", COL_MONEY, 0, "7180612", 71806.12, TONE_NORMAL },
    { "one fen", COL_MONEY, 0, "1", 0.01, TONE_NORMAL },
    { "the largest contract", COL_MONEY, 0, "100000000000000", 1e12, TONE_NORMAL },
    { "last exact sum", COL_MONEY, 0, "9007199254740992", 90071992547409.92, TONE_NORMAL },
    { "percent", COL_PERCENT, 0, "7050", 0.705, TONE_NORMAL },
    { "score", COL_SCORE, 0, "7000", 70, TONE_NORMAL },
    { "date", COL_DATE, 0, "2026-06-15", 46188, TONE_NORMAL },
    { "leap day", COL_DATE, 0, "2024-02-29", 45351, TONE_NORMAL },
    { "first day Excel counts right", COL_DATE, 0, "1900-03-01", 61, TONE_NORMAL },
    { "instant", COL_INSTANT, 0, "2026-06-15 12:00:00", 46188.5, TONE_NORMAL },
    { "midnight", COL_INSTANT, 0, "2026-06-15 00:00:00", 46188, TONE_NORMAL },
    { "last second", COL_INSTANT, 0, "2026-06-15 23:59:59", 46188 + 86399.0 / 86400, TONE_NORMAL },
};

static void test_numbers(void **state)
{
    struct cell_reader reader;
    (void)state;
    cell_reader_init(&reader, LANG_ZH, 480);
    for (size_t i = 0; i < COUNT_OF(NUMBERS); i++) {
        const struct column column = { .key = "k",
                                       .type = NUMBERS[i].type,
                                       .flags = NUMBERS[i].flags };
        struct problem problem = { .rc = RC_OK };
        struct cell_value value;
        if (cell_read(&reader, &column, NUMBERS[i].text, &value, &problem) != RC_OK)
            fail_msg("%s: %s", NUMBERS[i].name, problem.text);
        if (value.kind != CELL_NUMBER || value.number < NUMBERS[i].want ||
            value.number > NUMBERS[i].want || value.tone != NUMBERS[i].tone)
            fail_msg("%s: %.17g", NUMBERS[i].name, value.number);
    }
    cell_reader_fini(&reader);
}

#define STEP "{\"step\":\"day\",\"why\":\"weekend\",\"from\":\"2026-06-13\"}"

static const struct {
    const char *name;
    enum column_type type;
    enum lang lang;
    const char *text, *want;
    enum tone tone;
} TEXTS[] = {
    { "text as it is", COL_TEXT, LANG_ZH, "=SUM(A1)", "=SUM(A1)", TONE_NORMAL },
    { "an identifier keeps its zeros", COL_ID, LANG_ZH, "007", "007", TONE_NORMAL },
    { "a word", COL_WORD, LANG_ZH, "open", "● 进行中", TONE_NORMAL },
    { "a word with a number", COL_WORD, LANG_ZH, "late:12", "▲ 迟 12 天", TONE_LATE },
    { "the same in English", COL_WORD, LANG_EN, "late:12", "▲ late 12 d", TONE_LATE },
    { "a word only a pack knows", COL_WORD, LANG_ZH, "quarter", "quarter", TONE_NORMAL },
    { "part of a word is no word", COL_WORD, LANG_ZH, "ope", "ope", TONE_NORMAL },
    { "yes", COL_BOOL, LANG_ZH, "t", "是", TONE_WARN },
    { "no in English", COL_BOOL, LANG_EN, "f", "no", TONE_MUTED },
    { "a day Excel cannot count stays text", COL_DATE, LANG_ZH, "1900-02-28", "1900-02-28",
      TONE_NORMAL },
    { "a step", COL_STEP, LANG_ZH, STEP, "2026-06-13 周末，不计", TONE_NORMAL },
    { "a step in English", COL_STEP, LANG_EN, STEP, "2026-06-13: weekend, skipped", TONE_NORMAL },
    { "an unknown step is shown as stored", COL_STEP, LANG_ZH, "{\"why\":\"?\"}", "{\"why\":\"?\"}",
      TONE_NORMAL },
    { "a proof", COL_PROOF, LANG_ZH, "[" STEP "," STEP "]",
      "2026-06-13 周末，不计\n2026-06-13 周末，不计", TONE_NORMAL },
    { "an empty proof", COL_PROOF, LANG_ZH, "[]", "", TONE_NORMAL },
    { "no proof at all", COL_PROOF, LANG_ZH, "null", "null", TONE_NORMAL },
};

static void test_texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
        const struct column column = { .key = "k", .type = TEXTS[i].type, .words = WORDS };
        struct problem problem = { .rc = RC_OK };
        struct cell_reader reader;
        struct cell_value value;
        cell_reader_init(&reader, TEXTS[i].lang, 480);
        if (cell_read(&reader, &column, TEXTS[i].text, &value, &problem) != RC_OK)
            fail_msg("%s: %s", TEXTS[i].name, problem.text);
        if (value.kind != CELL_TEXT || strcmp(value.text, TEXTS[i].want) != 0 ||
            value.tone != TEXTS[i].tone)
            fail_msg("%s: %s", TEXTS[i].name, value.text);
        cell_reader_fini(&reader);
    }
}

static const struct {
    const char *name;
    enum column_type type;
    const char *text;
} WRONG[] = {
    { "words for a number", COL_INT, "three" },
    { "a fraction of a fen", COL_MONEY, "1.5" },
    { "more than a double holds", COL_MONEY, "9007199254740993" },
    { "the same below zero", COL_MONEY, "-9007199254740993" },
    { "no such day", COL_DATE, "2026-02-30" },
    { "an instant for a date", COL_DATE, "2026-06-15 09:00:00" },
    { "an instant with a zone", COL_INSTANT, "2026-06-15 09:00:00+08" },
    { "an instant with T", COL_INSTANT, "2026-06-15T09:00:00" },
    { "no such hour", COL_INSTANT, "2026-06-15 25:00:00" },
    { "neither yes nor no", COL_BOOL, "true" },
};

static void test_wrong(void **state)
{
    struct cell_reader reader;
    (void)state;
    cell_reader_init(&reader, LANG_ZH, 480);
    for (size_t i = 0; i < COUNT_OF(WRONG); i++) {
        const struct column column = { .key = "amount", .type = WRONG[i].type };
        struct problem problem = { .rc = RC_OK };
        struct cell_value value;
        if (cell_read(&reader, &column, WRONG[i].text, &value, &problem) != RC_INTERNAL ||
            strcmp(problem.field, "amount") != 0 || !strstr(problem.text, WRONG[i].text))
            fail_msg("%s: %s", WRONG[i].name, problem.text);
    }
    cell_reader_fini(&reader);
}

static void test_empty(void **state)
{
    struct cell_reader reader;
    (void)state;
    cell_reader_init(&reader, LANG_ZH, 480);
    for (int type = 0; type < COL__COUNT; type++) {
        const struct column column = { .key = "k", .type = (enum column_type)type, .words = WORDS };
        struct problem problem = { .rc = RC_OK };
        struct cell_value value;
        assert_int_equal(cell_read(&reader, &column, NULL, &value, &problem), RC_OK);
        assert_int_equal(value.kind, CELL_EMPTY);
        assert_int_equal(cell_read(&reader, &column, "", &value, &problem), RC_OK);
        assert_int_equal(value.kind, CELL_EMPTY);
    }
    cell_reader_fini(&reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_wrong),
        cmocka_unit_test(test_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
