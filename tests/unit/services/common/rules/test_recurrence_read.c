/* How often, as a pack says it. */
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
#define WORK "recurring:\n  - {clause: A, title: t, work: service, "
    { "every period",
      "recurring:\n  - {clause: A, title: a, work: backup, every: day, days: working}\n  - "
      "{clause: A, title: b, work: service, every: week, on: sunday}\n  - {clause: A, title: c, "
      "work: service, every: month}\n  - {clause: A, title: d, work: service, every: quarter}\n  - "
      "{clause: A, title: e, work: service, every: year}\n  - {clause: A, title: f, work: "
      "checklist, every: special}\n  - {clause: A, title: g, work: service, every: day, days: "
      "all}\n",
      NULL },
    { "times",
      WORK "times: 4, per: year, spread: quarter}\n  - {clause: A, title: u, work: service, per: "
           "quarter, times: 6, spread: month, bound: minimum}\n  - {clause: A, title: v, work: "
           "service, times: 1000, per: day}\n",
      NULL },
    { "unknown period", WORK "every: hour}\n",
      "t.yaml:7:49: \"every\" must be one of day, week, month, quarter, year, special" },
    { "special is no unit of times", WORK "times: 2, per: special}\n",
      "t.yaml:7:57: \"per\" must be one of day, week, month, quarter, year" },
    { "every after times", WORK "times: 2, every: day}\n",
      "t.yaml:7:52: how often is stated twice" },
    { "every after per", WORK "per: day, every: day}\n", "t.yaml:7:52: how often is stated twice" },
    { "times after every", WORK "every: day, times: 2}\n",
      "t.yaml:7:54: how often is stated twice" },
    { "per after every", WORK "every: day, per: day}\n", "t.yaml:7:54: how often is stated twice" },
    { "no times", WORK "times: 0, per: year}\n", "t.yaml:7:49: \"times\" must be 1 to 1000" },
    { "too many times", WORK "times: 1001, per: year}\n",
      "t.yaml:7:49: \"times\" must be 1 to 1000" },
    { "times in words", WORK "times: often, per: year}\n",
      "t.yaml:7:49: \"times\" must be a whole number from 0, not \"often\"" },
    { "times of nothing", WORK "times: 2}\n", "t.yaml:7:5: \"times\" and \"per\" go together" },
    { "per of nothing", WORK "per: year}\n", "t.yaml:7:5: \"times\" and \"per\" go together" },
    { "unknown spread", WORK "times: 2, per: year, spread: special}\n",
      "t.yaml:7:71: \"spread\" must be one of day, week, month, quarter, year" },
    { "spread that leaves a rest", WORK "times: 6, per: year, spread: quarter}\n",
      "t.yaml:7:5: \"spread\" must divide a year into quarters or months, or a quarter into "
      "months, and \"times\" evenly" },
    { "spread over weeks", WORK "times: 52, per: year, spread: week}\n",
      "t.yaml:7:5: \"spread\" must divide a year into quarters or months, or a quarter into "
      "months, and \"times\" evenly" },
    { "weekday of a month", WORK "every: month, on: monday}\n",
      "t.yaml:7:5: \"on\" needs \"every: week\"" },
    { "weekday twice a week", WORK "times: 2, per: week, on: monday}\n",
      "t.yaml:7:5: \"on\" needs \"every: week\"" },
    { "unknown weekday", WORK "every: week, on: payday}\n",
      "t.yaml:7:59: \"on\" must be one of monday, tuesday, wednesday, thursday, friday, saturday, "
      "sunday" },
    { "working weeks", WORK "every: week, days: working}\n",
      "t.yaml:7:5: \"days\" needs \"every: day\"" },
    { "unknown days", WORK "every: day, days: some}\n",
      "t.yaml:7:60: \"days\" must be one of all, working" },
    { "unknown bound", WORK "every: day, bound: most}\n",
      "t.yaml:7:61: \"bound\" must be one of plan, minimum, quota" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
