/* Stories made from a pack, and packs with more systems than the contract has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
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

/* Every system goes through every phase: the expansion of the made story opens each cycle and approves each phase. */
static void test_of_pack(void **state)
{
    pack_t *pack = fixture_pack("yifen-2026");
    struct actions actions = { NULL, 0, 0 };
    struct problem problem = { .rc = RC_OK };
    json_t *story = story_of_pack(pack, "yifen-2026", &(struct story_span){ day_of("2026-03-16"), day_of("2026-12-31") });
    json_t *systems = systems_of(pack);
    size_t opened = 0, approved = 0;
    (void)state;
    assert_non_null(story);
    struct scenario_ask ask = { .systems = systems, .today = day_of("2026-12-31") }; /* nobody is on leave */
    assert_int_equal(scenario_expand(story, &ask, &actions, &problem), RC_OK);
    for (size_t i = 0; i < actions.count; i++) {
        opened += strcmp(actions.rows[i].op, "cycle.open") == 0;
        approved += strcmp(actions.rows[i].op, "phase.approve") == 0;
    }
    assert_int_equal(opened, 39);
    assert_int_equal(approved, 39 * 7);
    actions_fini(&actions);
    json_decref(systems);
    json_decref(story);
    pack_destroy(&pack);
}

/* A system of no team starts as well. */
static void test_without_teams(void **state)
{
    pack_t *pack = fixture_pack("minhang-2024");
    struct story_span span = { day_of("2024-03-16"), day_of("2024-12-31") };
    struct actions actions = { NULL, 0, 0 };
    struct problem problem = { .rc = RC_OK };
    json_t *story = story_of_pack(pack, "c", &span);
    json_t *systems = json_pack("[{s:i, s:n}]", "serial", 1, "team");
    size_t opened = 0;
    (void)state;
    struct scenario_ask ask = { .systems = systems, .today = span.to }; /* nobody is on leave */
    assert_int_equal(scenario_expand(story, &ask, &actions, &problem), RC_OK);
    for (size_t i = 0; i < actions.count; i++)
        opened += strcmp(actions.rows[i].op, "cycle.open") == 0;
    assert_int_equal(opened, 1);
    actions_fini(&actions);
    json_decref(systems);
    json_decref(story);
    pack_destroy(&pack);
}

/* What the document states stays; what it leaves open lasts as long as the play. */
static void test_open_terms(void **state)
{
    static const struct {
        const char *pack, *service_to;
        bool nominal;
    } CASES[] = { { "yifen-2026", NULL, false }, { "minhang-2024", "2026-12-31", false }, { "sfj-2024", "2026-12-31", true } };
    struct story_span span = { day_of("2026-03-16"), day_of("2026-12-31") };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        pack_t *pack = fixture_pack(CASES[i].pack);
        json_t *story = story_of_pack(pack, "c", &span);
        const json_t *contract = json_object_get(story, "contract");
        const char *to = json_string_value(json_object_get(contract, "service_to"));
        if ((to == NULL) != (CASES[i].service_to == NULL) || (to && strcmp(to, CASES[i].service_to) != 0))
            fail_msg("%s: ends %s", CASES[i].pack, to ? to : "by its pack");
        if ((json_object_get(contract, "total_fen") != NULL) != CASES[i].nominal)
            fail_msg("%s: total", CASES[i].pack);
        json_decref(story);
        pack_destroy(&pack);
    }
}

static void test_more_systems(void **state)
{
    static const size_t COUNTS[] = { 1, 39, 40, STORY_SYSTEMS_MAX };
    size_t len;
    pack_t *pack = fixture_pack("yifen-2026");
    char *yaml = fixture_file("schema/packs/yifen-2026.yaml", &len);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(COUNTS); i++) {
        struct bytebuf text;
        pack_t *more = NULL;
        char name[STORY_PACK_NAME];
        struct problem problem = { .rc = RC_OK };
        bytebuf_init(&text, 1 << 21);
        assert_int_equal(story_pack_text(pack, yaml, COUNTS[i], &text, &problem), RC_OK);
        if (fixture_pack_text(bytebuf_str(&text), &more, &problem) != RC_OK)
            fail_msg("%zu: %s", COUNTS[i], problem.text);
        assert_int_equal(more->systems.count, COUNTS[i]);
        story_pack_name(pack, COUNTS[i], name);
        assert_string_equal(more->name, name);
        assert_int_equal(more->terms.count, pack->terms.count);
        assert_int_equal(more->deliverables.count, pack->deliverables.count);
        pack_destroy(&more);
        bytebuf_fini(&text);
    }
    mem_free(yaml);
    pack_destroy(&pack);
}

static void test_too_many(void **state)
{
    size_t len;
    pack_t *pack = fixture_pack("yifen-2026");
    pack_t *without = fixture_pack("minhang-2024");
    char *yaml = fixture_file("schema/packs/yifen-2026.yaml", &len);
    struct bytebuf text;
    struct problem problem = { .rc = RC_OK };
    (void)state;
    bytebuf_init(&text, len);
    assert_int_equal(story_pack_text(pack, yaml, 5000, &text, &problem), RC_TOO_LARGE);
    bytebuf_reset(&text);
    problem = (struct problem){ .rc = RC_OK };
    assert_int_equal(story_pack_text(without, "pack: x\n", 5, &text, &problem), RC_REFUSED);
    bytebuf_fini(&text);
    mem_free(yaml);
    pack_destroy(&without);
    pack_destroy(&pack);
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(test_of_pack), cmocka_unit_test(test_open_terms), cmocka_unit_test(test_without_teams),
        cmocka_unit_test(test_more_systems), cmocka_unit_test(test_too_many),
    };
    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
