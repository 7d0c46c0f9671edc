#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "clk.h"
#include "event_bus.h"
#include "event_proxy.h"
#include "wait_until.h"
#include "wire_context.h"

enum { PATIENCE_MS = 30000 };

struct pair {
    event_pub_t *pub;
    event_sub_t *sub;
};

static bool comes(void *arg)
{
    struct pair *self = arg;
    const char *topic;
    const char *json;
    event_pub_send(self->pub, "c/k", "{}");
    return event_sub_next(self->sub, 10, -1, &topic, &json) == RC_OK;
}

/* Stopped and started on the same endpoints: peers find it again by themselves. */
static void test_start_stop_start(void **state)
{
    (void)state;
    static const char *const ALL[] = { "", NULL };
    struct bus_conf bus = { .curve = false };
    snprintf(bus.events_in, sizeof(bus.events_in), "ipc:///tmp/mlps-test-%d-in", (int)getpid());
    snprintf(bus.events_out, sizeof(bus.events_out), "ipc:///tmp/mlps-test-%d-out", (int)getpid());
    struct problem problem = { 0 };
    event_proxy_t *proxy = NULL;
    void *context = wire_context_hold();
    struct pair pair = { event_pub_new(&bus), event_sub_new(&bus, ALL) };
    for (int round = 0; round < 2; round++) {
        int64_t end = clk_mono_ms() + PATIENCE_MS;
        rc_t rc = event_proxy_start(context, &bus, NULL, &proxy, &problem);
        while (rc != RC_OK && clk_mono_ms() < end)
            rc = event_proxy_start(context, &bus, NULL, &proxy, &problem);
        assert_int_equal(rc, RC_OK);
        assert_true(wait_until(comes, &pair, PATIENCE_MS));
        event_proxy_stop(&proxy);
        assert_null(proxy);
    }
    event_proxy_stop(&proxy);
    event_pub_destroy(&pair.pub);
    event_sub_destroy(&pair.sub);
    wire_context_release();
}

static void test_taken_endpoint(void **state)
{
    (void)state;
    struct bus_conf bus = { .events_in = "tcp://127.0.0.1:*", .events_out = "nowhere" };
    struct problem problem = { 0 };
    event_proxy_t *proxy = NULL;
    assert_int_equal(event_proxy_start(wire_context_hold(), &bus, NULL, &proxy, &problem),
                     RC_INVALID);
    assert_null(proxy);
    wire_context_release(); /* nothing is left open, or this would wait for ever */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_start_stop_start),
        cmocka_unit_test(test_taken_endpoint),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
