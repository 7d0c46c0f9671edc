/* Section `gates`, rule gate.check. */
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
    { "asks for nothing", "gates:\n  - {clause: A, title: t}\n",
      "t.yaml:7:5: a gate needs 1 to 64 documents and facts, all of them" },
    { "alternatives", "gates:\n  - {clause: A, title: t, when: {any: [{a: 1}, {b: 1}]}}\n",
      "t.yaml:7:5: a gate needs 1 to 64 documents and facts, all of them" },
    { "ends no phase", "gates:\n  - {clause: A, title: t, ends: 1, documents: d}\n",
      "t.yaml:7:5: there is no phase 1" },
    { "starts no phase", "gates:\n  - {clause: A, title: t, starts: 1, documents: d}\n",
      "t.yaml:7:5: there is no phase 1" },
    { "two gates at an end",
      "phases:\n  - {no: 1, name: n, within: 1 day, clause: A}\n  - {no: 2, name: n, within: 1 "
      "day, clause: A}\ngates:\n  - {clause: A, title: t, ends: 1, documents: d}\n  - {clause: B, "
      "title: t, ends: 1, documents: d}\n",
      "t.yaml:10:5: phase 1 has two gates at its end" },
    { "returns forwards",
      "phases:\n  - {no: 1, name: n, within: 1 day, clause: A}\n  - {no: 2, name: n, within: 1 "
      "day, clause: A}\ngates:\n  - {clause: A, title: t, ends: 1, returns_to: 2, documents: d}\n",
      "t.yaml:10:5: a gate returns to a phase not after the one it ends" },
    { "returns without an end",
      "phases:\n  - {no: 1, name: n, within: 1 day, clause: A}\n  - {no: 2, name: n, within: 1 "
      "day, clause: A}\ngates:\n  - {clause: A, title: t, returns_to: 2, documents: d}\n",
      "t.yaml:10:5: a gate returns to a phase not after the one it ends" },
    { "clause twice",
      "phases:\n  - {no: 1, name: n, within: 1 day, clause: A}\n  - {no: 2, name: n, within: 1 "
      "day, clause: A}\ngates:\n  - {clause: A, title: t, documents: d}\n  - {clause: A, title: t, "
      "documents: d}\n",
      "t.yaml:11:5: there is another gate \"A\"" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

static const struct question ANSWERS[] = {
    { "shut", "gate.check",
      "{\"pack\":\"minhang-2024\",\"phase\":6,\"facts\":{\"score\":\"69.99\",\"high_risk_open\":0}"
      "}",
      "{\"open\":false,\"missing\":[\"score\"],\"returns_to\":5}" },
    { "open", "gate.check",
      "{\"pack\":\"minhang-2024\",\"phase\":6,\"facts\":{\"score\":\"70\",\"high_risk_open\":0}}",
      "{\"open\":true,\"missing\":[],\"returns_to\":null}" },
    { "by clause", "gate.check",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-067\",\"facts\":{\"documents\":[\"测评报告\"]}}",
      "{\"open\":false,\"missing\":[\"等级保护备案证明\"]}" },
    { "neither phase nor clause", "gate.check", "{\"pack\":\"minhang-2024\",\"facts\":{}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"phase\"}}" },
    { "both phase and clause", "gate.check",
      "{\"pack\":\"minhang-2024\",\"phase\":5,\"clause\":\"MH-063\",\"facts\":{}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"phase\"}}" },
    { "no gate at that phase", "gate.check", "{\"pack\":\"minhang-2024\",\"phase\":2,\"facts\":{}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"phase\"}}" },
    { "no gate of that clause", "gate.check",
      "{\"pack\":\"minhang-2024\",\"clause\":\"MH-001\",\"facts\":{}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"clause\"}}" },
    { "unknown fact", "gate.check",
      "{\"pack\":\"minhang-2024\",\"phase\":5,\"facts\":{\"documents\":[]}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"documents\"}}" },
    { "documents that are no list", "gate.check",
      "{\"pack\":\"minhang-2024\",\"phase\":1,\"facts\":{\"documents\":\"all\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"documents\"}}" },
};

static void test_answers(void **state)
{
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_answers),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
