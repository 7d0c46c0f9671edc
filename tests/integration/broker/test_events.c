/* The event proxy: delivery, prefixes, a subscriber that does not read (FI-15), a broker that comes
 * back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zmq.h>

#include "clk.h"
#include "event_bus.h"
#include "parse.h"
#include "proc_stat.h"
#include "temp_broker.h"
#include "wait_until.h"
#include "wire_context.h"

enum { PATIENCE_MS = 30000 };

static const char *const ALL[] = { "", NULL };

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

struct pair {
    event_pub_t *pub;
    event_sub_t *sub;
};

static bool comes(void *arg)
{
    struct pair *self = arg;
    const char *topic;
    const char *json;
    event_pub_send(self->pub, "warm/up", "{}");
    return event_sub_next(self->sub, 20, -1, &topic, &json) == RC_OK;
}

/* Publisher and subscriber that found each other; nothing of that is left to be read. */
static struct pair pair_new(const char *const prefixes[])
{
    struct pair self = { event_pub_new(&broker.bus), event_sub_new(&broker.bus, prefixes) };
    assert_true(wait_until(comes, &self, PATIENCE_MS));
    const char *topic;
    const char *json;
    while (event_sub_next(self.sub, 100, -1, &topic, &json) == RC_OK)
        continue;
    return self;
}

static void pair_destroy(struct pair *self)
{
    event_pub_destroy(&self->pub);
    event_sub_destroy(&self->sub);
}

static void test_prefixes(void **state)
{
    (void)state;
    static const char *const PREFIXES[] = { "yifen/", "warm", NULL };
    struct pair pair = pair_new(PREFIXES);
    const char *topic = NULL;
    const char *json = NULL;
    event_pub_send(pair.pub, "other/phase", "{\"seq\":1}");
    event_pub_send(pair.pub, "yifen/phase", "{\"seq\":2}");
    assert_int_equal(event_sub_next(pair.sub, PATIENCE_MS, -1, &topic, &json), RC_OK);
    assert_string_equal(topic, "yifen/phase");
    assert_string_equal(json, "{\"seq\":2}");
    event_pub_send(pair.pub, "yifen/a", "{}");
    event_pub_send(pair.pub, "yifen/b", "{}");
    assert_int_equal(event_sub_next(pair.sub, PATIENCE_MS, -1, &topic, &json), RC_OK);
    event_sub_drain(pair.sub);
    int64_t begin = clk_mono_ms();
    rc_t rc = event_sub_next(pair.sub, 50, -1, &topic, &json);
    if (rc == RC_OK) /* the second one had not arrived yet when drained */
        rc = event_sub_next(pair.sub, 50, -1, &topic, &json);
    assert_int_equal(rc, RC_TIMEOUT);
    assert_in_range(clk_mono_ms() - begin, 50, 50 + BUSY_MS);
    pair_destroy(&pair);
}

/* A subscriber that stands still: memory stays below its share, another one gets everything, and
 * what the first one missed shows as a gap in the sequence. */
static void test_slow_subscriber(void **state)
{
    (void)state;
    enum { EVENTS = 6000, BYTES = 20000 };
    char *text = test_calloc(1, BYTES + 1);
    struct pair pair = pair_new(ALL);
    int few = 10;
    void *slow = zmq_socket(wire_context_hold(), ZMQ_SUB);
    zmq_setsockopt(slow, ZMQ_RCVHWM, &few, sizeof(few));
    zmq_setsockopt(slow, ZMQ_SUBSCRIBE, "", 0);
    zmq_connect(slow, broker.bus.events_out);
    zmq_pollitem_t there = { slow, 0, ZMQ_POLLIN, 0 };
    for (int i = 0; i < 400 && zmq_poll(&there, 1, 20) == 0; i++)
        event_pub_send(pair.pub, "warm/up", "{}");
    event_sub_drain(pair.sub);
    memset(text, 'x', BYTES);
    const char *topic;
    const char *json;
    int got = 0;
    for (int i = 1; i <= EVENTS; i++) {
        int n = snprintf(text, BYTES, "%06d", i);
        text[n] = ' ';
        event_pub_send(pair.pub, "c/k", text);
        while (got < i &&
               event_sub_next(pair.sub, i - got > 50 ? PATIENCE_MS : 0, -1, &topic, &json) == RC_OK)
            got += strcmp(topic, "c/k") == 0;
    }
    while (got < EVENTS && event_sub_next(pair.sub, PATIENCE_MS, -1, &topic, &json) == RC_OK)
        got += strcmp(topic, "c/k") == 0;
    assert_int_equal(got, EVENTS);
    if (PROC_RSS_COUNTS) /* 1000 messages of its queue, out of 6000 sent */
        assert_in_range(proc_rss_kb(broker.process.pid), 0, 1000 * (BYTES / 1024) + 30000);
    /* The slow one wakes up: what it finds has a hole. */
    int64_t last = 0;
    bool gap = false;
    char frame[BYTES + 1];
    while (zmq_poll(&there, 1, 300) > 0) {
        zmq_recv(slow, frame, sizeof(frame), 0);
        bool event = memcmp(frame, "c/k", 3) == 0;
        int n = zmq_recv(slow, frame, sizeof(frame) - 1, 0);
        int64_t seq = n >= 6 && event ? strtoll(frame, NULL, 10) : last + 1;
        gap |= event && last > 0 && seq != last + 1;
        last = event ? seq : last;
    }
    event_pub_send(pair.pub, "c/k", "999999");
    assert_int_equal(zmq_poll(&there, 1, PATIENCE_MS), 1);
    zmq_recv(slow, frame, sizeof(frame), 0);
    zmq_recv(slow, frame, sizeof(frame), 0);
    assert_memory_equal(frame, "999999", 6);
    assert_true(gap || last < EVENTS);
    zmq_close(slow);
    wire_context_release();
    pair_destroy(&pair);
    test_free(text);
}

/* A storm of events does not hold requests up, and what is too large for an event is dropped at the
 * publisher. */
static void test_sizes(void **state)
{
    (void)state;
    struct pair pair = pair_new(ALL);
    char *large = test_calloc(1, 70000);
    const char *topic;
    const char *json;
    memset(large, 'x', 69999);
    event_pub_send(pair.pub, "c/large", large);
    large[65535] = '\0';
    event_pub_send(pair.pub, "c/fits", large);
    assert_int_equal(event_sub_next(pair.sub, PATIENCE_MS, -1, &topic, &json), RC_OK);
    assert_string_equal(topic, "c/fits");
    assert_int_equal(strlen(json), 65535);
    test_free(large);
    pair_destroy(&pair);
}

static void test_broker_comes_back(void **state)
{
    (void)state;
    struct pair pair = pair_new(ALL);
    temp_broker_kill(&broker);
    event_pub_send(pair.pub, "c/lost", "{}");
    temp_broker_restart(&broker);
    assert_true(wait_until(comes, &pair, PATIENCE_MS));
    pair_destroy(&pair);
}

#define WITH_BROKER(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_BROKER(test_prefixes),
        WITH_BROKER(test_slow_subscriber),
        WITH_BROKER(test_sizes),
        WITH_BROKER(test_broker_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
