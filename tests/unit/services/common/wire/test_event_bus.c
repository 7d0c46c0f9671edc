/* Events without a broker's help: the test binds both ends. Through the real proxy:
 * tests/integration/broker. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <poll.h>
#include <unistd.h>
#include <zmq.h>

#include "clk.h"
#include "event_bus.h"
#include "memory.h"
#include "wait_until.h"
#include "wire_context.h"

enum { PATIENCE_MS = 30000 };

static const char *const ALL[] = { "", NULL };

/* An XPUB the test publishes on by hand; its endpoint is the bus's events_out. */
static void *xpub;
static struct bus_conf bus;
static event_sub_t *sub;

static int start(void **state)
{
    (void)state;
    size_t len = sizeof(bus.events_out);
    int linger = 0;
    xpub = zmq_socket(wire_context_hold(), ZMQ_XPUB);
    zmq_setsockopt(xpub, ZMQ_LINGER, &linger, sizeof(linger));
    if (zmq_bind(xpub, "tcp://127.0.0.1:*") != 0)
        return 1;
    zmq_getsockopt(xpub, ZMQ_LAST_ENDPOINT, bus.events_out, &len);
    sub = event_sub_new(&bus, ALL);
    char subscription[8];
    return zmq_recv(xpub, subscription, sizeof(subscription), 0) != 1;
}

static int stop(void **state)
{
    (void)state;
    event_sub_destroy(&sub);
    zmq_close(xpub);
    wire_context_release();
    return 0;
}

static void publish(const char *topic, const char *json)
{
    zmq_send(xpub, topic, strlen(topic), json ? ZMQ_SNDMORE : 0);
    if (json)
        zmq_send(xpub, json, strlen(json), 0);
}

/* Anybody with a key may publish: what is no event is passed over. */
static void test_no_events(void **state)
{
    (void)state;
    const char *topic;
    const char *json;
    char *long_topic = mem_new(400);
    memset(long_topic, 'x', 399);
    publish("one frame", NULL);
    zmq_send(xpub, "a", 1, ZMQ_SNDMORE);
    zmq_send(xpub, "b", 1, ZMQ_SNDMORE);
    zmq_send(xpub, "c", 1, 0);
    publish(long_topic, "{}");
    for (int i = 0; i < 100; i++)
        zmq_send(xpub, "x", 1, i < 99 ? ZMQ_SNDMORE : 0);
    publish("c/k", "{\"seq\":1}");
    assert_int_equal(event_sub_next(sub, PATIENCE_MS, -1, &topic, &json), RC_OK);
    assert_string_equal(topic, "c/k");
    assert_string_equal(json, "{\"seq\":1}");
    mem_free(long_topic);
}

static void test_stop_descriptor(void **state)
{
    (void)state;
    int ends[2];
    const char *topic;
    const char *json;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "x", 1), 1);
    int64_t begin = clk_mono_ms();
    assert_int_equal(event_sub_next(sub, PATIENCE_MS, ends[0], &topic, &json), RC_TIMEOUT);
    assert_in_range(clk_mono_ms() - begin, 0, PATIENCE_MS - 1);
    close(ends[0]);
    close(ends[1]);
}

/* What has arrived is gone after a drain. An event may still be on its way when the socket first
 * stirs, so some rounds may find it afterwards, but not all of them. */
static void test_drain(void **state)
{
    (void)state;
    enum { ROUNDS = 20 };
    const char *topic;
    const char *json;
    int gone = 0;
    for (int i = 0; i < ROUNDS; i++) {
        struct pollfd stirs = { .fd = event_sub_fd(sub), .events = POLLIN };
        zmq_send(xpub, "no event", 8, 0);
        publish("c/k", "{}");
        poll(&stirs, 1, 1000); /* an edge that was seen before does not come again */
        event_sub_drain(sub);
        gone += event_sub_next(sub, 20, -1, &topic, &json) == RC_TIMEOUT;
    }
    assert_true(gone > 0);
    publish("c/after", "{}");
    do
        assert_int_equal(event_sub_next(sub, PATIENCE_MS, -1, &topic, &json), RC_OK);
    while (strcmp(topic, "c/k") == 0);
    assert_string_equal(topic, "c/after");
}

/* Without a usable bus events are lost, as hints may be, and waiting still waits and ends. */
static void test_no_bus(void **state)
{
    (void)state;
    struct bus_conf nowhere = { .events_in = "nowhere", .events_out = "nowhere" };
    const char *topic;
    const char *json;
    event_pub_t *pub = event_pub_new(&nowhere);
    event_sub_t *deaf = event_sub_new(&nowhere, ALL);
    event_pub_send(pub, "c/k", "{}");
    int64_t begin = clk_mono_ms();
    assert_int_equal(event_sub_next(deaf, 30, -1, &topic, &json), RC_TIMEOUT);
    assert_in_range(clk_mono_ms() - begin, 30, 30 + BUSY_MS);
    event_sub_drain(deaf);
    event_pub_destroy(&pub);
    event_sub_destroy(&deaf);
    assert_null(pub);
    event_pub_destroy(&pub);
    event_sub_destroy(&deaf);
}

#define WITH_XPUB(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_XPUB(test_no_events),
        WITH_XPUB(test_stop_descriptor),
        WITH_XPUB(test_drain),
        cmocka_unit_test(test_no_bus),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
