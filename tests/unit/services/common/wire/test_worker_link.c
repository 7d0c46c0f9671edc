/* One conversation of a worker with one broker, its seconds given by the test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "clk.h"
#include "router.h"
#include "wait_until.h"
#include "wire_context.h"
#include "worker_link.h"

enum { PATIENCE_MS = 30000 };

static struct router router;
static struct worker_link link;
static struct frames in;
static void *context;
static int64_t now_ms;

static int start(void **state)
{
    (void)state;
    router_open(&router);
    frames_init(&in);
    context = wire_context_hold();
    now_ms = 100000;
    worker_link_init(&link, router.bus.requests);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    worker_link_fini(&link);
    frames_clear(&in);
    wire_context_release();
    router_close(&router);
    return 0;
}

static void tick(int64_t ms)
{
    now_ms += ms;
    worker_link_tick(&link, context, &router.bus, "svc", now_ms);
}

static bool is_up(void *arg)
{
    (void)arg;
    tick(0);
    return link.state == LINK_UP;
}

static void come_up(void)
{
    assert_true(wait_until(is_up, NULL, PATIENCE_MS));
    assert_string_equal(router_recv(&router, PATIENCE_MS), "|MDPW01|\\x01|svc");
}

/* Receive what the broker has just sent. */
static enum link_news news(void)
{
    enum link_news got = LINK_NOTHING;
    int64_t end = clk_mono_ms() + PATIENCE_MS;
    while (got == LINK_NOTHING && clk_mono_ms() < end)
        got = worker_link_recv(&link, &in, now_ms);
    return got;
}

/* READY goes out as soon as there is a connection, once. */
static void test_ready(void **state)
{
    (void)state;
    assert_int_equal(link.state, LINK_DOWN);
    tick(0);
    assert_int_not_equal(link.state, LINK_DOWN);
    come_up();
    tick(10);
    assert_string_equal(router_recv(&router, 30), "");
}

/* MDP-14: a heartbeat each second without other traffic. */
static void test_heartbeats(void **state)
{
    (void)state;
    come_up();
    tick(999);
    assert_string_equal(router_recv(&router, 30), "");
    assert_int_equal(worker_link_wait(&link, now_ms), 1);
    tick(1);
    assert_string_equal(router_recv(&router, PATIENCE_MS), "|MDPW01|\\x04");
    tick(999);
    assert_string_equal(router_recv(&router, 30), "");
}

/* Three seconds without a word: the broker is dead, the socket is closed, a new one says READY
 * (MDP-09, MDP-14). */
static void test_silence(void **state)
{
    (void)state;
    come_up();
    struct router_mark before = router_mark(&router);
    router_send(&router, "|MDPW01|\4");
    assert_int_equal(news(), LINK_MESSAGE);
    tick(2999);
    assert_int_equal(link.state, LINK_UP);
    while (*router_recv(&router, 30)) /* heartbeats */
        continue;
    tick(1);
    assert_int_equal(link.state, LINK_DOWN);
    assert_int_equal(worker_link_wait(&link, now_ms), 100);
    tick(100);
    come_up();
    struct router_mark after = router_mark(&router);
    assert_memory_not_equal(before.id, after.id, before.id_len);
}

/* MDP-09 */
static void test_disconnect(void **state)
{
    (void)state;
    come_up();
    struct router_mark before = router_mark(&router);
    router_send(&router, "|MDPW01|\5");
    assert_int_equal(news(), LINK_MESSAGE);
    assert_int_equal(link.state, LINK_DOWN);
    assert_null(link.socket);
    tick(99);
    assert_int_equal(link.state, LINK_DOWN);
    tick(1);
    come_up();
    struct router_mark after = router_mark(&router);
    assert_memory_not_equal(before.id, after.id, before.id_len);
}

/* A broker that refuses again and again is asked less and less often; one that held for a while is
 * asked at once. */
static void test_back_off(void **state)
{
    (void)state;
    static const int64_t PAUSES[] = { 100, 200, 400, 800, 1600, 1600 };
    for (size_t i = 0; i < COUNT_OF(PAUSES); i++) {
        come_up();
        router_send(&router, "|MDPW01|\5");
        assert_int_equal(news(), LINK_MESSAGE);
        assert_int_equal(worker_link_wait(&link, now_ms), PAUSES[i]);
        tick(PAUSES[i]);
    }
    come_up();
    now_ms += 3000;
    router_send(&router, "|MDPW01|\5");
    assert_int_equal(news(), LINK_MESSAGE);
    assert_int_equal(worker_link_wait(&link, now_ms), 100);
}

/* A request, its reply, and that a reply counts as a sign of life. */
static void test_request_and_reply(void **state)
{
    (void)state;
    come_up();
    tick(900);
    router_send(&router, "|MDPW01|\2|client||body");
    assert_int_equal(news(), LINK_REQUEST);
    assert_true(frame_is(&in.at[LINK_CLIENT_FRAME], "client", 6));
    assert_true(frame_is(&in.at[LINK_BODY_FRAME], "body", 4));
    now_ms += 60000; /* long work: silent by right */
    assert_int_equal(worker_link_reply(&link, &in.at[LINK_CLIENT_FRAME], "yo", 2, now_ms), RC_OK);
    assert_string_equal(router_recv(&router, PATIENCE_MS), "|MDPW01|\\x03|client||yo");
    tick(999);
    assert_int_equal(link.state, LINK_UP);
    assert_string_equal(router_recv(&router, 30), "");
}

/* What is no message of a broker is dropped, and is no sign of life. */
static void test_nonsense(void **state)
{
    (void)state;
    static const char *const NONSENSE[] = {
        "x",           "|MDPC01|\2|client||body", "|MDPW02|\2|client||body",
        "|MDPW01",     "|MDPW01|\1|svc",          "|MDPW01|\7",
        "|MDPW01|\4\4"
    };
    static const char *const HALF[] = { "|MDPW01|\2", "|MDPW01|\2|client|",
                                        "|MDPW01|\2|client|x|body" };
    come_up();
    tick(500);
    for (size_t i = 0; i < COUNT_OF(NONSENSE); i++) {
        router_send(&router, NONSENSE[i]);
        assert_int_equal(news(), LINK_MESSAGE);
    }
    assert_int_equal(link.heard_ms, now_ms - 500);
    for (size_t i = 0; i < COUNT_OF(HALF); i++) {
        router_send(&router, HALF[i]);
        assert_int_equal(news(), LINK_MESSAGE);
    }
    assert_int_equal(link.state, LINK_UP);
}

static void test_reply_without_a_link(void **state)
{
    (void)state;
    zmq_msg_t client;
    zmq_msg_init(&client);
    assert_int_equal(worker_link_reply(&link, &client, "x", 1, now_ms), RC_UNAVAILABLE);
    assert_int_equal(worker_link_recv(&link, &in, now_ms), LINK_NOTHING);
    zmq_msg_close(&client);
}

/* An orderly end says goodbye. */
static void test_goodbye(void **state)
{
    (void)state;
    come_up();
    worker_link_fini(&link);
    assert_string_equal(router_recv(&router, PATIENCE_MS), "|MDPW01|\\x05");
}

#define ON_LINK(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_LINK(test_ready),    ON_LINK(test_heartbeats),
        ON_LINK(test_silence),  ON_LINK(test_disconnect),
        ON_LINK(test_back_off), ON_LINK(test_request_and_reply),
        ON_LINK(test_nonsense), ON_LINK(test_reply_without_a_link),
        ON_LINK(test_goodbye),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
