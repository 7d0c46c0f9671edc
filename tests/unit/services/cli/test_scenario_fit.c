/* A story's systems and teams held against a contract's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "rules_fixture.h"
#include "scenario.h"
#include "scenario_fit.h"
#include "schema_scenarios_embed.h"

/* Three systems of two teams, one of none. */
static const char SYSTEMS[] = "[{\"serial\":1,\"team\":\"a\"},{\"serial\":2,\"team\":\"b\"},{\"serial\":3,\"team\":null}]";
#define HEAD "contract: {code: c, pack: p, signed: 2026-03-16}\npaces: {p: [1]}\n"
#define INCIDENT ", family: fault, title: t, occurred: 2026-05-27T14:05:00+08:00}\n"

/* `place` NULL: it fits. */
static const struct {
    const char *name, *text, *place, *reason;
} STORIES[] = {
    { "nobody is named", HEAD, NULL, NULL },
    { "all are there", HEAD "systems:\n  - {serials: [1, 3], start: 2026-03-17, pace: p}\n  - {teams: [b]}\n", NULL, NULL },
    { "the last of a list is not", HEAD "systems:\n  - {serials: [1, 2]}\n  - {serials: [3, 4]}\n", "systems[1].serials",
      "\"systems[1].serials\" names system 4, which the contract does not have" },
    { "a team without systems", HEAD "systems:\n  - {teams: [a, c]}\n", "systems[0].teams",
      "\"systems[0].teams\" names team \"c\", of which the contract has no system" },
    { "a team is no serial", HEAD "systems:\n  - {teams: [\"1\"]}\n", "systems[0].teams",
      "\"systems[0].teams\" names team \"1\", of which the contract has no system" },
    { "a document left out by nobody", HEAD "deliverables:\n  - {clause: c, phase: 1, submitted: 1, except: [99]}\n",
      "deliverables[0].except", "\"deliverables[0].except\" names system 99, which the contract does not have" },
    { "a fact", HEAD "facts:\n  - {on: 2026-03-16, name: f}\n  - {on: 2026-03-16, name: f, serial: 9}\n", "facts[1].serial",
      "\"facts[1].serial\" names system 9, which the contract does not have" },
    { "an incident", HEAD "incidents:\n  - {code: i, serial: 7" INCIDENT, "incidents[0].serial",
      "\"incidents[0].serial\" names system 7, which the contract does not have" },
    { "an incident of one that is there", HEAD "incidents:\n  - {code: i, serial: 3" INCIDENT, NULL, NULL },
    { "a case", HEAD "cases:\n  - {code: k, type: t, on: 2026-05-27, serial: 7, title: t}\n", "cases[0].serial",
      "\"cases[0].serial\" names system 7, which the contract does not have" },
};

static json_t *read_story(const char *text, size_t len)
{
    struct problem problem = { .rc = RC_OK };
    json_t *story = NULL;
    if (scenario_read(text, len, "f.yaml", &story, &problem) != RC_OK)
        fail_msg("%s", problem.text);
    return story;
}

static void test_places(void **state)
{
    json_t *systems = json_loads(SYSTEMS, 0, NULL);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(STORIES); i++) {
        struct problem problem = { .rc = RC_OK };
        json_t *story = read_story(STORIES[i].text, strlen(STORIES[i].text));
        rc_t rc = scenario_fit(story, systems, &problem);
        bool fits = STORIES[i].place == NULL;
        if (rc != (fits ? RC_OK : RC_INVALID) ||
            (!fits && (strcmp(problem.field, STORIES[i].place) != 0 || strcmp(problem.text, STORIES[i].reason) != 0)))
            fail_msg("%s: %s: %s", STORIES[i].name, problem.field, problem.text);
        json_decref(story);
    }
    json_decref(systems);
}

/* What ships fits its pack's 39 systems, and does not fit a portfolio that lacks one that it names. */
static void test_shipped(void **state)
{
    struct problem problem = { .rc = RC_OK };
    json_t *story = read_story(schema_scenarios[0].text, schema_scenarios[0].size);
    json_t *systems = json_array();
    pack_t *pack = fixture_pack("yifen-2026");
    (void)state;
    for (size_t i = 0; i < pack->systems.count; i++)
        json_array_append_new(systems, json_pack("{s:I, s:s}", "serial", (json_int_t)pack->systems.rows[i].no, "team",
                                                 pack->systems.rows[i].team));
    assert_int_equal(scenario_fit(story, systems, &problem), RC_OK);
    json_array_remove(systems, 23); /* number 24, which is suspended */
    assert_int_equal(scenario_fit(story, systems, &problem), RC_INVALID);
    assert_non_null(strstr(problem.text, "names system 24"));
    json_decref(systems);
    json_decref(story);
    pack_destroy(&pack);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_shipped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
