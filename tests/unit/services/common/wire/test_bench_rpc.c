/* The benchmark runs, counts right and says what is wrong; its figures are not judged here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <jansson.h>

#include "attr.h"
#include "bench_rpc.h"

#define BROKER MLPS_BIN_DIR "/mlps-broker"

static double number_of(const json_t *all, const char *name)
{
    const json_t *value = json_object_get(all, name);
    if (!json_is_number(value))
        fail_msg("no number \"%s\"", name);
    return json_number_value(value);
}

static void test_short_run(void **state)
{
    (void)state;
    struct bench_rpc_conf conf = bench_rpc_conf_default();
    struct problem problem = { 0 };
    json_t *result = NULL;
    conf.broker = BROKER;
    conf.rounds = 3;
    conf.calls = 150;
    conf.in_flight = 20;
    conf.workers = 4;
    rc_t rc = bench_rpc(&conf, &result, &problem);
    assert_string_equal(problem.text, "");
    assert_int_equal(rc, RC_OK);
    assert_int_equal(number_of(result, "sent"), 3 * 150 * 4);
    assert_int_equal(number_of(result, "lost"), 0);
    static const char *const FIGURES[] = {
        "figure",          "lock_step_us",    "proxy_lock_step_us",
        "lock_step_ratio", "pipelined_per_s", "pipelined_ratio"
    };
    for (size_t i = 0; i < COUNT_OF(FIGURES); i++)
        assert_true(number_of(result, FIGURES[i]) > 0);
    json_decref(result);
}

static void test_refused(void **state)
{
    (void)state;
    const struct bench_rpc_conf good = { BROKER, 1, 1, 8, 1, 1 };
    const struct {
        const char *field;
        struct bench_rpc_conf conf;
    } CASES[] = {
        { "rounds", { BROKER, 0, 1, 8, 1, 1 } },     { "calls", { BROKER, 1, 0, 8, 1, 1 } },
        { "body_bytes", { BROKER, 1, 1, 7, 1, 1 } }, { "in_flight", { BROKER, 1, 1, 8, 401, 1 } },
        { "workers", { BROKER, 1, 1, 8, 1, 65 } },
    };
    json_t *result = NULL;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct problem problem = { 0 };
        assert_int_equal(bench_rpc(&CASES[i].conf, &result, &problem), RC_INVALID);
        assert_string_equal(problem.field, CASES[i].field);
    }
    struct problem problem = { 0 };
    struct bench_rpc_conf no_broker = good;
    no_broker.broker = "/nonexistent/mlps-broker";
    assert_int_equal(bench_rpc(&no_broker, &result, &problem), RC_UNAVAILABLE);
    problem_clear(&problem);
    assert_int_equal(bench_rpc(&good, &result, &problem), RC_OK);
    json_decref(result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_short_run),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
