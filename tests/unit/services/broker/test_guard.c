#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <zmq.h>

#include "clk.h"
#include "guard.h"
#include "server_socket.h"
#include "temp_keys.h"
#include "wire_context.h"

enum { PATIENCE_MS = 30000 };

static const char *const NAMES[] = { "broker", "gateway", NULL };

static struct temp_keys keys;
static struct bus_conf gateway;
static guard_t *guard;
static void *context, *server;
static int64_t now_ms;

static int start(void **state)
{
    struct problem problem = { 0 };
    (void)state;
    temp_keys_make(&keys, NAMES);
    gateway = (struct bus_conf){ .curve = false };
    temp_keys_use(&keys, "gateway", &gateway);
    context = wire_context_hold();
    now_ms = 1000;
    if (guard_open(context, keys.dir, &guard, &problem) != RC_OK)
        return 1;
    server = server_socket_new(context, WIRE_BROKER, guard);
    return server_socket_bind(server, "tcp://127.0.0.1:*", gateway.requests, &problem) != RC_OK;
}

static int stop(void **state)
{
    (void)state;
    server_socket_close(server, guard);
    guard_close(&guard);
    wire_context_release();
    temp_keys_remove(&keys);
    return 0;
}

static void *connect_as(const struct bus_conf *bus)
{
    struct problem problem = { 0 };
    void *socket = wire_socket_new(context, WIRE_CLIENT);
    assert_int_equal(wire_socket_join(socket, bus, &problem), RC_OK);
    assert_int_equal(wire_socket_connect(socket, gateway.requests, &problem), RC_OK);
    return socket;
}

/* Serve until the counter picked by `pick` has moved or time is up; sums up the news. */
static struct guard_news serve_for(int64_t wait_ms)
{
    struct guard_news sum = { .change = KEYRING_SAME };
    int64_t end = clk_mono_ms() + wait_ms;
    do {
        struct guard_news news = guard_serve(guard, now_ms);
        sum.change = news.change > sum.change ? news.change : sum.change;
        sum.accepted += news.accepted;
        sum.refused += news.refused;
        sum.failed_auth += news.failed_auth;
        sum.failed_protocol += news.failed_protocol;
        sum.failed_other += news.failed_other;
        clk_pause_ms(1);
    } while (clk_mono_ms() < end &&
             sum.accepted + sum.failed_auth + sum.failed_protocol + sum.failed_other == 0);
    return sum;
}

static void test_caller_of_a_message(void **state)
{
    (void)state;
    struct frames in;
    struct caller caller = { .name = "as before" };
    frames_init(&in);
    void *client = connect_as(&gateway);
    assert_int_equal(serve_for(PATIENCE_MS).accepted, 1);
    int64_t end = clk_mono_ms() + PATIENCE_MS;
    while (zmq_send(client, "x", 1, ZMQ_DONTWAIT) < 0 && clk_mono_ms() < end)
        continue;
    while (frames_recv(&in, server) != RC_OK && clk_mono_ms() < end)
        continue;
    assert_true(guard_caller(guard, &in, &caller));
    assert_string_equal(caller.name, "gateway");
    assert_string_equal(caller.key, gateway.public_key);
    assert_true(guard_knows(guard, caller.key));
    /* The same message once its key is taken away: looked at once a second. */
    temp_keys_revoke(&keys, "gateway");
    now_ms += 999;
    assert_int_equal(guard_serve(guard, now_ms).change, KEYRING_SAME);
    now_ms += 1;
    assert_int_equal(guard_serve(guard, now_ms).change, KEYRING_REVOKED);
    assert_false(guard_caller(guard, &in, &caller));
    assert_false(guard_knows(guard, gateway.public_key));
    frames_clear(&in);
    frames_add(&in, "id", 2);
    assert_false(guard_caller(guard, &in, &caller)); /* nothing that could say who */
    frames_add(&in, "x", 1);
    assert_false(guard_caller(guard, &in, &caller)); /* not from a connection at all */
    frames_clear(&in);
    zmq_close(client);
}

/* ZAP-09: each kind of failed handshake is counted. */
static void test_failed_handshakes(void **state)
{
    (void)state;
    struct bus_conf stranger = gateway;
    zmq_curve_keypair(stranger.public_key, stranger.secret_key);
    void *client = connect_as(&stranger);
    struct guard_news news = serve_for(PATIENCE_MS);
    assert_int_equal(news.refused, 1);
    assert_true(news.failed_auth > 0);
    zmq_close(client);
    struct bus_conf null = { .curve = false };
    client = connect_as(&null);
    news = serve_for(PATIENCE_MS);
    assert_true(news.failed_protocol > 0);
    zmq_close(client);
}

static void test_sockets(void **state)
{
    (void)state;
    void *sockets[GUARD_SOCKETS];
    assert_int_equal(guard_sockets(guard, sockets), 2);
    guard_unwatch(guard, server);
    assert_int_equal(guard_sockets(guard, sockets), 1);
    guard_unwatch(guard, server); /* not watched any more: nothing */
    guard_watch(guard, server);
    assert_int_equal(guard_sockets(guard, sockets), 2);
    assert_int_equal(strlen(guard_secret(guard)), 40);
}

static void test_bad_folders(void **state)
{
    (void)state;
    struct problem problem = { 0 };
    guard_t *other = NULL;
    assert_int_equal(guard_open(context, "/nonexistent", &other, &problem), RC_NOT_FOUND);
    assert_null(other);
    problem_clear(&problem);
    assert_int_equal(guard_open(context, keys.dir, &other, &problem), RC_CONFLICT); /* ZAP-01 */
    assert_null(other);
}

#define WITH_GUARD(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_GUARD(test_caller_of_a_message),
        WITH_GUARD(test_failed_handshakes),
        WITH_GUARD(test_sockets),
        WITH_GUARD(test_bad_folders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
