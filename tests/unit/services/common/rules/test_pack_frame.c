/* The frame of a pack: references and numbering. */
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
    { "name in capitals", "", NULL },
    { "zone unknown", "contract: {clause: X, total: 1}\n", NULL },
    { "period backwards",
      "contract: {clause: X, service: {from: 2026-02-01, to: 2026-01-01, clause: Y}}\n",
      "t.yaml:6:32: the service period ends before it begins" },
    { "period from a fact",
      "contract: {clause: X, service: {from: signed, to: 2026-01-01, clause: Y}}\n", NULL },
    { "period from nothing sensible",
      "contract: {clause: X, service: {from: The Day, to: 2026-01-01, clause: Y}}\n",
      "t.yaml:6:39: \"from\" must be lower-case letters, digits, - and _" },
    { "period without an end", "contract: {clause: X, service: {from: signed, clause: Y}}\n",
      "t.yaml:6:32: a service period needs \"to\"" },
    { "a reading whose value is left open", "readings:\n  - {name: a, one_of: [c, d], about: e}\n",
      NULL },
    { "reading outside its values",
      "readings:\n  - {name: a, value: b, one_of: [c, d], about: e}\n",
      "t.yaml:7:5: reading \"a\" has a value outside its one_of" },
    { "reading twice",
      "readings:\n  - {name: a, value: b, about: e}\n  - {name: a, value: c, about: e}\n",
      "t.yaml:8:5: there is another reading \"a\"" },
    { "scale twice", "scales:\n  - {fact: a, words: [b]}\n  - {fact: a, words: [c]}\n",
      "t.yaml:8:5: there is another scale \"a\"" },
    { "role twice",
      "parties:\n  - {role: a, name: A, clause: X}\n  - {role: a, name: B, clause: X}\n",
      "t.yaml:8:5: there is another party \"a\"" },
    { "system out of order", "systems:\n  - {no: 2, name: A, grade: 3, clause: X}\n",
      "t.yaml:7:5: system number must be 1: systems are numbered from 1" },
    { "system twice",
      "systems:\n  - {no: 1, name: A, grade: 3, clause: X}\n  - {no: 2, name: A, grade: 3, clause: "
      "X}\n",
      "t.yaml:8:5: there is another system \"A\"" },
    { "grade six", "systems:\n  - {no: 1, name: A, grade: 6, clause: X}\n",
      "t.yaml:7:5: grade of a system must be 1 to 5" },
    { "grade zero", "systems:\n  - {no: 1, name: A, grade: 0, clause: X}\n",
      "t.yaml:7:5: grade of a system must be 1 to 5" },
    { "unknown team", "systems:\n  - {no: 1, name: A, team: b, grade: 3, clause: X}\n",
      "t.yaml:7:5: there is no team \"b\"" },
    { "contradiction decided by nothing",
      "contradictions:\n  - {topic: a, clauses: [X], about: b, says: [c, d], reading: e}\n",
      "t.yaml:7:5: there is no reading \"e\"" },
    { "unknown section", "teems: []\n", "t.yaml:6:1: unknown section \"teems\"" },
    { "section twice", "teams: []\nteams: []\n",
      "t.yaml:7:1: key \"teams\" stands twice in one map" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

static const struct {
    const char *name, *text, *want;
} HEADS[] = {
    { "no map", "- a\n", "t.yaml:1:1: a pack must be a map" },
    { "no version", "pack: t\ntitle: t\nzone: UTC\ncalendar: {base: cn, makeup_days: true}\n",
      "t.yaml:1:1: a pack needs \"version\"" },
    { "capitals", "pack: T\nversion: 1\n",
      "t.yaml:1:7: \"pack\" must be lower-case letters, digits, - and _" },
    { "unknown zone", "pack: t\nversion: 1\ntitle: t\nzone: Europe/Berlin\n",
      "t.yaml:4:7: zone \"Europe/Berlin\" is not known" },
    { "calendar without its switch",
      "pack: t\nversion: 1\ntitle: t\nzone: UTC\ncalendar: {base: cn}\n",
      "t.yaml:5:11: a calendar needs \"makeup_days\"" },
};

static void test_heads(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(HEADS); i++) {
        struct problem problem = { .rc = RC_OK };
        pack_t *pack = NULL;
        if (fixture_pack_text(HEADS[i].text, &pack, &problem) != RC_INVALID || pack ||
            strcmp(problem.text, HEADS[i].want) != 0)
            fail_msg("%s: %s", HEADS[i].name, problem.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_heads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
