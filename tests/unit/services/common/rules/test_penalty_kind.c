/* Section `penalties`, rule penalty.assess. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "bytebuf.h"
#include "rules_fixture.h"

static const struct mistake MISTAKES[] = {
    { "reads",
      "readings:\n  - {name: repeat, value: once, about: a}\npenalties:\n  clause: A\n  "
      "in_service_period: true\n  one_row_per_incident: true\n  least: 1%\n  most: 3%\n  rows:\n   "
      " - {no: 1, clause: A, title: t, case: c, from: 2, repeat: repeat, deduct: 3%}\n",
      NULL },
    { "too high",
      "readings:\n  - {name: repeat, value: once, about: a}\npenalties:\n  clause: A\n  "
      "in_service_period: true\n  one_row_per_incident: true\n  least: 1%\n  most: 3%\n  rows:\n   "
      " - {no: 1, clause: A, title: t, case: c, deduct: 4%}\n",
      "t.yaml:15:7: the deduction of row A is outside least..most" },
    { "too low",
      "readings:\n  - {name: repeat, value: once, about: a}\npenalties:\n  clause: A\n  "
      "in_service_period: true\n  one_row_per_incident: true\n  least: 1%\n  most: 3%\n  rows:\n   "
      " - {no: 1, clause: A, title: t, case: c, deduct: 0.99%}\n",
      "t.yaml:15:7: the deduction of row A is outside least..most" },
    { "a grade too high",
      "readings:\n  - {name: repeat, value: once, about: a}\npenalties:\n  clause: A\n  "
      "in_service_period: true\n  one_row_per_incident: true\n  least: 1%\n  most: 3%\n  rows:\n   "
      " - {no: 1, clause: A, title: t, case: c, grade_of: g, grades: {I: 5%}}\n",
      "t.yaml:15:7: a grade's deduction of row A is outside least..most" },
    { "unknown reading",
      "readings:\n  - {name: repeat, value: once, about: a}\npenalties:\n  clause: A\n  "
      "in_service_period: true\n  one_row_per_incident: true\n  least: 1%\n  most: 3%\n  rows:\n   "
      " - {no: 1, clause: A, title: t, case: c, from: 2, repeat: often, deduct: 3%}\n",
      "t.yaml:15:7: there is no reading \"often\"" },
    { "grades without their fact",
      "readings:\n  - {name: repeat, value: once, about: a}\npenalties:\n  clause: A\n  "
      "in_service_period: true\n  one_row_per_incident: true\n  least: 1%\n  most: 3%\n  rows:\n   "
      " - {no: 1, clause: A, title: t, case: c, grades: {I: 3%}}\n",
      "t.yaml:15:7: \"grade_of\" and \"grades\" go together" },
    { "fact without grades",
      "readings:\n  - {name: repeat, value: once, about: a}\npenalties:\n  clause: A\n  "
      "in_service_period: true\n  one_row_per_incident: true\n  least: 1%\n  most: 3%\n  rows:\n   "
      " - {no: 1, clause: A, title: t, case: c, grade_of: g}\n",
      "t.yaml:15:7: \"grade_of\" and \"grades\" go together" },
    { "grades that are a list",
      "readings:\n  - {name: repeat, value: once, about: a}\npenalties:\n  clause: A\n  "
      "in_service_period: true\n  one_row_per_incident: true\n  least: 1%\n  most: 3%\n  rows:\n   "
      " - {no: 1, clause: A, title: t, case: c, grade_of: g, grades: []}\n",
      "t.yaml:15:66: \"grades\" must be a map of grades to percentages" },
    { "grade without a share",
      "readings:\n  - {name: repeat, value: once, about: a}\npenalties:\n  clause: A\n  "
      "in_service_period: true\n  one_row_per_incident: true\n  least: 1%\n  most: 3%\n  rows:\n   "
      " - {no: 1, clause: A, title: t, case: c, grade_of: g, grades: {I: much}}\n",
      "t.yaml:15:70: \"I\" must be a percentage such as 70%, not \"much\"" },
    { "threshold of nothing",
      "readings:\n  - {name: repeat, value: once, about: a}\npenalties:\n  clause: A\n  "
      "in_service_period: true\n  one_row_per_incident: true\n  least: 1%\n  most: 3%\n  rows:\n   "
      " - {no: 1, clause: A, title: t, case: c, from: 2}\n",
      "t.yaml:15:7: \"from\" needs a deduction" },
    { "repeat without a threshold",
      "readings:\n  - {name: repeat, value: once, about: a}\npenalties:\n  clause: A\n  "
      "in_service_period: true\n  one_row_per_incident: true\n  least: 1%\n  most: 3%\n  rows:\n   "
      " - {no: 1, clause: A, title: t, case: c, repeat: repeat, deduct: 3%}\n",
      "t.yaml:15:7: \"repeat\" and \"counts\" need \"from\"" },
    { "grades without any",
      "penalties:\n  clause: A\n  in_service_period: true\n  one_row_per_incident: true\n  rows:\n "
      "   - {no: 1, clause: A, title: t, case: c, grade_of: g, grades: {}}\n",
      "t.yaml:11:66: \"grades\" must be a map of grades to percentages" },
    { "the first of two grades is wrong",
      "penalties:\n  clause: A\n  in_service_period: true\n  one_row_per_incident: true\n  rows:\n "
      "   - {no: 1, clause: A, title: t, case: c, grade_of: g, grades: {I: much, II: 1%}}\n",
      "t.yaml:11:70: \"I\" must be a percentage such as 70%, not \"much\"" },
    { "what counts without a threshold",
      "penalties:\n  clause: A\n  in_service_period: true\n  one_row_per_incident: true\n  rows:\n "
      "   - {no: 1, clause: A, title: t, case: c, deduct: 1%, counts: {x: true}}\n",
      "t.yaml:11:7: \"repeat\" and \"counts\" need \"from\"" },
    { "the first of two rows is wrong",
      "penalties:\n  clause: A\n  in_service_period: true\n  one_row_per_incident: true\n  rows:\n "
      "   - {no: 1, clause: A, title: t, case: c, from: 2}\n    - {no: 2, clause: B, title: t, "
      "case: c, deduct: 1%}\n",
      "t.yaml:11:7: \"from\" needs a deduction" },
    { "the first of two sources is wrong",
      "penalties:\n  clause: A\n  in_service_period: true\n  one_row_per_incident: true\n  rows:\n "
      "   - {no: 1, clause: A, title: t, case: c, deduct: 1%}\n  from_breaches:\n    - {kind: "
      "birthday, case: c}\n    - {kind: sla, case: c}\n",
      "t.yaml:13:7: \"kind\" must be phase, finding, term, deliverable, sla or task" },
    { "no rows", "penalties: {clause: A, in_service_period: true, one_row_per_incident: true}\n",
      "t.yaml:6:12: a penalty table needs \"rows\"" },
    { "missed deadlines are cases",
      "penalties:\n  clause: A\n  in_service_period: true\n  one_row_per_incident: true\n  rows:\n "
      "   - {no: 1, clause: A, title: t, case: c, deduct: 3%}\n  from_breaches:\n    - {kind: "
      "finding, case: c}\n",
      NULL },
    { "missed tasks are cases",
      "penalties:\n  clause: A\n  in_service_period: true\n  one_row_per_incident: true\n  rows:\n "
      "   - {no: 1, clause: A, title: t, case: c, deduct: 3%}\n  from_breaches:\n    - {kind: "
      "task, case: c}\n",
      NULL },
    { "deadlines of an unknown kind",
      "penalties:\n  clause: A\n  in_service_period: true\n  one_row_per_incident: true\n  rows:\n "
      "   - {no: 1, clause: A, title: t, case: c, deduct: 3%}\n  from_breaches:\n    - {kind: "
      "birthday, case: c}\n",
      "t.yaml:13:7: \"kind\" must be phase, finding, term, deliverable, sla or task" },
    { "missed deadlines that no row judges",
      "penalties:\n  clause: A\n  in_service_period: true\n  one_row_per_incident: true\n  rows:\n "
      "   - {no: 1, clause: A, title: t, case: c, deduct: 3%}\n  from_breaches:\n    - {kind: "
      "finding, case: d}\n",
      "t.yaml:13:7: no row covers the case \"d\"" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

static const struct question ANSWERS[] = {
    { "two cases", "penalty.assess",
      "{\"pack\":\"yifen-2026\",\"contract_fen\":718061200,\"signed\":\"2026-03-16\",\"cases\":[{"
      "\"type\":\"fault\",\"at\":\"2026-05-11\",\"level\":\"B1\"},{\"type\":\"fault\",\"at\":"
      "\"2026-06-16T00:00:00+08:00\",\"level\":\"B2\"}]}",
      "{\"total_fen\":14361224,\"refund_fen\":0,\"owed_fen\":14361224,\"assessments\":[{\"case\":0,"
      "\"clause\":\"YF-204\",\"deduct_fen\":0,\"count\":1,\"threshold\":2,\"measures\":["
      "\"限期整改\",\"约谈企业负责人\"]},{\"case\":1,\"deduct_fen\":14361224}]}" },
    { "measures of the first row", "penalty.assess",
      "{\"pack\":\"yifen-2026\",\"contract_fen\":718061200,\"signed\":\"2026-03-16\",\"cases\":[{"
      "\"type\":\"security_event\",\"at\":\"2026-05-11\",\"grade\":\"I\"}]}",
      "{\"assessments\":[{\"measures\":[\"限期整改\",\"约谈企业负责人\","
      "\"上报主管部门，必要时终止项目合同并追究相关刑事责任\"]}]}" },
    { "charged elsewhere", "penalty.assess",
      "{\"pack\":\"yifen-2026\",\"contract_fen\":718061200,\"signed\":\"2026-03-16\",\"cases\":[{"
      "\"type\":\"security_event\",\"at\":\"2026-05-11\",\"grade\":\"IV\",\"incident\":\"E\"},{"
      "\"type\":\"monitoring_finding\",\"at\":\"2026-05-11\",\"incident\":\"E\"}]}",
      "{\"total_fen\":14361224,\"assessments\":[{\"charged_by\":\"YF-200\"},{\"clause\":\"YF-200\"}"
      "]}" },
    { "reading", "penalty.assess",
      "{\"pack\":\"yifen-2026\",\"contract_fen\":718061200,\"signed\":\"2026-03-16\",\"readings\":{"
      "\"repeat\":\"per_case_from_threshold\"},\"cases\":[{\"type\":\"user_complaint\",\"at\":"
      "\"2026-05-11\",\"important_user\":true},{\"type\":\"user_complaint\",\"at\":\"2026-05-12\","
      "\"important_user\":true},{\"type\":\"user_complaint\",\"at\":\"2026-05-13\",\"important_"
      "user\":true}]}",
      "{\"total_fen\":28722448}" },
    { "no cases", "penalty.assess",
      "{\"pack\":\"yifen-2026\",\"contract_fen\":718061200,\"signed\":\"2026-03-16\",\"cases\":[]}",
      "{\"total_fen\":0,\"assessments\":[]}" },
    { "period not begun", "penalty.assess",
      "{\"pack\":\"yifen-2026\",\"contract_fen\":718061200,\"cases\":[]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"signed\"}}" },
    { "period that is no date", "penalty.assess",
      "{\"pack\":\"yifen-2026\",\"contract_fen\":718061200,\"signed\":\"2026-13-01\",\"cases\":[]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"signed\"}}" },
    { "case that is no object", "penalty.assess",
      "{\"pack\":\"yifen-2026\",\"contract_fen\":718061200,\"signed\":\"2026-03-16\",\"cases\":[7]"
      "}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"cases\"}}" },
    { "case without a type", "penalty.assess",
      "{\"pack\":\"yifen-2026\",\"contract_fen\":718061200,\"signed\":\"2026-03-16\",\"cases\":[{"
      "\"at\":\"2026-05-11\"}]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"cases[0].type\"}}" },
    { "second case without a day", "penalty.assess",
      "{\"pack\":\"yifen-2026\",\"contract_fen\":718061200,\"signed\":\"2026-03-16\",\"cases\":[{"
      "\"type\":\"monitoring_finding\",\"at\":\"2026-05-11\"},{\"type\":\"monitoring_finding\"}]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"cases[1].at\"}}" },
    { "incident that is no text", "penalty.assess",
      "{\"pack\":\"yifen-2026\",\"contract_fen\":718061200,\"signed\":\"2026-03-16\",\"cases\":[{"
      "\"type\":\"monitoring_finding\",\"at\":\"2026-05-11\",\"incident\":7}]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"cases[0].incident\"}}" },
    { "wrong attribute", "penalty.assess",
      "{\"pack\":\"yifen-2026\",\"contract_fen\":718061200,\"signed\":\"2026-03-16\",\"cases\":[{"
      "\"type\":\"fault\",\"at\":\"2026-05-11\",\"level\":\"Z\"}]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"cases[0].level\"}}" },
    { "signed after the period", "penalty.assess",
      "{\"pack\":\"yifen-2026\",\"contract_fen\":718061200,\"signed\":\"2027-01-01\",\"cases\":[]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"signed\"}}" },
    { "signed on its last day", "penalty.assess",
      "{\"pack\":\"yifen-2026\",\"contract_fen\":718061200,\"signed\":\"2026-12-31\",\"cases\":[]}",
      "{\"total_fen\":0,\"state\":\"proposed\",\"decided_by\":\"中心安全管理部门\"}" },
    { "a signing day left empty", "penalty.assess",
      "{\"pack\":\"yifen-2026\",\"contract_fen\":1,\"signed\":null,\"cases\":[]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"signed\"}}" },
    { "pack without penalties", "penalty.assess",
      "{\"pack\":\"minhang-2024\",\"contract_fen\":1,\"cases\":[]}",
      "{\"error\":{\"code\":\"refused\",\"field\":\"pack\"}}" },
};

static void test_answers(void **state)
{
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

/* A pack that does not count within the period does not ask when it began. */
static void test_no_period(void **state)
{
    static const struct question ROWS[] = {
        { "no signing day", "penalty.assess",
          "{\"pack\":\"t\",\"contract_fen\":1000,\"cases\":[{\"type\":\"c\",\"at\":\"2001-01-01\"}]"
          "}",
          "{\"total_fen\":30}" },
    };
    fixture_extra(
        *state,
        "contract: {clause: C, service: {from: signed, to: 2026-12-31, clause: S}}\n"
        "penalties:\n  clause: A\n  in_service_period: false\n  one_row_per_incident: true\n"
        "  rows: [{no: 1, clause: A, title: t, case: c, deduct: 3%}]\n");
    check_answers(*state, ROWS, COUNT_OF(ROWS));
}

/* A period that the document states begins by itself. */
static void test_stated_period(void **state)
{
    static const struct question ROWS[] = {
        { "in and out", "penalty.assess",
          "{\"pack\":\"t\",\"contract_fen\":1000,\"cases\":[{\"type\":\"c\",\"at\":\"2025-12-31\"},"
          "{"
          "\"type\":\"c\",\"at\":\"2026-01-01\"},{\"type\":\"c\",\"at\":\"2027-01-01\"}]}",
          "{\"total_fen\":30,\"assessments\":[{\"case\":1}]}" },
    };
    fixture_extra(
        *state,
        "contract: {clause: C, service: {from: 2026-01-01, to: 2026-12-31, clause: S}}\n"
        "penalties:\n  clause: A\n  in_service_period: true\n  one_row_per_incident: false\n"
        "  rows: [{no: 1, clause: A, title: t, case: c, deduct: 3%}]\n");
    check_answers(*state, ROWS, COUNT_OF(ROWS));
}

/* Questions by the thousand: no proofs anywhere, and not too many cases at once. */
static void test_many(void **state)
{
    struct eval_env env = fixture_env(*state);
    struct problem problem = { .rc = RC_OK };
    struct bytebuf out;
    json_t *cases = json_array();
    json_t *input = json_pack("{s:s, s:i, s:o}", "pack", "t", "contract_fen", 1000, "cases", cases);
    json_array_append_new(cases, json_pack("{s:s, s:s}", "type", "c", "at", "2026-01-01"));
    bytebuf_init(&out, 4096);
    assert_int_equal(kinds_answer(&env, "penalty.assess", input, false, &out, &problem), RC_OK);
    assert_null(strstr(bytebuf_str(&out), "proof"));
    bytebuf_fini(&out);
    for (size_t i = 0; i < 10000; i++)
        json_array_append(cases, json_array_get(cases, 0));
    json_t *got = fixture_answer(*state, "penalty.assess", input);
    assert_string_equal(json_string_value(json_object_get(json_object_get(got, "error"), "field")),
                        "cases");
    json_decref(got);
    json_decref(input);
}

#define CASES(fen, cases) "{\"pack\":\"t\",\"contract_fen\":" fen ",\"cases\":[" cases "]}"
#define ONE               "{\"type\":\"c\",\"at\":\"2026-01-01\"}"

/* All deductions together stay below the ceiling; each keeps its own sum. */
static void test_ceiling(void **state)
{
    static const struct question ROWS[] = {
        { "below", "penalty.assess", CASES("1000", ONE),
          "{\"total_fen\":30,\"capped\":false,\"state\":\"proposed\",\"decided_by\":null}" },
        { "at the ceiling", "penalty.assess", CASES("1000", ONE "," ONE),
          "{\"total_fen\":60,\"capped\":false}" },
        { "above", "penalty.assess", CASES("1000", ONE "," ONE "," ONE),
          "{\"total_fen\":60,\"owed_fen\":60,\"capped\":true,\"assessments\":[{\"deduct_fen\":30},{"
          "\"deduct_fen\":30},{\"deduct_fen\":30}]}" },
        { "own share and the event's share leave 64 bits", "penalty.assess",
          CASES("9223372036854775807", "{\"type\":\"g\",\"at\":\"2026-01-01\",\"grade\":\"I\"}"),
          "{\"error\":{\"code\":\"invalid\",\"field\":\"contract_fen\"}}" },
        { "two deductions leave 64 bits", "penalty.assess",
          CASES("9223372036854775807", "{\"type\":\"g\",\"at\":\"2026-01-01\"},{\"type\":\"g\","
                                       "\"at\":\"2026-01-01\"}"),
          "{\"error\":{\"code\":\"invalid\",\"field\":\"contract_fen\"}}" },
        { "the second of three deductions leaves 64 bits", "penalty.assess",
          CASES("9223372036854775807",
                "{\"type\":\"g\",\"at\":\"2026-01-01\"},{\"type\":\"g\","
                "\"at\":\"2026-01-01\"},{\"type\":\"g\",\"at\":\"2026-01-01\"}"),
          "{\"error\":{\"code\":\"invalid\",\"field\":\"contract_fen\"}}" },
        { "two refunds leave 64 bits", "penalty.assess",
          CASES("1",
                "{\"type\":\"r\",\"at\":\"2026-01-01\",\"back\":9223372036854775807},{\"type\":"
                "\"r\",\"at\":\"2026-01-01\",\"back\":1}"),
          "{\"error\":{\"code\":\"invalid\",\"field\":\"contract_fen\"}}" },
        { "a grade that costs nothing", "penalty.assess",
          CASES("1000", "{\"type\":\"g\",\"at\":\"2026-01-01\",\"grade\":\"IV\"}"),
          "{\"assessments\":[{\"deduct_fen\":600}]}" },
        { "a threshold that never repeats by a reading", "penalty.assess",
          CASES("1000",
                "{\"type\":\"n\",\"at\":\"2026-01-01\",\"w\":\"any word\"},{\"type\":\"n\",\"at\":"
                "\"2026-01-02\",\"w\":\"a\",\"incident\":\"E\"},{\"type\":\"n\",\"at\":"
                "\"2026-01-03\",\"w\":\"a\"}"),
          "{\"assessments\":[{\"deduct_fen\":0},{\"deduct_fen\":10,\"count\":2},{\"deduct_fen\":0}]"
          "}" },
        { "a fact of an alternative is wrong", "penalty.assess",
          CASES("1000", "{\"type\":\"y\",\"at\":\"2026-01-01\",\"p\":7}"),
          "{\"error\":{\"code\":\"invalid\",\"field\":\"cases[0].p\"}}" },
        { "deduction and refund leave 64 bits", "penalty.assess",
          CASES("9223372036854775807",
                ONE ",{\"type\":\"r\",\"at\":\"2026-01-01\",\"back\":9223372036854775807}"),
          "{\"error\":{\"code\":\"invalid\",\"field\":\"contract_fen\"}}" },
    };
    fixture_extra(*state,
                  "penalties:\n  clause: A\n  in_service_period: false\n  one_row_per_incident: "
                  "true\n  ceiling: 6%\n  rows:\n"
                  "    - {no: 1, clause: A, title: t, case: c, deduct: 3%}\n"
                  "    - {no: 2, clause: B, title: t, case: r, refund: back}\n"
                  "    - {no: 3, clause: D, title: t, case: g, deduct: 60%, grade_of: grade, "
                  "grades: {I: 60%}}\n"
                  "    - {no: 4, clause: E, title: t, case: n, from: 2, deduct: 1%, counts: {w: "
                  "[any word, a]}}\n"
                  "    - {no: 5, clause: F, title: t, case: y, deduct: 1%, when: {any: [{p: true}, "
                  "{q: true}]}}\n");
    check_answers(*state, ROWS, COUNT_OF(ROWS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),  cmocka_unit_test(test_answers),
        cmocka_unit_test(test_no_period), cmocka_unit_test(test_stated_period),
        cmocka_unit_test(test_many),      cmocka_unit_test(test_ceiling),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
