/* Sections units, services and recurring. */
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
#define READINGS "readings:\n  - {name: out, about: a}\n  - {name: many, about: a}\n"
#define UNITS    READINGS "units: {prefix: B, count: 9, clause: A, excluded: out, count_from: many}\n"
#define SERVICES                                                                                   \
    "services:\n  - {code: A1, clause: A, name: n, line: 1, group: g, quantity: 1, unit: 项, "    \
    "aliases: [m]}\n  - {code: A2, clause: A, name: n, category: c, frequency: f}\n"
    { "units",
      UNITS
      "recurring:\n  - {clause: A, title: t, work: service, times: 4, per: year, units: 8}\n  - "
      "{clause: B, title: t, work: service, every: year, units: {named: true, count: 3}}\n",
      NULL },
    { "services",
      SERVICES "recurring:\n  - {clause: A, title: t, work: service, service: A2, on_demand: "
               "true}\n  - {clause: B, title: t, work: service, continuous: true}\n",
      NULL },
    { "checklist",
      "recurring:\n  - {clause: A, title: t, work: checklist, part: p, subsystem: s, every: day, "
      "also: [X], checklist: [{clause: B, key: k.1, text: x}, {clause: C, key: k.2, text: y}]}\n",
      NULL },
    { "quota",
      "recurring:\n  - {clause: A, title: t, work: service, times: 2, per: year, bound: quota, "
      "substitutes: true}\n",
      NULL },
    { "same work",
      "recurring:\n  - {clause: A, title: t, work: service, every: day}\n  - {clause: B, title: t, "
      "work: service, every: day, same_as: A}\n",
      NULL },
    { "unknown key of units", "units: {prefix: B, count: 9, clause: A, size: 1}\n",
      "t.yaml:6:41: unknown key \"size\" in a list of units" },
    { "no units", "units: {prefix: B, count: 0, clause: A}\n",
      "t.yaml:6:8: a pack has 1 to 99 units" },
    { "three digits of units", "units: {prefix: B, count: 100, clause: A}\n",
      "t.yaml:6:8: a pack has 1 to 99 units" },
    { "excluded by nothing", "units: {prefix: B, count: 9, clause: A, excluded: out}\n",
      "t.yaml:6:8: there is no reading \"out\"" },
    { "counted by nothing", "units: {prefix: B, count: 9, clause: A, count_from: out}\n",
      "t.yaml:6:8: there is no reading \"out\"" },
    { "service twice",
      "services:\n  - {code: A1, clause: A, name: n}\n  - {code: A1, clause: A, name: m}\n",
      "t.yaml:8:5: there is another service \"A1\"" },
    { "a service twice before any work",
      "services:\n  - {code: A1, clause: A, name: n}\n  - {code: A1, clause: A, name: "
      "m}\nrecurring:\n  - {clause: A, title: t, work: service, every: day}\n",
      "t.yaml:8:5: there is another service \"A1\"" },
    { "the first of two is wrong",
      "recurring:\n  - {clause: A, title: t, work: service}\n  - {clause: B, title: t, work: "
      "service}\n",
      "t.yaml:7:5: recurring work A needs one of every, times, continuous and on_demand" },
    { "unknown work", "recurring:\n  - {clause: A, title: t, work: play, every: day}\n",
      "t.yaml:7:33: \"work\" must be one of service, checklist, backup, routine" },
    { "no units in a row",
      UNITS "recurring:\n  - {clause: A, title: t, work: service, every: year, units: 0}\n",
      "t.yaml:11:62: \"units\" must be at least 1" },
    { "no named units",
      "recurring:\n  - {clause: A, title: t, work: service, every: year, units: {named: true, "
      "count: 0}}\n",
      "t.yaml:7:62: \"units\" must be at least 1" },
    { "units in words",
      "recurring:\n  - {clause: A, title: t, work: service, every: year, units: all}\n",
      "t.yaml:7:62: \"units\" must be a whole number from 0, not \"all\"" },
    { "more units than there are",
      UNITS "recurring:\n  - {clause: A, title: t, work: service, every: year, units: 10}\n",
      "t.yaml:11:5: the pack has 9 units" },
    { "how often is missing", "recurring:\n  - {clause: A, title: t, work: service}\n",
      "t.yaml:7:5: recurring work A needs one of every, times, continuous and on_demand" },
    { "how often in two ways",
      "recurring:\n  - {clause: A, title: t, work: service, every: day, on_demand: true}\n",
      "t.yaml:7:5: recurring work A needs one of every, times, continuous and on_demand" },
    { "quota per unit",
      UNITS
      "recurring:\n  - {clause: A, title: t, work: service, every: year, bound: quota, units: 9}\n",
      "t.yaml:11:5: a quota is so many times per year, for all units together" },
    { "quota of a week",
      "recurring:\n  - {clause: A, title: t, work: service, every: week, bound: quota}\n",
      "t.yaml:7:5: a quota is so many times per year, for all units together" },
    { "quota spread",
      "recurring:\n  - {clause: A, title: t, work: service, times: 4, per: year, spread: quarter, "
      "bound: quota}\n",
      "t.yaml:7:5: a quota is so many times per year, for all units together" },
    { "substitutes of a plan",
      "recurring:\n  - {clause: A, title: t, work: service, every: week, substitutes: true}\n",
      "t.yaml:7:5: only a quota has substitutes" },
    { "checklist of a backup",
      "recurring:\n  - {clause: A, title: t, work: backup, every: day, checklist: [{clause: B, "
      "key: k, text: x}]}\n",
      "t.yaml:7:5: a checklist needs \"work: checklist\"" },
    { "item twice",
      "recurring:\n  - {clause: A, title: t, work: checklist, every: day, checklist: [{clause: B, "
      "key: k, text: x}, {clause: C, key: k, text: y}]}\n",
      "t.yaml:7:98: there is another checklist item \"k\"" },
    { "unknown service",
      "recurring:\n  - {clause: A, title: t, work: service, every: day, service: A1}\n",
      "t.yaml:7:5: there is no service \"A1\"" },
    { "same as nothing",
      "recurring:\n  - {clause: A, title: t, work: service, every: day, same_as: B}\n",
      "t.yaml:7:5: \"same_as\" must name a row that counts: B" },
    { "same as itself",
      "recurring:\n  - {clause: A, title: t, work: service, every: day, same_as: A}\n",
      "t.yaml:7:5: \"same_as\" must name a row that counts: A" },
    { "work twice",
      "recurring:\n  - {clause: A, title: t, work: service, every: day}\n  - {clause: A, title: t, "
      "work: service, every: week}\n",
      "t.yaml:8:5: there is another recurring work \"t\" of A" },
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
