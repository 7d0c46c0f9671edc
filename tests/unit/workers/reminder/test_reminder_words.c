#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "reminder_words.h"
#include "textw.h"

/* Every blank that reminder_text.c and reminder_digest.c fill. */
static const struct reminder_blank BLANKS[] = {
    { "subject", "S" },  { "days", "3" },   { "span", "2 h" },   { "due", "2026-06-15" },
    { "planned", "P" },  { "step", "why" }, { "person", "王" },  { "contract", "C" },
    { "system", "Y" },   { "title", "T" },  { "clause", "K-1" }, { "rule", "warn_3" },
    { "count", "12" },   { "over", "4" },   { "number", "1" },   { "yuan", "10.00" },
    { "measures", "M" }, { NULL, NULL },
};

static void test_every_sentence_has_both_languages_and_known_blanks(void **state)
{
    (void)state;
    for (int word = 0; word < REMINDER_WORD__COUNT; word++) {
        for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
            const char *text = reminder_word((enum reminder_word)word, (enum lang)lang);
            struct bytebuf out;
            bytebuf_init(&out, 4000);
            if (!text || !text_is_utf8(text, strlen(text)))
                fail_msg("sentence %d lacks language %d", word, lang);
            assert_int_equal(
                reminder_word_fill((enum reminder_word)word, (enum lang)lang, BLANKS, &out), RC_OK);
            if (strpbrk(bytebuf_str(&out), "{}"))
                fail_msg("sentence %d keeps a blank: %s", word, bytebuf_str(&out));
            bytebuf_fini(&out);
        }
    }
}

/* A blank that one language shows and the other does not would hide a fact from half of the
 * readers. */
static void test_both_languages_show_the_same_blanks(void **state)
{
    (void)state;
    for (int word = 0; word < REMINDER_WORD__COUNT; word++) {
        for (const struct reminder_blank *blank = BLANKS; blank->name; blank++) {
            char mark[32];
            snprintf(mark, sizeof(mark), "{%s}", blank->name);
            if (!strstr(reminder_word((enum reminder_word)word, LANG_ZH), mark) !=
                !strstr(reminder_word((enum reminder_word)word, LANG_EN), mark))
                fail_msg("sentence %d: %s stands in one language only", word, mark);
        }
    }
}

static void test_a_subject_is_one_line(void **state)
{
    (void)state;
    for (int word = SUBJECT_LEFT; word < BODY_GREETING; word++) {
        assert_null(strchr(reminder_word((enum reminder_word)word, LANG_ZH), '\n'));
        assert_null(strchr(reminder_word((enum reminder_word)word, LANG_EN), '\n'));
    }
    assert_null(strchr(reminder_word(DIGEST_SUBJECT, LANG_ZH), '\n'));
    assert_null(strchr(reminder_word(DIGEST_SUBJECT, LANG_EN), '\n'));
}

static void test_values_are_not_filled_again(void **state)
{
    (void)state;
    static const struct reminder_blank TRICKY[] = {
        { "subject", "{due}" }, { "due", "D" }, { "days", "1" }, { NULL, NULL }
    };
    struct bytebuf out;
    bytebuf_init(&out, 4000);
    assert_int_equal(reminder_word_fill(SUBJECT_TODAY, LANG_EN, TRICKY, &out), RC_OK);
    assert_string_equal(bytebuf_str(&out), "[Due today] {due} (D)");
    bytebuf_fini(&out);
}

static void test_a_full_buffer_is_said(void **state)
{
    (void)state;
    struct bytebuf out;
    bytebuf_init(&out, 8);
    assert_int_equal(reminder_word_fill(BODY_MATTER, LANG_ZH, BLANKS, &out), RC_TOO_LARGE);
    bytebuf_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_sentence_has_both_languages_and_known_blanks),
        cmocka_unit_test(test_both_languages_show_the_same_blanks),
        cmocka_unit_test(test_a_subject_is_one_line),
        cmocka_unit_test(test_values_are_not_filled_again),
        cmocka_unit_test(test_a_full_buffer_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
