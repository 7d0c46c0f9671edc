#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <unistd.h>

#include "attr.h"
#include "ceilings.h"
#include "clk.h"
#include "mdp_worker.h"
#include "router.h"
#include "wait_until.h"

enum { PATIENCE_MS = 30000 };

static struct router router;
static mdp_worker_t *worker;
static struct bytebuf reply;

static int start(void **state)
{
    (void)state;
    router_open(&router);
    worker = mdp_worker_new(&router.bus, "svc");
    bytebuf_init(&reply, MAX_REPLY_BYTES);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    mdp_worker_destroy(&worker);
    bytebuf_fini(&reply);
    router_close(&router);
    return 0;
}

static void come_up(void)
{
    struct mdp_job job;
    int64_t end = clk_mono_ms() + PATIENCE_MS;
    while (*router_recv(&router, 0) == '\0' && clk_mono_ms() < end)
        assert_int_equal(mdp_worker_next(worker, 5, -1, &job), RC_TIMEOUT);
    assert_string_equal(router.text, "|MDPW01|\\x01|svc");
}

static void send_address(const char *address, size_t len, const char *body)
{
    struct frames out;
    frames_init(&out);
    frames_share(&out, &router.in.at[0]);
    frames_add(&out, "", 0);
    frames_add(&out, "MDPW01", 6);
    frames_add(&out, "\2", 1);
    frames_add(&out, address, len);
    frames_add(&out, "", 0);
    frames_add(&out, body, strlen(body));
    assert_int_equal(frames_send(&out, router.socket), RC_OK);
}

static void answer(const char *text)
{
    bytebuf_reset(&reply);
    assert_int_equal(bytebuf_text(&reply, text), RC_OK);
    assert_int_equal(mdp_worker_reply(worker, &reply), RC_OK);
}

/* The caller is what the broker wrote before the NUL; an address of another make names nobody. */
static void test_callers(void **state)
{
    (void)state;
    static const struct {
        const char *address;
        size_t len;
        const char *caller;
    } CASES[] = {
        { "gateway\0\1\2\3\4\5\6\7\10", 16, "gateway" },
        { "\0\1\2\3\4\5\6\7\10", 9, "" },
        { "gateway", 7, "" },
        { "", 0, "" },
        { "0123456789012345678901234567890123456789012345678901234567890123456789\0x", 72, "" },
    };
    come_up();
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct mdp_job job;
        char want[256];
        send_address(CASES[i].address, CASES[i].len, "body");
        assert_int_equal(mdp_worker_next(worker, PATIENCE_MS, -1, &job), RC_OK);
        assert_string_equal(job.caller, CASES[i].caller);
        assert_int_equal(job.len, 4);
        assert_memory_equal(job.body, "body", 4);
        answer("yo");
        router_recv(&router, PATIENCE_MS);
        assert_true(frame_is(&router.in.at[4], CASES[i].address, CASES[i].len));
        snprintf(want, sizeof(want), "||yo");
        assert_string_equal(router.text + strlen(router.text) - 4, want);
    }
}

/* A request of several frames is answered without the handler. */
static void test_one_frame_only(void **state)
{
    (void)state;
    struct mdp_job job;
    come_up();
    router_send(&router, "|MDPW01|\2|c||a|b");
    assert_int_equal(mdp_worker_next(worker, 200, -1, &job), RC_TIMEOUT);
    assert_non_null(strstr(router_recv(&router, PATIENCE_MS), "\"code\":\"invalid\""));
}

/* The stop descriptor and the time both end a wait. */
static void test_waiting_ends(void **state)
{
    (void)state;
    int ends[2];
    struct mdp_job job;
    come_up();
    int64_t begin = clk_mono_ms();
    assert_int_equal(mdp_worker_next(worker, 50, -1, &job), RC_TIMEOUT);
    assert_in_range(clk_mono_ms() - begin, 50, 50 + BUSY_MS);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "x", 1), 1);
    begin = clk_mono_ms();
    assert_int_equal(mdp_worker_next(worker, PATIENCE_MS, ends[0], &job), RC_TIMEOUT);
    assert_in_range(clk_mono_ms() - begin, 0, PATIENCE_MS - 1);
    close(ends[0]);
    close(ends[1]);
}

/* After a restart of the broker a worker is back by itself: the connection returns, the unknown
 * worker is told to disconnect, and comes again. */
static void test_broker_restart(void **state)
{
    (void)state;
    struct mdp_job job;
    come_up();
    router_close(&router);
    router_reopen(&router);
    int64_t end = clk_mono_ms() + PATIENCE_MS;
    while (*router_recv(&router, 0) == '\0' && clk_mono_ms() < end)
        assert_int_equal(mdp_worker_next(worker, 20, -1, &job), RC_TIMEOUT);
    assert_string_equal(router.text, "|MDPW01|\\x04");
    router_send(&router, "|MDPW01|\5");
    come_up();
}

#define WITH_WORKER(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_WORKER(test_callers),
        WITH_WORKER(test_one_frame_only),
        WITH_WORKER(test_waiting_ends),
        WITH_WORKER(test_broker_restart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
