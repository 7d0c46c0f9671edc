#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "scenario.h"
#include "schema_scenarios_embed.h"

/* The least that is a scenario; rows of the tables stand behind it, from line 2 on. */
#define LEAST "contract: {code: c, pack: p, signed: 2026-03-16}\n"
/* A row that goes on behind it. */
#define INCIDENT "incidents:\n  - {code: i, family: network, title: t, occurred: 2026-05-27T14:05:00+08:00"
#define PEOPLE "people:\n  - {name: a, role: engineer}\n"

/* What is wrong with it, as the message's beginning (place) and end (reason). */
static const struct {
    const char *name, *text, *place, *reason;
} BAD[] = {
    { "empty", "", "f.yaml", "" },
    { "a list", "- a\n", "f.yaml:1:1", "\"a scenario\" must be a map of fields" },
    { "no contract", "scenario: x\n", "f.yaml:1:1", "\"a scenario\" needs a field \"contract\"" },
    { "contract without a day", "contract: {code: c, pack: p}\n", "f.yaml:1:11", "\"contract\" needs a field \"signed\"" },
    { "a section nobody knows", LEAST "sytems: []\n", "f.yaml:2:1", "\"a scenario\" has no field \"sytems\"" },
    { "a field nobody knows", LEAST "systems:\n  - {serials: [1], strat: 2026-01-01}\n", "f.yaml:3:20", "\"systems\" has no field \"strat\"" },
    { "a day that is none", LEAST "systems:\n  - {serials: [1], start: 2026-02-30}\n", "f.yaml:3:27",
      "\"start\" must be a date YYYY-MM-DD, not \"2026-02-30\"" },
    { "a map for a list", LEAST "systems: {a: b}\n", "f.yaml:2:10", "\"systems\" must be a list" },
    { "a list for a value", LEAST "scenario: [a]\n", "f.yaml:2:11", "\"scenario\" must be a single value, not a list or map" },
    { "a serial of words", LEAST "systems:\n  - {serials: [one]}\n", "f.yaml:3:16",
      "\"serials\" must be a whole number from 1 to 100000, not \"one\"" },
    { "a number in quotes", LEAST "paces:\n  p: [\"1\"]\n", "f.yaml:3:7", "\"p\" must be a whole number from 0 to 3660, not \"1\"" },
    { "days below none", LEAST "tasks:\n  - {late: -1}\n", "f.yaml:3:12", "\"late\" must be a whole number from 0 to 3660, not \"-1\"" },
    { "a score in whole points", LEAST "systems:\n  - {serials: [1], score: 86}\n", "f.yaml:3:27",
      "\"score\" must be a number with two decimals such as 86.50, not \"86\"" },
    { "a role nobody has", LEAST "people:\n  - {name: a, role: boss}\n", "f.yaml:3:21",
      "\"role\" must be one of manager, leader, customer, engineer, not \"boss\"" },
    { "an instant without offset", LEAST "incidents:\n  - {code: i, family: fault, title: t, occurred: 2026-05-27T14:05:00}\n", "f.yaml:3:50",
      "\"occurred\" must be an instant such as 2026-05-27T14:05:00+08:00, not \"2026-05-27T14:05:00\"" },
    { "an incident without a title", LEAST "incidents:\n  - {code: i, family: fault, occurred: 2026-05-27T14:05:00+08:00}\n", "f.yaml:3:5",
      "\"incidents\" needs a field \"title\"" },
    { "a pace nobody has", LEAST "systems:\n  - {serials: [1], pace: fast}\n", "f.yaml:3:26",
      "\"pace\" must be a name in \"paces\", which has no \"fast\"" },
    { "findings nobody has", LEAST "findings: {few: []}\nsystems:\n  - {serials: [1], findings: many}\n", "f.yaml:4:30",
      "\"findings\" must be a name in \"findings\", which has no \"many\"" },
    { "a deputy nobody knows", LEAST PEOPLE "leave:\n  - {person: a, from: 2026-05-01, to: 2026-05-02, deputy: b}\n", "f.yaml:5:59",
      "\"deputy\" must be a name in \"people\", which has no \"b\"" },
    { "leave that ends before it begins", LEAST PEOPLE "leave:\n  - {person: a, from: 2026-05-02, to: 2026-05-01}\n", "f.yaml:5:39",
      "\"to\" must not be before \"from\"" },
    { "a pause that ends before it begins", LEAST "systems:\n  - {serials: [1], suspended: {from: 2026-05-02, to: 2026-05-01, note: n}}\n",
      "f.yaml:3:54", "\"to\" must not be before \"from\"" },
    { "a pause of a phase", LEAST "systems:\n  - {serials: [1], suspended: {phase: 1, from: 2026-05-01, to: 2026-05-01, note: n}}\n", "f.yaml:3:32",
      "\"suspended\" has no field \"phase\"" },
    { "a grade nobody knows", LEAST INCIDENT ", grade: V}\n", "f.yaml:3:86", "\"grade\" must be one of I, II, III, IV, not \"V\"" },
    { "answered before it occurred", LEAST INCIDENT ", responded: 2026-05-27T14:04:59+08:00}\n", "f.yaml:3:90",
      "\"responded\" must not be before \"occurred\"" },
    { "resolved before it occurred, in another zone", LEAST INCIDENT ", resolved: 2026-05-27T06:04:59Z}\n", "f.yaml:3:89",
      "\"resolved\" must not be before \"occurred\"" },
    { "closed and never resolved", LEAST INCIDENT ", closed: 2026-05-28T09:00:00+08:00}\n", "f.yaml:3:87",
      "\"closed\" needs a field \"resolved\" beside it" },
    { "closed before it was resolved", LEAST INCIDENT ", resolved: 2026-05-28T09:00:00+08:00, closed: 2026-05-28T08:00:00+08:00}\n",
      "f.yaml:3:124", "\"closed\" must not be before \"resolved\"" },
    { "regraded to nothing", LEAST PEOPLE INCIDENT ", regraded: [{at: 2026-05-28T09:00:00+08:00, by: a, note: n}]}\n", "f.yaml:5:90",
      "\"regraded\" needs a field \"grade\", \"level\" or \"facts\"" },
    { "regraded by nobody known", LEAST PEOPLE INCIDENT ", regraded: [{at: 2026-05-28T09:00:00+08:00, by: b, note: n, grade: II}]}\n",
      "f.yaml:5:126", "\"by\" must be a name in \"people\", which has no \"b\"" },
    { "regraded before it occurred", LEAST PEOPLE INCIDENT ", regraded: [{at: 2026-05-26T09:00:00+08:00, by: a, note: n, level: C}]}\n",
      "f.yaml:5:95", "\"at\" must not be before \"occurred\"" },
    { "regraded when it is filed", LEAST PEOPLE INCIDENT ", resolved: 2026-05-27T15:00:00+08:00, closed: 2026-05-27T16:00:00+08:00,"
      " regraded: [{at: 2026-05-27T16:00:01+08:00, by: a, note: n, level: C}]}\n", "f.yaml:5:167", "\"at\" must not be after \"closed\"" },
    { "regraded without a word why", LEAST PEOPLE INCIDENT ", regraded: [{at: 2026-05-28T09:00:00+08:00, by: a, grade: II}]}\n",
      "f.yaml:5:90", "\"regraded\" needs a field \"note\"" },
    { "a pace of nothing", LEAST "paces: {p: []}\n", "f.yaml:2:12", "pace \"p\" must begin with the days of phase 1, at least 1" },
    { "a pace that ends no phase", LEAST "paces: {p: [0, 0]}\n", "f.yaml:2:13", "pace \"p\" must begin with the days of phase 1, at least 1" },
    { "days behind the phase that does not end", LEAST "paces:\n  p: [3, 0, 0, 2]\n", "f.yaml:3:16",
      "pace \"p\" has days for phase 4 behind a phase that does not end (0)" },
    { "a phase too many", LEAST "paces:\n  p: [1, 1, 1, 1, 1, 1, 1, 1]\n", "f.yaml:3:28", "pace \"p\" has days for more than 7 phases" },
    { "more than a hundred per cent", LEAST "chance: {late: 101}\n", "f.yaml:2:16",
      "\"late\" must be a whole number from 0 to 100, not \"101\"" },
    { "a word for true", LEAST "tasks:\n  - {skip: yes}\n", "f.yaml:3:12", "\"skip\" must be true or false, not \"yes\"" },
};

static void test_bad(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) {
        struct problem problem = { .rc = RC_OK };
        json_t *story = NULL;
        rc_t rc = scenario_read(BAD[i].text, strlen(BAD[i].text), "f.yaml", &story, &problem);
        size_t len = strlen(problem.text);
        size_t tail = strlen(BAD[i].reason);
        bool placed = strncmp(problem.text, BAD[i].place, strlen(BAD[i].place)) == 0;
        bool told = len >= tail && strcmp(problem.text + len - tail, BAD[i].reason) == 0;
        if (rc != RC_INVALID || story || !placed || !told)
            fail_msg("%s: %s", BAD[i].name, problem.text);
    }
}

/* Everything that may stand in a scenario, once. */
static const char WHOLE[] =
    LEAST "scenario: s\npacks: [p]\n"
    "people:\n  - {name: a, role: engineer, team: t, email: a@example.test}\n  - {name: b, role: manager}\n"
    "facts:\n  - {on: 2026-03-16, name: f, clause: c, serial: 1}\n  - {on: 2026-03-16T10:00:00+08:00, name: f}\n"
    "documents: {1: [d]}\npaces: {p: [1, 2]}\nfindings: {few: [{code: T1, risk: low, control_point: c, title: t, fixed: 3}]}\n"
    "systems:\n  - {teams: [t], serials: [1], start: 2026-03-17, pace: p, score: 86.50, recheck: 90.00, recheck_fails: 60.00, findings: few,"
    " suspended: {from: 2026-05-01, to: 2026-05-01, note: n}}\n"
    "deliverables:\n  - {clause: c, phase: 2, submitted: 1, signed: 2, by: a, signer: b, except: [1]}\n"
    "contract_deliverables:\n  - {clause: c, on: 2026-03-17, signed: 2026-03-18, by: a, signer: b}\n"
    "incidents:\n  - {code: i, serial: 1, family: fault, level: C+, grade: IV, title: t, occurred: 2026-05-27T14:05:00+08:00, facts: {x: [1]},"
    " responded: 2026-05-27T14:05:00+08:00, onsite_requested: 2026-05-27T14:05:00+08:00, arrived: 2026-05-27T14:05:00+08:00,"
    " resolved: 2026-05-27T14:05:00+08:00, regraded: [{at: 2026-05-27T14:05:00+08:00, by: b, note: n, grade: II, level: C, facts: {}}],"
    " closed: 2026-05-27T14:05:00+08:00}\n"
    "cases:\n  - {code: k, type: t, on: 2026-05-27, serial: 1, title: t, attributes: {a: true}, incident: i}\n"
    "tasks:\n  - {clauses: [c], periods: [daily], late: 1, by: a, skip: false}\n"
    "leave:\n  - {person: a, from: 2026-05-01, to: 2026-05-01, deputy: b}\n"
    "chance: {late: 1, days: 2, incidents: 3, findings: 4, tasks: 5, task_days: 6}\n";

/* Texts that a service bounds, at the bound and one character (of three bytes) beyond it. */
static void test_lengths(void **state)
{
    static const struct {
        const char *name, *before, *after;
        int most;
    } TEXTS[] = {
        { "title", LEAST "incidents:\n  - {code: i, family: fault, occurred: 2026-05-27T14:05:00+08:00, title: ", "}\n", 300 },
        { "code", LEAST "incidents:\n  - {family: fault, title: t, occurred: 2026-05-27T14:05:00+08:00, code: ", "}\n", 40 },
        { "title", LEAST "cases:\n  - {code: k, type: t, on: 2026-05-27, title: ", "}\n", 300 },
        { "code", LEAST "cases:\n  - {title: t, type: t, on: 2026-05-27, code: ", "}\n", 80 },
        { "title", LEAST "findings: {f: [{code: T1, risk: low, control_point: c, title: ", "}]}\n", 300 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++) {
        for (int more = 0; more < 2; more++) {
            char text[2000], want[100];
            struct problem problem = { .rc = RC_OK };
            json_t *story = NULL;
            int at = snprintf(text, sizeof(text), "%s", TEXTS[i].before);
            for (int n = 0; n < TEXTS[i].most + more; n++)
                at += snprintf(text + at, sizeof(text) - (size_t)at, "题");
            at += snprintf(text + at, sizeof(text) - (size_t)at, "%s", TEXTS[i].after);
            snprintf(want, sizeof(want), "\"%s\" must have at most %d characters, not %d", TEXTS[i].name, TEXTS[i].most, TEXTS[i].most + 1);
            rc_t rc = scenario_read(text, (size_t)at, "f.yaml", &story, &problem);
            if (rc != (more ? RC_INVALID : RC_OK) || (more && !strstr(problem.text, want)))
                fail_msg("%s %d: %s", TEXTS[i].before, more, problem.text);
            json_decref(story);
        }
    }
}

static void read_well(const char *text, size_t len, const char *name)
{
    struct problem problem = { .rc = RC_OK };
    json_t *story = NULL;
    if (scenario_read(text, len, name, &story, &problem) != RC_OK)
        fail_msg("%s", problem.text);
    json_decref(story);
}

static void test_good(void **state)
{
    (void)state;
    read_well(WHOLE, sizeof(WHOLE) - 1, "whole");
    for (const struct embed *e = schema_scenarios; e->name; e++)
        read_well(e->text, e->size, e->name);
}

/* Cut anywhere, and with any byte changed, it is read or refused with its place; nothing is left behind. */
static void test_broken(void **state)
{
    static char text[sizeof(WHOLE)];
    (void)state;
    for (size_t at = 0; at < sizeof(WHOLE) - 1; at++) {
        for (int way = 0; way < 3; way++) {
            struct problem problem = { .rc = RC_OK };
            json_t *story = NULL;
            memcpy(text, WHOLE, sizeof(WHOLE));
            size_t len = way == 0 ? at : sizeof(WHOLE) - 1;
            text[at] = way == 1 ? '}' : way == 2 ? '-' : text[at];
            if (scenario_read(text, len, "f.yaml", &story, &problem) == RC_OK)
                json_decref(story);
            else if (strncmp(problem.text, "f.yaml", 6) != 0 || story)
                fail_msg("at %zu: %s", at, problem.text);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad),
        cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
