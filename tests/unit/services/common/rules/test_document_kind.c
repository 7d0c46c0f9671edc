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
      "t.yaml:7:32: \"per\" must be one of contract, system, training, case, request, "
      "service, occurrence" },
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
    { "every field",
      "services:\n  - {code: S, clause: A, name: n}\nrecurring:\n  - {clause: R, title: t, work: "
      "service, every: month}\ndeliverables:\n"
      "  - {clause: A, title: t, every: week, on: monday, bound: minimum, part: p, subsystem: s, "
      "service: S, also: [X]}\n"
      "  - {clause: B, title: t, every: week, same_as: A}\n"
      "  - {clause: C, title: u, per: occurrence, of: R, listed: true}\n"
      "  - {clause: D, title: v, per: service, titles: [w, x]}\n"
      "  - {clause: E, title: y, per: case, when: z}\n",
      NULL },
    { "every month for each system",
      "deliverables:\n  - {clause: A, title: t, every: month, per: system}\n", NULL },
    { "the first of two is wrong",
      "deliverables:\n  - {clause: A, title: t, of: R}\n  - {clause: B, title: u, of: R}\n",
      "t.yaml:7:5: \"per: occurrence\" and \"of\" go together" },
    { "occurrence of nothing", "deliverables:\n  - {clause: A, title: t, per: occurrence}\n",
      "t.yaml:7:5: \"per: occurrence\" and \"of\" go together" },
    { "of a contract", "deliverables:\n  - {clause: A, title: t, of: R}\n",
      "t.yaml:7:5: \"per: occurrence\" and \"of\" go together" },
    { "of unknown work", "deliverables:\n  - {clause: A, title: t, per: occurrence, of: R}\n",
      "t.yaml:7:5: there is no recurring work of clause R" },
    { "every case", "deliverables:\n  - {clause: A, title: t, per: case, every: day}\n",
      "t.yaml:7:5: \"every\" needs a document per contract or system" },
    { "quota", "deliverables:\n  - {clause: A, title: t, bound: quota}\n",
      "t.yaml:7:5: a document is no quota" },
    { "spread of nothing", "deliverables:\n  - {clause: A, title: t, every: week, spread: month}\n",
      "t.yaml:7:5: \"spread\" must divide a year into quarters or months, or a quarter into "
      "months, "
      "and \"times\" evenly" },
    { "unknown service", "deliverables:\n  - {clause: A, title: t, service: S}\n",
      "t.yaml:7:5: there is no service \"S\"" },
    { "same as nothing", "deliverables:\n  - {clause: A, title: t, same_as: B}\n",
      "t.yaml:7:5: \"same_as\" must name a row that counts: B" },
    { "same as a row that does not count",
      "deliverables:\n  - {clause: A, title: t}\n  - {clause: B, title: t, same_as: A}\n  - "
      "{clause: "
      "C, title: t, same_as: B}\n",
      "t.yaml:9:5: \"same_as\" must name a row that counts: B" },
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
