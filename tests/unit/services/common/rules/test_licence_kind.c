/* Section `licences`, rule licence.check. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "licence.h"
#include "rules_fixture.h"

#define LICENCE(rows) "licences:\n  - {clause: A, network: n, " rows "}\n"

static const struct mistake MISTAKES[] = {
    { "no rows", LICENCE("rows: []"), "t.yaml:7:5: a licence needs rows" },
    { "no points", LICENCE("rows: [{client: c, class: server, points: 0}]"),
      "t.yaml:7:36: \"points\" must be at least 1" },
    { "another class", LICENCE("rows: [{client: c, class: phone, points: 1}]"),
      "t.yaml:7:55: \"class\" must be one of server, terminal" },
    { "a row of the same clause",
      LICENCE(
          "rows: [{client: c, class: server, points: 1}, {client: d, class: server, points: 1}]"),
      "t.yaml:7:75: there is another licence row of clause A" },
    { "the first of two licences",
      "licences:\n  - {clause: A, network: n, rows: []}\n  - {clause: B, network: n, rows: []}\n",
      "t.yaml:7:5: a licence needs rows" },
    { "a clause of two licences",
      "licences:\n  - {clause: A, network: n, rows: [{client: c, class: server, points: 1}]}\n  - "
      "{clause: A, network: m, rows: [{client: c, class: server, points: 1}]}\n",
      "t.yaml:8:36: there is another licence row of clause A" },
    { "parts that do not add up",
      LICENCE("rows: [{client: c, class: server, points: 3}], parts: [{clause: B, name: x, points: "
              "2}]"),
      "t.yaml:7:5: the parts of a licence must add up to the points of its one row" },
    { "parts of two rows",
      LICENCE("rows: [{client: c, class: server, points: 3}, {clause: B, client: d, class: server, "
              "points: 3}], parts: [{clause: B, name: x, points: 3}]"),
      "t.yaml:7:5: the parts of a licence must add up to the points of its one row" },
    { "a part without a clause",
      LICENCE("rows: [{client: c, class: server, points: 3}], parts: [{name: x, points: 3}]"),
      "t.yaml:7:84: a licence part needs \"clause\"" },
    { "unknown key", LICENCE("rows: [{client: c, class: server, points: 3}], os: x"),
      "t.yaml:7:76: unknown key \"os\" in a licence" },
};

static const char PACK[] =
    "licences:\n"
    "  - {clause: L1, network: n, rows: [{client: c, class: server, points: 150, aliases: [d]}]}\n"
    "  - {clause: L2, network: m, service: S, rows: [{client: c, class: terminal, points: 3}], "
    "parts: "
    "[{clause: L21, name: x, points: 2}, {clause: L22, name: y, points: 1}]}\n"
    "  - {clause: L3, network: o, rows: [{clause: L31, client: c, class: server, points: 1}, "
    "{clause: "
    "L32, client: e, class: server, points: 7}]}\n";

static const struct question ANSWERS[] = {
    { "some installed", "licence.check", "{\"pack\":\"t\",\"clause\":\"L1\",\"installed\":120}",
      "{\"points\":150,\"percent\":\"80.00\",\"free\":30,\"over\":0,\"parts_sum\":null,\"parts_"
      "agree\":null,\"difference\":null}" },
    { "none installed", "licence.check", "{\"pack\":\"t\",\"clause\":\"L1\",\"installed\":0}",
      "{\"percent\":\"0.00\",\"free\":150,\"over\":0}" },
    { "all installed", "licence.check", "{\"pack\":\"t\",\"clause\":\"L1\",\"installed\":150}",
      "{\"percent\":\"100.00\",\"free\":0,\"over\":0}" },
    { "one too many", "licence.check", "{\"pack\":\"t\",\"clause\":\"L1\",\"installed\":151}",
      "{\"percent\":\"100.67\",\"free\":0,\"over\":1}" },
    { "half up", "licence.check", "{\"pack\":\"t\",\"clause\":\"L2\",\"installed\":2}",
      "{\"percent\":\"66.67\"}" },
    { "parts that agree", "licence.check", "{\"pack\":\"t\",\"clause\":\"L1\",\"parts\":[100,50]}",
      "{\"points\":150,\"percent\":null,\"free\":null,\"over\":null,\"parts_sum\":150,\"parts_"
      "agree\":true,\"difference\":0}" },
    { "parts that are short", "licence.check",
      "{\"pack\":\"t\",\"clause\":\"L1\",\"parts\":[100,20]}",
      "{\"parts_sum\":120,\"parts_agree\":false,\"difference\":-30}" },
    { "parts that are over", "licence.check", "{\"pack\":\"t\",\"clause\":\"L1\",\"parts\":[151]}",
      "{\"difference\":1}" },
    { "no parts", "licence.check", "{\"pack\":\"t\",\"clause\":\"L1\",\"parts\":[]}",
      "{\"parts_sum\":0,\"difference\":-150}" },
    { "both", "licence.check", "{\"pack\":\"t\",\"clause\":\"L31\",\"installed\":1,\"parts\":[1]}",
      "{\"free\":0,\"parts_agree\":true}" },
    { "a row of its own clause", "licence.check",
      "{\"pack\":\"t\",\"clause\":\"L32\",\"installed\":1}", "{\"points\":7}" },
    { "a licence that is only its rows", "licence.check",
      "{\"pack\":\"t\",\"clause\":\"L3\",\"installed\":1}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"clause\"}}" },
    { "a part is no line", "licence.check", "{\"pack\":\"t\",\"clause\":\"L21\",\"installed\":1}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"clause\"}}" },
    { "neither", "licence.check", "{\"pack\":\"t\",\"clause\":\"L1\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"installed\"}}" },
    { "fewer than none", "licence.check", "{\"pack\":\"t\",\"clause\":\"L1\",\"installed\":-1}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"installed\"}}" },
    { "more than anybody has", "licence.check",
      "{\"pack\":\"t\",\"clause\":\"L1\",\"installed\":9223372036854775807}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"installed\"}}" },
    { "text", "licence.check", "{\"pack\":\"t\",\"clause\":\"L1\",\"installed\":\"120\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"installed\"}}" },
    { "a part below nought", "licence.check", "{\"pack\":\"t\",\"clause\":\"L1\",\"parts\":[1,-1]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"parts[1]\"}}" },
    { "a part that is text", "licence.check",
      "{\"pack\":\"t\",\"clause\":\"L1\",\"parts\":[\"1\"]}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"parts[0]\"}}" },
    { "an unknown pack", "licence.check", "{\"pack\":\"none\",\"clause\":\"L1\",\"installed\":1}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"pack\"}}" },
    { "an unknown reading", "licence.check",
      "{\"pack\":\"t\",\"clause\":\"L1\",\"installed\":1,\"readings\":{\"x\":1}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"readings.x\"}}" },
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

static void test_ceiling(void **state)
{
    json_t *parts = json_array();
    fixture_extra(*state, PACK);
    for (int i = 0; i <= LICENCE_PARTS_MAX; i++)
        json_array_append_new(parts, json_integer(1));
    json_t *input = json_pack("{s:s, s:s, s:o}", "pack", "t", "clause", "L1", "parts", parts);
    json_t *got = fixture_answer(*state, "licence.check", input);
    assert_string_equal(json_string_value(json_object_get(json_object_get(got, "error"), "field")),
                        "parts");
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
