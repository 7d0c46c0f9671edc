/* What a hostile or unlucky world does to the process: floods, drips, readers that do not read, a
 * broker that dies, stops while busy, starts that cannot work. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "clk.h"
#include "echo_worker.h"
#include "gateway_ground.h"
#include "mdp_worker.h"
#include "temp_broker.h"
#include "wait_until.h"

#define HEALTHZ "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"

struct ground {
    struct temp_broker broker;
    struct gateway_ground gateway;
};

static void start(struct ground *g, const char *const options[])
{
    temp_broker_start(&g->broker, NULL);
    gateway_start(&g->gateway, &g->broker.bus, options);
}

static void stop(struct ground *g)
{
    assert_int_equal(gateway_stop(&g->gateway), 0);
    temp_broker_stop(&g->broker);
}

/* FI-16: six hundred silent connections against a cap of fifty. A client that asks is served within
 * two seconds, all along and afterwards; the processor does not spin. */
static void test_flood(void **state)
{
    enum { FLOOD = 600 };
    static const char *const OPTIONS[] = { "--max-connections", "50", NULL };
    struct ground g;
    static struct http_client silent[FLOOD];
    (void)state;
    start(&g, OPTIONS);
    for (int i = 0; i < FLOOD; i++) {
        http_client_open(&silent[i], g.gateway.address, 0);
        if (i % 100 != 99)
            continue;
        gateway_reconnect(&g.gateway);
        int64_t begin = clk_mono_ms();
        assert_int_equal(http_client_ask(&g.gateway.client, HEALTHZ), 200);
        assert_in_range(clk_mono_ms() - begin, 0, 2000 + BUSY_MS);
    }
    gateway_reconnect(&g.gateway);
    assert_true(gateway_metric(&g.gateway, "mlps_http_evicted_total") >= FLOOD - 50);
    assert_true(gateway_metric(&g.gateway, "mlps_http_connections") <= 50);
    for (int i = 0; i < FLOOD; i++)
        http_client_close(&silent[i]);
    stop(&g);
}

/* Reliability.md section 6: a slow head lives at most its deadline, however it drips. */
static void test_drips(void **state)
{
    enum { DRIPS = 20 };
    static const char *const OPTIONS[] = { "--head-ms", "400", NULL };
    struct ground g;
    struct http_client drips[DRIPS];
    int open = DRIPS;
    (void)state;
    start(&g, OPTIONS);
    for (int i = 0; i < DRIPS; i++)
        http_client_open(&drips[i], g.gateway.address, 0);
    int64_t begin = clk_mono_ms();
    while (open > 0 && clk_mono_ms() - begin < 400 + BUSY_MS) {
        open = 0;
        for (int i = 0; i < DRIPS; i++) {
            if (!drips[i].closed)
                (void)http_client_send(&drips[i], i % 2 ? "G" : "GET / HTTP/1.1\r\nX");
            http_client_read(&drips[i], 4096, 2);
            open += !drips[i].closed;
        }
    }
    assert_int_equal(open, 0);
    for (int i = 0; i < DRIPS; i++)
        http_client_close(&drips[i]);
    gateway_reconnect(&g.gateway);
    assert_int_equal(http_client_ask(&g.gateway.client, HEALTHZ), 200);
    stop(&g);
}

/* A service that says of every export that it is done and its file is big.bin. */
struct sayer {
    const struct bus_conf *bus;
    int stop[2]; /* pipe that ends it */
    pthread_t thread;
};

static void *say_done(void *arg)
{
    static const char REPLY[] =
        "{\"ok\":true,\"result\":{\"id\":1,\"state\":\"done\",\"file\":\"big.bin\"}}";
    const struct sayer *self = arg;
    mdp_worker_t *worker = mdp_worker_new(self->bus, "mlps.report");
    struct mdp_job job;
    struct bytebuf reply;
    char byte;
    bytebuf_init(&reply, sizeof(REPLY));
    if (bytebuf_text(&reply, REPLY) != RC_OK)
        abort();
    while (read(self->stop[0], &byte, 1) < 0)
        if (mdp_worker_next(worker, 60000, self->stop[0], &job) == RC_OK &&
            mdp_worker_reply(worker, &reply) != RC_OK)
            abort();
    bytebuf_fini(&reply);
    mdp_worker_destroy(&worker);
    return NULL;
}

static void sayer_start(struct sayer *self, const struct bus_conf *bus)
{
    self->bus = bus;
    assert_int_equal(pipe2(self->stop, O_CLOEXEC | O_NONBLOCK), 0);
    assert_int_equal(pthread_create(&self->thread, NULL, say_done, self), 0);
}

static void sayer_stop(struct sayer *self)
{
    assert_int_equal(write(self->stop[1], "x", 1), 1);
    pthread_join(self->thread, NULL);
    close(self->stop[0]);
    close(self->stop[1]);
}

static void put_file(const struct gateway_ground *gw, off_t size)
{
    char path[200];
    snprintf(path, sizeof(path), "%s/big.bin", gw->exports);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, size), 0);
    close(fd);
}

/* FI-15: ten readers that hardly read, of fifty megabytes each: the process stays small, others are
 * served. */
static void test_slow_readers(void **state)
{
    enum { READERS = 10, SIZE = 50 << 20 };
    static const char *const OPTIONS[] = { "--write-ms", "1500", NULL };
    struct ground g;
    struct http_client readers[READERS];
    struct sayer sayer;
    (void)state;
    start(&g, OPTIONS);
    put_file(&g.gateway, SIZE);
    sayer_start(&sayer, &g.broker.bus);
    for (int i = 0; i < READERS; i++) {
        http_client_open(&readers[i], g.gateway.address, 4096);
        assert_true(http_client_send(
            &readers[i], gateway_request(&g.gateway, "GET /api/v1/exports/1/file", NULL)));
        assert_true(http_client_expect(&readers[i], "Content-Length: 52428800\r\n", 6 * BUSY_MS));
    }
    assert_int_equal(http_client_ask(&g.gateway.client, HEALTHZ), 200);
    assert_true(gateway_peak_kib(&g.gateway) < 40 << 10);
    /* one that reads gets all of it */
    gateway_reconnect(&g.gateway);
    assert_int_equal(gateway_get(&g.gateway, "/api/v1/exports/1/file"), 200);
    assert_int_equal(
        g.gateway.client.len - (size_t)(g.gateway.client.body - g.gateway.client.bytes), SIZE);
    /* those that make no progress are cut */
    int64_t end = clk_mono_ms() + 6 * BUSY_MS;
    while (gateway_metric(&g.gateway, "mlps_http_connections") > 1 && clk_mono_ms() < end)
        http_client_read(&readers[0], 1,
                         50); /* a byte now and then, which TCP does not even announce */
    assert_int_equal(gateway_metric(&g.gateway, "mlps_http_connections"), 1);
    assert_true(gateway_peak_kib(&g.gateway) < 40 << 10);
    for (int i = 0; i < READERS; i++)
        http_client_close(&readers[i]);
    sayer_stop(&sayer);
    stop(&g);
}

/* FI-05, FI-14: the broker dies; requests are refused within their deadline, and all is well when
 * it is back. Nothing is restarted. */
static void test_broker_killed(void **state)
{
    static const char *const OPTIONS[] = { "--bus-ms", "700", NULL };
    struct ground g;
    (void)state;
    start(&g, OPTIONS);
    struct echo_worker worker = { .bus = &g.broker.bus, .service = "mlps.registry" };
    echo_worker_start(&worker);
    int64_t end = clk_mono_ms() + 6 * BUSY_MS;
    while (gateway_get(&g.gateway, "/api/v1/contracts") != 200 && clk_mono_ms() < end)
        continue;
    assert_int_equal(g.gateway.client.status, 200);
    temp_broker_kill(&g.broker);
    for (int i = 0; i < 3; i++) {
        int64_t begin = clk_mono_ms();
        int status = gateway_get(&g.gateway, "/api/v1/contracts");
        assert_true(status == 503 || status == 504);
        assert_in_range(clk_mono_ms() - begin, 0, 700 + BUSY_MS);
        assert_int_equal(http_client_ask(&g.gateway.client, HEALTHZ), 200);
    }
    temp_broker_restart(&g.broker);
    int64_t back = clk_mono_ms();
    while (gateway_get(&g.gateway, "/api/v1/contracts") != 200 &&
           clk_mono_ms() - back < 6 * BUSY_MS)
        continue;
    assert_int_equal(g.gateway.client.status, 200);
    assert_in_range(clk_mono_ms() - back, 0, 6000 + BUSY_MS);
    assert_int_equal(gateway_metric(&g.gateway, "mlps_bus_watchdog_finds_total"), 0);
    echo_worker_stop(&worker);
    stop(&g);
}

/* SIGTERM: nothing new, what is being answered is answered, then the end with 0. */
static void test_stop_while_busy(void **state)
{
    struct ground g;
    struct http_client idle;
    (void)state;
    start(&g, NULL);
    struct echo_worker worker = { .bus = &g.broker.bus,
                                  .service = "mlps.registry",
                                  .work_ms = 600 };
    echo_worker_start(&worker);
    assert_int_equal(gateway_get(&g.gateway, "/api/v1/contracts"), 200);
    http_client_open(&idle, g.gateway.address, 0);
    assert_int_equal(http_client_ask(&idle, HEALTHZ), 200);
    assert_true(http_client_send(&g.gateway.client,
                                 gateway_request(&g.gateway, "GET /api/v1/contracts", NULL)));
    int64_t end = clk_mono_ms() + 6 * BUSY_MS;
    char line[64];
    do {
        assert_true(http_client_send(&idle, gateway_request(&g.gateway, "GET /metrics", NULL)));
        assert_int_equal(http_client_response(&idle), 200);
    } while (!strstr(idle.body, "\nmlps_bus_in_flight 1\n") && clk_mono_ms() < end);
    child_signal(&g.gateway.process, SIGTERM);
    assert_true(http_client_ends(&idle, BUSY_MS));
    assert_int_equal(http_client_response(&g.gateway.client), 200);
    assert_string_equal(http_client_field(&g.gateway.client, "Connection", line, sizeof(line)),
                        "close");
    assert_true(child_wait(&g.gateway.process, 6 * BUSY_MS));
    http_client_close(&idle);
    echo_worker_stop(&worker);
    stop(&g);
}

/* A request that does not end in time does not hold the stop for ever; a second signal does not
 * wait at all. */
static void test_stop_is_bounded(void **state)
{
    struct ground g;
    (void)state;
    for (int signals = 1; signals <= 2; signals++) {
        start(&g, NULL);
        assert_true(http_client_send(&g.gateway.client,
                                     gateway_request(&g.gateway, "GET /api/v1/contracts", NULL)));
        struct http_client other;
        http_client_open(&other, g.gateway.address, 0);
        int64_t end = clk_mono_ms() + 6 * BUSY_MS;
        do {
            assert_true(
                http_client_send(&other, gateway_request(&g.gateway, "GET /metrics", NULL)));
            assert_int_equal(http_client_response(&other), 200);
        } while (!strstr(other.body, "\nmlps_bus_in_flight 1\n") && clk_mono_ms() < end);
        http_client_close(&other);
        int64_t begin = clk_mono_ms();
        child_signal(&g.gateway.process, SIGTERM);
        if (signals == 2) {
            http_client_read(&g.gateway.client, 1, 100);
            child_signal(&g.gateway.process, SIGTERM);
        }
        assert_true(child_wait(&g.gateway.process, 6 * BUSY_MS));
        assert_in_range(clk_mono_ms() - begin, 0, signals == 2 ? 4500 : 6500 + BUSY_MS);
        stop(&g);
    }
}

static int exit_code(const char *const arguments[])
{
    const char *argv[16] = { MLPS_BIN_DIR "/mlps-gateway" };
    for (size_t i = 0; arguments[i]; i++)
        argv[i + 1] = arguments[i];
    return child_run(&(struct child_spec){ .argv = argv, .log = "/dev/null" });
}

static void test_exit_codes(void **state)
{
    struct ground g;
    (void)state;
    start(&g, NULL);
    const char *token = g.gateway.token_file;
    const struct {
        const char *words[8];
        int want;
    } starts[] = {
        { { "--help" }, 0 },
        { { "--insecure" }, 2 },
        { { "--token-file", token }, 2 },
        { { "--token-file", token, "--insecure", "--colour", "red" }, 2 },
        { { "--token-file", "/dev/null", "--insecure" }, 2 },
        { { "--token-file", "/nonexistent/x", "--insecure" }, 3 },
        { { "--token-file", token, "--insecure", "--listen", g.gateway.address }, 3 },
        { { "--token-file", token, "--insecure", "--exports", "/nonexistent" }, 3 },
    };
    for (size_t i = 0; i < COUNT_OF(starts); i++) {
        int code = exit_code(starts[i].words);
        if (code != starts[i].want)
            fail_msg("start %zu: exit code %d", i, code);
    }
    stop(&g);
}

/* An idle gateway with its buffers: its share of the house's 120 MB. */
static void test_small_when_idle(void **state)
{
    struct ground g;
    (void)state;
    start(&g, NULL);
    assert_int_equal(http_client_ask(&g.gateway.client, HEALTHZ), 200);
    assert_true(gateway_peak_kib(&g.gateway) < 20 << 10);
    stop(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_flood),           cmocka_unit_test(test_drips),
        cmocka_unit_test(test_slow_readers),    cmocka_unit_test(test_broker_killed),
        cmocka_unit_test(test_stop_while_busy), cmocka_unit_test(test_stop_is_bounded),
        cmocka_unit_test(test_exit_codes),      cmocka_unit_test(test_small_when_idle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
