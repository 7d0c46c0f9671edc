/* Section `qualifications`, rule qualification.check. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "rules_fixture.h"

static const struct mistake MISTAKES[] = {
    { "asks for nothing", "qualifications:\n  - {clause: A, title: t, service: S}\n",
      "t.yaml:7:5: a qualification must ask for something" },
    { "a clause twice",
      "qualifications:\n  - {clause: A, title: t, evidence: P}\n  - {clause: A, title: t, "
      "evidence: P}\n",
      "t.yaml:8:5: there is another qualification \"A\"" },
    { "too many months", "qualifications:\n  - {clause: A, title: t, months_before: 61}\n",
      "t.yaml:7:5: \"months_before\" must be at most 60" },
    { "no contract",
      "qualifications:\n  - {clause: A, title: t, contracts: {at_least: 0, within: 1 year}}\n",
      "t.yaml:7:38: \"at_least\" must be at least 1" },
    { "contracts without a time",
      "qualifications:\n  - {clause: A, title: t, contracts: {at_least: 1}}\n",
      "t.yaml:7:38: a number of contracts needs \"within\"" },
    { "a time without a unit",
      "qualifications:\n  - {clause: A, title: t, contracts: {at_least: 1, within: 2}}\n",
      "t.yaml:7:60: \"within\" must be a time such as 2 years" },
    { "a unit without a number",
      "qualifications:\n  - {clause: A, title: t, contracts: {at_least: 1, within: \" years\"}}\n",
      "t.yaml:7:60: \"within\" must be a time such as 2 years" },
    { "a time in days",
      "qualifications:\n  - {clause: A, title: t, contracts: {at_least: 1, within: 2 days}}\n",
      "t.yaml:7:60: \"within\" must be a time such as 2 years" },
    { "no time",
      "qualifications:\n  - {clause: A, title: t, contracts: {at_least: 1, within: 0 years}}\n",
      "t.yaml:7:60: \"within\" must be a time such as 2 years" },
    { "a time beyond all contracts",
      "qualifications:\n  - {clause: A, title: t, contracts: {at_least: 1, within: 61 years}}\n",
      "t.yaml:7:60: \"within\" must be a time such as 2 years" },
    { "a number of no end",
      "qualifications:\n  - {clause: A, title: t, contracts: {at_least: 1, within: "
      "11111111111111111111 years}}\n",
      "t.yaml:7:60: \"within\" must be a time such as 2 years" },
    { "a list for a time",
      "qualifications:\n  - {clause: A, title: t, contracts: {at_least: 1, within: [2 years]}}\n",
      "t.yaml:7:60: \"within\" must be a time such as 2 years" },
};

static const char PACK[] =
    "qualifications:\n"
    "  - {clause: Q1, title: t, certificate: {name: C, grade: \"1\"}, also: [Q10]}\n"
    "  - {clause: Q2, title: t, service: S, evidence: {any: [P, R]}}\n"
    "  - {clause: Q3, title: t, services: [S], evidence: {all: [P, R]}}\n"
    "  - {clause: Q4, title: t, contracts: {at_least: 2, within: 2 years}}\n"
    "  - {clause: Q5, title: t, evidence: [D], months_before: 3}\n"
    "  - {clause: Q6, title: t, contracts: {at_least: 1, within: 18 months}}\n"
    "  - {clause: Q7, title: t, certificates: [C, E], evidence: [P]}\n"
    "  - {clause: Q8, title: t, contracts: {at_least: 1, within: 60 years}}\n"
    "  - {clause: Q9, title: t, evidence: [Z], contracts: {at_least: 1, within: 1 year}}\n";

static const struct question ANSWERS[] = {
    { "contracts without the proof", "qualification.check",
      "{\"pack\":\"t\",\"clause\":\"Q9\",\"contracts\":[\"2025-01-01\"],\"on\":\"2025-03-01\"}",
      "{\"failed\":[\"Q9\"],\"missing\":[\"Z\"]}" },
    { "the proof without contracts", "qualification.check",
      "{\"pack\":\"t\",\"clause\":\"Q9\",\"evidence\":[\"Z\"],\"on\":\"2025-03-01\"}",
      "{\"failed\":[\"Q9\"],\"missing\":[]}" },
    { "held", "qualification.check",
      "{\"pack\":\"t\",\"clause\":\"Q1\",\"certificates\":[{\"name\":\"C\",\"grade\":\"1\"}]}",
      "{\"compliant\":true,\"met\":1,\"failed\":[],\"missing\":[],\"months\":[]}" },
    { "another grade", "qualification.check",
      "{\"pack\":\"t\",\"clause\":\"Q10\",\"certificates\":[{\"name\":\"C\",\"grade\":\"2\"}]}",
      "{\"compliant\":false,\"met\":0,\"failed\":[\"Q1\"],\"missing\":[\"C\"]}" },
    { "either proof", "qualification.check",
      "{\"pack\":\"t\",\"clause\":\"Q2\",\"evidence\":[\"R\"]}", "{\"compliant\":true}" },
    { "neither", "qualification.check", "{\"pack\":\"t\",\"clause\":\"Q2\",\"evidence\":[]}",
      "{\"failed\":[\"Q2\"],\"missing\":[\"P\",\"R\"]}" },
    { "one of both", "qualification.check",
      "{\"pack\":\"t\",\"clause\":\"Q3\",\"evidence\":[\"R\"]}",
      "{\"failed\":[\"Q3\"],\"missing\":[\"P\"]}" },
    { "several clauses", "qualification.check",
      "{\"pack\":\"t\",\"clause\":[\"Q1\",\"Q2\",\"Q3\"],\"evidence\":[\"R\"],\"certificates\":[]}",
      "{\"compliant\":false,\"met\":1,\"failed\":[\"Q1\",\"Q3\"],\"missing\":[\"C\",\"P\"]}" },
    { "contracts at both ends", "qualification.check",
      "{\"pack\":\"t\",\"clause\":\"Q4\",\"contracts\":[\"2023-03-01\",\"2025-03-01\"],\"on\":"
      "\"2025-03-01\"}",
      "{\"compliant\":true}" },
    { "a day too early", "qualification.check",
      "{\"pack\":\"t\",\"clause\":\"Q4\",\"contracts\":[\"2023-02-28\",\"2025-03-01\"],\"on\":"
      "\"2025-03-01\"}",
      "{\"compliant\":false,\"failed\":[\"Q4\"]}" },
    { "a day too late", "qualification.check",
      "{\"pack\":\"t\",\"clause\":\"Q4\",\"contracts\":[\"2023-03-01\",\"2025-03-02\"],\"on\":"
      "\"2025-03-01\"}",
      "{\"compliant\":false}" },
    { "from a day the month lacks", "qualification.check",
      "{\"pack\":\"t\",\"clause\":\"Q4\",\"contracts\":[\"2022-02-28\",\"2022-02-28\"],\"on\":"
      "\"2024-02-29\"}",
      "{\"compliant\":true}" },
    { "in months", "qualification.check",
      "{\"pack\":\"t\",\"clause\":\"Q6\",\"contracts\":[\"2023-09-01\"],\"on\":\"2025-03-01\"}",
      "{\"compliant\":true}" },
    { "no contracts", "qualification.check",
      "{\"pack\":\"t\",\"clause\":\"Q6\",\"on\":\"2025-03-01\"}", "{\"compliant\":false}" },
    { "since before all days", "qualification.check",
      "{\"pack\":\"t\",\"clause\":\"Q8\",\"contracts\":[\"1900-01-01\"],\"on\":\"1950-03-01\"}",
      "{\"compliant\":true}" },
    { "the three months before", "qualification.check",
      "{\"pack\":\"t\",\"clause\":\"Q5\",\"evidence\":[\"D\"],\"on\":\"2026-03-05\"}",
      "{\"compliant\":true,\"months\":[\"2025-12\",\"2026-01\",\"2026-02\"]}" },
    { "the three months before a last day", "qualification.check",
      "{\"pack\":\"t\",\"clause\":\"Q5\",\"evidence\":[],\"on\":\"2026-05-31\"}",
      "{\"compliant\":false,\"missing\":[\"D\"],\"months\":[\"2026-02\",\"2026-03\",\"2026-04\"]"
      "}" },
    { "months before all days", "qualification.check",
      "{\"pack\":\"t\",\"clause\":\"Q5\",\"on\":\"1900-01-31\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"on\"}}" },
    { "months without a day", "qualification.check",
      "{\"pack\":\"t\",\"clause\":\"Q5\",\"evidence\":[\"D\"]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"on\"}}" },
    { "contracts without a day", "qualification.check",
      "{\"pack\":\"t\",\"clause\":\"Q4\",\"contracts\":[]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"on\"}}" },
    { "without a clause, by certificates", "qualification.check",
      "{\"pack\":\"t\",\"certificates\":[\"C\",\"E\"]}",
      "{\"failed\":[\"Q1\",\"Q7\"],\"missing\":[\"C\",\"P\"]}" },
    { "without a clause, by proofs", "qualification.check",
      "{\"pack\":\"t\",\"evidence\":[\"P\",\"D\",\"R\"],\"on\":\"2026-01-31\"}",
      "{\"failed\":[\"Q7\",\"Q9\"],\"met\":3,\"missing\":[\"C\",\"E\",\"Z\"]}" },
    { "without a clause, by contracts", "qualification.check",
      "{\"pack\":\"t\",\"contracts\":[\"2025-01-01\"],\"on\":\"2025-03-01\"}",
      "{\"failed\":[\"Q4\",\"Q9\"],\"met\":2}" },
    { "nothing to answer", "qualification.check", "{\"pack\":\"t\"}",
      "{\"compliant\":true,\"met\":0}" },
    { "an unknown clause", "qualification.check", "{\"pack\":\"t\",\"clause\":[\"Q1\",\"X\"]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"clause\"}}" },
    { "an unknown pack", "qualification.check", "{\"pack\":\"none\",\"clause\":\"Q1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"pack\"}}" },
    { "an unknown reading", "qualification.check",
      "{\"pack\":\"t\",\"clause\":\"Q1\",\"readings\":{\"x\":1}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"readings.x\"}}" },
    { "a day that is none", "qualification.check",
      "{\"pack\":\"t\",\"clause\":\"Q1\",\"on\":\"2025-02-30\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"on\"}}" },
    { "a contract that is no day", "qualification.check",
      "{\"pack\":\"t\",\"clause\":\"Q4\",\"contracts\":[\"2025-01-01\",2],\"on\":\"2025-03-01\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"contracts[1]\"}}" },
    { "a proof that is none", "qualification.check",
      "{\"pack\":\"t\",\"clause\":\"Q2\",\"evidence\":[1]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"evidence[0]\"}}" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

static void test_answers(void **state)
{
    fixture_extra(*state, PACK);
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

/* More contracts than are looked at. */
static void test_ceiling(void **state)
{
    json_t *contracts = json_array();
    fixture_extra(*state, PACK);
    for (int i = 0; i < 1001; i++)
        json_array_append_new(contracts, json_string("2025-01-01"));
    json_t *input = json_pack("{s:s, s:s, s:s, s:o}", "pack", "t", "clause", "Q4", "on",
                              "2025-03-01", "contracts", contracts);
    json_t *got = fixture_answer(*state, "qualification.check", input);
    assert_string_equal(json_string_value(json_object_get(json_object_get(got, "error"), "field")),
                        "contracts");
    json_decref(got);
    json_decref(input);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_mistakes),
                                        cmocka_unit_test(test_answers),
                                        cmocka_unit_test(test_ceiling) };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
