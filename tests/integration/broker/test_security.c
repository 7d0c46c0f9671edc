/* CURVE and ZAP against the real broker (reliability.md 1.6). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "attr.h"
#include "clk.h"
#include "echo_worker.h"
#include "event_bus.h"
#include "mdp_client.h"
#include "raw_peer.h"
#include "raw_tcp.h"
#include "temp_broker.h"
#include "temp_keys.h"
#include "wait_until.h"
#include "wire_context.h"

enum { PATIENCE_MS = 30000, REFUSED_MS = 400 };

static struct temp_broker broker;
static struct temp_keys keys;
static struct bus_conf gateway; /* the bus as the gateway's process sees it */

static int start(void **state)
{
    static const char *const NAMES[] = { "broker", "gateway", "cli", "sla", "report", NULL };
    (void)state;
    temp_keys_make(&keys, NAMES);
    const char *const args[] = { "--keys", keys.dir, NULL };
    temp_broker_start(&broker, args);
    gateway = broker.bus;
    temp_keys_use(&keys, "gateway", &gateway);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    int code = temp_broker_stop(&broker);
    temp_keys_remove(&keys);
    return code;
}

static struct bus_conf bus_of(const char *name)
{
    struct bus_conf bus = broker.bus;
    temp_keys_use(&keys, name, &bus);
    return bus;
}

static json_t *stats(void)
{
    struct problem problem = { 0 };
    json_t *result = NULL;
    mdp_client_t *client = mdp_client_new(&gateway);
    rc_t rc = mdp_client_ask(client, "mlps.broker", "stats", NULL, NULL, &result, &problem);
    mdp_client_destroy(&client);
    assert_string_equal(problem.text, "");
    assert_int_equal(rc, RC_OK);
    return result;
}

static int64_t stat_of(const char *name)
{
    json_t *all = stats();
    int64_t value = json_integer_value(json_object_get(all, name));
    json_decref(all);
    return value;
}

struct counter {
    const char *name;
    int64_t least;
};

static bool has_reached(void *arg)
{
    const struct counter *self = arg;
    return stat_of(self->name) >= self->least;
}

static void wait_counter(const char *name, int64_t least)
{
    struct counter want = { name, least };
    if (!wait_until(has_reached, &want, PATIENCE_MS))
        fail_msg("%s does not reach %d", name, (int)least);
}

/* DEALER with the keys of `bus`, and, when wanted, a routing id. */
static void *dealer_of(const struct bus_conf *bus, const char *routing_id)
{
    int linger = 0;
    void *socket = zmq_socket(wire_context_hold(), ZMQ_DEALER);
    zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof(linger));
    if (routing_id)
        zmq_setsockopt(socket, ZMQ_ROUTING_ID, routing_id, strlen(routing_id));
    zmq_setsockopt(socket, ZMQ_CURVE_SERVERKEY, bus->server_key, BUS_KEY_TEXT);
    zmq_setsockopt(socket, ZMQ_CURVE_PUBLICKEY, bus->public_key, BUS_KEY_TEXT);
    zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, bus->secret_key, BUS_KEY_TEXT);
    zmq_connect(socket, bus->requests);
    return socket;
}

static bool answers(void *socket, int64_t wait_ms)
{
    struct frames in;
    struct frames out;
    frames_init(&in);
    frames_init(&out);
    frames_add(&out, "", 0);
    frames_add(&out, "MDPC01", 6);
    frames_add(&out, "mmi.service", 11);
    frames_add(&out, "x", 1);
    rc_t rc = frames_send(&out, socket);
    bool good =
        rc == RC_OK && raw_recv(socket, &in, wait_ms) && raw_is(&in, "|MDPC01|mmi.service|404");
    frames_clear(&in);
    return good;
}

/* The caller's name is that of its key, whatever routing id the peer chose (ZAP-06). */
static void test_caller_is_the_key(void **state)
{
    (void)state;
    struct bus_conf sla = bus_of("sla");
    struct bus_conf cli = bus_of("cli");
    struct echo_worker worker = { .bus = &sla, .service = "mlps.sla" };
    struct frames in;
    echo_worker_start(&worker);
    wait_counter("registered", 1);
    void *client = dealer_of(&cli, "gateway");
    frames_init(&in);
    raw_send(client, "|MDPC01|mlps.sla|{\"op\":\"echo\"}");
    assert_true(raw_recv(client, &in, PATIENCE_MS));
    frames_clear(&in);
    raw_close(client);
    echo_worker_stop(&worker);
    assert_string_equal(worker.last_caller, "cli");
}

/* READY for mlps.NAME under another key than NAME's. */
static void test_impostor(void **state)
{
    (void)state;
    struct bus_conf report = bus_of("report");
    struct frames in;
    frames_init(&in);
    void *worker = dealer_of(&report, "sla");
    raw_send(worker, "|MDPW01|\1|mlps.sla");
    assert_true(raw_recv(worker, &in, PATIENCE_MS));
    assert_true(raw_is(&in, "|MDPW01|\5"));
    raw_close(worker);
    void *free_name = dealer_of(&report, NULL);
    raw_send(free_name, "|MDPW01|\1|their.own");
    wait_counter("registered", 1);
    raw_close(free_name);
    frames_clear(&in);
}

/* ZAP-05: none of these gets a message in; a legitimate peer is served in between, and each leaves
 * a trace (ZAP-09). */
static void test_who_stays_outside(void **state)
{
    (void)state;
    struct bus_conf strangers = gateway;
    struct bus_conf wrong_server = gateway;
    zmq_curve_keypair(strangers.public_key, strangers.secret_key);
    memcpy(wrong_server.server_key, strangers.public_key, BUS_KEY_TEXT);
    void *legit = dealer_of(&gateway, NULL);
    void *null = raw_open(ZMQ_DEALER, broker.bus.requests);
    void *plain = zmq_socket(wire_context_hold(), ZMQ_DEALER);
    zmq_setsockopt(plain, ZMQ_PLAIN_USERNAME, "gateway", 7);
    zmq_setsockopt(plain, ZMQ_PLAIN_PASSWORD, "gateway", 7);
    zmq_connect(plain, broker.bus.requests);
    void *outside[] = { null, plain, dealer_of(&strangers, NULL), dealer_of(&wrong_server, NULL) };
    for (size_t i = 0; i < COUNT_OF(outside); i++) {
        if (answers(outside[i], REFUSED_MS))
            fail_msg("peer %zu got in", i);
        assert_true(answers(legit, PATIENCE_MS));
    }
    wait_counter("keys_refused", 1);
    wait_counter("failed_auth", 1);
    wait_counter("failed_protocol", 1);
    int linger = 0;
    for (size_t i = 0; i < COUNT_OF(outside); i++) {
        zmq_setsockopt(outside[i], ZMQ_LINGER, &linger, sizeof(linger));
        raw_close(outside[i]);
    }
    raw_close(legit);
}

/* ZMTP 3.0 greeting for CURVE, as a client sends it: signature, version, mechanism, as-server,
 * filler. */
static const unsigned char GREETING[64] = { 0xFF, 0, 0, 0,   0,   0,   0,   0,  1,
                                            0x7F, 3, 0, 'C', 'U', 'R', 'V', 'E' };

/* Bytes that begin well and go wrong: truncated and forged HELLO and INITIATE, garbage, nothing at
 * all. */
static void test_broken_handshakes(void **state)
{
    (void)state;
    unsigned char forged[64 + 2 + 200] = { 0 };
    unsigned char garbage[4096];
    memcpy(forged, GREETING, sizeof(GREETING));
    forged[64] = 4;   /* command frame */
    forged[65] = 200; /* its length: that of a HELLO */
    memcpy(forged + 66, "\5HELLO\1\0", 8);
    for (size_t i = 0; i < sizeof(garbage); i++)
        garbage[i] = (unsigned char)(i * 131 + 7);
    const struct {
        const char *name;
        const void *bytes;
        size_t len;
    } cases[] = {
        { "nothing", "", 0 },
        { "half a greeting", GREETING, 20 },
        { "a greeting and nothing more", GREETING, 64 },
        { "half a HELLO", forged, 120 },
        { "a forged HELLO", forged, sizeof(forged) },
        { "garbage", garbage, sizeof(garbage) },
        { "HTTP", "GET / HTTP/1.1\r\n\r\n", 18 },
        { "a huge length", "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F", 10 },
    };
    void *legit = dealer_of(&gateway, NULL);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int fd = raw_tcp_open(broker.bus.requests);
        if (cases[i].len > 0)
            send(fd, cases[i].bytes, cases[i].len, MSG_NOSIGNAL);
        if (!answers(legit, PATIENCE_MS))
            fail_msg("%s: a legitimate peer is not served", cases[i].name);
        /* The broker ends it, at the latest by HANDSHAKE_IVL. */
        if (!raw_tcp_ends(fd, 4000))
            fail_msg("%s: still open", cases[i].name);
        raw_tcp_close(fd);
    }
    raw_close(legit);
}

static bool is_denied(void *arg)
{
    struct problem problem = { 0 };
    json_t *result = NULL;
    rc_t rc = mdp_client_ask(arg, "mlps.sla", "echo", NULL, NULL, &result, &problem);
    json_decref(result);
    return rc == RC_DENIED;
}

/* ZAP-07: a key taken away stops a live client at its next request, a live worker at once, and a
 * new connection. */
static void test_revocation(void **state)
{
    (void)state;
    struct bus_conf sla = bus_of("sla");
    struct bus_conf cli = bus_of("cli");
    struct echo_worker worker = { .bus = &sla, .service = "mlps.sla" };
    struct problem problem = { 0 };
    json_t *result = NULL;
    mdp_client_t *client = mdp_client_new(&cli);
    echo_worker_start(&worker);
    assert_int_equal(mdp_client_ask(client, "mlps.sla", "echo", NULL, NULL, &result, &problem),
                     RC_OK);
    json_decref(result);
    temp_keys_revoke(&keys, "cli");
    assert_true(wait_until(is_denied, client, PATIENCE_MS));
    mdp_client_destroy(&client);
    temp_keys_revoke(&keys, "sla");
    struct counter refused = { "refused", stat_of("refused") + 1 };
    assert_true(wait_until(has_reached, &refused, PATIENCE_MS));
    struct request request = { .op = "echo", .deadline_ms = 800 };
    client = mdp_client_new(&cli);
    rc_t rc = mdp_client_call(client, "mlps.sla", &request, &result, &problem);
    assert_int_equal(rc, RC_UNAVAILABLE);
    assert_non_null(strstr(problem.text, "refused our key"));
    mdp_client_destroy(&client);
    echo_worker_stop(&worker);
}

/* ZAP-08: a key written in the same second as the one before it; the old one is out, the new one
 * in. */
static void test_key_renewed_within_a_second(void **state)
{
    (void)state;
    struct bus_conf before = bus_of("cli");
    mdp_client_t *old = mdp_client_new(&before);
    struct problem problem = { 0 };
    json_t *result = NULL;
    assert_int_equal(mdp_client_ask(old, "mlps.broker", "stats", NULL, NULL, &result, &problem),
                     RC_OK);
    json_decref(result);
    for (int i = 0; i < 3; i++)
        temp_keys_renew(&keys, "cli");
    struct bus_conf after = bus_of("cli");
    mdp_client_t *fresh = mdp_client_new(&after);
    assert_int_equal(mdp_client_ask(fresh, "mlps.broker", "stats", NULL, NULL, &result, &problem),
                     RC_OK);
    json_decref(result);
    assert_true(wait_until(is_denied, old, PATIENCE_MS));
    mdp_client_destroy(&old);
    mdp_client_destroy(&fresh);
}

struct echo_event {
    event_pub_t *pub;
    event_sub_t *sub;
};

/* Publish until the subscriber has one. */
static bool event_comes(void *arg)
{
    struct echo_event *self = arg;
    const char *topic;
    const char *json;
    event_pub_send(self->pub, "c/test", "{}");
    return event_sub_next(self->sub, 20, -1, &topic, &json) == RC_OK;
}

static bool event_fails(void *arg)
{
    struct echo_event *self = arg;
    event_sub_drain(self->sub);
    return !event_comes(self) && !event_comes(self) && !event_comes(self);
}

/* Events are behind the same door: a revoked subscriber is cut, the others come back by themselves.
 */
static void test_events_and_revocation(void **state)
{
    (void)state;
    static const char *const ALL[] = { "", NULL };
    struct bus_conf cli = bus_of("cli");
    struct bus_conf sla = bus_of("sla");
    event_pub_t *pub = event_pub_new(&sla);
    event_sub_t *sub = event_sub_new(&cli, ALL);
    event_sub_t *other = event_sub_new(&gateway, ALL);
    struct echo_event revoked = { pub, sub };
    struct echo_event stays = { pub, other };
    assert_true(wait_until(event_comes, &revoked, PATIENCE_MS));
    assert_true(wait_until(event_comes, &stays, PATIENCE_MS));
    temp_keys_revoke(&keys, "cli");
    assert_true(wait_until(event_fails, &revoked, PATIENCE_MS));
    assert_true(wait_until(event_comes, &stays, PATIENCE_MS));
    assert_false(event_comes(&revoked));
    event_pub_destroy(&pub);
    event_sub_destroy(&sub);
    event_sub_destroy(&other);
}

/* Without keys the broker does not start by accident. */
static void test_no_keys_no_start(void **state)
{
    (void)state;
    static const char *const BROKER = MLPS_BIN_DIR "/mlps-broker";
    const struct {
        const char *argv[8];
    } cases[] = {
        { { BROKER, "--bind", "tcp://127.0.0.1:*", NULL } },
        { { BROKER, "--bind", "tcp://127.0.0.1:*", "--keys", "/nonexistent", NULL } },
        { { BROKER, "--insecure", NULL } },
        { { BROKER, "--bind", "nowhere", "--insecure", NULL } },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct child_spec spec = { .argv = cases[i].argv, .log = "/dev/null" };
        assert_int_equal(child_run(&spec), 2);
    }
}

#define SECURE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SECURE(test_caller_is_the_key),
        SECURE(test_impostor),
        SECURE(test_who_stays_outside),
        SECURE(test_broken_handshakes),
        SECURE(test_revocation),
        SECURE(test_key_renewed_within_a_second),
        SECURE(test_events_and_revocation),
        cmocka_unit_test(test_no_keys_no_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
