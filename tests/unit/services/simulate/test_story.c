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
    json_t *story = story_of_pack(pack, "yifen-2026", day_of("2026-03-16"));
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
        struct problem problem = { .rc = RC_OK };
        bytebuf_init(&text, 1 << 21);
        assert_int_equal(story_pack_text(pack, yaml, COUNTS[i], &text, &problem), RC_OK);
        if (fixture_pack_text(bytebuf_str(&text), &more, &problem) != RC_OK)
            fail_msg("%zu: %s", COUNTS[i], problem.text);
        assert_int_equal(more->systems.count, COUNTS[i]);
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
        cmocka_unit_test(test_of_pack), cmocka_unit_test(test_more_systems), cmocka_unit_test(test_too_many),
    };
    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
