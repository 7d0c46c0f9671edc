/* FI-07: a storm of broken Majordomo messages and broken TCP against the real broker. It lives, a
 * legitimate session is served with its usual speed, and memory stays flat. MLPS_STORM sets the
 * number of messages (20,000 without). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>
#include <zmq.h>

#include "attr.h"
#include "clk.h"
#include "echo_worker.h"
#include "mdp_client.h"
#include "parse.h"
#include "proc_stat.h"
#include "raw_peer.h"
#include "raw_tcp.h"
#include "temp_broker.h"
#include "wait_until.h"

enum { PEERS = 12, PEER_LIFE = 400, MESSAGES = 20000, CHECK_EVERY = 100 };

/* Splitmix-like: good enough to vary, and the same on every machine. */
static uint64_t next_random(uint64_t *seed)
{
    uint64_t x = *seed += 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

static uint64_t up_to(uint64_t *seed, uint64_t n)
{
    return next_random(seed) % n;
}

/* Well-formed messages; the mutator starts from one of them. */
static const char *const SEEDS[] = {
    "|MDPC01|storm|hi",   "|MDPC01|mmi.service|storm",
    "|MDPW01|\1|storm",   "|MDPW01|\2|c||x",
    "|MDPW01|\3|c||x",    "|MDPW01|\4",
    "|MDPW01|\5",         "MDPC02|\1|storm|hi",
    "MDPW02|\1|storm",    "MDPW02|\3|c||x",
    "MDPW02|\4|c||x",     "MDPW02|\5",
    "t||MDPC01|storm|hi", "|MDPC01|mlps.broker|{}",
};

static void add_frames(struct frames *out, const char *text)
{
    for (;;) {
        size_t len = strcspn(text, "|");
        frames_add(out, text, len);
        if (text[len] == '\0')
            return;
        text += len + 1;
    }
}

/* One mutation of one frame: other bytes, another length, gone, twice, or long. */
static void put_mutated(struct frames *out, zmq_msg_t *frame, uint64_t *seed)
{
    unsigned char bytes[600];
    size_t len = zmq_msg_size(frame) < 64 ? zmq_msg_size(frame) : 64;
    memcpy(bytes, zmq_msg_data(frame), len);
    switch (up_to(seed, 6)) {
    case 0: /* gone */
        return;
    case 1:
        if (len > 0)
            bytes[up_to(seed, len)] = (unsigned char)next_random(seed);
        break;
    case 2:
        len = len > 0 ? up_to(seed, len) : 0;
        break;
    case 3:
        bytes[len++] = (unsigned char)next_random(seed);
        break;
    case 4:
        frames_share(out, frame);
        break;
    default:
        for (len = up_to(seed, sizeof(bytes)); len > 0 && len % 97; len--)
            bytes[len] = (unsigned char)next_random(seed);
        break;
    }
    frames_add(out, bytes, len);
}

static void send_mutated(void *socket, uint64_t *seed)
{
    struct frames base;
    struct frames out;
    frames_init(&base);
    frames_init(&out);
    add_frames(&base, SEEDS[up_to(seed, COUNT_OF(SEEDS))]);
    size_t victim = up_to(seed, base.count + 1);
    for (size_t i = 0; i < base.count; i++) {
        if (i == victim)
            put_mutated(&out, &base.at[i], seed);
        else
            frames_share(&out, &base.at[i]);
    }
    if (up_to(seed, 400) == 0)
        while (out.count < FRAMES_MAX)
            frames_add(&out, "x", 1);
    if (out.count > 0 && frames_send(&out, socket) != RC_OK)
        frames_clear(&out); /* full: the broker may drop us, not the other way round */
    frames_clear(&base);
    frames_clear(&out);
}

static void send_garbage(const struct temp_broker *broker, uint64_t *seed)
{
    unsigned char bytes[512];
    int fd = raw_tcp_open(broker->bus.requests);
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (unsigned char)next_random(seed);
    if (up_to(seed, 2) == 0)
        memcpy(bytes, "\xFF\0\0\0\0\0\0\0\1\x7F\3\0NULL", 16);
    if (fd >= 0)
        send(fd, bytes, up_to(seed, sizeof(bytes)), MSG_NOSIGNAL);
    raw_tcp_close(fd);
}

/* The legitimate session: one call, rightly answered; microseconds it took. */
static int64_t legit_call(mdp_client_t *client, int number)
{
    struct problem problem = { 0 };
    json_t *result = NULL;
    int64_t begin = clk_mono_us();
    rc_t rc = mdp_client_ask(client, "mlps.echo", "echo", json_pack("{s:i}", "n", number), NULL,
                             &result, &problem);
    int64_t took = clk_mono_us() - begin;
    assert_string_equal(problem.text, "");
    assert_int_equal(rc, RC_OK);
    json_t *echo = json_object_get(result, "echo");
    assert_int_equal(json_integer_value(json_object_get(echo, "n")), number);
    json_decref(result);
    return took;
}

static int compare_times(const void *a, const void *b)
{
    const int64_t *x = a;
    const int64_t *y = b;
    return (*x > *y) - (*x < *y);
}

static int64_t message_count(void)
{
    int64_t count = MESSAGES;
    const char *want = getenv("MLPS_STORM");
    if (want && !parse_i64(want, &count))
        fail_msg("MLPS_STORM must be a number");
    return count;
}

static void test_storm(void **state)
{
    (void)state;
    struct temp_broker broker;
    uint64_t seed = 20260615;
    void *peers[PEERS] = { NULL };
    int64_t count = message_count();
    int64_t checks = 0;
    int64_t *took = test_calloc((size_t)(count / CHECK_EVERY + 1), sizeof(*took));
    temp_broker_start(&broker, NULL);
    struct echo_worker worker = { .bus = &broker.bus, .service = "mlps.echo" };
    mdp_client_t *client = mdp_client_new(&broker.bus);
    echo_worker_start(&worker);
    legit_call(client, 0);
    int64_t rss = 0;
    for (int64_t i = 0; i < count; i++) {
        void **peer = &peers[up_to(&seed, PEERS)];
        if (!*peer || up_to(&seed, PEER_LIFE) == 0) {
            raw_close(*peer);
            *peer = raw_open(ZMQ_DEALER, broker.bus.requests);
        }
        send_mutated(*peer, &seed);
        if (i % 200 == 0)
            send_garbage(&broker, &seed);
        if (i % CHECK_EVERY == 0)
            took[checks++] = legit_call(client, (int)i);
        if (i == count / 4)
            rss = proc_rss_kb(broker.process.pid);
    }
    legit_call(client, -1);
    qsort(took, (size_t)checks, sizeof(*took), compare_times);
    print_message(
        "storm: %lld messages, legitimate calls p50 %lld us p99 %lld us, broker %lld KiB then "
        "%lld KiB\n",
        (long long)count, (long long)took[checks / 2], (long long)took[checks * 99 / 100],
        (long long)rss, (long long)proc_rss_kb(broker.process.pid));
    assert_in_range(took[checks * 99 / 100], 0, 1000 * BUSY_MS); /* microseconds */
    if (PROC_RSS_COUNTS)
        assert_true(proc_rss_kb(broker.process.pid) < rss + 20000);
    for (size_t i = 0; i < PEERS; i++)
        raw_close(peers[i]);
    mdp_client_destroy(&client);
    echo_worker_stop(&worker);
    test_free(took);
    assert_int_equal(temp_broker_stop(&broker), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_storm) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
