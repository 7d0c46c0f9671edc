#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "clk.h"
#include "gateway_fixture.h"

enum { CHECKS = 6, SERVICES = 5 };

#define READYZ "GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n"

static void until_asked(struct gateway_fixture *f, size_t count)
{
    int64_t end = clk_mono_ms() + 120000;
    while (script_bus_open() < count && clk_mono_ms() < end)
        loop_client_turn(&f->client);
    assert_int_equal(script_bus_open(), count);
}

/* Answer all six questions; the one at `bad` with `rc`. */
static void answer(size_t bad, rc_t rc)
{
    struct script_ask ask;
    for (size_t i = 0; script_bus_next(&ask); i++) {
        assert_int_equal(ask.probe, i < SERVICES);
        if (i == bad)
            script_bus_refuse(&ask, rc, NULL, "no");
        else
            script_bus_answer(&ask, "{}");
    }
}

static void test_all_well(void **state)
{
    struct gateway_fixture f;
    (void)state;
    gateway_fixture_start(&f, NULL);
    assert_true(loop_client_send(&f.client, READYZ));
    until_asked(&f, CHECKS);
    answer(SIZE_MAX, RC_OK);
    assert_int_equal(gateway_fixture_response(&f), 200);
    assert_string_equal(gateway_fixture_body(&f),
                        "{\"checks\":{\"database\":\"ok\",\"mlps.delivery\":\"ok\","
                        "\"mlps.lifecycle\":\"ok\",\"mlps.registry\":\"ok\",\"mlps.report\":\"ok\","
                        "\"mlps.sla\":\"ok\"},\"ready\":true}");
    gateway_fixture_stop(&f);
}

/* Any one that does not answer makes the whole not ready, and is named. */
static void test_each_failure(void **state)
{
    static const char *const NAMES[CHECKS] = { "mlps.registry", "mlps.lifecycle", "mlps.delivery",
                                               "mlps.sla",      "mlps.report",    "database" };
    (void)state;
    for (size_t i = 0; i < CHECKS; i++) {
        struct gateway_fixture f;
        char text[80];
        gateway_fixture_start(&f, NULL);
        assert_true(loop_client_send(&f.client, READYZ));
        until_asked(&f, CHECKS);
        answer(i, i == SERVICES ? RC_UNAVAILABLE : RC_NOT_FOUND);
        assert_int_equal(gateway_fixture_response(&f), 503);
        snprintf(text, sizeof(text), "\"%s\":\"%s\"", NAMES[i],
                 i == SERVICES ? "unavailable" : "not_found");
        if (!strstr(gateway_fixture_body(&f), text) ||
            !strstr(gateway_fixture_body(&f), "\"ready\":false"))
            fail_msg("%s: %s", NAMES[i], gateway_fixture_body(&f));
        assert_non_null(strstr(f.client.bytes, "\r\nRetry-After: 1\r\n"));
        gateway_fixture_stop(&f);
    }
}

/* One round serves all who ask at the same time, and holds for a second: no load on the bus by
 * asking often. */
static void test_one_round_for_all(void **state)
{
    struct gateway_fixture f;
    struct loop_client other;
    (void)state;
    gateway_fixture_start(&f, NULL);
    loop_client_open(&other, f.base, http_server_address(f.gateway.server));
    assert_true(loop_client_send(&f.client, READYZ));
    assert_true(loop_client_send(&other, READYZ));
    until_asked(&f, CHECKS);
    for (int i = 0; i < 20; i++)
        loop_client_turn(&other);
    assert_int_equal(script_bus_open(), CHECKS);
    answer(SIZE_MAX, RC_OK);
    assert_int_equal(gateway_fixture_response(&f), 200);
    assert_true(loop_client_expect(&other, "\"ready\":true", 60000));
    for (int i = 0; i < 10; i++)
        assert_int_equal(loop_client_ask(&other, READYZ), 200);
    assert_int_equal(script_bus_open(), 0);
    int64_t begin = clk_mono_ms();
    while (clk_mono_ms() - begin < 1100)
        loop_client_turn(&other);
    assert_true(loop_client_send(&other, READYZ));
    until_asked(&f, CHECKS);
    loop_client_close(&other);
    gateway_fixture_stop(&f); /* with a round open */
}

static void test_broken_bus(void **state)
{
    struct gateway_fixture f;
    (void)state;
    gateway_fixture_start(&f, NULL);
    script_bus_break(RC_BUSY);
    assert_int_equal(loop_client_ask(&f.client, READYZ), 503);
    assert_non_null(strstr(gateway_fixture_body(&f), "\"database\":\"busy\""));
    gateway_fixture_stop(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_well),
        cmocka_unit_test(test_each_failure),
        cmocka_unit_test(test_one_round_for_all),
        cmocka_unit_test(test_broken_bus),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
