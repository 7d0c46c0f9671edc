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
    json_t *story = story_of_pack(pack, "y", &(struct story_span){ day_of("2026-03-16"), day_of("2026-12-31") });
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
        json_t *story = story_of_pack(pack, "y", &(struct story_span){ 20000, 20300 });
        json_t *systems = systems_of(pack);
        json_object_set_new(story, "chance", json_loads(WRONG[i], 0, NULL));
        assert_int_equal(story_roll(story, systems, 1, 20000, 20300, &problem), RC_INVALID);
        json_decref(systems);
        json_decref(story);
    }
    pack_destroy(&pack);
}

/* The story with chance rolled into it; owned. */
static json_t *rolled_story(const pack_t *pack, const char *rows, const char *chance, uint64_t seed)
{
    struct problem problem = { .rc = RC_OK };
    json_t *story = story_of_pack(pack, "y", &(struct story_span){ day_of("2026-03-16"), day_of("2026-12-31") });
    json_t *systems = systems_of(pack);
    json_t *more = json_loads(rows, 0, NULL);
    json_array_extend(json_object_get(story, "systems"), more);
    json_object_set_new(story, "chance", json_loads(chance, 0, NULL));
    assert_int_equal(story_roll(story, systems, seed, day_of("2026-03-16"), day_of("2026-12-31"), &problem), RC_OK);
    json_decref(more);
    json_decref(systems);
    return story;
}

/* A phase that does not end (0 days) stays one, however late chance makes the others; what is drawn for the others is what
 * they would get beside a phase that ends. */
static void test_a_phase_that_does_not_end(void **state)
{
    static const char ROWS[] = "[{\"serials\": [24], \"pace\": \"%s\"}]";
    pack_t *pack = fixture_pack("yifen-2026");
    json_t *paces[2];
    (void)state;
    for (int ends = 0; ends < 2; ends++) {
        struct problem problem = { .rc = RC_OK };
        char rows[80];
        json_t *story = story_of_pack(pack, "y", &(struct story_span){ day_of("2026-03-16"), day_of("2026-12-31") });
        json_t *systems = systems_of(pack);
        snprintf(rows, sizeof(rows), ROWS, "stuck");
        json_t *more = json_loads(rows, 0, NULL);
        json_array_extend(json_object_get(story, "systems"), more);
        json_object_set_new(json_object_get(story, "paces"), "stuck", json_pack("[i, i, i]", 5, 6, ends ? 7 : 0));
        json_object_set_new(story, "chance", json_loads("{\"late\": 100, \"days\": 9}", 0, NULL));
        assert_int_equal(story_roll(story, systems, 4, day_of("2026-03-16"), day_of("2026-12-31"), &problem), RC_OK);
        paces[ends] = json_incref(json_object_get(json_object_get(story, "paces"), "chance-24"));
        json_decref(more);
        json_decref(systems);
        json_decref(story);
    }
    assert_int_equal(json_integer_value(json_array_get(paces[0], 2)), 0);
    assert_true(json_integer_value(json_array_get(paces[1], 2)) > 7);
    for (size_t i = 0; i < 2; i++)
        assert_true(json_equal(json_array_get(paces[0], i), json_array_get(paces[1], i)));
    json_decref(paces[0]);
    json_decref(paces[1]);
    pack_destroy(&pack);
}

/* Every system has findings, each fixed within the remediation, whatever was drawn. */
static void test_findings(void **state)
{
    pack_t *pack = fixture_pack("yifen-2026");
    json_t *story = rolled_story(pack, "[]", "{\"findings\": 100}", 3);
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

/* What scenario_expand makes of the rolled story; the caller frees. */
static struct actions expanded(const pack_t *pack, const json_t *story)
{
    struct problem problem = { .rc = RC_OK };
    struct actions actions = { NULL, 0, 0 };
    calendar_t *calendar = fixture_calendar();
    json_t *systems = systems_of(pack);
    const struct scenario_ask ask = { systems, calendar, day_of("2026-12-31") };
    assert_int_equal(scenario_expand(story, &ask, &actions, &problem), RC_OK);
    json_decref(systems);
    calendar_destroy(&calendar);
    return actions;
}

/* The only action of a lane with this operation; NULL when there is none. */
static const struct action *only(const struct actions *actions, int lane, const char *op)
{
    const struct action *found = NULL;
    for (size_t i = 0; i < actions->count; i++) {
        if (actions->rows[i].lane != lane || strcmp(actions->rows[i].op, op) != 0)
            continue;
        assert_null(found);
        found = &actions->rows[i];
    }
    return found;
}

/* Number of the phase that a lane is in on a day: one more than were approved before it. */
static int phase_on(const struct actions *actions, int lane, int32_t day)
{
    int phase = 1;
    for (size_t i = 0; i < actions->count; i++)
        phase += actions->rows[i].lane == lane && actions->rows[i].on < day && strcmp(actions->rows[i].op, "phase.approve") == 0;
    return phase;
}

/* Whatever chance does to the phases before it, a suspension has its dates and meets the phase under way
 * on them; nothing of that system is done meanwhile. Over the seeds it meets more than one phase. */
static void test_suspended(void **state)
{
    static const char ROWS[] = "[{\"serials\": [24], \"suspended\": {\"from\": \"2026-06-29\", \"to\": \"2026-07-06\", \"note\": \"n\"}}]";
    pack_t *pack = fixture_pack("yifen-2026");
    int met[9] = { 0 };
    int phases = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        json_t *story = rolled_story(pack, ROWS, "{\"late\": 50, \"days\": 20}", seed);
        struct actions actions = expanded(pack, story);
        const struct action *stop = only(&actions, 24, "phase.suspend");
        const struct action *go = only(&actions, 24, "phase.resume");
        assert_non_null(stop);
        assert_non_null(go);
        int phase = (int)json_integer_value(json_object_get(stop->args, "number"));
        if (stop->on != day_of("2026-06-29") || go->on != day_of("2026-07-06") || phase != phase_on(&actions, 24, stop->on))
            fail_msg("seed %d: phase %d suspended on day %d", (int)seed, phase, (int)stop->on);
        assert_true(json_equal(json_object_get(go->args, "number"), json_object_get(stop->args, "number")));
        for (size_t i = 0; i < actions.count; i++)
            if (actions.rows[i].lane == 24 && actions.rows[i].on > stop->on && actions.rows[i].on < go->on)
                fail_msg("seed %d: %s while suspended", (int)seed, actions.rows[i].op);
        met[phase] = 1;
        actions_fini(&actions);
        json_decref(story);
    }
    for (size_t i = 0; i < COUNT_OF(met); i++)
        phases += met[i];
    assert_in_range(phases, 2, 7);
    pack_destroy(&pack);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chance),
        cmocka_unit_test(test_chance_refused),
        cmocka_unit_test(test_a_phase_that_does_not_end),
        cmocka_unit_test(test_findings),
        cmocka_unit_test(test_suspended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
