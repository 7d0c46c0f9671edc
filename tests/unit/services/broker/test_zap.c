/* 27/ZAP: the handler asked by hand, and sockets whose handler is missing or stands still (ZAP-01
 * to ZAP-04). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <sodium.h>
#include <zmq.h>

#include "attr.h"
#include "clk.h"
#include "frames.h"
#include "guard.h"
#include "keyfile.h"
#include "server_socket.h"
#include "temp_keys.h"
#include "wire_context.h"
#include "zap.h"

enum { PATIENCE_MS = 30000 };

static const char *const NAMES[] = { "broker", "gateway", NULL };

static struct temp_keys keys;
static struct bus_conf gateway;
static keyring_t *ring;
static zap_t *zap;
static void *context;
static struct zap_verdict last;
static int verdicts;

static int start(void **state)
{
    struct problem problem = { 0 };
    (void)state;
    temp_keys_make(&keys, NAMES);
    gateway = (struct bus_conf){ .curve = false };
    temp_keys_use(&keys, "gateway", &gateway);
    context = wire_context_hold();
    verdicts = 0;
    return sodium_init() < 0 || keyring_open(keys.dir, &ring, &problem) != RC_OK;
}

static int stop(void **state)
{
    (void)state;
    zap_close(&zap);
    keyring_close(&ring);
    wire_context_release();
    temp_keys_remove(&keys);
    return 0;
}

static void open_zap(void)
{
    struct problem problem = { 0 };
    assert_int_equal(zap_open(context, ZAP_DOMAIN, ring, &zap, &problem), RC_OK);
}

static void note(void *arg, const struct zap_verdict *verdict)
{
    (void)arg;
    last = *verdict;
    verdicts++;
}

static void serve(void)
{
    enum keyring_change change = KEYRING_SAME;
    zap_serve(zap, note, NULL, &change);
}

/* Frames of a request: "K" stands for the gateway's key, "S" for a stranger's, "-" for an empty
 * frame. */
struct question {
    const char *name;
    const char *status;
    const char *frames[9];
};

static const struct question QUESTIONS[] = {
    { "accepted", "200", { "1.0", "7", "mlps", "127.0.0.1", "-", "CURVE", "K" } },
    { "a stranger", "400", { "1.0", "7", "mlps", "127.0.0.1", "-", "CURVE", "S" } },
    { "another domain", "400", { "1.0", "7", "other", "127.0.0.1", "-", "CURVE", "K" } },
    { "no domain", "400", { "1.0", "7", "-", "127.0.0.1", "-", "CURVE", "K" } },
    { "NULL", "400", { "1.0", "7", "mlps", "127.0.0.1", "-", "NULL" } },
    { "PLAIN", "400", { "1.0", "7", "mlps", "127.0.0.1", "-", "PLAIN", "gateway", "gateway" } },
    { "two credentials", "400", { "1.0", "7", "mlps", "127.0.0.1", "-", "CURVE", "K", "K" } },
    { "a short key", "400", { "1.0", "7", "mlps", "127.0.0.1", "-", "CURVE", "short" } },
    { "another version", "500", { "2.0", "7", "mlps", "127.0.0.1", "-", "CURVE", "K" } },
    { "too few frames", "500", { "1.0", "7", "mlps" } },
    { "one frame", "500", { "1.0" } },
};

static void ask(void *req, const struct question *question)
{
    unsigned char key[32];
    unsigned char stranger[32] = { 1 };
    struct frames out;
    frames_init(&out);
    zmq_z85_decode(key, gateway.public_key);
    for (size_t i = 0; i < COUNT_OF(question->frames) && question->frames[i]; i++) {
        const char *frame = question->frames[i];
        if (strcmp(frame, "K") == 0)
            frames_add(&out, key, sizeof(key));
        else if (strcmp(frame, "S") == 0)
            frames_add(&out, stranger, sizeof(stranger));
        else
            frames_add(&out, frame, *frame == '-' ? 0 : strlen(frame));
    }
    assert_int_equal(frames_send(&out, req), RC_OK);
}

/* ZAP-02 and ZAP-03: version, request id echoed, status, and a user id with 200 only. */
static void test_questions(void **state)
{
    (void)state;
    struct frames in;
    frames_init(&in);
    open_zap();
    void *req = zmq_socket(context, ZMQ_REQ);
    assert_int_equal(zmq_connect(req, "inproc://zeromq.zap.01"), 0);
    for (size_t i = 0; i < COUNT_OF(QUESTIONS); i++) {
        const struct question *question = &QUESTIONS[i];
        bool accepted = strcmp(question->status, "200") == 0;
        ask(req, question);
        serve();
        assert_int_equal(frames_recv(&in, req), RC_OK);
        if (in.count != 6 || !frame_is(&in.at[2], question->status, 3))
            fail_msg("%s: status %.3s", question->name, (char *)zmq_msg_data(&in.at[2]));
        assert_true(frame_is(&in.at[0], "1.0", 3));
        assert_true(frame_is(&in.at[1], "7", question->frames[1] ? 1 : 0));
        assert_true(frame_is(&in.at[4], gateway.public_key, accepted ? 40 : 0));
        assert_int_equal(verdicts, i + 1);
        assert_int_equal(last.accepted, accepted);
        assert_string_equal(last.name, accepted ? "gateway" : "");
    }
    frames_clear(&in);
    zmq_close(req);
}

/* A key that was added a moment ago works at once. */
static void test_key_just_added(void **state)
{
    (void)state;
    struct frames in;
    enum keyring_change change = KEYRING_SAME;
    frames_init(&in);
    open_zap();
    temp_keys_renew(&keys, "gateway");
    temp_keys_use(&keys, "gateway", &gateway);
    void *req = zmq_socket(context, ZMQ_REQ);
    zmq_connect(req, "inproc://zeromq.zap.01");
    ask(req, &QUESTIONS[0]);
    zap_serve(zap, note, NULL, &change);
    assert_int_equal(frames_recv(&in, req), RC_OK);
    assert_true(frame_is(&in.at[2], "200", 3));
    assert_int_equal(change, KEYRING_REVOKED); /* the old one went with it, and somebody is told */
    frames_clear(&in);
    zmq_close(req);
}

/* One handler in a process. */
static void test_second_handler(void **state)
{
    (void)state;
    struct problem problem = { 0 };
    zap_t *second = NULL;
    open_zap();
    assert_int_equal(zap_open(context, ZAP_DOMAIN, ring, &second, &problem), RC_CONFLICT);
    assert_null(second);
}

/* CURVE server as the broker makes it, without a guard to watch it. */
static void *curve_server(struct bus_conf *bus)
{
    int yes = 1;
    size_t len = sizeof(bus->requests);
    char secret[BUS_KEY_TEXT];
    char ignored[BUS_KEY_TEXT];
    struct problem problem = { 0 };
    void *socket = wire_socket_new(context, WIRE_BROKER);
    assert_int_equal(keyfile_read_pair(keys.dir, "broker", ignored, secret, &problem), RC_OK);
    zmq_setsockopt(socket, ZMQ_CURVE_SERVER, &yes, sizeof(yes));
    zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, secret, BUS_KEY_TEXT);
    zmq_setsockopt(socket, ZMQ_ZAP_DOMAIN, ZAP_DOMAIN, strlen(ZAP_DOMAIN));
    assert_int_equal(zmq_setsockopt(socket, 93 /* ZMQ_ZAP_ENFORCE_DOMAIN */, &yes, sizeof(yes)), 0);
    assert_int_equal(zmq_bind(socket, "tcp://127.0.0.1:*"), 0);
    zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, bus->requests, &len);
    return socket;
}

static void *curve_client(const struct bus_conf *bus)
{
    struct problem problem = { 0 };
    void *socket = wire_socket_new(context, WIRE_CLIENT);
    assert_int_equal(wire_socket_join(socket, bus, &problem), RC_OK);
    assert_int_equal(wire_socket_connect(socket, bus->requests, &problem), RC_OK);
    return socket;
}

/* Whether a message `mark` of `client` arrives at `server` within `wait_ms`; the handler is served
 * when `pumped`. It is sent again and again, so every call has a mark of its own: what comes late
 * of another call or client does not count. */
static bool gets_in(void *client, const char *mark, void *server, bool pumped, int64_t wait_ms)
{
    struct frames in;
    int64_t end = clk_mono_ms() + wait_ms;
    bool arrived = false;
    frames_init(&in);
    while (!arrived && clk_mono_ms() < end) {
        zmq_pollitem_t item = { server, 0, ZMQ_POLLIN, 0 };
        if (pumped)
            serve();
        zmq_send(client, mark, strlen(mark), ZMQ_DONTWAIT);
        zmq_poll(&item, 1, 5);
        while (!arrived && frames_recv(&in, server) == RC_OK)
            arrived = frame_is(&in.at[in.count - 1], mark, strlen(mark));
    }
    frames_clear(&in);
    return arrived;
}

/* ZAP-01 and ZAP-02: a server socket whose handler is not there lets nobody in. */
static void test_no_handler_fails_closed(void **state)
{
    (void)state;
    void *server = curve_server(&gateway);
    void *client = curve_client(&gateway);
    assert_false(gets_in(client, "client1", server, false, 700));
    zmq_close(client);
    zmq_close(server);
}

/* ZAP-04: the handler stands still: new connections wait outside, old ones go on; it moves again:
 * they come in. */
static void test_stalled_handler(void **state)
{
    (void)state;
    open_zap();
    void *server = curve_server(&gateway);
    void *early = curve_client(&gateway);
    assert_true(gets_in(early, "early2", server, true, PATIENCE_MS));
    void *late = curve_client(&gateway);
    assert_false(gets_in(late, "late3", server, false, 700));
    assert_true(gets_in(early, "early4", server, false, PATIENCE_MS));
    assert_true(gets_in(late, "late5", server, true, PATIENCE_MS));
    zap_close(&zap); /* and when it ends altogether */
    void *too_late = curve_client(&gateway);
    assert_false(gets_in(too_late, "too_late6", server, false, 700));
    assert_true(gets_in(early, "early7", server, false, PATIENCE_MS));
    zmq_close(too_late);
    zmq_close(early);
    zmq_close(late);
    zmq_close(server);
}

#define WITH_KEYS(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_KEYS(test_questions),       WITH_KEYS(test_key_just_added),
        WITH_KEYS(test_second_handler),  WITH_KEYS(test_no_handler_fails_closed),
        WITH_KEYS(test_stalled_handler),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
