#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "textw.h"

static const struct {
    const char *name, *bytes;
    bool valid;
    size_t width; /* where valid */
} TEXTS[] = {
    { "empty", "", true, 0 },
    { "latin", "abc", true, 3 },
    { "chinese is wide", "等保", true, 4 },
    { "full-width comma", "，", true, 2 },
    { "combining accent", "e\xcc\x81", true, 1 },
    { "beyond the basic plane", "\xf0\xa0\x80\x80", true, 2 },
    { "continuation alone", "\x80", false, 0 },
    { "cut sequence", "\xe7\xad", false, 0 },
    { "overlong slash", "\xc0\xaf", false, 0 },
    { "overlong in three", "\xe0\x80\xaf", false, 0 },
    { "surrogate", "\xed\xa0\x80", false, 0 },
    { "above the last code point", "\xf4\x90\x80\x80", false, 0 },
    { "never a lead byte", "\xff", false, 0 },
};

static void test_validity_and_width(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
        if (text_is_utf8(TEXTS[i].bytes, strlen(TEXTS[i].bytes)) != TEXTS[i].valid)
            fail_msg("%s: validity", TEXTS[i].name);
        if (TEXTS[i].valid && text_width(TEXTS[i].bytes) != TEXTS[i].width)
            fail_msg("%s: width %zu", TEXTS[i].name, text_width(TEXTS[i].bytes));
    }
}

/* Wherever a text is cut, trimming leaves valid text that is a prefix of it. */
static void test_trim_at_every_byte(void **state)
{
    (void)state;
    static const char TEXT[] = "a期限é\xf0\xa0\x80\x80z";
    for (size_t n = 0; n < sizeof(TEXT); n++) {
        char cut[sizeof(TEXT)];
        memcpy(cut, TEXT, n);
        cut[n] = '\0';
        text_trim_partial(cut);
        assert_true(text_is_utf8(cut, strlen(cut)));
        assert_true(n - strlen(cut) < 4);
    }
}

static void test_bad_bytes_count_as_one_replacement(void **state)
{
    (void)state;
    const char *at = "\xff等";
    assert_int_equal(text_next(&at), 0xFFFD);
    assert_int_equal(text_next(&at), 0x7B49);
    assert_int_equal(text_next(&at), 0);
    assert_int_equal(text_chars("等保a"), 3);
}

static void test_control_characters(void **state)
{
    (void)state;
    assert_false(text_has_control("one\ttwo\nthree 等"));
    assert_true(text_has_control("bell\a"));
    assert_true(text_has_control("\xc2\x85")); /* next line, U+0085 */
}

static void test_or(void **state)
{
    (void)state;
    assert_string_equal(text_or("a", "b"), "a");
    assert_string_equal(text_or(NULL, "b"), "b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_validity_and_width),
        cmocka_unit_test(test_trim_at_every_byte),
        cmocka_unit_test(test_bad_bytes_count_as_one_replacement),
        cmocka_unit_test(test_control_characters),
        cmocka_unit_test(test_or),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
