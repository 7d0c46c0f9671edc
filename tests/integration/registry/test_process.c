/* The registry as it runs: its own process behind a real broker, killed at any moment. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "bus_ground.h"
#include "event_bus.h"
#include "memory.h"
#include "wait_until.h"

enum { OPENERS = 4, KILLS = 6 };

static int open_ground(void **state)
{
    static const char *const NAMES[] = { "registry", NULL };
    *state = mem_new(sizeof(struct bus_ground));
    bus_open(*state, NAMES);
    bus_load(*state);
    return 0;
}

static int close_ground(void **state)
{
    bus_close(*state);
    mem_free(*state);
    return 0;
}

static void send_open(struct bus_ground *ground, const char *code, const char *key, uint64_t tag)
{
    json_t *args = bus_open_args(code);
    const struct request request = {
        .op = "contract.open", .args = args, .idempotency_key = key, .deadline_ms = BUS_WAIT_MS
    };
    assert_int_equal(mdp_client_send(ground->client, "mlps.registry", &request, tag), RC_OK);
    json_decref(args);
}

static void test_the_real_contract_over_the_bus(void **state)
{
    struct bus_ground *ground = *state;
    const char *const topics[] = { "yifen-2026/", NULL };
    const char *topic = "";
    const char *json = "";
    event_sub_t *sub = event_sub_new(&ground->broker.bus, topics);
    json_t *contract =
        bus_ask(ground, "mlps.registry", "contract.open", "open", bus_open_args("yifen-2026"));
    assert_int_equal(json_integer_value(json_object_get(contract, "systems")), 39);
    assert_int_equal(event_sub_next(sub, BUS_WAIT_MS, -1, &topic, &json), RC_OK);
    assert_string_equal(topic, "yifen-2026/contract.opened");
    assert_non_null(strstr(json, "\"seq\""));
    event_sub_destroy(&sub);
    json_t *list =
        bus_ask(ground, "mlps.registry", "system.list", NULL, json_pack("{s:i}", "grade", 2));
    assert_int_equal(json_array_size(json_object_get(list, "items")), 4);
    json_decref(contract);
    json_decref(list);
}

/* Several callers open the same contract at once, each under a key of its own: one contract, the
 * same reply. */
static void test_opened_at_once_by_many(void **state)
{
    struct bus_ground *ground = *state;
    json_t *first = NULL;
    for (int i = 0; i < OPENERS; i++) {
        char key[16];
        snprintf(key, sizeof(key), "k%d", i);
        send_open(ground, "once", key, (uint64_t)i);
    }
    for (int i = 0; i < OPENERS; i++) {
        struct problem problem = { .rc = RC_OK };
        uint64_t tag;
        json_t *result = NULL;
        assert_int_equal(mdp_client_next(ground->client, BUS_WAIT_MS, &tag, &result, &problem),
                         RC_OK);
        if (problem.rc != RC_OK)
            fail_msg("%s: %s", rc_word(problem.rc), problem.text);
        if (!first)
            first = json_incref(result);
        assert_true(json_equal(first, result));
        json_decref(result);
    }
    json_decref(first);
    assert_int_equal(bus_count(ground, "contract"), 1);
    assert_int_equal(bus_count(ground, "system"), 39);
    assert_int_equal(bus_count(ground, "event where kind = 'contract.opened'"), 1);
}

struct awaited {
    const struct bus_ground *ground;
    int64_t contracts;
};

static bool is_committed(void *arg)
{
    const struct awaited *awaited = arg;
    return bus_count(awaited->ground, "contract") == awaited->contracts;
}

/* The process dies with the request in hand, or right after the commit: the same request under the
 * same key is done once, by its successor. */
static void test_killed_while_it_works(void **state)
{
    struct bus_ground *ground = *state;
    for (int i = 0; i < KILLS; i++) {
        char code[16];
        struct awaited awaited = { ground, i + 1 };
        snprintf(code, sizeof(code), "c%d", i);
        send_open(ground, code, code, (uint64_t)i);
        if (i % 2)
            assert_true(wait_until(is_committed, &awaited, BUS_WAIT_MS));
        bus_kill(ground, 0);
        json_decref(bus_ask(ground, "mlps.registry", "contract.open", code, bus_open_args(code)));
    }
    assert_int_equal(bus_count(ground, "contract"), KILLS);
    assert_int_equal(bus_count(ground, "system"), 39 * KILLS);
    assert_int_equal(bus_count(ground, "event where kind = 'contract.opened'"), KILLS);
}

#define ON_GROUND(test) cmocka_unit_test_setup_teardown(test, open_ground, close_ground)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_GROUND(test_the_real_contract_over_the_bus),
        ON_GROUND(test_opened_at_once_by_many),
        ON_GROUND(test_killed_while_it_works),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
