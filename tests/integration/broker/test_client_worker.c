/* Our client and worker through a real broker: calls, pipelining, restarts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "clk.h"
#include "echo_worker.h"
#include "mdp_client.h"
#include "temp_broker.h"

static struct temp_broker broker;

static int start(void **state)
{
    (void)state;
    temp_broker_start(&broker, NULL);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    return temp_broker_stop(&broker);
}

static void test_call(void **state)
{
    (void)state;
    struct echo_worker worker = { .bus = &broker.bus, .service = "mlps.echo" };
    struct problem problem = { 0 };
    json_t *result = NULL;
    mdp_client_t *client = mdp_client_new(&broker.bus);
    echo_worker_start(&worker);
    for (int i = 0; i < 100; i++) {
        rc_t rc = mdp_client_ask(client, "mlps.echo", "echo", json_pack("{s:i}", "n", i), NULL,
                                 &result, &problem);
        assert_string_equal(problem.text, "");
        assert_int_equal(rc, RC_OK);
        json_t *echo = json_object_get(result, "echo");
        assert_int_equal(json_integer_value(json_object_get(echo, "n")), i);
        json_decref(result);
    }
    echo_worker_stop(&worker);
    mdp_client_destroy(&client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_call),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
