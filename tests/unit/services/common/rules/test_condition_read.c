/* Conditions as a pack states them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "rules_fixture.h"

#define WHEN(condition)                                                                            \
    "grading:\n  - family: f\n    rows:\n"                                                         \
    "      - {clause: X, grade: I, title: t, when: " condition "}\n"
#define SCALES "scales:\n  - {fact: grade, words: [IV, III, II, I]}\n"

static const struct mistake MISTAKES[] = {
    { "a map among words", SCALES WHEN("{a: [{b: c}]}"), "t.yaml:11:52: \"value\" must be text" },
    { "an operator without its blank", SCALES WHEN("{a: \">=5\"}"),
      "t.yaml:11:51: \"a\" has no comparison" },
    { "an operator alone", SCALES WHEN("{a: \">= \"}"), "t.yaml:11:51: \"a\" has no comparison" },
    { "the first of two facts", SCALES WHEN("{a: {b: c}, d: 1}"),
      "t.yaml:11:51: \"a\" must be a value, a list or a comparison" },
    { "the first of two conditions", SCALES WHEN("{any: [{}, {a: 1}]}"),
      "t.yaml:11:54: a condition must be a map of facts to comparisons" },
    { "all sorts",
      "scales:\n  - {fact: grade, words: [IV, III, II, I]}\n  - {fact: extent, words: [local, "
      "wide]}\ngrading:\n  - family: f\n    rows:\n      - {clause: X, grade: I, title: t, when: "
      "{a: true, b: false, c: 3, d: \">= 1.5\", e: [x, y], extent: \">= local\", g: word}}\n",
      NULL },
    { "any",
      "scales:\n  - {fact: grade, words: [IV, III, II, I]}\n  - {fact: extent, words: [local, "
      "wide]}\ngrading:\n  - family: f\n    rows:\n      - {clause: X, grade: I, title: t, when: "
      "{any: [{a: true}, {b: \">= 2\"}]}}\n",
      NULL },
    { "a fact named any",
      "scales:\n  - {fact: grade, words: [IV, III, II, I]}\n  - {fact: extent, words: [local, "
      "wide]}\ngrading:\n  - family: f\n    rows:\n      - {clause: X, grade: I, title: t, when: "
      "{any: true, b: 1}}\n",
      NULL },
    { "no map",
      "scales:\n  - {fact: grade, words: [IV, III, II, I]}\n  - {fact: extent, words: [local, "
      "wide]}\ngrading:\n  - family: f\n    rows:\n      - {clause: X, grade: I, title: t, when: "
      "high}\n",
      "t.yaml:12:47: a condition must be a map of facts to comparisons" },
    { "empty",
      "scales:\n  - {fact: grade, words: [IV, III, II, I]}\n  - {fact: extent, words: [local, "
      "wide]}\ngrading:\n  - family: f\n    rows:\n      - {clause: X, grade: I, title: t, when: "
      "{}}\n",
      "t.yaml:12:47: a condition must be a map of facts to comparisons" },
    { "any without a list",
      "scales:\n  - {fact: grade, words: [IV, III, II, I]}\n  - {fact: extent, words: [local, "
      "wide]}\ngrading:\n  - family: f\n    rows:\n      - {clause: X, grade: I, title: t, when: "
      "{any: yes}}\n",
      "t.yaml:12:53: \"any\" must be a list of conditions" },
    { "any of nothing",
      "scales:\n  - {fact: grade, words: [IV, III, II, I]}\n  - {fact: extent, words: [local, "
      "wide]}\ngrading:\n  - family: f\n    rows:\n      - {clause: X, grade: I, title: t, when: "
      "{any: []}}\n",
      "t.yaml:12:53: \"any\" must be a list of conditions" },
    { "map for a comparison",
      "scales:\n  - {fact: grade, words: [IV, III, II, I]}\n  - {fact: extent, words: [local, "
      "wide]}\ngrading:\n  - family: f\n    rows:\n      - {clause: X, grade: I, title: t, when: "
      "{a: {b: c}}}\n",
      "t.yaml:12:51: \"a\" must be a value, a list or a comparison" },
    { "empty comparison",
      "scales:\n  - {fact: grade, words: [IV, III, II, I]}\n  - {fact: extent, words: [local, "
      "wide]}\ngrading:\n  - family: f\n    rows:\n      - {clause: X, grade: I, title: t, when: "
      "{a: ''}}\n",
      "t.yaml:12:51: \"a\" has no comparison" },
    { "no words",
      "scales:\n  - {fact: grade, words: [IV, III, II, I]}\n  - {fact: extent, words: [local, "
      "wide]}\ngrading:\n  - family: f\n    rows:\n      - {clause: X, grade: I, title: t, when: "
      "{a: []}}\n",
      "t.yaml:12:51: \"a\" names no word" },
    { "a word outside the scale",
      "scales:\n  - {fact: grade, words: [IV, III, II, I]}\n  - {fact: extent, words: [local, "
      "wide]}\ngrading:\n  - family: f\n    rows:\n      - {clause: X, grade: I, title: t, when: "
      "{extent: huge}}\n",
      "t.yaml:12:56: the scale of \"extent\" has no word \"huge\"" },
    { "order without a scale",
      "scales:\n  - {fact: grade, words: [IV, III, II, I]}\n  - {fact: extent, words: [local, "
      "wide]}\ngrading:\n  - family: f\n    rows:\n      - {clause: X, grade: I, title: t, when: "
      "{size: \">= big\"}}\n",
      "t.yaml:12:54: \"size\" is compared by order but has no scale" },
    { "one of several outside the scale",
      "scales:\n  - {fact: grade, words: [IV, III, II, I]}\n  - {fact: extent, words: [local, "
      "wide]}\ngrading:\n  - family: f\n    rows:\n      - {clause: X, grade: I, title: t, when: "
      "{extent: [local, huge]}}\n",
      "t.yaml:12:56: the scale of \"extent\" has no word \"huge\"" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

/* What was read means what was written. */
static void test_meaning(void **state)
{
    static const char TEXT[] = "pack: t\nversion: 1\ntitle: t\nzone: UTC\n"
                               "calendar: {base: cn, makeup_days: true}\n"
                               "scales:\n  - {fact: grade, words: [IV, I]}\n"
                               "grading:\n  - family: f\n    rows:\n"
                               "    - {clause: X, grade: I, title: t, when: {n: \"> 2.5\", w: '7', "
                               "v: '!= x', b: false}}\n";
    struct problem problem = { .rc = RC_OK };
    pack_t *pack = NULL;
    (void)state;
    assert_int_equal(fixture_pack_text(TEXT, &pack, &problem), RC_OK);
    const struct fact_test *tests = pack->gradings.rows[0].rows.rows[0].when.alternatives[0].tests;
    assert_int_equal(tests[0].op, OP_GT);
    assert_int_equal(tests[0].number, 2500000);
    assert_int_equal(tests[1].type, TEST_WORD);
    assert_string_equal(tests[1].words[0], "7");
    assert_int_equal(tests[2].op, OP_NE);
    assert_string_equal(tests[2].words[0], "x");
    assert_int_equal(tests[3].type, TEST_BOOL);
    assert_false(tests[3].flag);
    pack_destroy(&pack);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_meaning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
