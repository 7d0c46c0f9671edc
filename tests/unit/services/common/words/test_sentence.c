/* Sentences in Chinese: how they are found, and that no table has a row that says nonsense. Whether
 * every problem of the tree has a row, lint/sentences looks at. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "sentence.h"
#include "sentence_rows.h"
#include "textw.h"

/* ---- the tables ---- */

typedef void row_fn(const struct sentence *row);

static void each_row(row_fn *fn)
{
    for (const struct sentence *const *table = SENTENCE_TABLES; *table; table++)
        for (const struct sentence *row = *table; row->en; row++)
            fn(row);
}

/* "name@host" holds no mark. */
static bool is_digit(char c)
{
    return c >= '1' && c <= '9';
}

/* A digit after each mark, none beyond the conversions there are: what follows would be read from
 * nowhere. */
static void check_marks(const struct sentence *row)
{
    size_t conversions = 0;
    for (const char *at = strchr(row->en, '%'); at; at = strchr(at + 1, '%'))
        conversions++;
    if (conversions > 6)
        fail_msg("%s: too many conversions", row->en);
    for (const char *at = strpbrk(row->zh, "%@"); at; at = strpbrk(at + 1, "%@"))
        if ((*at == '%' || is_digit(at[1])) &&
            (!is_digit(at[1]) || (size_t)(at[1] - '0') > conversions))
            fail_msg("%s: no parameter %.2s", row->zh, at);
}

static void test_marks_have_parameters(void **state)
{
    (void)state;
    each_row(check_marks);
}

/* Something Chinese beside the parameters, and only Chinese punctuation around it. */
static void check_chinese(const struct sentence *row)
{
    bool wide = strpbrk(row->zh, "%@") != NULL && strstr(row->zh, "：") != NULL;
    for (const char *at = row->zh; *at && !wide;)
        wide = text_next(&at) >= 0x4E00;
    if (!wide)
        fail_msg("%s: \"%s\" is not Chinese", row->en, row->zh);
}

static void test_rows_are_chinese(void **state)
{
    (void)state;
    each_row(check_chinese);
}

/* The first of two equal rows would hide the second. */
static void check_unique(const struct sentence *row)
{
    size_t found = 0;
    for (const struct sentence *const *table = SENTENCE_TABLES; *table; table++)
        for (const struct sentence *other = *table; other->en; other++)
            found += strcmp(other->en, row->en) == 0;
    if (found != 1)
        fail_msg("\"%s\" stands %zu times", row->en, found);
}

static void test_rows_differ(void **state)
{
    (void)state;
    each_row(check_unique);
}

/* ---- what is said ---- */

static const struct {
    const char *name, *text, *want;
} SAID[] = {
    { "no parameter", "stopped", "已停止" },
    { "one at the end", "could not reach the bus at tcp://h:1", "无法连接总线 tcp://h:1" },
    { "one at the beginning", "from is missing: see `mlps help simulate`",
      "缺少 from：用法见 `mlps help simulate`" },
    { "the row that says more is meant", "\"note\" is missing: say why the phase is returned",
      "缺少“note”：请说明退回的原因" },
    { "an empty parameter", "\"\" must be true or false", "“”应为 true 或 false" },
    { "a parameter with the text that follows it", "\"a\" is missing\" is missing",
      "缺少“a\" is missing”" },
    { "a word inside", "there is no such deliverable", "没有这个交付物" },
    { "states inside", "could not submit the phase: it is planned, and must be active or returned",
      "不能对阶段做“提交”：它现在是“计划中”，应为“进行中或已退回”" },
    { "roles inside", "\"王\" may not waive the penalty: that is for a manager or leader",
      "“王”不能对处罚做“免除”：须由项目经理或负责人办理" },
    { "a system's own reason", "could not open file \"a.yaml\": No such file or directory",
      "无法打开文件“a.yaml”：没有这个文件或目录" },
    { "a reason that no row knows", "could not open file \"a\": Quota exceeded",
      "无法打开文件“a”：“Quota exceeded”" },
    { "a sentence in a sentence",
      "person 2: \"role\" must be engineer, manager, customer or leader",
      "第 2 个人：“role”应为 engineer、manager、customer 或 leader" },
    { "a day held against another", "\"on\" lies before its submission on 2026-06-01",
      "“on”早于提交日（2026-06-01）" },
    { "a place, then a sentence", "a.yaml:1:1: the document is empty", "a.yaml:1:1：文档是空的" },
    { "a name that begins a sentence", "calendar.csv is empty", "calendar.csv 是空的" },
    { "a code alone is no sentence", "open", "open" },
    { "what no row knows", "seven apples fell", "seven apples fell" },
    { "an @ that is no mark", "\"email\" must be like name@host", "“email”应为 name@host 的形式" },
    { "nothing", "", "" },
};

static void test_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(SAID); i++) {
        char out[SENTENCE_TEXT];
        if (strcmp(sentence_say(SAID[i].text, LANG_ZH, out), SAID[i].want) != 0)
            fail_msg("%s: \"%s\"", SAID[i].name, out);
        assert_string_equal(sentence_say(SAID[i].text, LANG_EN, out), SAID[i].text);
    }
}

/* A text of another version is quoted behind what its result means. */
static void test_unknown_problem_is_quoted(void **state)
{
    (void)state;
    char out[SENTENCE_TEXT];
    const struct problem problem = { .rc = RC_REFUSED, .text = "seven apples fell" };
    assert_string_equal(problem_say(&problem, LANG_ZH, out), "不符合规则：“seven apples fell”");
    assert_string_equal(problem_say(&problem, LANG_EN, out), "seven apples fell");
}

static void test_known_problem(void **state)
{
    (void)state;
    char out[SENTENCE_TEXT];
    struct problem problem = { .rc = RC_OK };
    problem_set(&problem, RC_INVALID, "on", "\"%s\" must be a date, YYYY-MM-DD", "on");
    assert_string_equal(problem_say(&problem, LANG_ZH, out), "“on”应为日期（YYYY-MM-DD）");
}

/* The longest text there is, of characters that a cut would split, each taken twice. */
static void test_long_texts_end_at_a_character(void **state)
{
    (void)state;
    char out[SENTENCE_TEXT];
    char text[SENTENCE_TEXT * 2];
    size_t n = 0;
    for (; n + 4 < sizeof(text); n += 3)
        memcpy(text + n, "\xE6\x96\x87", 4);
    (void)sentence_say(text, LANG_ZH, out);
    assert_true(strlen(out) > SENTENCE_TEXT - 8);
    assert_true(text_is_utf8(out, strlen(out)));
}

/* Many joints, as a peer might send: said in one pass. */
static void test_many_joints(void **state)
{
    (void)state;
    char out[SENTENCE_TEXT];
    struct problem problem = { .rc = RC_OK };
    char list[PROBLEM_TEXT_MAX] = "";
    for (size_t n = 0; n + 6 < sizeof(list); n += 4)
        memcpy(list + n, "x or", 5);
    problem_set(&problem, RC_CONFLICT, NULL, "could not fix the finding: it is x, and must be %s",
                list);
    assert_true(text_is_utf8(problem_say(&problem, LANG_ZH, out), strlen(out)));
}

static void test_every_result_has_a_title(void **state)
{
    (void)state;
    for (int rc = 0; rc < RC__COUNT; rc++) {
        assert_non_null(rc_title((rc_t)rc, LANG_ZH));
        assert_string_not_equal(rc_title((rc_t)rc, LANG_ZH), rc_title((rc_t)rc, LANG_EN));
    }
    assert_string_equal(rc_title((rc_t)RC__COUNT, LANG_EN), rc_title(RC_INTERNAL, LANG_EN));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_marks_have_parameters),
        cmocka_unit_test(test_rows_are_chinese),
        cmocka_unit_test(test_rows_differ),
        cmocka_unit_test(test_said),
        cmocka_unit_test(test_unknown_problem_is_quoted),
        cmocka_unit_test(test_known_problem),
        cmocka_unit_test(test_long_texts_end_at_a_character),
        cmocka_unit_test(test_many_joints),
        cmocka_unit_test(test_every_result_has_a_title),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
