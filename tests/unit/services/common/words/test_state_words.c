/* The closed lists: each word in both languages, told by a sign as well as by its tone, and none
 * written twice. Whether a list has every code of its constraint, integration/export looks at. */
#include "state_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "code_words.h"

static const struct word *const LISTS[] = {
    WORDS_PHASE_STATE,   WORDS_CYCLE_STATE, WORDS_DELIVERABLE, WORDS_DEADLINE,
    WORDS_DEADLINE_KIND, WORDS_PARTY,       WORDS_GRADE,       WORDS_WEEKDAY,
    WORDS_COUNTED,       WORDS_BASIS,       WORDS_CASE_TYPE,   WORDS_PENALTY_STATE,
};

typedef void word_fn(const struct word *list, const struct word *word);

static void each_word(word_fn *fn)
{
    for (size_t i = 0; i < COUNT_OF(LISTS); i++)
        for (const struct word *word = LISTS[i]; word->code; word++)
            fn(LISTS[i], word);
}

static void check_text(const struct word *list, const struct word *word)
{
    (void)list;
    if (!*word_text(word, LANG_ZH) || (unsigned char)word_text(word, LANG_ZH)[0] < 0x80 ||
        !*word_text(word, LANG_EN) || (unsigned char)word_text(word, LANG_EN)[0] >= 0x80)
        fail_msg("%s is not in both languages", word->code);
}

static void test_every_word_is_in_both_languages(void **state)
{
    (void)state;
    each_word(check_text);
}

/* Late and warning words carry a sign, so that they are seen without colour. */
static void check_sign(const struct word *list, const struct word *word)
{
    static const char *const SIGNS[TONE__COUNT] = {
        [TONE_WARN] = "◆‖×", [TONE_LATE] = "▲", [TONE_GOOD] = "√"
    };
    (void)list;
    if (SIGNS[word->tone] && (!*word->sign || !strstr(SIGNS[word->tone], word->sign)))
        fail_msg("%s has no sign beside its tone", word->code);
}

static void test_signs(void **state)
{
    (void)state;
    each_word(check_sign);
}

static void check_once(const struct word *list, const struct word *word)
{
    if (word_find(list, word->code, strlen(word->code)) != word)
        fail_msg("%s twice", word->code);
}

static void test_no_code_twice(void **state)
{
    (void)state;
    each_word(check_once);
}

/* A list says again only what it says in another way: one word, one place. */
static void check_own(const struct word *list, const struct word *word)
{
    (void)list;
    if ((word->zh == NULL) != (word->en == NULL))
        fail_msg("%s has one language of its own", word->code);
    if (word->zh && strcmp(word->zh, code_word(word->code, LANG_ZH)) == 0 &&
        strcmp(word->en, code_word(word->code, LANG_EN)) == 0)
        fail_msg("%s stands in code_words too", word->code);
}

static void test_no_word_is_written_twice(void **state)
{
    (void)state;
    each_word(check_own);
}

static void test_find(void **state)
{
    (void)state;
    assert_string_equal(word_find(WORDS_GRADE, "3", 1)->en, "level 3");
    assert_string_equal(word_find(WORDS_DEADLINE, "late:12", 4)->zh, "迟");
    assert_null(word_find(WORDS_DEADLINE, "lat", 3));
    assert_null(word_find(WORDS_DEADLINE, "", 0));
}

static const struct {
    const struct word *list;
    const char *code, *days;
    const char *zh, *en;
} SAID[] = {
    { WORDS_PHASE_STATE, "over", "3", "▲ 超期 3 天", "▲ over 3 d" },
    { WORDS_PHASE_STATE, "active", NULL, "● 进行中", "● under way" },
    { WORDS_PHASE_STATE, "submitted", NULL, "● 已提交", "● submitted" }, /* as anywhere */
    { WORDS_DEADLINE, "late", "12", "▲ 迟 12 天", "▲ late 12 d" },
    { WORDS_DEADLINE, "late", NULL, "▲ 迟", "▲ late" }, /* a play tells no days */
    { WORDS_DEADLINE, "void", NULL, "— 作废", "— void" },
    { WORDS_DELIVERABLE, "accepted", NULL, "√ 已验收", "√ accepted" },
    { WORDS_PENALTY_STATE, "reversed", NULL, "— 已撤销", "— reversed" },
    { WORDS_PARTY, "customer", NULL, "甲方", "customer" }, /* no sign, no space */
};

static void test_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(SAID); i++) {
        const struct word *word = word_find(SAID[i].list, SAID[i].code, strlen(SAID[i].code));
        struct bytebuf out;
        bytebuf_init(&out, 64);
        assert_int_equal(word_say(word, SAID[i].days, LANG_ZH, &out), RC_OK);
        assert_string_equal(bytebuf_str(&out), SAID[i].zh);
        bytebuf_reset(&out);
        assert_int_equal(word_say(word, SAID[i].days, LANG_EN, &out), RC_OK);
        assert_string_equal(bytebuf_str(&out), SAID[i].en);
        bytebuf_fini(&out);
    }
}

/* Wherever the ceiling falls. */
static void test_ceiling(void **state)
{
    const struct word *late = word_find(WORDS_DEADLINE, "late", 4);
    (void)state;
    for (size_t ceiling = 1; ceiling < strlen("▲ late 12 d"); ceiling++) {
        struct bytebuf out;
        bytebuf_init(&out, ceiling);
        assert_int_equal(word_say(late, "12", LANG_EN, &out), RC_TOO_LARGE);
        bytebuf_fini(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_word_is_in_both_languages),
        cmocka_unit_test(test_signs),
        cmocka_unit_test(test_no_code_twice),
        cmocka_unit_test(test_no_word_is_written_twice),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_said),
        cmocka_unit_test(test_ceiling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
