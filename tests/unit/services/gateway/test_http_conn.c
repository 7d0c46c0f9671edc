/* Connections: keep-alive, bodies, deadlines, slow and leaving clients, endless responses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <sys/socket.h>

#include <cmocka.h>

#include "clk.h"
#include "conn_app.h"

#define HOST      "Host: localhost\r\n"
#define GET(path) "GET " path " HTTP/1.1\r\n" HOST "\r\n"

static const char *body_of(const struct loop_client *client)
{
    const char *body = strstr(client->bytes, "\r\n\r\n");
    return body ? body + 4 : "";
}

static void test_keep_alive(void **state)
{
    struct conn_app f;
    struct loop_client c;
    (void)state;
    conn_app_start(&f, conn_app_limits());
    conn_app_connect(&f, &c);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(loop_client_ask(&c, GET("/a")), 200);
        assert_string_equal(body_of(&c), "/a");
    }
    assert_int_equal(http_server_stats(f.server)->accepted, 1);
    assert_int_equal(f.replies, 20);
    loop_client_close(&c);
    conn_app_stop(&f);
}

static void test_bodies(void **state)
{
    struct conn_app f;
    struct loop_client c;
    (void)state;
    conn_app_start(&f, conn_app_limits());
    conn_app_connect(&f, &c);
    assert_int_equal(
        loop_client_ask(&c, "POST /x HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nhello"), 200);
    assert_string_equal(body_of(&c), "hello");
    assert_int_equal(loop_client_ask(&c, "POST /x HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n"),
                     200);
    assert_string_equal(body_of(&c), "/x");
    /* the body in single bytes, and what follows it is the next request */
    loop_client_forget(&c);
    static const char TWO[] =
        "POST /x HTTP/1.1\r\n" HOST "Content-Length: 7\r\n\r\nGET / H" GET("/next");
    for (size_t i = 0; i < sizeof(TWO) - 1; i++)
        assert_true(loop_client_bytes(&c, TWO + i, 1));
    assert_true(loop_client_expect(&c, "/next", 60000));
    assert_non_null(strstr(c.bytes, "\r\n\r\nGET / HHTTP/1.1 200 OK"));
    loop_client_close(&c);
    conn_app_stop(&f);
}

/* What a client sends ahead is answered in order, one at a time. */
static void test_pipelining(void **state)
{
    struct conn_app f;
    struct loop_client c;
    (void)state;
    conn_app_start(&f, conn_app_limits());
    conn_app_connect(&f, &c);
    assert_true(loop_client_send(&c, GET("/1") "\r\n" GET("/slow") GET("/3")));
    assert_true(loop_client_expect(&c, "/1", 60000));
    for (int i = 0; i < 20; i++)
        loop_client_turn(&c);
    assert_null(strstr(c.bytes, "/3"));
    assert_non_null(f.waiting);
    conn_app_reply(f.waiting, "done");
    assert_true(loop_client_expect(&c, "/3", 60000));
    assert_true(strstr(c.bytes, "done") < strstr(c.bytes, "/3"));
    loop_client_close(&c);
    conn_app_stop(&f);
}

/* A client that sends and never reads: what it sends ahead is not collected, what it is owed is
 * bounded, and without progress for write_ms it is cut. */
static void test_pipelining_without_reading(void **state)
{
    struct http_limits limits = conn_app_limits();
    struct conn_app f;
    struct loop_client c;
    int64_t end = clk_mono_ms() + 120000;
    (void)state;
    limits.write_ms = 200;
    conn_app_start(&f, limits);
    conn_app_connect(&f, &c);
    loop_client_turn(&c);
    do {
        for (int i = 0; i < 100; i++)
            (void)!send(c.fd, GET("/a"), sizeof(GET("/a")) - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
        event_base_loop(f.base, EVLOOP_NONBLOCK);
        assert_true(http_server_stats(f.server)->queued < 4096);
    } while (http_server_stats(f.server)->connections > 0 && clk_mono_ms() < end);
    assert_true(f.replies > 0);
    assert_int_equal(http_server_stats(f.server)->connections, 0);
    assert_int_equal(http_server_stats(f.server)->timed_out, 1);
    loop_client_close(&c);
    conn_app_stop(&f);
}

static void test_closes_when_asked(void **state)
{
    static const char *const ASKS[] = {
        "GET / HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n",
        "GET / HTTP/1.0\r\n" HOST "\r\n",
        "GET / HTTP/1.0\r\n" HOST "Connection: keep-alive\r\n\r\n",
    };
    struct conn_app f;
    (void)state;
    conn_app_start(&f, conn_app_limits());
    for (size_t i = 0; i < COUNT_OF(ASKS); i++) {
        struct loop_client c;
        conn_app_connect(&f, &c);
        assert_int_equal(loop_client_ask(&c, ASKS[i]), 200);
        assert_non_null(strstr(c.bytes, "\r\nConnection: close\r\n"));
        assert_true(loop_client_ends(&c, 60000));
        assert_false(c.reset);
        loop_client_close(&c);
    }
    conn_app_stop(&f);
}

/* A refused head or body ends the connection: nothing after it is taken for a request. */
static void test_refusals_close(void **state)
{
    static const struct {
        const char *bytes;
        int status;
    } ASKS[] = {
        { "POST / HTTP/1.1\r\n" HOST
          "Content-Length: 3\r\nContent-Length: 30\r\n\r\nabc" GET("/evil"),
          400 },
        { "POST / HTTP/1.1\r\n" HOST "Content-Length : 3\r\n\r\nabc" GET("/evil"), 400 },
        { "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" GET("/evil"),
          501 },
        { "GET / HTTP/1.1\n" HOST "\n" GET("/evil"), 400 },
        { "POST / HTTP/1.1\r\n" HOST "Content-Length: 1001\r\n\r\nabc" GET("/evil"), 413 },
        { "GET / HTTP/3.0\r\n" HOST "\r\n" GET("/evil"), 505 },
    };
    struct conn_app f;
    (void)state;
    conn_app_start(&f, conn_app_limits());
    for (size_t i = 0; i < COUNT_OF(ASKS); i++) {
        struct loop_client c;
        conn_app_connect(&f, &c);
        assert_int_equal(loop_client_ask(&c, ASKS[i].bytes), ASKS[i].status);
        assert_non_null(strstr(c.bytes, "\r\nConnection: close\r\n"));
        assert_non_null(strstr(c.bytes, "application/problem+json"));
        assert_true(loop_client_ends(&c, 60000));
        assert_null(strstr(c.bytes, "200 OK"));
        assert_false(c.reset);
        loop_client_close(&c);
    }
    assert_int_equal(f.last_status, 505);
    conn_app_stop(&f);
}

static void test_continue(void **state)
{
    struct conn_app f;
    struct loop_client c;
    (void)state;
    conn_app_start(&f, conn_app_limits());
    conn_app_connect(&f, &c);
    assert_true(loop_client_send(&c, "POST / HTTP/1.1\r\n" HOST
                                     "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n"));
    assert_true(loop_client_expect(&c, "HTTP/1.1 100 Continue\r\n\r\n", 60000));
    assert_int_equal(loop_client_ask(&c, "ok"), 200);
    assert_string_equal(body_of(&c), "ok");
    /* refused before the body: no 100 */
    assert_int_equal(loop_client_ask(&c, "POST / HTTP/1.1\r\n" HOST
                                         "Expect: 100-continue\r\nContent-Length: 9999\r\n\r\n"),
                     413);
    assert_null(strstr(c.bytes, "100 Continue"));
    loop_client_close(&c);
    conn_app_stop(&f);
}

static void test_head_has_no_body(void **state)
{
    struct conn_app f;
    struct loop_client c;
    (void)state;
    conn_app_start(&f, conn_app_limits());
    conn_app_connect(&f, &c);
    assert_int_equal(loop_client_ask(&c, "HEAD /abc HTTP/1.1\r\n" HOST "\r\n"), 200);
    assert_non_null(strstr(c.bytes, "\r\nContent-Length: 4\r\n"));
    assert_string_equal(body_of(&c), "");
    assert_int_equal(loop_client_ask(&c, "HEAD /big HTTP/1.1\r\n" HOST "\r\n"), 200);
    assert_string_equal(body_of(&c), "");
    assert_int_equal(f.sources_open, 0);
    assert_int_equal(loop_client_ask(&c, GET("/x")), 200);
    loop_client_close(&c);
    conn_app_stop(&f);
}

/* How long a client lives that sends `first` and then one byte each `gap_ms`; what it got is in
 * `c`. */
static int64_t drip(struct conn_app *f, struct loop_client *c, const char *first, int64_t gap_ms)
{
    int64_t begin = clk_mono_ms();
    int64_t next = begin;
    conn_app_connect(f, c);
    (void)loop_client_send(c, first);
    while (!c->closed && clk_mono_ms() - begin < 5000) {
        loop_client_turn(c);
        if (clk_mono_ms() >= next) {
            (void)!send(c->fd, "a", 1, MSG_DONTWAIT | MSG_NOSIGNAL);
            next = clk_mono_ms() + gap_ms;
        }
    }
    return clk_mono_ms() - begin;
}

/* Deadlines are absolute: a byte now and then does not move them (4.1: evhttp lived on for ever).
 */
static void test_drips_are_cut(void **state)
{
    static const struct {
        const char *name;
        const char *first;
    } DRIPS[] = {
        { "request line", "GE" },
        { "header", "GET / HTTP/1.1\r\n" HOST "X: " },
        { "body", "POST / HTTP/1.1\r\n" HOST "Content-Length: 900\r\n\r\n" },
        { "second request", GET("/") "GET / HTTP/1.1\r\nX: " },
    };
    struct http_limits limits = conn_app_limits();
    struct conn_app f;
    (void)state;
    limits.head_ms = limits.body_ms = 250;
    conn_app_start(&f, limits);
    for (size_t i = 0; i < COUNT_OF(DRIPS); i++) {
        struct loop_client c;
        int64_t lived = drip(&f, &c, DRIPS[i].first, 20);
        if (lived < 200 || lived > 1200)
            fail_msg("%s: lived %d ms", DRIPS[i].name, (int)lived);
        if (!strstr(c.bytes, "HTTP/1.1 408 "))
            fail_msg("%s: no 408", DRIPS[i].name);
        loop_client_close(&c);
    }
    assert_int_equal(http_server_stats(f.server)->timed_out, COUNT_OF(DRIPS));
    conn_app_stop(&f);
}

static void test_silence_is_cut(void **state)
{
    struct http_limits limits = conn_app_limits();
    struct conn_app f;
    struct loop_client never;
    struct loop_client once;
    (void)state;
    limits.head_ms = 200;
    limits.idle_ms = 200;
    conn_app_start(&f, limits);
    conn_app_connect(&f, &never);
    conn_app_connect(&f, &once);
    assert_int_equal(loop_client_ask(&once, GET("/")), 200);
    assert_true(loop_client_ends(&never, 60000));
    assert_true(loop_client_ends(&once, 60000));
    assert_int_equal(never.len, 0); /* nothing was asked, nothing is said */
    assert_int_equal(http_server_stats(f.server)->connections, 0);
    loop_client_close(&never);
    loop_client_close(&once);
    conn_app_stop(&f);
}

/* The deadline of a head does not run while the application answers. */
static void test_answers_may_take_time(void **state)
{
    struct http_limits limits = conn_app_limits();
    struct conn_app f;
    struct loop_client c;
    (void)state;
    limits.head_ms = limits.idle_ms = 100;
    conn_app_start(&f, limits);
    conn_app_connect(&f, &c);
    assert_true(loop_client_send(&c, GET("/slow")));
    assert_false(loop_client_ends(&c, 400));
    conn_app_reply(f.waiting, "late");
    assert_true(loop_client_expect(&c, "late", 60000));
    loop_client_close(&c);
    conn_app_stop(&f);
}

/* The client leaves while its request is being answered: the answer goes nowhere, and harms nobody.
 */
static void test_client_gone(void **state)
{
    struct conn_app f;
    struct loop_client c;
    struct loop_client other;
    (void)state;
    conn_app_start(&f, conn_app_limits());
    conn_app_connect(&f, &c);
    conn_app_connect(&f, &other);
    assert_true(loop_client_send(&c, GET("/slow")));
    while (!f.waiting)
        loop_client_turn(&c);
    loop_client_close(&c);
    assert_int_equal(loop_client_ask(&other, GET("/")), 200);
    conn_app_reply(f.waiting, "late");
    assert_int_equal(loop_client_ask(&other, GET("/")), 200);
    loop_client_close(&other);
    conn_app_stop(&f);
}

/* Server and exchange may end in any order. */
static void test_server_gone(void **state)
{
    struct conn_app f;
    struct loop_client c;
    (void)state;
    conn_app_start(&f, conn_app_limits());
    conn_app_connect(&f, &c);
    assert_true(loop_client_send(&c, GET("/slow")));
    while (!f.waiting)
        loop_client_turn(&c);
    http_server_destroy(&f.server);
    assert_int_equal(f.last_status, 499);
    assert_null(f.waiting->conn);
    conn_app_reply(f.waiting, "late");
    loop_client_close(&c);
    conn_app_stop(&f);
}

static void test_big_source(void **state)
{
    struct conn_app f;
    struct loop_client c;
    (void)state;
    conn_app_start(&f, conn_app_limits());
    conn_app_connect(&f, &c);
    assert_int_equal(loop_client_ask(&c, GET("/big")), 200);
    assert_int_equal(c.len - (size_t)(body_of(&c) - c.bytes), CONN_APP_BIG);
    assert_int_equal(f.sources_open, 0);
    assert_int_equal(loop_client_ask(&c, GET("/x")), 200);
    loop_client_close(&c);
    conn_app_stop(&f);
}

/* A reader that does not read costs a bounded buffer, and is cut when it makes no progress (FI-15).
 */
static void test_slow_reader(void **state)
{
    struct http_limits limits = conn_app_limits();
    struct conn_app f;
    struct loop_client c;
    int small = 4096;
    (void)state;
    limits.write_ms = 300;
    conn_app_start(&f, limits);
    conn_app_connect(&f, &c);
    setsockopt(c.fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
    assert_true(loop_client_send(&c, GET("/big")));
    int64_t begin = clk_mono_ms();
    while (http_server_stats(f.server)->connections > 0 && clk_mono_ms() - begin < 5000) {
        event_base_loop(f.base, EVLOOP_NONBLOCK);
        if (f.source)
            assert_true(CONN_APP_BIG - f.source->left < CONN_APP_BIG); /* it never got to the end */
    }
    assert_int_equal(http_server_stats(f.server)->connections, 0);
    assert_int_equal(f.sources_open, 0);
    loop_client_close(&c);
    conn_app_stop(&f);
}

/* A body that cannot be completed is cut, so that nobody takes it for whole. */
static void test_broken_source(void **state)
{
    struct conn_app f;
    struct loop_client c;
    (void)state;
    conn_app_start(&f, conn_app_limits());
    conn_app_connect(&f, &c);
    assert_true(loop_client_send(&c, GET("/stream")));
    assert_true(loop_client_expect(&c, "\r\n\r\n", 60000));
    f.source->broken = true;
    http_conn_wake(f.source->conn);
    assert_true(loop_client_ends(&c, 60000));
    assert_int_equal(f.sources_open, 0);
    loop_client_close(&c);
    conn_app_stop(&f);
}

/* An endless response outlives every deadline but that of progress, and ends when its client
 * leaves. */
static void test_endless(void **state)
{
    struct http_limits limits = conn_app_limits();
    struct conn_app f;
    struct loop_client c;
    (void)state;
    limits.head_ms = limits.idle_ms = limits.write_ms = 150;
    conn_app_start(&f, limits);
    conn_app_connect(&f, &c);
    assert_true(loop_client_send(&c, GET("/stream")));
    assert_true(loop_client_expect(&c, "\r\n\r\n", 60000));
    assert_null(strstr(c.bytes, "Content-Length"));
    assert_non_null(strstr(c.bytes, "\r\nConnection: close\r\n"));
    assert_false(loop_client_ends(&c, 500));
    size_t before = c.len;
    f.source->left = 10;
    http_conn_wake(f.source->conn);
    int64_t end = clk_mono_ms() + 120000;
    while (c.len < before + 10 && clk_mono_ms() < end)
        loop_client_turn(&c);
    assert_int_equal(c.len, before + 10);
    loop_client_close(&c);
    while (f.sources_open > 0 && clk_mono_ms() < end)
        event_base_loop(f.base, EVLOOP_NONBLOCK);
    assert_int_equal(f.sources_open, 0);
    conn_app_stop(&f);
}

static void test_drain(void **state)
{
    struct conn_app f;
    struct loop_client idle;
    struct loop_client busy;
    struct loop_client stream;
    (void)state;
    conn_app_start(&f, conn_app_limits());
    conn_app_connect(&f, &idle);
    conn_app_connect(&f, &busy);
    conn_app_connect(&f, &stream);
    assert_int_equal(loop_client_ask(&idle, GET("/")), 200);
    assert_true(loop_client_send(&stream, GET("/stream")));
    assert_true(loop_client_expect(&stream, "\r\n\r\n", 60000));
    assert_true(loop_client_send(&busy, GET("/slow")));
    while (!f.waiting)
        loop_client_turn(&busy);
    http_server_drain(f.server);
    assert_true(loop_client_ends(&idle, 60000));
    assert_true(loop_client_ends(&stream, 60000));
    assert_false(loop_client_ends(&busy, 100));
    conn_app_reply(f.waiting, "done");
    assert_true(loop_client_ends(&busy, 60000));
    assert_non_null(strstr(busy.bytes, "done"));
    assert_non_null(strstr(busy.bytes, "\r\nConnection: close\r\n"));
    loop_client_close(&idle);
    loop_client_close(&busy);
    loop_client_close(&stream);
    int64_t end = clk_mono_ms() + 120000;
    while (http_server_stats(f.server)->connections > 0 && clk_mono_ms() < end)
        event_base_loop(f.base, EVLOOP_NONBLOCK);
    assert_int_equal(http_server_stats(f.server)->connections, 0);
    conn_app_stop(&f);
}

static void test_language(void **state)
{
    static const struct {
        const char *request;
        const char *title;
    } ASKS[] = {
        { "GET / HTTP/1.1\r\nAccept-Language: en-GB, zh\r\n\r\n", "Invalid Host header" },
        { "GET / HTTP/1.1\r\nAccept-Language: zh-CN\r\n\r\n", "Host \xe8\xaf\xb7" },
        { "GET / HTTP/1.1\r\n\r\n", "Host \xe8\xaf\xb7" },
    };
    struct conn_app f;
    (void)state;
    conn_app_start(&f, conn_app_limits());
    for (size_t i = 0; i < COUNT_OF(ASKS); i++) {
        struct loop_client c;
        conn_app_connect(&f, &c);
        assert_int_equal(loop_client_ask(&c, ASKS[i].request), 400);
        assert_non_null(strstr(c.bytes, ASKS[i].title));
        loop_client_close(&c);
    }
    conn_app_stop(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keep_alive),
        cmocka_unit_test(test_bodies),
        cmocka_unit_test(test_pipelining),
        cmocka_unit_test(test_pipelining_without_reading),
        cmocka_unit_test(test_closes_when_asked),
        cmocka_unit_test(test_refusals_close),
        cmocka_unit_test(test_continue),
        cmocka_unit_test(test_head_has_no_body),
        cmocka_unit_test(test_drips_are_cut),
        cmocka_unit_test(test_silence_is_cut),
        cmocka_unit_test(test_answers_may_take_time),
        cmocka_unit_test(test_client_gone),
        cmocka_unit_test(test_server_gone),
        cmocka_unit_test(test_big_source),
        cmocka_unit_test(test_slow_reader),
        cmocka_unit_test(test_broken_source),
        cmocka_unit_test(test_endless),
        cmocka_unit_test(test_drain),
        cmocka_unit_test(test_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
