#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <zmq.h>

#include "attr.h"
#include "call_table.h"
#include "ceilings.h"
#include "router.h"
#include "wire_context.h"
#include "wire_socket.h"

static int option_of(void *socket, int option)
{
    int value = -1;
    size_t len = sizeof(value);
    assert_int_equal(zmq_getsockopt(socket, option, &value, &len), 0);
    return value;
}

/* reliability.md 1.7, as the sockets really have it. */
static void test_settings(void **state)
{
    (void)state;
    static const struct {
        enum wire_role role;
        int type, linger_ms;
        int64_t max_bytes;
    } ROLES[] = {
        { WIRE_CLIENT, ZMQ_DEALER, 0, MAX_FRAME_BYTES },
        { WIRE_WORKER, ZMQ_DEALER, 1000, MAX_FRAME_BYTES },
        { WIRE_BROKER, ZMQ_ROUTER, 1000, MAX_FRAME_BYTES },
        { WIRE_PUBLISHER, ZMQ_PUB, 200, MAX_EVENT_BYTES },
        { WIRE_SUBSCRIBER, ZMQ_SUB, 0, MAX_EVENT_BYTES },
        { WIRE_EVENTS_IN, ZMQ_XSUB, 0, MAX_EVENT_BYTES },
        { WIRE_EVENTS_OUT, ZMQ_XPUB, 200, MAX_EVENT_BYTES },
    };
    assert_int_equal(COUNT_OF(ROLES), WIRE__COUNT);
    for (size_t i = 0; i < COUNT_OF(ROLES); i++) {
        int64_t max_bytes = 0;
        size_t len = sizeof(max_bytes);
        void *socket = wire_socket_new(wire_context_hold(), ROLES[i].role);
        assert_int_equal(option_of(socket, ZMQ_TYPE), ROLES[i].type);
        assert_int_equal(option_of(socket, ZMQ_LINGER), ROLES[i].linger_ms);
        assert_in_range(option_of(socket, ZMQ_HANDSHAKE_IVL), 1000, 2000);
        assert_int_equal(option_of(socket, ZMQ_HEARTBEAT_IVL), 500);
        assert_int_equal(option_of(socket, ZMQ_HEARTBEAT_TIMEOUT), 1500);
        assert_int_equal(option_of(socket, ZMQ_HEARTBEAT_TTL), 3000);
        assert_int_equal(option_of(socket, ZMQ_TCP_KEEPALIVE), 1);
        assert_in_range(option_of(socket, ZMQ_SNDHWM), 1, 1000);
        assert_in_range(option_of(socket, ZMQ_RCVHWM), 1, 1000);
        assert_int_equal(option_of(socket, ZMQ_IMMEDIATE), ROLES[i].type == ZMQ_DEALER);
        assert_int_equal(zmq_getsockopt(socket, ZMQ_MAXMSGSIZE, &max_bytes, &len), 0);
        assert_int_equal(max_bytes, ROLES[i].max_bytes);
        zmq_close(socket);
        wire_context_release();
    }
}

/* A client of ours never has more in flight than the broker queues towards it. */
static void test_no_reply_is_dropped(void **state)
{
    (void)state;
    void *socket = wire_socket_new(wire_context_hold(), WIRE_BROKER);
    assert_true(MDP_CLIENT_IN_FLIGHT < option_of(socket, ZMQ_SNDHWM));
    zmq_close(socket);
    wire_context_release();
}

static void test_endpoint_lists(void **state)
{
    (void)state;
    static const struct {
        const char *list;
        size_t count;
        const char *first, *last;
    } CASES[] = {
        { "tcp://a:1", 1, "tcp://a:1", "tcp://a:1" },
        { "a,b,c", 3, "a", "c" },
        { "", 0, NULL, NULL },
        { ",", 0, NULL, NULL },
        { "a,", 0, NULL, NULL },
        { ",a", 0, NULL, NULL },
        { "a,,b", 0, NULL, NULL },
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        char endpoint[BUS_ENDPOINT_MAX];
        size_t count = wire_endpoint_count(CASES[i].list);
        if (count != CASES[i].count)
            fail_msg("\"%s\": %zu", CASES[i].list, count);
        if (count == 0)
            continue;
        assert_true(wire_endpoint_at(CASES[i].list, 0, endpoint));
        assert_string_equal(endpoint, CASES[i].first);
        assert_true(wire_endpoint_at(CASES[i].list, count - 1, endpoint));
        assert_string_equal(endpoint, CASES[i].last);
        assert_false(wire_endpoint_at(CASES[i].list, count, endpoint));
    }
    char longest[BUS_ENDPOINT_MAX + 1];
    memset(longest, 'x', sizeof(longest));
    longest[BUS_ENDPOINT_MAX - 1] = '\0';
    assert_int_equal(wire_endpoint_count(longest), 1);
    longest[BUS_ENDPOINT_MAX - 1] = 'x';
    longest[BUS_ENDPOINT_MAX] = '\0';
    assert_int_equal(wire_endpoint_count(longest), 0);
}

static void test_bad_endpoints_and_keys(void **state)
{
    (void)state;
    static const char *const BAD[] = { "", "nowhere", "tcp://", "tcp://127.0.0.1:x", "a,b" };
    void *socket = wire_socket_new(wire_context_hold(), WIRE_CLIENT);
    for (size_t i = 0; i < COUNT_OF(BAD); i++) {
        struct problem problem = { 0 };
        if (wire_socket_connect(socket, BAD[i], &problem) != RC_INVALID)
            fail_msg("\"%s\" is taken", BAD[i]);
        assert_string_not_equal(problem.text, "");
    }
    struct bus_conf bus = { .curve = true };
    struct problem problem = { 0 };
    assert_int_equal(wire_socket_join(socket, &bus, &problem), RC_INVALID);
    assert_string_equal(problem.field, "server_key");
    memset(bus.server_key, '~', BUS_KEY_TEXT - 1); /* 40 characters, none of Z85 */
    problem_clear(&problem);
    assert_int_equal(wire_socket_join(socket, &bus, &problem), RC_INVALID);
    bus.curve = false;
    assert_int_equal(wire_socket_join(socket, &bus, &problem), RC_OK);
    zmq_close(socket);
    wire_context_release();
}

/* Events of a connection, and the descriptor for an event loop. */
static void test_watch_and_fd(void **state)
{
    (void)state;
    struct router router;
    struct problem problem = { 0 };
    router_open(&router);
    void *context = wire_context_hold();
    void *socket = wire_socket_new(context, WIRE_CLIENT);
    void *watch =
        wire_socket_watch(context, socket, ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_DISCONNECTED);
    zmq_pollitem_t item = { watch, 0, ZMQ_POLLIN, 0 };
    assert_int_equal(wire_watch_next(watch, NULL), 0);
    assert_int_equal(wire_socket_connect(socket, router.bus.requests, &problem), RC_OK);
    assert_int_equal(zmq_poll(&item, 1, 5000), 1);
    assert_int_equal(wire_watch_next(watch, NULL), ZMQ_EVENT_HANDSHAKE_SUCCEEDED);
    assert_true(wire_socket_fd(socket) >= 0);
    zmq_pollitem_t out = { socket, 0, ZMQ_POLLOUT, 0 };
    assert_int_equal(zmq_poll(&out, 1, 5000), 1);
    assert_int_equal(wire_socket_events(socket) & ZMQ_POLLOUT, ZMQ_POLLOUT);
    router_close(&router);
    uint32_t value = 0;
    assert_int_equal(zmq_poll(&item, 1, 5000), 1);
    assert_int_equal(wire_watch_next(watch, &value), ZMQ_EVENT_DISCONNECTED);
    wire_watch_close(socket, watch);
    zmq_close(socket);
    wire_context_release();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_settings),       cmocka_unit_test(test_no_reply_is_dropped),
        cmocka_unit_test(test_endpoint_lists), cmocka_unit_test(test_bad_endpoints_and_keys),
        cmocka_unit_test(test_watch_and_fd),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
