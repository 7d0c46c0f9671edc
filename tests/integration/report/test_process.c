/* The report as it runs, beside the registry, behind a real broker. */
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

static int open_ground(void **state)
{
    static const char *const NAMES[] = { "registry", "report", NULL };
    *state = mem_new(sizeof(struct bus_ground));
    bus_open(*state, NAMES);
    bus_load(*state);
    json_decref(
        bus_ask(*state, "mlps.registry", "contract.open", "open", bus_open_args("yifen-2026")));
    return 0;
}

static int close_ground(void **state)
{
    bus_close(*state);
    mem_free(*state);
    return 0;
}

static json_t *contract_args(void)
{
    return json_pack("{s:s}", "contract", "yifen-2026");
}

static void test_reads_over_the_bus(void **state)
{
    struct bus_ground *ground = *state;
    json_t *progress = bus_ask(ground, "mlps.report", "progress.get", NULL, contract_args());
    json_t *summary = bus_ask(ground, "mlps.report", "summary.get", NULL, contract_args());
    json_t *work = bus_ask(ground, "mlps.report", "work.pending", NULL, contract_args());
    assert_int_equal(json_array_size(json_object_get(progress, "systems")), 39);
    assert_int_equal(json_integer_value(json_object_get(summary, "systems")), 39);
    assert_string_equal(json_string_value(json_object_get(summary, "as_of")),
                        "2026-06-15T09:00:00+08:00");
    assert_int_equal(json_integer_value(json_object_get(work, "pending")), 2);
    json_decref(progress);
    json_decref(summary);
    json_decref(work);
}

/* A request for a workbook is told on the bus under the number that the event's row has, and its
 * job is there. */
static void test_an_export_is_asked_for(void **state)
{
    struct bus_ground *ground = *state;
    const char *const topics[] = { "yifen-2026/export.", NULL };
    const char *topic = "";
    const char *text = "";
    event_sub_t *sub = event_sub_new(&ground->broker.bus, topics);
    json_t *export = bus_ask(ground, "mlps.report", "export.request", "one",
                             json_pack("{s:s, s:s}", "contract", "yifen-2026", "kind", "progress"));
    assert_int_equal(event_sub_next(sub, BUS_WAIT_MS, -1, &topic, &text), RC_OK);
    assert_string_equal(topic, "yifen-2026/export.requested");
    json_t *event = json_loads(text, 0, NULL);
    assert_int_equal(
        json_integer_value(json_object_get(event, "seq")),
        db_number(&ground->tdb, "select seq from event where kind = 'export.requested'"));
    assert_int_equal(bus_count(ground, "job where queue = 'export'"), 1);
    json_decref(event);
    json_decref(export);
    event_sub_destroy(&sub);
}

/* A killed report has nothing to lose: its successor answers the same. */
static void test_killed_between_reads(void **state)
{
    struct bus_ground *ground = *state;
    json_t *before = bus_ask(ground, "mlps.report", "summary.get", NULL, contract_args());
    bus_kill(ground, 1);
    json_t *after = bus_ask(ground, "mlps.report", "summary.get", NULL, contract_args());
    assert_true(json_equal(before, after));
    json_decref(before);
    json_decref(after);
}

#define ON_GROUND(test) cmocka_unit_test_setup_teardown(test, open_ground, close_ground)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_GROUND(test_reads_over_the_bus),
        ON_GROUND(test_an_export_is_asked_for),
        ON_GROUND(test_killed_between_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
