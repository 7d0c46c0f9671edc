#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "civil.h"
#include "player.h"
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
    json_t *list = json_loads(systems, 0, NULL);
    if (scenario_expand(story, list, day(today), &actions, &problem) != RC_OK)
        fail_msg("%s", problem.text);
    json_decref(list);
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
        cmocka_unit_test(test_a_later_day_only_adds),
        cmocka_unit_test(test_bad_files_name_the_place),
        cmocka_unit_test(test_keys_are_the_content),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
