#include "words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "textw.h"

static bool is_filled(const char *text)
{
    return text && text[0];
}

/* Late and warning words carry a sign, so that they are seen without colour. */
static void check_words(const struct column *column)
{
    static const char *const SIGNS[TONE__COUNT] = {
        [TONE_WARN] = "◆‖×", [TONE_LATE] = "▲", [TONE_GOOD] = "√"
    };
    for (const struct word *word = column->words; word && word->code; word++) {
        if (!is_filled(word->zh) || !is_filled(word->en) || !word->zh_after || !word->en_after)
            fail_msg("%s: word %s is not in both languages", column->key, word->code);
        char sign[5] = "";
        const char *at = word->zh;
        (void)text_next(&at);
        memcpy(sign, word->zh, (size_t)(at - word->zh));
        if (SIGNS[word->tone] && !strstr(SIGNS[word->tone], sign))
            fail_msg("%s: word %s has no sign beside its colour", column->key, word->code);
    }
}

static void test_words(void **state)
{
    (void)state;
    for (const struct book_def *book = books(); book->kind; book++)
        for (size_t s = 0; s < book->sheet_count; s++) {
            for (size_t i = 0; i < book->sheets[s].count; i++)
                check_words(&book->sheets[s].columns[i]);
            for (size_t i = 0; i < book->sheets[s].group.count; i++)
                check_words(&book->sheets[s].group.columns[i]);
        }
}

static void test_find(void **state)
{
    (void)state;
    assert_string_equal(word_find(WORDS_GRADE, "3", 1)->en, "level 3");
    assert_string_equal(word_find(WORDS_DEADLINE, "late:12", 4)->zh, "▲ 迟 ");
    assert_null(word_find(WORDS_DEADLINE, "lat", 3));
    assert_null(word_find(WORDS_DEADLINE, "", 0));
}

static void test_no_code_twice(void **state)
{
    static const struct word *const LISTS[] = {
        WORDS_PHASE_STATE,   WORDS_CYCLE_STATE, WORDS_DELIVERABLE, WORDS_DEADLINE,
        WORDS_DEADLINE_KIND, WORDS_PARTY,       WORDS_GRADE,       WORDS_WEEKDAY,
        WORDS_COUNTED,       WORDS_BASIS,       WORDS_CASE_TYPE,   WORDS_PENALTY_STATE,
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(LISTS); i++)
        for (const struct word *word = LISTS[i]; word->code; word++)
            if (word_find(LISTS[i], word->code, strlen(word->code)) != word)
                fail_msg("%s twice", word->code);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_no_code_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
