#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <zmq.h>

#include "server_socket.h"
#include "temp_keys.h"
#include "wire_context.h"

static const char *const NAMES[] = { "broker", NULL };

static int option_of(void *socket, int option)
{
    int value = -1;
    size_t len = sizeof(value);
    assert_int_equal(zmq_getsockopt(socket, option, &value, &len), 0);
    return value;
}

/* ROUTER_MANDATORY and the absence of HANDOVER show in behaviour: test_settings.c in
 * tests/integration/broker. */
static void test_secured_before_bound(void **state)
{
    (void)state;
    struct temp_keys keys;
    struct problem problem = { 0 };
    guard_t *guard = NULL;
    char domain[16] = "";
    size_t len = sizeof(domain);
    void *context = wire_context_hold();
    temp_keys_make(&keys, NAMES);
    assert_int_equal(guard_open(context, keys.dir, &guard, &problem), RC_OK);
    void *socket = server_socket_new(context, WIRE_BROKER, guard);
    assert_int_equal(option_of(socket, ZMQ_CURVE_SERVER), 1);
    assert_int_equal(option_of(socket, ZMQ_MECHANISM), ZMQ_CURVE);
    assert_int_equal(option_of(socket, 93 /* ZMQ_ZAP_ENFORCE_DOMAIN */), 1);
    assert_int_equal(zmq_getsockopt(socket, ZMQ_ZAP_DOMAIN, domain, &len), 0);
    assert_string_equal(domain, ZAP_DOMAIN);
    server_socket_close(socket, guard);
    guard_close(&guard);
    temp_keys_remove(&keys);
    wire_context_release();
}

static void test_null_security(void **state)
{
    (void)state;
    void *socket = server_socket_new(wire_context_hold(), WIRE_BROKER, NULL);
    assert_int_equal(option_of(socket, ZMQ_CURVE_SERVER), 0);
    assert_int_equal(option_of(socket, ZMQ_MECHANISM), ZMQ_NULL);
    server_socket_close(socket, NULL);
    server_socket_close(NULL, NULL);
    wire_context_release();
}

static void test_bind(void **state)
{
    (void)state;
    struct problem problem = { 0 };
    char bound[BUS_ENDPOINT_MAX] = "";
    void *context = wire_context_hold();
    void *first = server_socket_new(context, WIRE_BROKER, NULL);
    void *second = server_socket_new(context, WIRE_BROKER, NULL);
    assert_int_equal(server_socket_bind(first, "tcp://127.0.0.1:*", bound, &problem), RC_OK);
    assert_memory_equal(bound, "tcp://127.0.0.1:", 16);
    assert_int_equal(server_socket_bind(second, bound, NULL, &problem), RC_CONFLICT);
    assert_non_null(strstr(problem.text, bound));
    problem_clear(&problem);
    assert_int_equal(server_socket_bind(second, "nowhere", NULL, &problem), RC_INVALID);
    server_socket_close(first, NULL);
    server_socket_close(second, NULL);
    wire_context_release();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_secured_before_bound),
        cmocka_unit_test(test_null_security),
        cmocka_unit_test(test_bind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
