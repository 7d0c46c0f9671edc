/* Section `kpis`, rule kpi.evaluate. */
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
    { "rows of no number, and two of one",
      "kpis:\n  - {clause: A, title: t, type: qualitative}\n"
      "  - {clause: B, row: \"1\", title: t, type: qualitative}\n"
      "  - {clause: C, row: \"1\", title: t, type: qualitative}\n",
      "t.yaml:9:5: there is another key figure \"1\"" },
    { "reads",
      "kpis:\n  - {clause: A, row: '1', title: t, type: numeric, is: \"> 95%\"}\n  - {clause: B, "
      "title: t, type: qualitative}\n",
      NULL },
    { "row twice",
      "kpis:\n  - {clause: A, row: '1', title: t, type: qualitative}\n  - {clause: B, row: '1', "
      "title: t, type: qualitative}\n",
      "t.yaml:8:5: there is another key figure \"1\"" },
    { "clause twice",
      "kpis:\n  - {clause: A, title: t, type: qualitative}\n  - {clause: A, title: t, type: "
      "qualitative}\n",
      "t.yaml:8:5: there is another key figure \"A\"" },
    { "numeric without a number", "kpis:\n  - {clause: A, title: t, type: numeric}\n",
      "t.yaml:7:5: key figure A needs \"is\", and a qualitative one has none" },
    { "qualitative with a number", "kpis:\n  - {clause: A, title: t, type: qualitative, is: 3}\n",
      "t.yaml:7:5: key figure A needs \"is\", and a qualitative one has none" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

static const struct question ANSWERS[] = {
    { "in the table's order", "kpi.evaluate",
      "{\"pack\":\"minhang-2024\",\"actuals\":{\"4\":\"70.00\",\"3\":{\"num\":7,\"den\":11},\"11\":"
      "true,\"5\":null}}",
      "{\"rows\":[{\"row\":\"3\",\"verdict\":\"failed\",\"value\":\"63.64\",\"needed\":8},{\"row\":"
      "\"4\",\"verdict\":\"met\",\"value\":\"70.00\",\"needed\":null},{\"row\":\"5\",\"verdict\":"
      "\"pending\",\"value\":null},{\"row\":\"11\",\"verdict\":\"met\"}],\"met\":2,\"failed\":1,"
      "\"pending\":1}" },
    { "nothing of nothing counts as met", "kpi.evaluate",
      "{\"pack\":\"minhang-2024\",\"actuals\":{\"3\":{\"num\":0,\"den\":0}}}",
      "{\"rows\":[{\"verdict\":\"not_applicable\",\"value\":null}],\"met\":1,\"failed\":0}" },
    { "by clause", "kpi.evaluate",
      "{\"pack\":\"yifen-2026\",\"actuals\":{\"YF-083\":{\"num\":38,\"den\":39}}}",
      "{\"rows\":[{\"row\":\"YF-083\",\"verdict\":\"failed\",\"value\":\"97.44\"}]}" },
    { "half up at the second place", "kpi.evaluate",
      "{\"pack\":\"minhang-2024\",\"actuals\":{\"15\":\"89.995\"}}",
      "{\"rows\":[{\"verdict\":\"failed\",\"value\":\"90.00\"}]}" },
    { "fraction of a number", "kpi.evaluate",
      "{\"pack\":\"minhang-2024\",\"actuals\":{\"4\":\"69.5\"}}",
      "{\"rows\":[{\"value\":\"69.5\"}]}" },
    { "unknown row", "kpi.evaluate", "{\"pack\":\"minhang-2024\",\"actuals\":{\"16\":\"1\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"actuals.16\"}}" },
    { "word", "kpi.evaluate", "{\"pack\":\"minhang-2024\",\"actuals\":{\"3\":\"good\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"actuals.3\"}}" },
    { "list", "kpi.evaluate", "{\"pack\":\"minhang-2024\",\"actuals\":{\"3\":[]}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"actuals.3\"}}" },
    { "ratio with another field", "kpi.evaluate",
      "{\"pack\":\"minhang-2024\",\"actuals\":{\"3\":{\"num\":1,\"den\":2,\"of\":3}}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"actuals.3.of\"}}" },
    { "ratio without its whole", "kpi.evaluate",
      "{\"pack\":\"minhang-2024\",\"actuals\":{\"3\":{\"num\":1}}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"actuals.3.den\"}}" },
    { "negative ratio", "kpi.evaluate",
      "{\"pack\":\"minhang-2024\",\"actuals\":{\"3\":{\"num\":-1,\"den\":2}}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"actuals.3.num\"}}" },
    { "number for a qualitative row", "kpi.evaluate",
      "{\"pack\":\"minhang-2024\",\"actuals\":{\"11\":\"1\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"actuals.11\"}}" },
    { "a word for a number", "kpi.evaluate", "{\"pack\":\"minhang-2024\",\"actuals\":{\"3\":true}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"actuals.3\"}}" },
    { "a negative number", "kpi.evaluate",
      "{\"pack\":\"minhang-2024\",\"actuals\":{\"7\":\"-0.000001\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"actuals.7\"}}" },
    { "a row under both its names", "kpi.evaluate",
      "{\"pack\":\"minhang-2024\",\"actuals\":{\"3\":\"70\",\"MH-018\":\"60\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"actuals.MH-018\"}}" },
    { "a row by its clause", "kpi.evaluate",
      "{\"pack\":\"minhang-2024\",\"actuals\":{\"MH-018\":\"60\"}}",
      "{\"rows\":[{\"row\":\"MH-018\",\"verdict\":\"failed\",\"value\":\"60.00\"}]}" },
    { "a whole number of days", "kpi.evaluate",
      "{\"pack\":\"minhang-2024\",\"actuals\":{\"7\":25}}",
      "{\"rows\":[{\"row\":\"7\",\"verdict\":\"met\",\"value\":\"25\"}]}" },
    { "a ratio of a row that is none", "kpi.evaluate",
      "{\"pack\":\"minhang-2024\",\"actuals\":{\"4\":{\"num\":139,\"den\":2}}}",
      "{\"rows\":[{\"row\":\"4\",\"verdict\":\"failed\",\"value\":\"69.50\"}]}" },
    { "an unknown reading", "kpi.evaluate",
      "{\"pack\":\"minhang-2024\",\"actuals\":{},\"readings\":{\"x\":\"y\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"readings.x\"}}" },
};

/* What a row still needs: above a limit is one more than at it, and a limit below nothing needs
 * nothing. */
static void test_needed(void **state)
{
    static const struct question ROWS[] = {
        { "above a whole number", "kpi.evaluate",
          "{\"pack\":\"t\",\"actuals\":{\"A\":{\"num\":95,\"den\":100}}}",
          "{\"rows\":[{\"verdict\":\"failed\",\"needed\":96}]}" },
        { "above a fraction", "kpi.evaluate",
          "{\"pack\":\"t\",\"actuals\":{\"A\":{\"num\":37,\"den\":39}}}",
          "{\"rows\":[{\"verdict\":\"failed\",\"needed\":38}]}" },
        { "at least less than nothing", "kpi.evaluate",
          "{\"pack\":\"t\",\"actuals\":{\"B\":{\"num\":0,\"den\":39}}}",
          "{\"rows\":[{\"verdict\":\"met\",\"needed\":null}]}" },
    };
    fixture_extra(*state, "kpis:\n  - {clause: A, title: a, type: numeric, is: \"> 95%\"}\n"
                          "  - {clause: B, title: b, type: numeric, is: \">= -5%\"}\n");
    check_answers(*state, ROWS, COUNT_OF(ROWS));
}

static void test_answers(void **state)
{
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_needed),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
