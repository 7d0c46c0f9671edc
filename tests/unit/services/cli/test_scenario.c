#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "civil.h"
#include "attr.h"
#include "player.h"
#include "rule_shelf.h"
#include "scenario.h"
#include "schema_scenarios_embed.h"

static json_t *shipped_story(void)
{
    json_t *story = NULL;
    struct problem problem = { .rc = RC_OK };
    const struct embed *e = schema_scenarios;
    if (scenario_read(e->text, e->size, e->name, &story, &problem) != RC_OK)
        fail_msg("%s", problem.text);
    return story;
}

static int32_t day(const char *text)
{
    int32_t at = 0;
    assert_true(civil_parse_date(text, &at));
    return at;
}

static struct actions expand(const json_t *story, const char *systems, const char *today)
{
    struct actions actions = { NULL, 0, 0 };
    struct problem problem = { .rc = RC_OK };
    struct rule_shelf shelf;
    assert_int_equal(rule_shelf_init(&shelf, &problem), RC_OK);
    json_t *list = json_loads(systems, 0, NULL);
    const struct scenario_ask ask = { list, shelf.calendar, day(today) };
    if (scenario_expand(story, &ask, &actions, &problem) != RC_OK)
        fail_msg("%s", problem.text);
    json_decref(list);
    rule_shelf_fini(&shelf);
    return actions;
}

/* Operations of one lane, one letter each, so that a story is a word. */
static const char *word_of(const struct actions *actions, int lane, char *out)
{
    static const struct {
        const char *op;
        char letter;
    } LETTERS[] = {
        { "cycle.open", 'o' },      { "phase.submit", 's' },    { "phase.approve", 'a' },
        { "assessment.record", 'm' }, { "finding.fix", 'f' },   { "finding.verify", 'v' },
        { "phase.suspend", 'p' },   { "phase.resume", 'r' },    { "deliverable.submit", 'd' },
        { "deliverable.accept", 'c' }, { "deliverable.sign", 'g' },
    };
    size_t n = 0;
    for (size_t i = 0; i < actions->count; i++)
        for (size_t k = 0; k < sizeof(LETTERS) / sizeof(LETTERS[0]); k++)
            if (actions->rows[i].lane == lane && strcmp(actions->rows[i].op, LETTERS[k].op) == 0)
                out[n++] = LETTERS[k].letter;
    out[n] = '\0';
    return out;
}

/* Lane, business day, and what is played: the start alone, the first phase, all seven, the failed re-check, the pause. */
static const struct {
    const char *name, *system, *today, *want;
    int lane;
} STORIES[] = {
    { "before the start", "[{\"serial\":1,\"team\":\"fgw\"}]", "2026-03-16", "", 1 },
    { "on its first day", "[{\"serial\":1,\"team\":\"fgw\"}]", "2026-03-17", "o", 1 },
    { "the first phase ends", "[{\"serial\":1,\"team\":\"fgw\"}]", "2026-04-03", "osa", 1 },
    { "all seven", "[{\"serial\":1,\"team\":\"fgw\"}]", "2026-06-15", "osasadcgsamsaffsavvmsasadcg", 1 },
    { "a failed re-check stops", "[{\"serial\":2,\"team\":\"fgw\"}]", "2026-06-15", "osasadcgsamsaffsavvm", 2 },
    { "suspended", "[{\"serial\":24,\"team\":\"scjg\"}]", "2026-05-25", "osasadpcgr", 24 },
};

static void test_stories(void **state)
{
    (void)state;
    char word[128];
    json_t *story = shipped_story();
    for (size_t i = 0; i < sizeof(STORIES) / sizeof(STORIES[0]); i++) {
        struct actions actions = expand(story, STORIES[i].system, STORIES[i].today);
        word_of(&actions, STORIES[i].lane, word);
        if (strcmp(word, STORIES[i].want) != 0)
            fail_msg("%s: %s", STORIES[i].name, word);
        actions_fini(&actions);
    }
    json_decref(story);
}

/* What was played by an earlier day is a prefix of every later day's lane: a second run only adds. */
static void test_a_later_day_only_adds(void **state)
{
    (void)state;
    char early[128];
    char late[128];
    json_t *story = shipped_story();
    for (int32_t at = day("2026-03-17"); at < day("2026-07-01"); at++) {
        char today[DATE_TEXT];
        char next[DATE_TEXT];
        struct actions a = expand(story, "[{\"serial\":7,\"team\":\"gzw\"}]", civil_format_date(at, today));
        struct actions b = expand(story, "[{\"serial\":7,\"team\":\"gzw\"}]", civil_format_date(at + 1, next));
        word_of(&a, 7, early);
        word_of(&b, 7, late);
        if (strncmp(early, late, strlen(early)) != 0)
            fail_msg("%s: %s then %s", today, early, late);
        actions_fini(&a);
        actions_fini(&b);
    }
    json_decref(story);
}

/* A life of one system under three rows: what the phase, the operation and the day are. 2026-05-01 to 05 are a holiday. */
#define SMALL                                                                                                          \
    "contract: {code: c, pack: p, signed: 2026-04-01}\npeople:\n  - {name: a, role: engineer, team: x}\n"               \
    "  - {name: b, role: manager}\npaces: {p: [3, 2, 4, 1, 6, 2, 1], open: [3, 2]}\n"                                   \
    "findings: {one: [{code: T1, risk: low, control_point: k, title: t, fixed: 3}]}\n"
#define ONE "systems:\n  - {serials: [1], start: 2026-04-20, pace: p, score: 80.00, findings: one"

static const struct {
    const char *name, *rows;
    const char *op;
    int phase; /* 0: any, of an operation that names none */
    const char *on;
} LIVES[] = {
    { "as the pace has it", ONE "}\n", "phase.submit", 7, "2026-05-08" },
    { "a finding fixed after three days", ONE "}\n", "finding.fix", 0, "2026-05-02" },
    { "verified at the re-check", ONE "}\n", "finding.verify", 0, "2026-05-07" },
    { "two working days away move all that follows", ONE "}\nleave:\n  - {person: a, from: 2026-04-21, to: 2026-04-22}\n",
      "phase.submit", 7, "2026-05-10" },
    { "the phase itself", ONE "}\nleave:\n  - {person: a, from: 2026-04-21, to: 2026-04-22}\n", "phase.submit", 1, "2026-04-24" },
    { "a deputy stands in", ONE "}\nleave:\n  - {person: a, from: 2026-04-21, to: 2026-04-22, deputy: b}\n", "phase.submit", 1,
      "2026-04-22" },
    { "leave after the end moves nothing", ONE "}\nleave:\n  - {person: a, from: 2026-05-09, to: 2026-05-31}\n", "phase.submit", 7,
      "2026-05-08" },
    { "what is fixed waits as well", ONE "}\nleave:\n  - {person: a, from: 2026-04-30, to: 2026-05-03}\n", "finding.fix", 0, "2026-05-03" },
    { "a suspension meets the phase of its first day", ONE ", suspended: {from: 2026-04-23, to: 2026-04-28, note: n}}\n",
      "phase.suspend", 2, "2026-04-23" },
    { "which then is longer", ONE ", suspended: {from: 2026-04-23, to: 2026-04-28, note: n}}\n", "phase.submit", 2, "2026-04-29" },
    { "from the last day of a phase on", ONE ", suspended: {from: 2026-04-22, to: 2026-04-28, note: n}}\n", "phase.suspend", 1,
      "2026-04-22" },
    { "that phase ends when it is resumed", ONE ", suspended: {from: 2026-04-22, to: 2026-04-28, note: n}}\n", "phase.submit", 1,
      "2026-04-28" },
    { "the re-check waits, and so does what it verifies", ONE ", suspended: {from: 2026-05-07, to: 2026-05-11, note: n}}\n",
      "finding.verify", 0, "2026-05-11" },
    { "leave moves a phase under the suspension",
      ONE ", suspended: {from: 2026-04-23, to: 2026-04-28, note: n}}\nleave:\n  - {person: a, from: 2026-04-22, to: 2026-04-22}\n",
      "phase.suspend", 1, "2026-04-23" },
    { "begun while suspended", ONE ", suspended: {from: 2026-04-10, to: 2026-04-22, note: n}}\n", "phase.suspend", 1, "2026-04-20" },
    { "and resumed", ONE ", suspended: {from: 2026-04-10, to: 2026-04-22, note: n}}\n", "phase.submit", 1, "2026-04-24" },
    { "over before it begins", ONE ", suspended: {from: 2026-04-10, to: 2026-04-19, note: n}}\n", "phase.suspend", 0, NULL },
    { "after its last phase", ONE ", suspended: {from: 2026-05-09, to: 2026-05-12, note: n}}\n", "phase.suspend", 0, NULL },
    { "the phase that stays open", "systems:\n  - {serials: [1], start: 2026-04-20, pace: open, suspended: {from: 2026-05-20, to: 2026-05-25, note: n}}\n",
      "phase.suspend", 3, "2026-05-20" },
    { "the remediation after a failed re-check",
      ONE ", recheck_fails: 60.00, suspended: {from: 2026-05-20, to: 2026-05-25, note: n}}\n", "phase.suspend", 5, "2026-05-20" },
    { "an incident is opened", "incidents:\n  - {code: i, family: network, title: t, occurred: 2026-04-21T23:30:00Z}\n", "incident.open", 0,
      "2026-04-22" },
};

static json_t *story_of(const char *rows)
{
    char text[4000];
    json_t *story = NULL;
    struct problem problem = { .rc = RC_OK };
    snprintf(text, sizeof(text), "%s%s", SMALL, rows);
    if (scenario_read(text, strlen(text), "s.yaml", &story, &problem) != RC_OK)
        fail_msg("%s", problem.text);
    return story;
}

/* The first action of an operation, and of a phase where one is given; NULL for none. */
static const struct action *find(const struct actions *actions, const char *op, int phase)
{
    for (size_t i = 0; i < actions->count; i++)
        if (strcmp(actions->rows[i].op, op) == 0 &&
            (phase == 0 || json_integer_value(json_object_get(actions->rows[i].args, "number")) == phase))
            return &actions->rows[i];
    return NULL;
}

static void test_lives(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(LIVES); i++) {
        char date[DATE_TEXT] = "never";
        json_t *story = story_of(LIVES[i].rows);
        struct actions actions = expand(story, "[{\"serial\":1,\"team\":\"x\"}]", "2026-12-31");
        const struct action *found = find(&actions, LIVES[i].op, LIVES[i].phase);
        if (found)
            civil_format_date(found->on, date);
        if (strcmp(date, LIVES[i].on ? LIVES[i].on : "never") != 0)
            fail_msg("%s: %s", LIVES[i].name, date);
        actions_fini(&actions);
        json_decref(story);
    }
}

/* Each step of an incident is a request at its instant, with what the service takes and nothing else. */
static void test_incident(void **state)
{
    static const char ROWS[] =
        "incidents:\n  - {code: i, serial: 1, family: network, title: t, occurred: 2026-04-21T09:00:00+08:00,\n"
        "     responded: 2026-04-21T09:10:00+08:00, resolved: 2026-04-21T11:00:00+08:00, closed: 2026-04-23T09:00:00+08:00,\n"
        "     regraded: [{at: 2026-04-22T10:00:00+08:00, by: b, note: n, grade: II}]}\n";
    static const struct {
        const char *op, *at, *args;
    } WANT[] = {
        { "incident.open", "2026-04-21T09:00:00+08:00",
          "{\"contract\":\"c\",\"code\":\"i\",\"serial\":1,\"family\":\"network\",\"title\":\"t\",\"occurred_at\":\"2026-04-21T09:00:00+08:00\"}" },
        { "incident.respond", "2026-04-21T09:10:00+08:00", "{\"contract\":\"c\",\"code\":\"i\",\"at\":\"2026-04-21T09:10:00+08:00\"}" },
        { "incident.resolve", "2026-04-21T11:00:00+08:00", "{\"contract\":\"c\",\"code\":\"i\",\"at\":\"2026-04-21T11:00:00+08:00\"}" },
        { "incident.regrade", "2026-04-22T10:00:00+08:00", "{\"contract\":\"c\",\"code\":\"i\",\"by\":\"b\",\"note\":\"n\",\"grade\":\"II\"}" },
        { "incident.close", "2026-04-23T09:00:00+08:00", "{\"contract\":\"c\",\"code\":\"i\",\"at\":\"2026-04-23T09:00:00+08:00\"}" },
    };
    json_t *story = story_of(ROWS);
    struct actions actions = expand(story, "[]", "2026-12-31");
    (void)state;
    assert_int_equal(actions.count, COUNT_OF(WANT));
    for (size_t i = 0; i < COUNT_OF(WANT); i++) {
        char at[INSTANT_TEXT];
        json_t *args = json_loads(WANT[i].args, 0, NULL);
        civil_format_instant(actions.rows[i].at_us, 480, at);
        if (strcmp(actions.rows[i].op, WANT[i].op) != 0 || strcmp(at, WANT[i].at) != 0 || !json_equal(actions.rows[i].args, args))
            fail_msg("%s: %s at %s", WANT[i].op, actions.rows[i].op, at);
        json_decref(args);
    }
    actions_fini(&actions);
    json_decref(story);
}

static void test_bad_files_name_the_place(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } FILES[] = { { "a: [1", "s.yaml:" }, { "- 1\n", "s.yaml:1:1" }, { "a: 1\na: 2\n", "s.yaml:2:1" } };
    for (size_t i = 0; i < sizeof(FILES) / sizeof(FILES[0]); i++) {
        json_t *story = NULL;
        struct problem problem = { .rc = RC_OK };
        assert_int_equal(scenario_read(FILES[i].text, strlen(FILES[i].text), "s.yaml", &story, &problem),
                         RC_INVALID);
        assert_null(story);
        if (strncmp(problem.text, FILES[i].want, strlen(FILES[i].want)) != 0)
            fail_msg("%s: %s", FILES[i].text, problem.text);
    }
}

static void test_keys_are_the_content(void **state)
{
    (void)state;
    char one[PLAYER_KEY];
    char two[PLAYER_KEY];
    json_t *a = json_loads("{\"x\":1,\"y\":2}", 0, NULL);
    json_t *b = json_loads("{\"y\":2,\"x\":1}", 0, NULL);
    json_t *c = json_loads("{\"y\":2,\"x\":2}", 0, NULL);
    assert_string_equal(player_key("op", a, one), player_key("op", b, two));
    assert_string_not_equal(player_key("op", a, one), player_key("op", c, two));
    assert_string_not_equal(player_key("op", a, one), player_key("oq", a, two));
    assert_int_equal(strlen(one), PLAYER_KEY - 1);
    json_decref(a);
    json_decref(b);
    json_decref(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stories),
        cmocka_unit_test(test_lives),
        cmocka_unit_test(test_incident),
        cmocka_unit_test(test_a_later_day_only_adds),
        cmocka_unit_test(test_bad_files_name_the_place),
        cmocka_unit_test(test_keys_are_the_content),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
