/* Section `grading`, rule event.grade. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "rules_fixture.h"

static const struct mistake MISTAKES[] = {
    { "no scale of grades",
      "grading:\n  - {family: f, rows: [{clause: A, grade: I, title: t, when: {a: 1}}]}\n",
      "t.yaml:7:5: grading needs a scale of \"grade\"" },
    { "grade outside the scale",
      "scales:\n  - {fact: grade, words: [IV, III, II, I]}\ngrading:\n  - {family: f, rows: "
      "[{clause: A, grade: V, title: t, when: {a: 1}}]}\n",
      "t.yaml:9:24: the scale of \"grade\" has no word \"V\"" },
    { "rows upwards",
      "scales:\n  - {fact: grade, words: [IV, III, II, I]}\ngrading:\n  - family: f\n    rows:\n   "
      "   - {clause: A, grade: II, title: t, when: {a: 1}}\n      - {clause: B, grade: I, title: "
      "t, when: {a: 1}}\n",
      "t.yaml:12:9: rows must stand from the most severe grade down" },
    { "neither when nor otherwise",
      "scales:\n  - {fact: grade, words: [IV, III, II, I]}\ngrading:\n  - {family: f, rows: "
      "[{clause: A, grade: I, title: t}]}\n",
      "t.yaml:9:24: a row has either \"when\" or \"otherwise: true\"" },
    { "both",
      "scales:\n  - {fact: grade, words: [IV, III, II, I]}\ngrading:\n  - {family: f, rows: "
      "[{clause: A, grade: I, title: t, when: {a: 1}, otherwise: true}]}\n",
      "t.yaml:9:24: a row has either \"when\" or \"otherwise: true\"" },
    { "family twice",
      "scales:\n  - {fact: grade, words: [IV, III, II, I]}\ngrading:\n  - {family: f, rows: []}\n  "
      "- {family: f, rows: []}\n",
      "t.yaml:10:5: there is another grading \"f\"" },
    { "sum of nothing named",
      "scales:\n  - {fact: grade, words: [IV, III, II, I]}\ngrading:\n  - {family: f, sums: "
      "[{fact: a}], rows: []}\n",
      "t.yaml:9:24: a sum needs \"of\"" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

static const struct question ANSWERS[] = {
    { "graded", "event.grade",
      "{\"pack\":\"yifen-2026\",\"family\":\"data\",\"facts\":{\"core\":1,\"important\":50}}",
      "{\"grade\":\"I\",\"clauses\":[\"YF-177\",\"YF-178\"]}" },
    { "unknown family", "event.grade",
      "{\"pack\":\"yifen-2026\",\"family\":\"water\",\"facts\":{}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"family\"}}" },
    { "unknown fact", "event.grade",
      "{\"pack\":\"yifen-2026\",\"family\":\"data\",\"facts\":{\"x\":1}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.x\"}}" },
    { "pack without grading", "event.grade",
      "{\"pack\":\"minhang-2024\",\"family\":\"data\",\"facts\":{}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"family\"}}" },
    { "unknown reading", "event.grade",
      "{\"pack\":\"yifen-2026\",\"family\":\"data\",\"facts\":{},\"readings\":{\"x\":1}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"readings.x\"}}" },
};

static void test_answers(void **state)
{
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

/* A fact that only a sum asks for, and more rows of a grade than a ruling can name. */
static void test_sums_and_many_rows(void **state)
{
    static const struct question ROWS[] = {
        { "parts of a sum", "event.grade",
          "{\"pack\":\"t\",\"family\":\"f\",\"facts\":{\"p\":2,\"q\":3}}",
          "{\"grade\":\"I\",\"clauses\":[\"A\",\"B\",\"A\",\"B\",\"A\",\"B\",\"A\",\"B\",\"A\","
          "\"B\","
          "\"A\",\"B\",\"A\",\"B\",\"A\",\"B\"]}" },
        { "a negative part", "event.grade",
          "{\"pack\":\"t\",\"family\":\"f\",\"facts\":{\"p\":-2}}",
          "{\"error\":{\"field\":\"facts.p\"}}" },
        { "a part that is no number", "event.grade",
          "{\"pack\":\"t\",\"family\":\"f\",\"facts\":{\"p\":true}}",
          "{\"error\":{\"field\":\"facts.p\"}}" },
        { "a part left empty", "event.grade",
          "{\"pack\":\"t\",\"family\":\"f\",\"facts\":{\"p\":null,\"w\":\"x\"}}",
          "{\"grade\":\"II\"}" },
        { "a number for a word without a scale", "event.grade",
          "{\"pack\":\"t\",\"family\":\"f\",\"facts\":{\"w\":1}}",
          "{\"error\":{\"field\":\"facts.w\"}}" },
        { "true and false", "event.grade",
          "{\"pack\":\"t\",\"family\":\"f\",\"facts\":{\"b\":false,\"p\":0}}",
          "{\"grade\":\"II\"}" },
    };
#define TWO_ROWS                                                                                   \
    "    - {clause: A, grade: I, title: t, when: {all: \">= 5\"}}\n"                               \
    "    - {clause: B, grade: I, title: t, when: {all: \">= 4\"}}\n"
    fixture_extra(*state,
                  "scales:\n  - {fact: grade, words: [II, I]}\ngrading:\n  - family: f\n    sums: "
                  "[{fact: all, of: [p, q]}]\n    rows:\n" TWO_ROWS TWO_ROWS TWO_ROWS TWO_ROWS
                      TWO_ROWS TWO_ROWS TWO_ROWS TWO_ROWS TWO_ROWS
                  "    - {clause: C, grade: II, title: t, when: {w: [x, y]}}\n"
                  "    - {clause: D, grade: II, title: t, when: {b: true}}\n"
                  "    - {clause: E, grade: II, title: t, otherwise: true}\n");
    check_answers(*state, ROWS, COUNT_OF(ROWS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_sums_and_many_rows),
        cmocka_unit_test(test_answers),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
