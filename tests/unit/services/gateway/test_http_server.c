/* Caps and eviction: what a flood of connections can and cannot do (FI-16). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <sys/resource.h>

#include <cmocka.h>

#include "clk.h"
#include "http_server.h"
#include "loop_client.h"

#define GET(path) "GET " path " HTTP/1.1\r\nHost: localhost\r\n\r\n"

enum { FLOOD = 60 };

struct fixture {
    struct event_base *base;
    http_server_t *server;
    struct http_exchange *held[FLOOD]; /* of /hold */
    size_t held_count;
};

static void on_head(void *arg, struct http_exchange *x)
{
    (void)arg, (void)x;
}

static void reply(struct http_exchange *x)
{
    struct http_reply reply;
    http_reply_init(&reply, 200, HTTP_TYPE_TEXT);
    http_exchange_reply(&x, &reply);
}

static void on_body(void *arg, struct http_exchange *x, const char *body, size_t len)
{
    struct fixture *self = arg;
    (void)body, (void)len;
    if (strcmp(http_parser_target(x->head), "/hold") == 0)
        self->held[self->held_count++] = x;
    else
        reply(x);
}

static void on_reply(void *arg, const struct http_exchange *x, int status)
{
    (void)arg, (void)x, (void)status;
}

static void start(struct fixture *self, int64_t max_conns, int64_t max_peer)
{
    const struct http_app app = { self, on_head, on_body, on_reply };
    const struct http_limits limits = { .head_ms = 5000,
                                        .body_ms = 5000,
                                        .idle_ms = 5000,
                                        .write_ms = 5000,
                                        .linger_ms = 500,
                                        .max_conns = max_conns,
                                        .max_peer = max_peer,
                                        .max_queued = 1 << 20 };
    struct problem problem = { .rc = RC_OK };
    *self = (struct fixture){ .base = event_base_new() };
    self->server = http_server_new(self->base, &limits, &app, false);
    assert_int_equal(http_server_listen(self->server, "127.0.0.1:0", &problem), RC_OK);
}

static void stop(struct fixture *self)
{
    http_server_destroy(&self->server);
    for (size_t i = 0; i < self->held_count; i++)
        reply(self->held[i]);
    event_base_free(self->base);
}

static void turn(struct fixture *self, int times)
{
    for (int i = 0; i < times; i++)
        event_base_loop(self->base, EVLOOP_NONBLOCK);
}

static void open_many(struct fixture *self, struct loop_client *clients, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        loop_client_open(&clients[i], self->base, http_server_address(self->server));
        turn(self, 2);
    }
}

static void close_many(struct loop_client *clients, size_t count)
{
    for (size_t i = 0; i < count; i++)
        loop_client_close(&clients[i]);
}

/* Silent connections beyond the cap push each other out; a client that asks is served at once. */
static void flood(int64_t max_conns, int64_t max_peer)
{
    struct fixture f;
    struct loop_client silent[FLOOD];
    struct loop_client legit;
    start(&f, max_conns, max_peer);
    open_many(&f, silent, FLOOD);
    assert_int_equal(http_server_stats(f.server)->connections, 10);
    assert_int_equal(http_server_stats(f.server)->evicted, FLOOD - 10);
    loop_client_open(&legit, f.base, http_server_address(f.server));
    int64_t begin = clk_mono_ms();
    assert_int_equal(loop_client_ask(&legit, GET("/")), 200);
    assert_in_range(clk_mono_ms() - begin, 0, 10000); /* not when a deadline frees a place */
    assert_int_equal(http_server_stats(f.server)->refused, 0);
    loop_client_turn(&silent[0]);
    assert_true(silent[0].closed); /* the oldest went first */
    loop_client_turn(&silent[FLOOD - 1]);
    assert_false(silent[FLOOD - 1].closed);
    close_many(silent, FLOOD);
    loop_client_close(&legit);
    stop(&f);
}

static void test_flood_of_all(void **state)
{
    (void)state;
    flood(10, 1000);
}

static void test_flood_of_one_peer(void **state)
{
    (void)state;
    flood(1000, 10);
}

/* Connections being answered are never cut for new ones: those are told to come back. */
static void test_busy_is_not_evicted(void **state)
{
    struct fixture f;
    struct loop_client busy[5];
    struct loop_client late;
    (void)state;
    start(&f, 5, 5);
    open_many(&f, busy, 5);
    for (size_t i = 0; i < 5; i++)
        assert_true(loop_client_send(&busy[i], GET("/hold")));
    turn(&f, 10);
    assert_int_equal(f.held_count, 5);
    loop_client_open(&late, f.base, http_server_address(f.server));
    assert_true(loop_client_expect(&late, "HTTP/1.1 503 ", 60000));
    assert_true(loop_client_expect(&late, "\r\nRetry-After: 1\r\n", 60000));
    assert_true(loop_client_expect(&late, "\r\nX-Content-Type-Options: nosniff\r\n", 60000));
    assert_true(loop_client_ends(&late, 60000));
    assert_int_equal(http_server_stats(f.server)->refused, 1);
    assert_int_equal(http_server_stats(f.server)->evicted, 0);
    loop_client_close(&late);
    /* room again */
    while (f.held_count > 0)
        reply(f.held[--f.held_count]);
    assert_true(loop_client_expect(&busy[0], "200 OK", 60000));
    turn(&f, 10);
    loop_client_open(&late, f.base, http_server_address(f.server));
    assert_int_equal(loop_client_ask(&late, GET("/")), 200);
    loop_client_close(&late);
    close_many(busy, 5);
    stop(&f);
}

/* With few descriptors the cap is lowered, so that a flood meets the cap and not EMFILE. */
static void test_descriptors(void **state)
{
    struct rlimit before;
    struct rlimit few;
    struct fixture f;
    struct loop_client silent[FLOOD / 4];
    (void)state;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    few = before;
    few.rlim_cur = 48 + 8;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    start(&f, 1000, 1000);
    open_many(&f, silent, COUNT_OF(silent));
    assert_int_equal(http_server_stats(f.server)->connections, 8);
    close_many(silent, COUNT_OF(silent));
    stop(&f);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
}

/* Out of descriptors all the same: accepting pauses instead of spinning, the longest waiting goes,
 * and service comes back. */
static void test_no_descriptor_left(void **state)
{
    struct rlimit before;
    struct rlimit few;
    struct fixture f;
    struct loop_client first;
    struct loop_client second;
    (void)state;
    start(&f, 1000, 1000);
    loop_client_open(&first, f.base, http_server_address(f.server));
    turn(&f, 5);
    assert_int_equal(http_server_stats(f.server)->connections, 1);
    loop_client_open(&second, f.base, http_server_address(f.server));
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    few = before;
    few.rlim_cur = 3; /* every number above is refused to accept() */
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    turn(&f, 1000);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_int_equal(http_server_stats(f.server)->evicted, 1);
    assert_int_equal(loop_client_ask(&second, GET("/")), 200);
    loop_client_close(&first);
    loop_client_close(&second);
    stop(&f);
}

static void test_drain_refuses_new(void **state)
{
    struct fixture f;
    struct loop_client c;
    (void)state;
    start(&f, 10, 10);
    assert_false(http_server_draining(f.server));
    open_many(&f, &c, 1);
    http_server_drain(f.server);
    assert_true(http_server_draining(f.server));
    assert_true(loop_client_ends(&c, 60000));
    loop_client_close(&c);
    stop(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_flood_of_all),        cmocka_unit_test(test_flood_of_one_peer),
        cmocka_unit_test(test_busy_is_not_evicted), cmocka_unit_test(test_descriptors),
        cmocka_unit_test(test_no_descriptor_left),  cmocka_unit_test(test_drain_refuses_new),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
