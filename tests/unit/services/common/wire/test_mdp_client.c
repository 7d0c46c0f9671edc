/* The client against a broker in the test's own hands, which is late, wrong or gone at will. */
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "ceilings.h"
#include "clk.h"
#include "mdp_client.h"
#include "memory.h"
#include "router.h"
#include "wait_until.h"

#define OK_REPLY(text) "#||MDPC01|svc|{\"ok\":true,\"result\":\"" text "\"}"

enum {
    PATIENCE_MS = 30000,
    SHORT_MS = 1500, /* a deadline that passes: time enough to connect and send, on any machine */
};

static struct router router;
static mdp_client_t *client;
static json_t *result;
static struct problem problem;

static int start(void **state)
{
    (void)state;
    router_open(&router);
    client = mdp_client_new(&router.bus);
    result = NULL;
    problem_clear(&problem);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    mdp_client_destroy(&client);
    router_close(&router);
    return 0;
}

static void send_op(const char *op, uint64_t tag, int64_t deadline_ms)
{
    struct request request = { .op = op, .deadline_ms = deadline_ms };
    assert_int_equal(mdp_client_send(client, "svc", &request, tag), RC_OK);
}

/* The next message at the broker, the client working meanwhile. */
static const char *arrives(void)
{
    uint64_t tag;
    int64_t end = clk_mono_ms() + PATIENCE_MS;
    while (*router_recv(&router, 1) == '\0' && clk_mono_ms() < end)
        assert_int_equal(mdp_client_next(client, 1, &tag, &result, &problem), RC_TIMEOUT);
    return router.text;
}

/* The next result: its tag, its text and its rc. */
static void assert_next(uint64_t want_tag, rc_t want_rc, const char *want)
{
    uint64_t tag = 0;
    assert_int_equal(mdp_client_next(client, PATIENCE_MS, &tag, &result, &problem), RC_OK);
    assert_int_equal(tag, want_tag);
    assert_int_equal(problem.rc, want_rc);
    if (want)
        assert_string_equal(json_string_value(result), want);
    json_decref(result);
    result = NULL;
}

static void assert_nothing(void)
{
    uint64_t tag;
    assert_int_equal(mdp_client_next(client, 50, &tag, &result, &problem), RC_TIMEOUT);
}

static void test_frames(void **state)
{
    (void)state;
    send_op("one", 1, PATIENCE_MS);
    assert_string_equal(arrives(), "#||MDPC01|svc|{\"op\":\"one\",\"deadline_ms\":30000}");
    router_send(&router, OK_REPLY("yes"));
    assert_next(1, RC_OK, "yes");
    assert_nothing();
}

/* Replies come in any order and find their calls. */
static void test_any_order(void **state)
{
    (void)state;
    struct router_mark marks[3];
    for (uint64_t tag = 0; tag < 3; tag++) {
        send_op("op", 100 + tag, PATIENCE_MS);
        arrives();
        marks[tag] = router_mark(&router);
    }
    router_send_to(&router, &marks[2], OK_REPLY("third"));
    router_send_to(&router, &marks[0], OK_REPLY("first"));
    assert_next(102, RC_OK, "third");
    assert_next(100, RC_OK, "first");
    router_send_to(
        &router, &marks[1],
        "#||MDPC01|svc|{\"ok\":false,\"error\":{\"code\":\"conflict\",\"message\":\"no\"}}");
    assert_next(101, RC_CONFLICT, NULL);
    assert_string_equal(problem.text, "no");
}

/* What is no reply to a call in flight is dropped: wrong shapes, foreign tickets, the same reply
 * twice. */
static void test_dropped(void **state)
{
    (void)state;
    static const char *const WRONG[] = { "x",
                                         "|MDPC01|svc|{}",
                                         "12345678||MDPC01|svc|{}",
                                         "#||MDPW01|svc|{}",
                                         "#||MDPC01|svc",
                                         "#||MDPC01|svc|a|b",
                                         "#|x|MDPC01|svc|{}",
                                         "##||MDPC01|svc|{}" };
    send_op("op", 1, PATIENCE_MS);
    arrives();
    for (size_t i = 0; i < COUNT_OF(WRONG); i++)
        router_send(&router, WRONG[i]);
    assert_nothing();
    router_send(&router, OK_REPLY("yes"));
    router_send(&router, OK_REPLY("twice"));
    assert_next(1, RC_OK, "yes");
    assert_nothing();
}

/* MDP-19: a late reply never meets the next call. */
static void test_late_reply(void **state)
{
    (void)state;
    send_op("slow", 1, SHORT_MS);
    arrives();
    struct router_mark late = router_mark(&router);
    assert_next(1, RC_TIMEOUT, NULL);
    send_op("next", 2, PATIENCE_MS);
    while (!strstr(arrives(), "next"))
        continue;
    struct router_mark next = router_mark(&router);
    router_send_to(&router, &late, OK_REPLY("late"));
    assert_nothing();
    router_send_to(&router, &next, OK_REPLY("right"));
    assert_next(2, RC_OK, "right");
}

/* A request without a reply goes out once more at half its deadline; the first reply of either
 * counts. */
static void test_sent_again_in_time(void **state)
{
    (void)state;
    send_op("op", 1, 4000);
    arrives();
    int64_t begin = clk_mono_ms();
    struct router_mark first = router_mark(&router);
    arrives();
    assert_in_range(clk_mono_ms() - begin, 1000, 3990);
    struct router_mark second = router_mark(&router);
    assert_memory_equal(&first, &second,
                        sizeof(first)); /* the same ticket on the same connection */
    router_send_to(&router, &first, OK_REPLY("yes"));
    assert_next(1, RC_OK, "yes");
    router_send_to(&router, &second, OK_REPLY("again"));
    assert_nothing();
}

/* FI-05: the connection is lost with calls under way; they go out again when it is back. */
static void test_sent_again_after_loss(void **state)
{
    (void)state;
    send_op("one", 1, PATIENCE_MS);
    arrives();
    send_op("two", 2, PATIENCE_MS);
    arrives();
    router_close(&router);
    router_reopen(&router);
    assert_non_null(strstr(arrives(), "\"one\""));
    router_send(&router, OK_REPLY("1"));
    assert_next(1, RC_OK, "1");
    assert_non_null(strstr(arrives(), "\"two\""));
    router_send(&router, OK_REPLY("2"));
    assert_next(2, RC_OK, "2");
}

/* Everything ends: no broker at all, and a broker that never answers. */
static void test_deadlines(void **state)
{
    (void)state;
    struct request request = { .op = "op", .deadline_ms = SHORT_MS };
    int64_t begin = clk_mono_ms();
    assert_int_equal(mdp_client_call(client, "svc", &request, &result, &problem), RC_TIMEOUT);
    assert_in_range(clk_mono_ms() - begin, SHORT_MS - 5, SHORT_MS + BUSY_MS);
    assert_string_equal(problem.text, "no reply from svc in time");
    struct bus_conf deserted = { .requests = "tcp://127.0.0.1:1" };
    mdp_client_t *alone = mdp_client_new(&deserted);
    problem_clear(&problem);
    begin = clk_mono_ms();
    assert_int_equal(mdp_client_call(alone, "svc", &request, &result, &problem), RC_UNAVAILABLE);
    assert_in_range(clk_mono_ms() - begin, SHORT_MS - 5, SHORT_MS + BUSY_MS);
    assert_string_equal(problem.text, "could not reach the bus at tcp://127.0.0.1:1");
    mdp_client_destroy(&alone);
}

/* After a call without a reply the next one starts on a new connection (MDP-19). */
static void test_new_socket_after_timeout(void **state)
{
    (void)state;
    struct request request = { .op = "op", .deadline_ms = SHORT_MS };
    assert_int_equal(mdp_client_call(client, "svc", &request, &result, &problem), RC_TIMEOUT);
    router_recv(&router, PATIENCE_MS);
    struct router_mark first = router_mark(&router);
    problem_clear(&problem);
    assert_int_equal(mdp_client_call(client, "svc", &request, &result, &problem), RC_TIMEOUT);
    struct router_mark last = first;
    while (*router_recv(&router, 50))
        last = router_mark(&router);
    assert_memory_not_equal(first.id, last.id, first.id_len);
}

static void test_limits(void **state)
{
    (void)state;
    char name[MAX_SERVICE_NAME + 2];
    struct request request = { .op = "op", .deadline_ms = PATIENCE_MS };
    memset(name, 'x', sizeof(name));
    name[MAX_SERVICE_NAME + 1] = '\0';
    assert_int_equal(mdp_client_send(client, name, &request, 1), RC_INVALID);
    assert_int_equal(mdp_client_send(client, "", &request, 1), RC_INVALID);
    name[MAX_SERVICE_NAME] = '\0';
    assert_int_equal(mdp_client_send(client, name, &request, 1), RC_OK);
    for (int i = 1; i < 400; i++)
        assert_int_equal(mdp_client_send(client, "svc", &request, 1), RC_OK);
    assert_int_equal(mdp_client_send(client, "svc", &request, 1), RC_BUSY);
    char *large = mem_new(MAX_REQUEST_BYTES + 1);
    memset(large, 'x', MAX_REQUEST_BYTES);
    json_t *args = json_pack("{s:s}", "text", large);
    mem_free(large);
    request.args = args;
    assert_int_equal(mdp_client_send(client, "svc", &request, 1), RC_TOO_LARGE);
    json_decref(args);
}

static void test_bad_bus(void **state)
{
    (void)state;
    struct bus_conf nowhere = { .requests = "nowhere" };
    mdp_client_t *lost = mdp_client_new(&nowhere);
    uint64_t tag;
    assert_int_equal(mdp_client_ask(lost, "svc", "op", NULL, NULL, &result, &problem), RC_INVALID);
    assert_non_null(strstr(problem.text, "nowhere"));
    assert_int_equal(mdp_client_next(lost, 0, &tag, &result, &problem), RC_TIMEOUT);
    assert_int_equal(mdp_client_fd(lost), -1);
    mdp_client_destroy(&lost);
    assert_null(lost);
    mdp_client_destroy(&lost);
}

/* Whether anybody serves a name, asked without a request to it (8/MMI). */
static void test_probe(void **state)
{
    (void)state;
    static const struct {
        const char *answer;
        rc_t rc;
    } CASES[] = {
        { "#||MDPC01|mmi.service|200", RC_OK },
        { "#||MDPC01|mmi.service|404", RC_NOT_FOUND },
        { "#||MDPC01|mmi.service|501", RC_NOT_FOUND },
        { "#||MDPC01|mmi.service|", RC_NOT_FOUND },
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        assert_int_equal(mdp_client_probe(client, "mlps.sla", PATIENCE_MS, 40 + i), RC_OK);
        assert_string_equal(arrives(), "#||MDPC01|mmi.service|mlps.sla");
        router_send(&router, CASES[i].answer);
        assert_next(40 + i, CASES[i].rc, NULL);
    }
}

/* A broker in a thread: answers the op with the op, after whatever else it was told. */
static void *answer_all(void *arg)
{
    int count = *(int *)arg;
    for (int i = 0; i < count; i++)
        if (*router_recv(&router, PATIENCE_MS))
            router_send(&router, OK_REPLY("threaded"));
    return NULL;
}

/* Trap 5: an event loop that waits on the descriptor only, with a budget of one result a turn, gets
 * everything; its watchdog never finds anything. */
static void test_event_loop(void **state)
{
    (void)state;
    int calls = 5000;
    pthread_t thread;
    uint64_t tag;
    int got = 0;
    int sent = 0;
    int found_by_watchdog = 0;
    bool woken_by_watchdog = false;
    struct request request = { .op = "op", .deadline_ms = 60000 };
    assert_int_equal(pthread_create(&thread, NULL, answer_all, &calls), 0);
    struct pollfd loop = { .fd = mdp_client_fd(client), .events = POLLIN };
    assert_true(loop.fd >= 0);
    int64_t end = clk_mono_ms() + 120000;
    while (got < calls && clk_mono_ms() < end) {
        for (int i = 0; i < 3 && sent < calls && sent - got < 50; i++)
            if (mdp_client_send(client, "svc", &request, (uint64_t)sent) == RC_OK)
                sent++;
        if (mdp_client_next(client, 0, &tag, &result, &problem) == RC_OK) {
            found_by_watchdog += woken_by_watchdog;
            woken_by_watchdog = false;
            json_decref(result);
            got++;
            continue; /* the budget is used up: a turn with a zero timer */
        }
        woken_by_watchdog = poll(&loop, 1, 1000) == 0;
    }
    assert_int_equal(got, calls);
    assert_int_equal(found_by_watchdog, 0);
    pthread_join(thread, NULL);
}

/* A call waits for its own reply; those of pipelined calls stay for mdp_client_next. */
static void test_call_among_pipelined(void **state)
{
    (void)state;
    int count = 2;
    pthread_t thread;
    struct request request = { .op = "call", .deadline_ms = PATIENCE_MS };
    send_op("piped", 7, PATIENCE_MS);
    assert_int_equal(pthread_create(&thread, NULL, answer_all, &count), 0);
    assert_int_equal(mdp_client_call(client, "svc", &request, &result, &problem), RC_OK);
    assert_string_equal(json_string_value(result), "threaded");
    json_decref(result);
    assert_next(7, RC_OK, "threaded");
    pthread_join(thread, NULL);
}

#define WITH_CLIENT(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_CLIENT(test_frames),
        WITH_CLIENT(test_any_order),
        WITH_CLIENT(test_dropped),
        WITH_CLIENT(test_late_reply),
        WITH_CLIENT(test_sent_again_in_time),
        WITH_CLIENT(test_sent_again_after_loss),
        WITH_CLIENT(test_deadlines),
        WITH_CLIENT(test_new_socket_after_timeout),
        WITH_CLIENT(test_limits),
        WITH_CLIENT(test_bad_bus),
        WITH_CLIENT(test_probe),
        WITH_CLIENT(test_event_loop),
        WITH_CLIENT(test_call_among_pipelined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
