/* Forecasts at the ceiling of their runs beside the other reads of the same process: nobody waits
 * for a forecast, and a killed one leaves nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "bus_ground.h"
#include "clk.h"
#include "memory.h"
#include "wait_until.h"

enum { FORECASTS = 6, FORECAST_RUNS = 1000, PROMISE_MS = 1000 };

static int open_ground(void **state)
{
    static const char *const NAMES[] = { "registry", "lifecycle", "report", NULL };
    struct bus_ground *ground = mem_new(sizeof(*ground));
    *state = ground;
    bus_open(ground, NAMES);
    bus_load(ground);
    json_decref(
        bus_ask(ground, "mlps.registry", "contract.open", "open", bus_open_args("yifen-2026")));
    for (int serial = 1; serial <= 39; serial++) {
        char key[16];
        snprintf(key, sizeof(key), "cycle-%d", serial);
        json_decref(bus_ask(ground, "mlps.lifecycle", "cycle.open", key,
                            json_pack("{s:s, s:i, s:s}", "contract", "yifen-2026", "serial", serial,
                                      "start", "2026-06-01")));
    }
    return 0;
}

static int close_ground(void **state)
{
    bus_close(*state);
    mem_free(*state);
    return 0;
}

static json_t *forecast_args(int64_t runs)
{
    return json_pack("{s:s, s:I}", "contract", "yifen-2026", "runs", (json_int_t)runs);
}

/* One read, and how long it took. */
static int64_t read_once(struct bus_ground *ground)
{
    int64_t begun = clk_mono_ms();
    json_decref(bus_ask(ground, "mlps.report", "summary.get", NULL,
                        json_pack("{s:s}", "contract", "yifen-2026")));
    return clk_mono_ms() - begun;
}

/* Reads while one forecast of the most runs is on its way; the longest of them. At least one is
 * made beside it. */
static int64_t read_beside(struct bus_ground *ground, mdp_client_t *other, uint64_t tag)
{
    struct problem problem = { .rc = RC_OK };
    json_t *args = forecast_args(FORECAST_RUNS);
    json_t *result = NULL;
    int64_t worst = 0;
    uint64_t answered = 0;
    const struct request request = { .op = "forecast.get",
                                     .args = args,
                                     .deadline_ms = BUS_WAIT_MS };
    assert_int_equal(mdp_client_send(other, "mlps.report", &request, tag), RC_OK);
    do {
        int64_t took = read_once(ground);
        worst = took > worst ? took : worst;
    } while (mdp_client_next(other, 0, &answered, &result, &problem) == RC_TIMEOUT);
    assert_int_equal(answered, tag);
    assert_int_equal(problem.rc, RC_OK);
    json_decref(result);
    json_decref(args);
    return worst;
}

/* Two threads serve: while one forecasts, the other answers. */
static void test_other_reads_do_not_wait(void **state)
{
    struct bus_ground *ground = *state;
    mdp_client_t *other = mdp_client_new(&ground->broker.bus);
    int64_t worst = 0;
    for (uint64_t i = 1; i <= FORECASTS; i++) {
        int64_t took = read_beside(ground, other, i);
        worst = took > worst ? took : worst;
    }
    mdp_client_destroy(&other);
    print_message("worst read beside forecasts of %d runs: %lld ms\n", FORECAST_RUNS,
                  (long long)worst);
    assert_in_range(worst, 0, PROMISE_MS + BUSY_MS);
}

/* The same bytes before and after a kill: nothing is kept between two forecasts. */
static void test_killed_between_forecasts(void **state)
{
    struct bus_ground *ground = *state;
    json_t *before = bus_ask(ground, "mlps.report", "forecast.get", NULL, forecast_args(50));
    bus_kill(ground, 2);
    json_t *after = bus_ask(ground, "mlps.report", "forecast.get", NULL, forecast_args(50));
    assert_true(json_equal(before, after));
    assert_int_equal(json_array_size(json_object_get(json_object_get(before, "bands"), "systems")),
                     39);
    json_decref(before);
    json_decref(after);
}

#define ON_GROUND(test) cmocka_unit_test_setup_teardown(test, open_ground, close_ground)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_GROUND(test_other_reads_do_not_wait),
        ON_GROUND(test_killed_between_forecasts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
