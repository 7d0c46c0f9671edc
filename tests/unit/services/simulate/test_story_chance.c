/* Chance in a story: late phases, findings, incidents. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "jsonx.h"
#include "memory.h"
#include "rules_fixture.h"
#include "scenario.h"
#include "story.h"

static json_t *systems_of(const pack_t *pack)
{
    json_t *systems = json_array();
    for (size_t i = 0; i < pack->systems.count; i++)
        json_array_append_new(systems, json_pack("{s:I, s:s}", "serial", (json_int_t)pack->systems.rows[i].no, "team",
                                                 pack->systems.rows[i].team));
    return systems;
}

/* The story after the dice, as text; freed by the caller. */
static char *rolled(const pack_t *pack, const char *chance, uint64_t seed)
{
    struct problem problem = { .rc = RC_OK };
    json_t *story = story_of_pack(pack, "y", day_of("2026-03-16"));
    json_t *systems = systems_of(pack);
    if (chance)
        json_object_set_new(story, "chance", json_loads(chance, 0, NULL));
    assert_int_equal(story_roll(story, systems, seed, day_of("2026-03-16"), day_of("2026-12-31"), &problem), RC_OK);
    char *text = jsonx_text(story);
    json_decref(systems);
    json_decref(story);
    return text;
}

static void test_chance(void **state)
{
    static const char DICE[] = "{\"late\": 30, \"days\": 12, \"incidents\": 20}";
    pack_t *pack = fixture_pack("yifen-2026");
    char *plain = rolled(pack, NULL, 7);
    char *none = rolled(pack, "{\"late\": 0, \"days\": 12, \"incidents\": 0}", 7);
    char *one = rolled(pack, DICE, 7);
    char *same = rolled(pack, DICE, 7);
    char *other = rolled(pack, DICE, 8);
    (void)state;
    assert_null(strstr(plain, "chance-"));
    assert_null(strstr(none, "chance-"));
    assert_string_equal(one, same);
    assert_string_not_equal(one, other);
    assert_non_null(strstr(one, "SIM-0020"));
    assert_null(strstr(one, "SIM-0021"));
    mem_free(plain);
    mem_free(none);
    mem_free(one);
    mem_free(same);
    mem_free(other);
    pack_destroy(&pack);
}

static void test_chance_refused(void **state)
{
    static const char *const WRONG[] = { "{\"late\": 101}", "{\"late\": -1}", "{\"days\": 366}", "{\"incidents\": \"many\"}",
                                         "{\"incidents\": 10001}" };
    pack_t *pack = fixture_pack("yifen-2026");
    (void)state;
    for (size_t i = 0; i < COUNT_OF(WRONG); i++) {
        struct problem problem = { .rc = RC_OK };
        json_t *story = story_of_pack(pack, "y", 20000);
        json_t *systems = systems_of(pack);
        json_object_set_new(story, "chance", json_loads(WRONG[i], 0, NULL));
        assert_int_equal(story_roll(story, systems, 1, 20000, 20300, &problem), RC_INVALID);
        json_decref(systems);
        json_decref(story);
    }
    pack_destroy(&pack);
}

/* The story with chance rolled into it; owned. */
static json_t *rolled_story(const pack_t *pack, const char *rows, const char *chance)
{
    struct problem problem = { .rc = RC_OK };
    json_t *story = story_of_pack(pack, "y", day_of("2026-03-16"));
    json_t *systems = systems_of(pack);
    json_t *more = json_loads(rows, 0, NULL);
    json_array_extend(json_object_get(story, "systems"), more);
    json_object_set_new(story, "chance", json_loads(chance, 0, NULL));
    assert_int_equal(story_roll(story, systems, 3, day_of("2026-03-16"), day_of("2026-12-31"), &problem), RC_OK);
    json_decref(more);
    json_decref(systems);
    return story;
}

/* Every system has findings, each fixed within the remediation, whatever was drawn. */
static void test_findings(void **state)
{
    pack_t *pack = fixture_pack("yifen-2026");
    json_t *story = rolled_story(pack, "[]", "{\"findings\": 100}");
    const json_t *sets = json_object_get(story, "findings");
    const char *name;
    json_t *set, *row;
    size_t i;
    (void)state;
    assert_int_equal(json_object_size(sets), 39 + 1 /* the empty one of the story */);
    json_object_foreach((json_t *)(uintptr_t)sets, name, set)
    {
        json_array_foreach(set, i, row)
        {
            json_int_t fixed = json_integer_value(json_object_get(row, "fixed"));
            if (fixed < 1 || fixed > 20) /* the pack's limit of the remediation */
                fail_msg("%s: fixed after %d days", name, (int)fixed);
        }
    }
    json_decref(story);
    pack_destroy(&pack);
}

/* A suspension is a date within one phase: the days of its system stay as they are. */
static void test_suspended(void **state)
{
    static const char ROWS[] = "[{\"serials\": [24], \"suspended\": {\"phase\": 3, \"from\": \"2026-05-18\", \"to\": \"2026-05-25\"}}]";
    pack_t *pack = fixture_pack("yifen-2026");
    json_t *story = rolled_story(pack, ROWS, "{\"late\": 100, \"days\": 5}");
    const json_t *paces = json_object_get(story, "paces");
    (void)state;
    assert_non_null(json_object_get(paces, "chance-23"));
    assert_null(json_object_get(paces, "chance-24"));
    json_decref(story);
    pack_destroy(&pack);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chance),
        cmocka_unit_test(test_chance_refused),
        cmocka_unit_test(test_findings),
        cmocka_unit_test(test_suspended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
