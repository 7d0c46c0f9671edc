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

#define TEN "a, b, c, d, e, f, g, h, i, j, "

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
    { "returns to the phase it ends",
      "phases:\n  - {no: 1, name: n, within: 1 day, clause: A}\ngates:\n  - {clause: A, title: t, "
      "ends: "
      "1, returns_to: 1, documents: d}\n",
      NULL },
    { "returns without an end",
      "phases:\n  - {no: 1, name: n, within: 1 day, clause: A}\n  - {no: 2, name: n, within: 1 "
      "day, clause: A}\ngates:\n  - {clause: A, title: t, returns_to: 2, documents: d}\n",
      "t.yaml:10:5: a gate returns to a phase not after the one it ends" },
    { "clause twice",
      "phases:\n  - {no: 1, name: n, within: 1 day, clause: A}\n  - {no: 2, name: n, within: 1 "
      "day, clause: A}\ngates:\n  - {clause: A, title: t, documents: d}\n  - {clause: A, title: t, "
      "documents: d}\n",
      "t.yaml:11:5: there is another gate \"A\"" },
    { "services where there are none", "gates:\n  - {clause: A, title: t, services: all}\n",
      "t.yaml:7:5: the pack lists no services" },
    { "blocks all of none", "gates:\n  - {clause: A, title: t, documents: d, blocks: services}\n",
      "t.yaml:7:5: the pack lists no services" },
    { "blocks one service",
      "services:\n  - {code: S, clause: K, name: n}\ngates:\n  - {clause: A, title: t, documents: "
      "d, "
      "blocks: S}\n",
      NULL },
    { "asks for too much",
      "gates:\n  - {clause: A, title: t, documents: [" TEN TEN TEN TEN TEN TEN "1, 2, 3, 4, 5]}\n",
      "t.yaml:7:5: a gate needs 1 to 64 documents and facts, all of them" },
    { "blocks an unknown service", "gates:\n  - {clause: A, title: t, documents: d, blocks: [S]}\n",
      "t.yaml:7:5: there is no service \"S\"" },
    { "some services", "gates:\n  - {clause: A, title: t, services: some}\n",
      "t.yaml:7:37: \"services\" must be one of all" },
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
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.documents\"}}" },
    { "documents that are no list", "gate.check",
      "{\"pack\":\"minhang-2024\",\"phase\":1,\"facts\":{\"documents\":\"all\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.documents\"}}" },
};

static void test_answers(void **state)
{
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

static const char PACK[] = "services:\n"
                           "  - {code: S1, clause: K1, name: n}\n"
                           "  - {code: S2, clause: K2, name: n}\n"
                           "gates:\n"
                           "  - {clause: F, title: t, facts: [nda, go], blocks: [S2]}\n"
                           "  - {clause: P, title: t, attended: people}\n"
                           "  - {clause: R, title: t, services: all, blocks: services}\n"
                           "  - {clause: M, title: t, documents: [d], when: {score: \">= 70\", "
                           "hot: true, kind: x}, facts: [ok]}\n";

static const struct question BY_FACTS[] = {
    { "both truths", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"F\",\"facts\":{\"nda\":true,\"go\":true}}",
      "{\"open\":true,\"missing\":[],\"blocks\":[]}" },
    { "the first", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"F\",\"facts\":{\"nda\":true,\"go\":false}}",
      "{\"open\":false,\"missing\":[\"go\"],\"returns_to\":null,\"blocks\":[\"S2\"]}" },
    { "neither, in the clause's order", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"F\",\"facts\":{\"go\":false,\"nda\":false}}",
      "{\"missing\":[\"nda\",\"go\"]}" },
    { "nothing known", "gate.check", "{\"pack\":\"t\",\"clause\":\"F\",\"facts\":{}}",
      "{\"missing\":[\"nda\",\"go\"]}" },
    { "null is not true", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"F\",\"facts\":{\"nda\":null,\"go\":true}}",
      "{\"missing\":[\"nda\"]}" },
    { "a truth that is text", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"F\",\"facts\":{\"nda\":\"true\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.nda\"}}" },
    { "an unknown truth", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"F\",\"facts\":{\"nda\":true,\"gone\":true}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.gone\"}}" },
    { "everyone attended", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"P\",\"facts\":{\"people\":[\"a\",\"b\"],\"attended\":[\"b\","
      "\"c\",\"a\"]}}",
      "{\"open\":true}" },
    { "one did not", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"P\",\"facts\":{\"people\":[\"a\",\"b\",\"c\"],\"attended\":["
      "\"b\"]}}",
      "{\"open\":false,\"missing\":[\"a\",\"c\"]}" },
    { "nobody did", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"P\",\"facts\":{\"people\":[\"a\"]}}", "{\"missing\":[\"a\"]}" },
    { "nobody is known to take part", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"P\",\"facts\":{\"attended\":[\"a\"]}}",
      "{\"missing\":[\"people\"]}" },
    { "an empty list", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"P\",\"facts\":{\"people\":[],\"attended\":[]}}",
      "{\"open\":false,\"missing\":[\"people\"]}" },
    { "people that are no list", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"P\",\"facts\":{\"people\":\"a\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.people\"}}" },
    { "attendance that is no list", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"P\",\"facts\":{\"people\":[\"a\"],\"attended\":{\"a\":true}}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.attended\"}}" },
    { "a person who is no text", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"P\",\"facts\":{\"people\":[\"a\",1]}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.people\"}}" },
    { "an empty name", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"P\",\"facts\":{\"people\":[\"\"]}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.people\"}}" },
    { "more people than are looked at", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"P\",\"facts\":{\"people\":[\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\","
      "\"a\",\"a\",\"a\",\"a\",\"a\"]}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.people\"}}" },
    { "all signed", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"R\",\"facts\":{\"reports_submitted\":[\"S1\",\"S2\"],\"reports_"
      "signed\":[\"S2\",\"S1\"]}}",
      "{\"open\":true,\"missing\":[]}" },
    { "one not signed", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"R\",\"facts\":{\"reports_submitted\":[\"S1\",\"S2\"],\"reports_"
      "signed\":[\"S2\"]}}",
      "{\"missing\":[\"S1\"],\"blocks\":[\"S1\",\"S2\"]}" },
    { "signed but not submitted", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"R\",\"facts\":{\"reports_submitted\":[\"S1\"],\"reports_"
      "signed\":[\"S2\",\"S1\"]}}",
      "{\"missing\":[\"S2\"]}" },
    { "an unknown service", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"R\",\"facts\":{\"reports_submitted\":[\"S3\"]}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.reports_submitted\"}}" },
    { "reports that are no list", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"R\",\"facts\":{\"reports_signed\":\"S1\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.reports_signed\"}}" },
    { "a service that is no text", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"R\",\"facts\":{\"reports_signed\":[1]}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.reports_signed\"}}" },
    { "everything at once", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"M\",\"facts\":{\"documents\":[\"d\"],\"score\":\"70\",\"hot\":"
      "true,\"kind\":\"x\",\"ok\":true}}",
      "{\"open\":true}" },
    { "in the order of the language", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"M\",\"facts\":{\"documents\":[],\"score\":\"69.999999\","
      "\"hot\":false,\"kind\":\"y\",\"ok\":false}}",
      "{\"missing\":[\"d\",\"score\",\"hot\",\"kind\",\"ok\"]}" },
    { "a score below nought", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"M\",\"facts\":{\"score\":\"-1\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.score\"}}" },
    { "a score in floating point", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"M\",\"facts\":{\"score\":69.5}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.score\"}}" },
    { "a score that is a word", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"M\",\"facts\":{\"score\":\"good\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.score\"}}" },
    { "a truth of the condition that is text", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"M\",\"facts\":{\"hot\":\"x\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.hot\"}}" },
    { "a word of the condition that is a number", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"M\",\"facts\":{\"kind\":1}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.kind\"}}" },
    { "a document that is no text", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"M\",\"facts\":{\"documents\":[1]}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.documents\"}}" },
    { "an unknown reading", "gate.check",
      "{\"pack\":\"t\",\"clause\":\"F\",\"facts\":{},\"readings\":{\"x\":1}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"readings.x\"}}" },
    { "an unknown pack", "gate.check", "{\"pack\":\"none\",\"clause\":\"F\",\"facts\":{}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"pack\"}}" },
};

static void test_facts(void **state)
{
    fixture_extra(*state, PACK);
    check_answers(*state, BY_FACTS, COUNT_OF(BY_FACTS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_facts),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
