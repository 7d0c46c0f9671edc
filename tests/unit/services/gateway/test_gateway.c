/* The wiring: start, orderly stop, and starts that fail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "clk.h"
#include "gateway_fixture.h"

static void test_drain(void **state)
{
    struct gateway_fixture f;
    struct script_ask ask;
    (void)state;
    gateway_fixture_start(&f, NULL);
    gateway_fixture_until_ask(&f, "GET /api/v1/systems/1", NULL, &ask);
    gateway_drain(&f.gateway);
    assert_false(gateway_idle(&f.gateway));
    script_bus_answer(&ask, "{\"id\":1}");
    assert_int_equal(gateway_fixture_response(&f), 200);
    assert_true(loop_client_ends(&f.client, 60000));
    loop_client_close(&f.client);
    int64_t end = clk_mono_ms() + 120000;
    while (!gateway_idle(&f.gateway) && clk_mono_ms() < end)
        event_base_loop(f.base, EVLOOP_NONBLOCK);
    assert_true(gateway_idle(&f.gateway));
    gateway_fixture_stop(&f);
}

/* What cannot be used at the start is told, and leaves nothing open. */
static void test_bad_starts(void **state)
{
    static const struct {
        const char *listen;
        const char *token_file;
        const char *exports;
        const char *field;
    } STARTS[] = {
        { "127.0.0.1:0", "/nonexistent/token", NULL, "token-file" },
        { "127.0.0.1:0", "/dev/null", NULL, "token-file" },
        { "192.0.2.1:1", NULL, NULL, "listen" }, /* an address this machine does not have */
        { "127.0.0.1:0", NULL, "/nonexistent", "exports" },
    };
    struct gateway_fixture f;
    char token_file[100];
    (void)state;
    gateway_fixture_start(&f, NULL);
    snprintf(token_file, sizeof(token_file), "%s/token", f.folder);
    for (size_t i = 0; i < COUNT_OF(STARTS); i++) {
        struct event_base *base = event_base_new();
        struct problem problem = { .rc = RC_OK };
        struct gateway_conf conf = f.gateway.conf;
        struct gateway gateway;
        conf.hosts_text = NULL; /* still the first one's */
        conf.listen = STARTS[i].listen;
        conf.token_file = STARTS[i].token_file ? STARTS[i].token_file : token_file;
        conf.exports = STARTS[i].exports;
        rc_t rc = gateway_init(&gateway, base, &conf, &problem);
        if (rc == RC_OK || strcmp(problem.field, STARTS[i].field) != 0)
            fail_msg("row %zu: %s %s", i, rc_word(rc), problem.text);
        gateway_fini(&gateway);
        event_base_free(base);
    }
    gateway_fixture_stop(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_drain),
        cmocka_unit_test(test_bad_starts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
