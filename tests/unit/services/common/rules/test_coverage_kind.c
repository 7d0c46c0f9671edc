/* Section continuity, rule service.coverage. */
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
    { "days and hours",
      "services:\n  - {code: A1, clause: A, name: n}\ncontinuity:\n  - {clause: A, title: t, "
      "service: A1, in: days}\n  - {clause: B, title: t, in: hours}\n",
      NULL },
    { "unknown measure", "continuity:\n  - {clause: A, title: t, in: weeks}\n",
      "t.yaml:7:31: \"in\" must be one of days, hours" },
    { "unknown service", "continuity:\n  - {clause: A, title: t, service: A1, in: days}\n",
      "t.yaml:7:5: there is no service \"A1\"" },
    { "clause twice",
      "continuity:\n  - {clause: A, title: t, in: days}\n  - {clause: A, title: t, in: days}\n",
      "t.yaml:8:5: there is another continuity \"A\"" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

static const char PACK[] =
    "contract: {clause: K, service: {clause: K2, from: 2030-01-01, to: 2030-12-31}}\n"
    "continuity:\n  - {clause: D, title: duty, in: days}\n  - {clause: H, title: "
    "watch, in: hours}\n";

#define ASK(clause, gaps)                                                                          \
    "{\"pack\":\"t\",\"clause\":\"" clause                                                         \
    "\",\"from\":\"2030-01-01\",\"to\":\"2030-01-10\",\"gaps\":" gaps "}"
#define REFUSED(name) "{\"error\":{\"code\":\"invalid\",\"field\":\"" name "\"}}"

static const struct question ANSWERS[] = {
    { "no gap", "service.coverage", ASK("D", "[]"),
      "{\"days\":10,\"covered_days\":10,\"hours\":240,\"lost_s\":0,\"percent\":\"100.00\"}" },
    { "gaps left out", "service.coverage",
      "{\"pack\":\"t\",\"clause\":\"H\",\"from\":\"2030-01-01\",\"to\":\"2030-01-07\"}",
      "{\"hours\":168,\"percent\":\"100.00\"}" },
    { "days, both counted", "service.coverage",
      ASK("D", "[{\"from\":\"2030-01-02\",\"to\":\"2030-01-03\"}]"),
      "{\"covered_days\":8,\"lost_s\":172800,\"percent\":\"80.00\",\"proof\":[{\"why\":\"rule\"},{"
      "\"why\":\"range\",\"n\":10},{\"why\":\"gap\",\"from\":\"2030-01-02T00:00:00+08:00\",\"to\":"
      "\"2030-01-04T00:00:00+08:00\",\"n\":172800},{\"why\":\"covered\",\"n\":691200,\"m\":864000}]"
      "}" },
    { "overlapping in any order", "service.coverage",
      ASK("H", "[{\"from\":\"2030-01-03\",\"to\":\"2030-01-03\"},{\"from\":\"2030-01-02\",\"to\":"
               "\"2030-01-03\"},{\"from\":\"2030-01-02\",\"to\":\"2030-01-02\"}]"),
      "{\"covered_days\":8,\"lost_s\":172800,\"percent\":\"80.00\"}" },
    { "an hour of an hour's clause", "service.coverage",
      ASK("H", "[{\"from\":\"2030-01-02T10:00:00+08:00\",\"to\":\"2030-01-02T11:00:00+08:00\"}]"),
      "{\"covered_days\":9,\"lost_s\":3600,\"percent\":\"99.58\"}" },
    { "an hour of a day's clause", "service.coverage",
      ASK("D", "[{\"from\":\"2030-01-02T10:00:00+08:00\",\"to\":\"2030-01-02T11:00:00+08:00\"}]"),
      "{\"covered_days\":9,\"lost_s\":3600,\"percent\":\"90.00\"}" },
    { "two gaps of a day touch it once", "service.coverage",
      ASK("D", "[{\"from\":\"2030-01-02T10:00:00+08:00\",\"to\":\"2030-01-02T11:00:00+08:00\"},{"
               "\"from\":\"2030-01-02T12:00:00+08:00\",\"to\":\"2030-01-02T13:00:00+08:00\"},{"
               "\"from\":\"2030-01-02T14:00:00+08:00\",\"to\":\"2030-01-03T00:00:01+08:00\"}]"),
      "{\"covered_days\":8,\"lost_s\":43201}" },
    { "to midnight the next day is not touched", "service.coverage",
      ASK("D", "[{\"from\":\"2030-01-02T10:00:00+08:00\",\"to\":\"2030-01-03T00:00:00+08:00\"}]"),
      "{\"covered_days\":9}" },
    { "a gap of a microsecond", "service.coverage",
      ASK("D",
          "[{\"from\":\"2030-01-02T00:00:00+08:00\",\"to\":\"2030-01-02T00:00:00.000001+08:00\"}]"),
      "{\"covered_days\":9,\"lost_s\":0}" },
    { "no clause", "service.coverage",
      "{\"pack\":\"t\",\"from\":\"2030-01-01\",\"to\":\"2030-01-01\"}", REFUSED("clause") },
    { "no beginning", "service.coverage", "{\"pack\":\"t\",\"clause\":\"D\",\"to\":\"2030-01-01\"}",
      REFUSED("from") },
    { "no end", "service.coverage", "{\"pack\":\"t\",\"clause\":\"D\",\"from\":\"2030-01-01\"}",
      REFUSED("to") },
    { "a gap of no time", "service.coverage",
      ASK("D", "[{\"from\":\"2030-01-02T10:00:00+08:00\",\"to\":\"2030-01-02T10:00:00+08:00\"}]"),
      "{\"covered_days\":10,\"lost_s\":0}" },
    { "outside the range", "service.coverage",
      ASK("D", "[{\"from\":\"2029-12-01\",\"to\":\"2030-01-01\"},{\"from\":\"2030-01-10\",\"to\":"
               "\"2030-02-01\"},{\"from\":\"2031-01-10\",\"to\":\"2031-02-01\"}]"),
      "{\"covered_days\":8,\"lost_s\":172800}" },
    { "all of it", "service.coverage",
      ASK("H", "[{\"from\":\"2029-12-01\",\"to\":\"2030-02-01\"}]"),
      "{\"covered_days\":0,\"percent\":\"0.00\"}" },
    { "outside the service period", "service.coverage",
      "{\"pack\":\"t\",\"clause\":\"H\",\"from\":\"2031-01-01\",\"to\":\"2031-01-10\",\"gaps\":[{"
      "\"from\":\"2031-01-02\",\"to\":\"2031-01-02\"}]}",
      "{\"days\":0,\"covered_days\":0,\"hours\":0,\"lost_s\":0,\"percent\":null}" },
    { "unknown clause", "service.coverage", ASK("X", "[]"), REFUSED("clause") },
    { "unknown pack", "service.coverage",
      "{\"pack\":\"none\",\"clause\":\"H\",\"from\":\"2031-01-01\",\"to\":\"2031-01-10\"}",
      REFUSED("pack") },
    { "the first of two gaps is wrong", "service.coverage", ASK("D", "[{},{}]"),
      REFUSED("gaps[0].from") },
    { "a gap of text", "service.coverage", ASK("D", "[1]"), REFUSED("gaps[0]") },
    { "unknown field", "service.coverage",
      ASK("D", "[{\"from\":\"2030-01-02\",\"to\":\"2030-01-02\",\"why\":\"ill\"}]"),
      REFUSED("gaps[0].why") },
    { "days the wrong way round", "service.coverage",
      ASK("D", "[{\"from\":\"2030-01-02\",\"to\":\"2030-01-02\"},{\"from\":\"2030-01-02\",\"to\":"
               "\"2030-01-01\"}]"),
      REFUSED("gaps[1].to") },
    { "instants the wrong way round", "service.coverage",
      ASK("D", "[{\"from\":\"2030-01-02T00:00:01Z\",\"to\":\"2030-01-02T00:00:00Z\"}]"),
      REFUSED("gaps[0].to") },
    { "a day and an instant", "service.coverage",
      ASK("D", "[{\"from\":\"2030-01-02\",\"to\":\"2030-01-02T00:00:00Z\"}]"),
      REFUSED("gaps[0].from") },
    { "an instant and a day", "service.coverage",
      ASK("D", "[{\"from\":\"2030-01-02T00:00:00Z\",\"to\":\"2030-01-02\"}]"),
      REFUSED("gaps[0].to") },
    { "no end", "service.coverage", ASK("D", "[{\"from\":\"2030-01-02\"}]"),
      REFUSED("gaps[0].from") },
    { "no beginning", "service.coverage", ASK("D", "[{\"to\":\"2030-01-02\"}]"),
      REFUSED("gaps[0].from") },
};

static void test_answers(void **state)
{
    fixture_extra(*state, PACK);
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

static void test_ceiling(void **state)
{
    json_t *list = json_array();
    for (size_t i = 0; i < 100001; i++)
        json_array_append_new(list, json_null());
    json_t *input = json_pack("{s:s, s:s, s:s, s:s, s:o}", "pack", "t", "clause", "D", "from",
                              "2030-01-01", "to", "2030-01-31", "gaps", list);
    fixture_extra(*state, PACK);
    json_t *got = fixture_answer(*state, "service.coverage", input);
    assert_string_equal(json_string_value(json_object_get(json_object_get(got, "error"), "field")),
                        "gaps");
    json_decref(got);
    json_decref(input);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_ceiling),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
