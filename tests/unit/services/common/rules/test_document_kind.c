/* Section `deliverables`. */
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
    { "every way to count",
      "deliverables:\n  - {clause: A, title: contract, per: contract}\n  - {clause: A, title: "
      "system, per: system}\n  - {clause: A, title: training, per: training}\n  - {clause: A, "
      "title: case, per: case}\n  - {clause: A, title: request, per: request}\n",
      NULL },
    { "unknown way", "deliverables:\n  - {clause: A, title: t, per: week}\n",
      "t.yaml:7:32: \"per\" must be one of contract, system, training, case, request" },
    { "unknown term", "deliverables:\n  - {clause: A, title: t, per: system, term: B}\n",
      "t.yaml:7:5: there is no term of clause B" },
    { "unknown phase", "deliverables:\n  - {clause: A, title: t, per: system, phase: 1}\n",
      "t.yaml:7:5: there is no phase 1" },
    { "phase of a contract's document",
      "phases:\n  - {no: 1, name: n, within: 1 day, clause: A}\n  - {no: 2, name: n, within: 1 "
      "day, clause: A}\ndeliverables:\n  - {clause: A, title: t, per: contract, phase: 1}\n",
      "t.yaml:10:5: only a document per system can fall due with a phase" },
    { "title twice",
      "deliverables:\n  - {clause: A, title: t, per: system}\n  - {clause: B, title: t, per: "
      "system}\n",
      "t.yaml:8:5: there is another deliverable \"t\"" },
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
