/* Rule deliverable.check: which documents are required, there and signed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "attr.h"
#include "rules_fixture.h"

static const char PACK[] =
    "readings:\n"
    "  - {name: reports, value: per_occurrence, one_of: [per_occurrence, aggregated], about: x}\n"
    "services:\n"
    "  - {code: S1, clause: K1, name: n}\n"
    "  - {code: S2, clause: K2, name: n}\n"
    "deliverables:\n"
    "  - {clause: D1, title: plan, service: S1, listed: true, part: body}\n"
    "  - {clause: D2, title: report, per: system}\n"
    "  - {clause: D3, title: summary, per: system, also: [D30]}\n"
    "  - {clause: D4, title: several, titles: [x, y], service: S1}\n"
    "  - {clause: D5, title: sheet, per: service}\n"
    "  - {clause: D6, title: account, per: case, service: S2}\n"
    "  - {clause: D7, title: memo, per: request}\n"
    "  - {clause: D8, title: the plan again, same_as: D1, service: S2}\n"
    "  - {clause: D9, title: log, every: month, part: annex}\n"
    "  - {clause: DA, title: both, titles: [u, v], per: system, part: pairs}\n"
    "  - {clause: DB, title: plan, same_as: D1}\n"
    "  - {clause: DC, title: twice named, same_as: D1}\n"
    "  - {clause: DC, title: its own}\n"
    "  - {clause: DD, title: named elsewhere, same_as: DC}\n"
    "  - {clause: DE, title: four, titles: [p, q, r, s], per: system, part: four}\n";

static const char ONE_SYSTEM[] = "systems:\n"
                                 "  - {no: 1, name: alpha, grade: 3, clause: Y1}\n"
                                 "deliverables:\n"
                                 "  - {clause: D2, title: report, per: system}\n"
                                 "  - {clause: D3, title: summary, per: system}\n";

static const char TWO_SYSTEMS[] = "systems:\n"
                                  "  - {no: 1, name: alpha, grade: 3, clause: Y1}\n"
                                  "  - {no: 2, name: beta, grade: 3, clause: Y1}\n"
                                  "deliverables:\n"
                                  "  - {clause: D2, title: report, per: system}\n"
                                  "  - {clause: D3, title: summary, per: system}\n";

static const struct question ANSWERS[] = {
    { "counted at the row that counts", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{\"clause\":\"DD\"}}",
      "{\"required\":1,\"missing\":[\"its own\"]}" },
    { "nothing there", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{\"clause\":[\"D1\",\"D4\"]}}",
      "{\"required\":3,\"submitted\":0,\"signed\":0,\"submitted_percent\":\"0.00\",\"signed_"
      "percent\":\"0.00\",\"missing\":[\"plan\",\"x\",\"y\"],\"unsigned\":[]}" },
    { "some there, some signed", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{\"clause\":[\"D1\",\"D4\"]},\"submitted\":[\"y\",\"plan\"],"
      "\"signed\":[\"y\"]}",
      "{\"submitted\":2,\"signed\":1,\"submitted_percent\":\"66.67\",\"signed_percent\":\"33.33\","
      "\"missing\":[\"x\"],\"unsigned\":[\"plan\"]}" },
    { "named twice, and one that is not asked for", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{\"clause\":\"D1\"},\"submitted\":[\"plan\",\"plan\",\"other\"]}",
      "{\"required\":1,\"submitted\":1,\"missing\":[]}" },
    { "signed without being there", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{\"clause\":\"D1\"},\"signed\":[\"plan\"]}",
      "{\"submitted\":0,\"signed\":1,\"missing\":[\"plan\"],\"unsigned\":[]}" },
    { "by another clause", "deliverable.check", "{\"pack\":\"t\",\"select\":{\"clause\":\"D30\"}}",
      "{\"required\":1,\"missing\":[\"summary\"]}" },
    { "of named systems", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{\"clause\":\"D2\"},\"systems\":[\"a\",\"b\"],\"submitted\":["
      "\"a\"]}",
      "{\"required\":2,\"submitted\":1,\"missing\":[\"b\"],\"unsigned\":[\"a\"]}" },
    { "of one named system, by its name", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{\"clause\":\"D2\"},\"systems\":[\"a\"],\"submitted\":[\"a\"],"
      "\"signed\":[\"report\"]}",
      "{\"required\":1,\"submitted\":1,\"signed\":1}" },
    { "two documents of named systems", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{\"clause\":[\"D2\",\"D3\"]},\"systems\":[\"a\",\"b\"],"
      "\"submitted\":[\"a\",\"report：b\"]}",
      "{\"required\":4,\"submitted\":3,\"missing\":[\"summary：b\"]}" },
    { "two titles of named systems", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{\"part\":\"pairs\"},\"systems\":[\"a\",\"b\"]}",
      "{\"required\":4,\"missing\":[\"u：a\",\"u：b\",\"v：a\",\"v：b\"]}" },
    { "a system named twice", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{\"clause\":\"D2\"},\"systems\":[\"a\",\"a\"]}",
      "{\"required\":1}" },
    { "of no system", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{\"clause\":\"D2\"},\"systems\":[]}",
      "{\"required\":0,\"submitted_percent\":null,\"signed_percent\":null,\"missing\":[]}" },
    { "no system known anywhere", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{\"clause\":\"D2\"},\"submitted\":[\"report\"]}",
      "{\"required\":1,\"submitted\":1,\"missing\":[]}" },
    { "of each service", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{\"clause\":\"D5\"},\"submitted\":[\"S2\"]}",
      "{\"required\":2,\"submitted\":1,\"missing\":[\"S1\"],\"unsigned\":[\"S2\"]}" },
    { "by service, without cases", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{\"service\":\"S2\"}}", "{\"required\":0}" },
    { "a case, by its clause", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{\"clause\":\"D6\"}}",
      "{\"required\":1,\"missing\":[\"account\"]}" },
    { "a request, by its clause", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{\"clause\":\"D7\"}}", "{\"required\":1}" },
    { "counted elsewhere, by its clause", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{\"clause\":\"D8\"}}",
      "{\"required\":1,\"missing\":[\"plan\"]}" },
    { "the same document twice", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{\"clause\":[\"D1\",\"D8\",\"DB\"]}}", "{\"required\":1}" },
    { "once each, however often it comes", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{\"period\":\"monthly\"}}",
      "{\"required\":1,\"missing\":[\"log\"]}" },
    { "listed", "deliverable.check", "{\"pack\":\"t\",\"select\":{\"listed\":true}}",
      "{\"required\":1,\"missing\":[\"plan\"]}" },
    { "a part", "deliverable.check", "{\"pack\":\"t\",\"select\":{\"part\":[\"body\",\"annex\"]}}",
      "{\"required\":2}" },
    { "work is no document", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{\"kind\":\"service\"}}", "{\"required\":0}" },
    { "all", "deliverable.check", "{\"pack\":\"t\"}", "{\"required\":15}" },
    { "an unknown part", "deliverable.check", "{\"pack\":\"t\",\"select\":{\"part\":\"front\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"select.part\"}}" },
    { "an unknown criterion", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{\"colour\":\"red\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"select.colour\"}}" },
    { "an unknown clause", "deliverable.check", "{\"pack\":\"t\",\"select\":{\"clause\":\"Z\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"select.clause\"}}" },
    { "an unknown reading", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{},\"readings\":{\"x\":1}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"readings.x\"}}" },
    { "systems that are no text", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{},\"systems\":[\"a\",1]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"systems[1]\"}}" },
    { "an empty title", "deliverable.check", "{\"pack\":\"t\",\"select\":{},\"submitted\":[\"\"]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"submitted[0]\"}}" },
    { "a signature that is no text", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{},\"signed\":[null]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"signed[0]\"}}" },
    { "submitted that is no list", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{},\"submitted\":\"plan\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"submitted\"}}" },
    { "an unknown pack", "deliverable.check", "{\"pack\":\"none\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"pack\"}}" },
};

static const struct question OF_ONE_SYSTEM[] = {
    { "the pack's one system, by title", "deliverable.check",
      "{\"pack\":\"t\",\"submitted\":[\"report\"]}",
      "{\"required\":2,\"submitted\":1,\"missing\":[\"summary\"]}" },
    { "the pack's one system, by name", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{\"clause\":\"D2\"},\"submitted\":[\"alpha\"]}",
      "{\"submitted\":1,\"unsigned\":[\"report\"]}" },
};

static const struct question OF_TWO_SYSTEMS[] = {
    { "the pack's two systems", "deliverable.check",
      "{\"pack\":\"t\",\"select\":{\"clause\":\"D2\"},\"submitted\":[\"alpha\"]}",
      "{\"required\":2,\"missing\":[\"beta\"]}" },
    { "two documents of the pack's two systems", "deliverable.check",
      "{\"pack\":\"t\",\"submitted\":[\"report：alpha\"]}",
      "{\"required\":4,\"missing\":[\"report：beta\",\"summary：alpha\",\"summary：beta\"]}" },
};

static void test_answers(void **state)
{
    fixture_extra(*state, PACK);
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

static void test_systems_of_the_pack(void **state)
{
    fixture_extra(*state, ONE_SYSTEM);
    check_answers(*state, OF_ONE_SYSTEM, COUNT_OF(OF_ONE_SYSTEM));
    fixture_extra(*state, TWO_SYSTEMS);
    check_answers(*state, OF_TWO_SYSTEMS, COUNT_OF(OF_TWO_SYSTEMS));
}

/* The field that refuses so many names in a list, for the documents of a part or for all. */
static void check_refused(struct fixture *f, int names, const char *part, const char *want)
{
    char name[16];
    json_t *list = json_array();
    for (int i = 0; i < names; i++) {
        snprintf(name, sizeof(name), "n%d", i);
        json_array_append_new(list, json_string(name));
    }
    json_t *input = json_pack("{s:s, s:o}", "pack", "t", "systems", list);
    if (part)
        json_object_set_new(input, "select", json_pack("{s:s}", "part", part));
    json_t *got = fixture_answer(f, "deliverable.check", input);
    const char *field = json_string_value(json_object_get(json_object_get(got, "error"), "field"));
    assert_string_equal(field ? field : "", want);
    json_decref(got);
    json_decref(input);
}

/* Lists and documents have an end. */
static void test_ceilings(void **state)
{
    fixture_extra(*state, TWO_SYSTEMS);
    check_refused(*state, 5001, NULL, "systems");
    fixture_extra(*state, PACK);
    check_refused(*state, 3000, NULL, "select");
    check_refused(*state, 4000, "four", "select");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_answers),
                                        cmocka_unit_test(test_systems_of_the_pack),
                                        cmocka_unit_test(test_ceilings) };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
