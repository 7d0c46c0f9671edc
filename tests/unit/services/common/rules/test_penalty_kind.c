/* Section `penalties`, rule penalty.assess. */
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
    { "no rows", "penalties: {clause: A, in_service_period: true, one_row_per_incident: true}\n",
      "t.yaml:6:12: a penalty table needs \"rows\"" },
    { "missed deadlines are cases",
      "penalties:\n  clause: A\n  in_service_period: true\n  one_row_per_incident: true\n  rows:\n "
      "   - {no: 1, clause: A, title: t, case: c, deduct: 3%}\n  from_breaches:\n    - {kind: "
      "finding, case: c}\n",
      NULL },
    { "deadlines of an unknown kind",
      "penalties:\n  clause: A\n  in_service_period: true\n  one_row_per_incident: true\n  rows:\n "
      "   - {no: 1, clause: A, title: t, case: c, deduct: 3%}\n  from_breaches:\n    - {kind: "
      "birthday, case: c}\n",
      "t.yaml:13:7: \"kind\" must be phase, finding, term, deliverable or sla" },
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
        { "deduction and refund leave 64 bits", "penalty.assess",
          CASES("9223372036854775807",
                ONE ",{\"type\":\"r\",\"at\":\"2026-01-01\",\"back\":9223372036854775807}"),
          "{\"error\":{\"code\":\"invalid\",\"field\":\"contract_fen\"}}" },
    };
    fixture_extra(*state,
                  "penalties:\n  clause: A\n  in_service_period: false\n  one_row_per_incident: "
                  "true\n  ceiling: 6%\n  rows:\n"
                  "    - {no: 1, clause: A, title: t, case: c, deduct: 3%}\n"
                  "    - {no: 2, clause: B, title: t, case: r, refund: back}\n");
    check_answers(*state, ROWS, COUNT_OF(ROWS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_no_period),
        cmocka_unit_test(test_ceiling),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
