/* The socket settings of reliability.md 1.7 as a peer meets them: floods, silence, size, slowness,
 * stopping. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "attr.h"
#include "clk.h"
#include "echo_worker.h"
#include "mdp_client.h"
#include "proc_stat.h"
#include "raw_peer.h"
#include "raw_tcp.h"
#include "temp_broker.h"
#include "wait_until.h"
#include "wire_context.h"

enum { PATIENCE_MS = 6 * BUSY_MS, FLOOD = 400 };

static struct temp_broker broker;

static int start(void **state)
{
    (void)state;
    temp_broker_start(&broker, NULL);
    return 0;
}

/* A broker with few descriptors. It raises its soft limit, so the hard one is lowered once it runs.
 */
static int start_small(void **state)
{
    const struct rlimit few = { 150, 150 };
    start(state);
    return prlimit(broker.process.pid, RLIMIT_NOFILE, &few, NULL);
}

static int stop(void **state)
{
    (void)state;
    return temp_broker_stop(&broker);
}

static bool is_served(void *arg)
{
    struct problem problem = { 0 };
    json_t *result = NULL;
    struct request request = { .op = "stats", .deadline_ms = 2000 };
    mdp_client_t *client = mdp_client_new(&broker.bus);
    rc_t rc = mdp_client_call(client, "mlps.broker", &request, &result, &problem);
    json_decref(result);
    mdp_client_destroy(&client);
    (void)arg;
    return rc == RC_OK;
}

/* A counter of the broker that should reach a value. */
struct counter {
    const char *name;
    int64_t least;
};

static bool has_reached(void *arg)
{
    const struct counter *self = arg;
    struct problem problem = { 0 };
    json_t *result = NULL;
    mdp_client_t *client = mdp_client_new(&broker.bus);
    rc_t rc = mdp_client_ask(client, "mlps.broker", "stats", NULL, NULL, &result, &problem);
    int64_t value = json_integer_value(json_object_get(result, self->name));
    json_decref(result);
    mdp_client_destroy(&client);
    return rc == RC_OK && value >= self->least;
}

static void ask_stats(mdp_client_t *client)
{
    struct problem problem = { 0 };
    json_t *result = NULL;
    rc_t rc = mdp_client_ask(client, "mlps.broker", "stats", NULL, NULL, &result, &problem);
    assert_string_equal(problem.text, "");
    assert_int_equal(rc, RC_OK);
    json_decref(result);
}

/* FI-16, trap 1: `count` silent connections. Who is in stays served, new peers are served once the
 * handshake interval has passed, and the descriptors come back. Returns how long the new peer had
 * to wait. */
static int64_t flood(int count)
{
    static int fds[FLOOD];
    mdp_client_t *inside = mdp_client_new(&broker.bus);
    ask_stats(inside);
    int before = proc_fd_count(broker.process.pid);
    int64_t begin = clk_mono_ms();
    for (int i = 0; i < count; i++)
        fds[i] = raw_tcp_open(broker.bus.requests);
    ask_stats(inside);
    assert_true(wait_until(is_served, NULL, PATIENCE_MS));
    int64_t took = clk_mono_ms() - begin;
    for (int i = 0; i < count; i++)
        raw_tcp_close(fds[i]);
    int64_t end = clk_mono_ms() + PATIENCE_MS;
    while (proc_fd_count(broker.process.pid) > before + 2 && clk_mono_ms() < end)
        ask_stats(inside);
    assert_in_range(proc_fd_count(broker.process.pid), 0, before + 2);
    mdp_client_destroy(&inside);
    return took;
}

/* Processor time the broker uses in the next half second, in percent of one core. */
static int64_t idle_percent(void)
{
    int64_t cpu = proc_cpu_ms(broker.process.pid);
    int64_t begin = clk_mono_ms();
    int never =
        raw_tcp_open(broker.bus.requests); /* something to wait for that does not come in time */
    assert_false(raw_tcp_ends(never, 500) && clk_mono_ms() - begin < 400);
    raw_tcp_close(never);
    return (proc_cpu_ms(broker.process.pid) - cpu) * 100 / (clk_mono_ms() - begin);
}

static void test_silent_flood(void **state)
{
    (void)state;
    int64_t cpu = proc_cpu_ms(broker.process.pid);
    int64_t took = flood(FLOOD);
    assert_in_range(took, 0, BUSY_MS); /* there is room for all: nobody waits */
    assert_true(proc_cpu_ms(broker.process.pid) - cpu < 1000);
}

/* With fewer descriptors than connections libzmq's accept spins while none is free; the handshake
 * interval ends that. */
static void test_flood_beyond_the_descriptors(void **state)
{
    (void)state;
    assert_in_range(flood(FLOOD), 0, 6000 + BUSY_MS);
    assert_in_range(idle_percent(), 0, 40);
}

/* A connection that says nothing is ended after HANDSHAKE_IVL, 1 to 2 s, not after 30. */
static void test_handshake_interval(void **state)
{
    (void)state;
    int fd = raw_tcp_open(broker.bus.requests);
    int64_t begin = clk_mono_ms();
    assert_true(raw_tcp_ends(fd, PATIENCE_MS));
    assert_in_range(clk_mono_ms() - begin, 1000, 2000 + BUSY_MS);
    raw_tcp_close(fd);
}

/* MAXMSGSIZE: a frame beyond the ceiling ends that connection, nobody else's. */
static void test_frame_too_large(void **state)
{
    (void)state;
    struct frames out;
    struct frames in;
    char *body = test_calloc(1, (4 << 20) + 1);
    void *client = raw_open(ZMQ_DEALER, broker.bus.requests);
    frames_init(&out);
    frames_init(&in);
    frames_add(&out, "", 0);
    frames_add(&out, "MDPC01", 6);
    frames_add(&out, "mmi.service", 11);
    frames_add(&out, body, (4 << 20) + 1);
    assert_int_equal(frames_send(&out, client), RC_OK);
    assert_false(raw_recv(client, &in, 500));
    assert_true(is_served(NULL));
    raw_close(client);
    test_free(body);
}

/* FI-15, trap 2 and 3: a client that never reads its large replies: the broker's memory stays below
 * the high-water mark times the size, and others are served meanwhile. */
static void test_client_that_never_reads(void **state)
{
    (void)state;
    enum { REPLIES = 1500, REPLY_BYTES = 200000, SNDHWM = 500 };
    struct frames in;
    struct frames out;
    int few = 10;
    char *body = test_calloc(1, REPLY_BYTES);
    void *worker = raw_open(ZMQ_DEALER, broker.bus.requests);
    void *client = zmq_socket(wire_context_hold(), ZMQ_DEALER);
    zmq_setsockopt(client, ZMQ_RCVHWM, &few, sizeof(few));
    zmq_connect(client, broker.bus.requests);
    frames_init(&in);
    frames_init(&out);
    raw_send(worker, "|MDPW01|\1|big");
    for (int i = 0; i < REPLIES; i++) {
        raw_send(client, "|MDPC01|big|x");
        do
            assert_true(raw_recv(worker, &in, PATIENCE_MS));
        while (in.count < 6);
        frames_add(&out, "", 0);
        frames_add(&out, "MDPW01", 6);
        frames_add(&out, "\3", 1);
        frames_share(&out, &in.at[3]);
        frames_add(&out, "", 0);
        frames_add(&out, body, REPLY_BYTES);
        assert_int_equal(frames_send(&out, worker), RC_OK);
    }
    struct counter dropped = { "reply_dropped",
                               REPLIES - SNDHWM - 200 }; /* some are in TCP's buffers */
    assert_true(wait_until(has_reached, &dropped, PATIENCE_MS));
    int64_t rss = proc_rss_kb(broker.process.pid);
    if (PROC_RSS_COUNTS)
        assert_in_range(rss, 0, SNDHWM * (REPLY_BYTES / 1024) + 30000);
    frames_clear(&in);
    int linger = 0;
    zmq_setsockopt(client, ZMQ_LINGER, &linger, sizeof(linger));
    raw_close(worker);
    raw_close(client);
    test_free(body);
}

/* A fixed routing id that is in use is not handed over (trap 4): the first holder keeps it. */
static void test_no_handover(void **state)
{
    (void)state;
    struct frames in;
    void *holders[2];
    frames_init(&in);
    for (size_t i = 0; i < COUNT_OF(holders); i++) {
        holders[i] = zmq_socket(wire_context_hold(), ZMQ_DEALER);
        zmq_setsockopt(holders[i], ZMQ_ROUTING_ID, "fixed", 5);
        zmq_connect(holders[i], broker.bus.requests);
        raw_send(holders[i], "|MDPC01|mmi.x|y");
        assert_int_equal(raw_recv(holders[i], &in, i == 0 ? PATIENCE_MS : 500), i == 0);
    }
    raw_send(holders[0], "|MDPC01|mmi.x|y");
    assert_true(raw_recv(holders[0], &in, PATIENCE_MS));
    int linger = 0;
    for (size_t i = 0; i < COUNT_OF(holders); i++) {
        zmq_setsockopt(holders[i], ZMQ_LINGER, &linger, sizeof(linger));
        raw_close(holders[i]);
    }
    frames_clear(&in);
}

/* Trap 7 and 12: SIGTERM is ours. What is in flight is finished, replies leave before the end, and
 * a client that does not read cannot hold the end up. */
static void test_stop_finishes_what_is_in_flight(void **state)
{
    (void)state;
    struct frames in;
    void *worker = raw_open(ZMQ_DEALER, broker.bus.requests);
    void *client = raw_open(ZMQ_DEALER, broker.bus.requests);
    frames_init(&in);
    raw_send(worker, "|MDPW01|\1|echo");
    raw_send(client, "|MDPC01|echo|hi");
    assert_true(raw_recv(worker, &in, PATIENCE_MS));
    child_signal(&broker.process, SIGTERM);
    assert_false(child_wait(&broker.process, 200)); /* it waits for the reply */
    raw_answer(worker, "|MDPW01|\3", &in, 3, "yo");
    assert_true(raw_recv(client, &in, PATIENCE_MS));
    assert_true(raw_is(&in, "|MDPC01|echo|yo"));
    while (raw_recv(worker, &in, PATIENCE_MS) && !raw_is(&in, "|MDPW01|\5"))
        continue;
    assert_true(raw_is(&in, "|MDPW01|\5"));
    assert_true(child_wait(&broker.process, PATIENCE_MS));
    assert_int_equal(broker.process.status, 0);
    frames_clear(&in);
    raw_close(worker);
    raw_close(client);
}

static void test_stop_is_bounded(void **state)
{
    (void)state;
    struct frames in;
    void *worker = raw_open(ZMQ_DEALER, broker.bus.requests);
    void *client = raw_open(ZMQ_DEALER, broker.bus.requests);
    frames_init(&in);
    raw_send(worker, "|MDPW01|\1|echo");
    raw_send(client, "|MDPC01|echo|hi");
    assert_true(raw_recv(worker, &in, PATIENCE_MS));
    int64_t begin = clk_mono_ms();
    child_signal(&broker.process, SIGTERM); /* and nobody answers */
    assert_true(child_wait(&broker.process, PATIENCE_MS));
    assert_in_range(clk_mono_ms() - begin, 1500, 3000 + BUSY_MS);
    frames_clear(&in);
    raw_close(worker);
    raw_close(client);
}

/* One I/O thread, no big preallocations: what an idle broker weighs. */
static void test_idle_weight(void **state)
{
    (void)state;
    assert_true(is_served(NULL));
    if (PROC_RSS_COUNTS)
        assert_in_range(proc_rss_kb(broker.process.pid), 1, 12000);
}

#define WITH_BROKER(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_BROKER(test_silent_flood),
        cmocka_unit_test_setup_teardown(test_flood_beyond_the_descriptors, start_small, stop),
        WITH_BROKER(test_handshake_interval),
        WITH_BROKER(test_frame_too_large),
        WITH_BROKER(test_client_that_never_reads),
        WITH_BROKER(test_no_handover),
        WITH_BROKER(test_stop_finishes_what_is_in_flight),
        WITH_BROKER(test_stop_is_bounded),
        WITH_BROKER(test_idle_weight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
