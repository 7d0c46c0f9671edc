/* The feed against a real broker: what a process publishes reaches the hub. The hub here is the
 * test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "bus_feed.h"
#include "clk.h"
#include "event_bus.h"
#include "temp_broker.h"

enum { BURST = 500 };

static int hints;

/* Takes the place of event_hub.c at link time. */
void event_hub_hint(event_hub_t *self)
{
    (void)self;
    hints++;
}

static void run_ms(struct event_base *base, int64_t ms)
{
    struct timeval tv = { .tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000 };
    event_base_loopexit(base, &tv);
    event_base_dispatch(base);
}

/* Publish until one gets through: subscriptions take a moment to reach the publisher. */
static void connect_feed(struct event_base *base, event_pub_t *pub)
{
    int64_t end = clk_mono_ms() + 120000;
    hints = 0;
    while (hints == 0 && clk_mono_ms() < end) {
        event_pub_send(pub, "c/first", "{\"seq\":0}");
        run_ms(base, 20);
    }
    assert_true(hints > 0);
    run_ms(base, 200);
    hints = 0;
}

static bool run_until(struct event_base *base, int count)
{
    int64_t end = clk_mono_ms() + 120000;
    while (hints < count && clk_mono_ms() < end)
        run_ms(base, 5);
    return hints == count;
}

/* One, then a burst beyond the budget of one turn: all arrive. */
static void test_events_arrive(void **state)
{
    struct temp_broker broker;
    struct event_base *base = event_base_new();
    (void)state;
    temp_broker_start(&broker, NULL);
    bus_feed_t *feed = bus_feed_new(base, &broker.bus, NULL);
    event_pub_t *pub = event_pub_new(&broker.bus);
    connect_feed(base, pub);
    event_pub_send(pub, "contract/kind", "{\"seq\":7}");
    assert_true(run_until(base, 1));
    hints = 0;
    for (int i = 0; i < BURST; i++)
        event_pub_send(pub, "contract/kind", "{\"seq\":8}");
    assert_true(run_until(base, BURST));
    event_pub_destroy(&pub);
    bus_feed_destroy(&feed);
    bus_feed_destroy(&feed);
    temp_broker_stop(&broker);
    event_base_free(base);
}

/* The broker goes and comes: the feed is there again by itself. */
static void test_broker_restart(void **state)
{
    struct temp_broker broker;
    struct event_base *base = event_base_new();
    (void)state;
    temp_broker_start(&broker, NULL);
    bus_feed_t *feed = bus_feed_new(base, &broker.bus, NULL);
    event_pub_t *pub = event_pub_new(&broker.bus);
    connect_feed(base, pub);
    temp_broker_kill(&broker);
    run_ms(base, 50);
    temp_broker_restart(&broker);
    connect_feed(base, pub);
    event_pub_destroy(&pub);
    bus_feed_destroy(&feed);
    temp_broker_stop(&broker);
    event_base_free(base);
}

/* A bus that cannot be used: no events, and no harm. */
static void test_no_bus(void **state)
{
    const struct bus_conf conf = { .events_out = "nonsense" };
    struct event_base *base = event_base_new();
    (void)state;
    bus_feed_t *feed = bus_feed_new(base, &conf, NULL);
    hints = 0;
    run_ms(base, 50);
    assert_int_equal(hints, 0);
    bus_feed_destroy(&feed);
    event_base_free(base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_events_arrive),
        cmocka_unit_test(test_broker_restart),
        cmocka_unit_test(test_no_bus),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
