#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "cell_text.h"
#include "memory.h"
#include "textw.h"

static const struct {
    const char *name, *text, *want;
} CLEAN[] = {
    { "plain text stays", "abc", "abc" },
    { "nothing stays", "", "" },
    { "CJK stays", "系统名称", "系统名称" },
    { "tab and line feed stay", "a\tb\nc", "a\tb\nc" },
    { "a formula's start stays text", "=1+1", "=1+1" },
    { "CR is escaped", "a\r\nb", "a_x000D_\nb" },
    { "a control character is escaped", "a\x01z", "a_x0001_z" },
    { "the escape character of terminals", "\x1b[31m", "_x001B_[31m" },
    { "a literal escape is escaped", "_x0041_", "_x005F_x0041_" },
    { "a literal escape in small letters", "x_x00ff_y", "x_x005F_x00ff_y" },
    { "two literal escapes that share a mark", "_x0041_x0042_", "_x005F_x0041_x005F_x0042_" },
    { "a literal escape with the first and last digits", "_x09af_", "_x005F_x09af_" },
    { "the same in capitals", "_xAF90_", "_x005F_xAF90_" },
    { "no escape: beyond the digits", "_x00g0_ _x00G0_ _x00@0_ _x00`0_ _x00:0_ _x00/0_",
      "_x00g0_ _x00G0_ _x00@0_ _x00`0_ _x00:0_ _x00/0_" },
    { "no escape: too few digits", "_x004_", "_x004_" },
    { "no escape: not closed", "_x0041", "_x0041" },
    { "no escape: capital X", "_X0041_", "_X0041_" },
    { "U+FFFE is replaced", "a\xEF\xBF\xBE", "a\xEF\xBF\xBD" },
    { "U+FFFF is replaced", "\xEF\xBF\xBFz", "\xEF\xBF\xBDz" },
    { "U+FFFD itself stays", "\xEF\xBF\xBD", "\xEF\xBF\xBD" },
    { "a byte that is no UTF-8", "a\xFFz", "a\xEF\xBF\xBDz" },
    { "a surrogate is no UTF-8", "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
    { "beyond the basic plane stays", "𠮷", "𠮷" },
    { "delete and C1 are allowed in XML", "\x7f\xC2\x85", "\x7f\xC2\x85" },
};

static void test_clean(void **state)
{
    struct bytebuf scratch;
    (void)state;
    bytebuf_init(&scratch, CELL_BYTES_MAX);
    for (size_t i = 0; i < COUNT_OF(CLEAN); i++) {
        const char *got = cell_text_clean(CLEAN[i].text, &scratch);
        if (strcmp(got, CLEAN[i].want) != 0)
            fail_msg("%s: %s", CLEAN[i].name, got);
        if (strcmp(CLEAN[i].text, CLEAN[i].want) == 0 && got != CLEAN[i].text &&
            CLEAN[i].text[0] != '\xEF')
            fail_msg("%s: copied", CLEAN[i].name);
    }
    bytebuf_fini(&scratch);
}

/* UTF-16 units, as Excel counts. */
static size_t units(const char *text)
{
    size_t n = 0;
    for (uint32_t c; (c = text_next(&text)) != 0;)
        n += c > 0xFFFF ? 2 : 1;
    return n;
}

static char *repeat(const char *what, size_t times)
{
    size_t len = strlen(what);
    char *text = mem_new(len * times + 1);
    for (size_t i = 0; i < times; i++)
        memcpy(text + i * len, what, len);
    return text;
}

static const struct {
    const char *name, *unit;
    size_t times;
    bool cut;
} LENGTHS[] = {
    { "exactly as long as a cell", "a", CELL_CHARS_MAX, false },
    { "one too long", "a", CELL_CHARS_MAX + 1, true },
    { "far too long", "a", 200000, true },
    { "CJK exactly as long", "中", CELL_CHARS_MAX, false },
    { "CJK one too long", "中", CELL_CHARS_MAX + 1, true },
    { "surrogate pairs count two", "𠮷", CELL_CHARS_MAX / 2, false },
    { "one pair too many", "𠮷", CELL_CHARS_MAX / 2 + 1, true },
    { "escapes count as written", "\x01", CELL_CHARS_MAX / 7, false },
    { "one escape too many", "\x01", CELL_CHARS_MAX / 7 + 1, true },
};

static void test_limit(void **state)
{
    struct bytebuf scratch;
    (void)state;
    bytebuf_init(&scratch, CELL_BYTES_MAX);
    for (size_t i = 0; i < COUNT_OF(LENGTHS); i++) {
        char *text = repeat(LENGTHS[i].unit, LENGTHS[i].times);
        const char *got = cell_text_clean(text, &scratch);
        size_t len = strlen(got), mark = strlen(CELL_CUT_MARK);
        bool cut = len >= mark && strcmp(got + len - mark, CELL_CUT_MARK) == 0;
        if (cut != LENGTHS[i].cut || units(got) > CELL_CHARS_MAX || !text_is_utf8(got, len))
            fail_msg("%s: %zu units", LENGTHS[i].name, units(got));
        if (cut && units(got) + 7 < CELL_CHARS_MAX)
            fail_msg("%s: cut too early, %zu units", LENGTHS[i].name, units(got));
        mem_free(text);
    }
    bytebuf_fini(&scratch);
}

static const struct {
    const char *name, *text;
    size_t most, width, lines;
} BOXES[] = {
    { "nothing", "", 10, 0, 1 },
    { "ASCII counts one", "abcde", 10, 5, 1 },
    { "CJK counts two", "系统名称", 10, 8, 1 },
    { "signs count two", "▲ 超期 3 天", 20, 12, 1 },
    { "exactly full", "0123456789", 10, 10, 1 },
    { "wraps", "0123456789a", 10, 11, 2 },
    { "three lines of CJK", "一二三四五六七八九十一二", 8, 24, 3 },
    { "line feeds", "a\nbbb\ncc", 10, 3, 3 },
    { "an empty line counts", "a\n\nb", 10, 1, 3 },
    { "a line feed at the end", "a\n", 10, 1, 2 },
};

static void test_measure(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(BOXES); i++) {
        struct cell_box box = cell_text_measure(BOXES[i].text, BOXES[i].most);
        if (box.width != BOXES[i].width || box.lines != BOXES[i].lines)
            fail_msg("%s: %zu columns, %zu lines", BOXES[i].name, box.width, box.lines);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean),
        cmocka_unit_test(test_limit),
        cmocka_unit_test(test_measure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
