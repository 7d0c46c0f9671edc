/* Sections `phases` and `plan`, rules phase.plan and phase.check. */
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
    { "out of order", "phases:\n  - {no: 2, name: n, within: 1 day, clause: A}\n",
      "t.yaml:7:5: phase number must be 1: phases are numbered from 1" },
    { "months", "phases:\n  - {no: 1, name: n, within: 1 month, clause: A}\n",
      "t.yaml:7:5: the limit of a phase must be in days or working days" },
    { "plan of an unknown phase",
      "plan:\n  - {phase: 1, from: 2024-09-01, to: 2024-09-02, clause: A}\n",
      "t.yaml:7:5: there is no phase 1" },
    { "plan backwards",
      "phases:\n  - {no: 1, name: n, within: 1 day, clause: A}\nplan:\n  - {phase: 1, from: "
      "2024-09-02, to: 2024-09-01, clause: A}\n",
      "t.yaml:9:5: the window ends before it begins" },
    { "sixty-five phases",
      "phases:\n  - {no: 1, name: n, within: 1 day, clause: A}\n  - {no: 2, name: n, within: 1 "
      "day, clause: A}\n  - {no: 3, name: n, within: 1 day, clause: A}\n  - {no: 4, name: n, "
      "within: 1 day, clause: A}\n  - {no: 5, name: n, within: 1 day, clause: A}\n  - {no: 6, "
      "name: n, within: 1 day, clause: A}\n  - {no: 7, name: n, within: 1 day, clause: A}\n  - "
      "{no: 8, name: n, within: 1 day, clause: A}\n  - {no: 9, name: n, within: 1 day, clause: "
      "A}\n  - {no: 10, name: n, within: 1 day, clause: A}\n  - {no: 11, name: n, within: 1 day, "
      "clause: A}\n  - {no: 12, name: n, within: 1 day, clause: A}\n  - {no: 13, name: n, within: "
      "1 day, clause: A}\n  - {no: 14, name: n, within: 1 day, clause: A}\n  - {no: 15, name: n, "
      "within: 1 day, clause: A}\n  - {no: 16, name: n, within: 1 day, clause: A}\n  - {no: 17, "
      "name: n, within: 1 day, clause: A}\n  - {no: 18, name: n, within: 1 day, clause: A}\n  - "
      "{no: 19, name: n, within: 1 day, clause: A}\n  - {no: 20, name: n, within: 1 day, clause: "
      "A}\n  - {no: 21, name: n, within: 1 day, clause: A}\n  - {no: 22, name: n, within: 1 day, "
      "clause: A}\n  - {no: 23, name: n, within: 1 day, clause: A}\n  - {no: 24, name: n, within: "
      "1 day, clause: A}\n  - {no: 25, name: n, within: 1 day, clause: A}\n  - {no: 26, name: n, "
      "within: 1 day, clause: A}\n  - {no: 27, name: n, within: 1 day, clause: A}\n  - {no: 28, "
      "name: n, within: 1 day, clause: A}\n  - {no: 29, name: n, within: 1 day, clause: A}\n  - "
      "{no: 30, name: n, within: 1 day, clause: A}\n  - {no: 31, name: n, within: 1 day, clause: "
      "A}\n  - {no: 32, name: n, within: 1 day, clause: A}\n  - {no: 33, name: n, within: 1 day, "
      "clause: A}\n  - {no: 34, name: n, within: 1 day, clause: A}\n  - {no: 35, name: n, within: "
      "1 day, clause: A}\n  - {no: 36, name: n, within: 1 day, clause: A}\n  - {no: 37, name: n, "
      "within: 1 day, clause: A}\n  - {no: 38, name: n, within: 1 day, clause: A}\n  - {no: 39, "
      "name: n, within: 1 day, clause: A}\n  - {no: 40, name: n, within: 1 day, clause: A}\n  - "
      "{no: 41, name: n, within: 1 day, clause: A}\n  - {no: 42, name: n, within: 1 day, clause: "
      "A}\n  - {no: 43, name: n, within: 1 day, clause: A}\n  - {no: 44, name: n, within: 1 day, "
      "clause: A}\n  - {no: 45, name: n, within: 1 day, clause: A}\n  - {no: 46, name: n, within: "
      "1 day, clause: A}\n  - {no: 47, name: n, within: 1 day, clause: A}\n  - {no: 48, name: n, "
      "within: 1 day, clause: A}\n  - {no: 49, name: n, within: 1 day, clause: A}\n  - {no: 50, "
      "name: n, within: 1 day, clause: A}\n  - {no: 51, name: n, within: 1 day, clause: A}\n  - "
      "{no: 52, name: n, within: 1 day, clause: A}\n  - {no: 53, name: n, within: 1 day, clause: "
      "A}\n  - {no: 54, name: n, within: 1 day, clause: A}\n  - {no: 55, name: n, within: 1 day, "
      "clause: A}\n  - {no: 56, name: n, within: 1 day, clause: A}\n  - {no: 57, name: n, within: "
      "1 day, clause: A}\n  - {no: 58, name: n, within: 1 day, clause: A}\n  - {no: 59, name: n, "
      "within: 1 day, clause: A}\n  - {no: 60, name: n, within: 1 day, clause: A}\n  - {no: 61, "
      "name: n, within: 1 day, clause: A}\n  - {no: 62, name: n, within: 1 day, clause: A}\n  - "
      "{no: 63, name: n, within: 1 day, clause: A}\n  - {no: 64, name: n, within: 1 day, clause: "
      "A}\n  - {no: 65, name: n, within: 1 day, clause: A}\n",
      "t.yaml:71:5: a pack has at most 64 phases" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

/* A plan longer than its limit is worth a look, not a refusal. */
static void test_warning(void **state)
{
    const struct fixture *f = *state;
    bool found = false;
    for (size_t i = 0; i < f->packs[0]->warnings.count; i++)
        found = found || strcmp(f->packs[0]->warnings.rows[i].text,
                                "the plan gives phase 3 21 days, its limit is 20") == 0;
    assert_true(found);
}

static const struct question ANSWERS[] = {
    { "plan", "phase.plan",
      "{\"pack\":\"minhang-2024\",\"start\":\"2025-03-03\",\"basis\":\"calendar\"}",
      "{\"phases\":[{\"phase\":1,\"from\":\"2025-03-03\",\"to\":\"2025-04-01\",\"due\":\"2025-04-"
      "01\"},{},{},{},{},{},{\"phase\":7,\"to\":\"2025-06-07\"}],\"slip_days\":182}" },
    { "basis left out", "phase.plan", "{\"pack\":\"minhang-2024\",\"start\":\"2024-09-01\"}",
      "{\"slip_days\":-1}" },
    { "actual end", "phase.plan",
      "{\"pack\":\"minhang-2024\",\"start\":\"2024-09-01\",\"actual_ends\":{\"1\":\"2024-10-02\"}}",
      "{\"slip_days\":1}" },
    { "pack without a plan of its own", "phase.plan",
      "{\"pack\":\"yifen-2026\",\"start\":\"2026-04-01\"}", "{\"slip_days\":null}" },
    { "key that is no phase", "phase.plan",
      "{\"pack\":\"minhang-2024\",\"start\":\"2024-09-01\",\"actual_ends\":{\"one\":\"2024-10-02\"}"
      "}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"actual_ends.one\"}}" },
    { "end that is no date", "phase.plan",
      "{\"pack\":\"minhang-2024\",\"start\":\"2024-09-01\",\"actual_ends\":{\"1\":7}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"actual_ends.1\"}}" },
    { "unknown phase", "phase.plan",
      "{\"pack\":\"minhang-2024\",\"start\":\"2024-09-01\",\"actual_ends\":{\"9\":\"2024-10-02\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"actual_ends.9\"}}" },
    { "unknown basis", "phase.plan",
      "{\"pack\":\"minhang-2024\",\"start\":\"2024-09-01\",\"basis\":\"office\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"basis\"}}" },
    { "check", "phase.check",
      "{\"pack\":\"minhang-2024\",\"windows\":[{\"phase\":5,\"from\":\"2024-11-01\",\"to\":\"2024-"
      "11-20\"}],\"as_of\":\"2024-11-10\"}",
      "{\"phases\":[{\"phase\":5,\"days\":20,\"working_days\":14,\"limit\":20,\"over\":0,\"last_"
      "day\":\"2024-11-20\"}],\"totals\":{\"days\":20,\"working_days\":14,\"limit\":20},\"gaps\":0,"
      "\"overlaps\":0,\"span_days\":20,\"position\":{\"phase\":5,\"day\":10,\"of\":20,\"percent\":"
      "\"50.00\",\"over_plan\":0,\"over_limit\":0}}" },
    { "first day not counted", "phase.check",
      "{\"pack\":\"minhang-2024\",\"windows\":[{\"phase\":5,\"from\":\"2024-11-01\",\"to\":\"2024-"
      "11-20\"}],\"count_first_day\":false}",
      "{\"phases\":[{\"days\":19,\"last_day\":\"2024-11-21\"}]}" },
    { "before every window", "phase.check",
      "{\"pack\":\"minhang-2024\",\"windows\":[{\"phase\":5,\"from\":\"2024-11-01\",\"to\":\"2024-"
      "11-20\"}],\"as_of\":\"2024-10-10\"}",
      "{\"position\":null}" },
    { "no windows", "phase.check", "{\"pack\":\"minhang-2024\",\"windows\":[]}",
      "{\"phases\":[],\"span_days\":0}" },
    { "unknown reading of a check", "phase.check",
      "{\"pack\":\"minhang-2024\",\"windows\":[],\"readings\":{\"x\":\"y\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"readings.x\"}}" },
    { "unknown reading of a plan", "phase.plan",
      "{\"pack\":\"minhang-2024\",\"start\":\"2025-03-03\",\"readings\":{\"x\":\"y\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"readings.x\"}}" },
    { "window that is no object", "phase.check", "{\"pack\":\"minhang-2024\",\"windows\":[5]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"windows[0]\"}}" },
    { "unknown field of a window", "phase.check",
      "{\"pack\":\"minhang-2024\",\"windows\":[{\"phase\":5,\"from\":\"2024-11-01\",\"until\":"
      "\"2024-11-20\"}]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"windows[0].until\"}}" },
    { "phase zero", "phase.check",
      "{\"pack\":\"minhang-2024\",\"windows\":[{\"phase\":0,\"from\":\"2024-11-01\",\"to\":\"2024-"
      "11-20\"}]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"windows[0].phase\"}}" },
    { "window without an end", "phase.check",
      "{\"pack\":\"minhang-2024\",\"windows\":[{\"phase\":5,\"from\":\"2024-11-01\"}]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"windows[0].to\"}}" },
    { "window without a beginning", "phase.check",
      "{\"pack\":\"minhang-2024\",\"windows\":[{\"phase\":5,\"to\":\"2024-11-01\"}]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"windows[0].from\"}}" },
    { "window backwards", "phase.check",
      "{\"pack\":\"minhang-2024\",\"windows\":[{\"phase\":5,\"from\":\"2024-11-02\",\"to\":\"2024-"
      "11-01\"}]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"windows[0].to\"}}" },
    { "too many windows", "phase.check",
      "{\"pack\":\"minhang-2024\",\"windows\":[{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-"
      "11-20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":"
      "\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-"
      "20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":"
      "\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-"
      "20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":"
      "\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-"
      "20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":"
      "\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-"
      "20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":"
      "\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-"
      "20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":"
      "\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-"
      "20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":"
      "\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-"
      "20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":"
      "\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-"
      "20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":"
      "\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-"
      "20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":"
      "\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-"
      "20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":"
      "\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-"
      "20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":"
      "\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-"
      "20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":"
      "\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-"
      "20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":"
      "\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-"
      "20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":"
      "\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-"
      "20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":"
      "\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-"
      "20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":"
      "\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-"
      "20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":"
      "\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-"
      "20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":"
      "\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-"
      "20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":"
      "\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-"
      "20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":"
      "\"2024-11-01\",\"to\":\"2024-11-20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-"
      "20\"},{\"phase\":1,\"from\":\"2024-11-01\",\"to\":\"2024-11-20\"}]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"windows\"}}" },
};

static void test_answers(void **state)
{
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

/* Mistakes beside sound rows, limits in working days, and more ends than there can be phases. */
static void test_more_mistakes(void **state)
{
    static const struct mistake ROWS[] = {
        { "the first of two phases is wrong",
          "phases:\n  - {no: 2, name: a, within: 1 day, clause: A}\n  - {no: 2, name: b, within: 1 "
          "day, clause: B}\n",
          "t.yaml:7:5: phase number must be 1: phases are numbered from 1" },
        { "the first of two windows is wrong",
          "phases:\n  - {no: 1, name: a, within: 1 working day, clause: A}\nplan:\n"
          "  - {phase: 2, from: 2026-01-01, to: 2026-01-01, clause: A}\n"
          "  - {phase: 1, from: 2026-01-01, to: 2026-01-09, clause: A}\n",
          "t.yaml:9:5: there is no phase 2" },
        { "a plan of working days is not measured",
          "phases:\n  - {no: 1, name: a, within: 1 working day, clause: A}\nplan:\n"
          "  - {phase: 1, from: 2026-01-01, to: 2026-01-09, clause: A}\n",
          NULL },
    };
    check_mistakes(ROWS, COUNT_OF(ROWS));
    json_t *ends = json_object();
    json_t *input = json_pack("{s:s, s:s, s:o}", "pack", "minhang-2024", "start", "2026-01-05",
                              "actual_ends", ends);
    for (int i = 1; i <= 65; i++) {
        char key[8];
        snprintf(key, sizeof(key), "%d", i);
        json_object_set_new(ends, key, json_string("2026-02-05"));
    }
    json_t *got = fixture_answer(*state, "phase.plan", input);
    assert_string_equal(json_string_value(json_object_get(json_object_get(got, "error"), "field")),
                        "actual_ends.65");
    json_decref(got);
    json_decref(input);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_more_mistakes),
        cmocka_unit_test(test_warning),
        cmocka_unit_test(test_answers),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
