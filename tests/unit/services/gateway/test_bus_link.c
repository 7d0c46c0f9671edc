/* The link against a real broker and real workers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "bus_link.h"
#include "clk.h"
#include "echo_worker.h"
#include "memory.h"
#include "temp_broker.h"

enum {
    TWO_WAY = 100000,
    WINDOW = 200,
    DEADLINE_MS = 30000,  /* of a question that will be answered: far beyond what it takes */
    PATIENCE_MS = 240000, /* for what will happen, however slow the machine is */
    LOOKS_MS = 2500,      /* of silence: the watchdog looks twice */
};

struct fixture {
    struct temp_broker broker;
    struct event_base *base;
    bus_link_t *link;
    int asked;
    int answered;
    int failed;
    rc_t last; /* of the last answer */
    char text[400];
    int goal; /* keep asking until so many are asked */
};

static void on_reply(void *arg, rc_t rc, const json_t *result, const struct problem *problem)
{
    struct fixture *f = arg;
    (void)result;
    f->answered++;
    f->failed += rc != RC_OK;
    f->last = rc;
    snprintf(f->text, sizeof(f->text), "%s", problem->text);
}

static void ask(struct fixture *f, const char *service, int64_t deadline_ms, bus_reply_fn *fn)
{
    struct bus_ask ask = { .service = service,
                           .op = "echo",
                           .args = json_pack("{s:i}", "n", f->asked++),
                           .deadline_ms = deadline_ms,
                           .fn = fn,
                           .arg = f };
    bus_link_ask(f->link, &ask);
}

static void start(struct fixture *f, int budget)
{
    *f = (struct fixture){ .base = event_base_new() };
    temp_broker_start(&f->broker, NULL);
    f->link = bus_link_new(f->base, &f->broker.bus, budget);
}

static void stop(struct fixture *f)
{
    bus_link_destroy(&f->link);
    temp_broker_stop(&f->broker);
    event_base_free(f->base);
}

static void run_ms(struct fixture *f, int64_t ms)
{
    struct timeval tv = { .tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000 };
    event_base_loopexit(f->base, &tv);
    event_base_dispatch(f->base);
}

/* Run until `count` answers have come; false when they have not after `wait_ms`. */
static bool run_until(struct fixture *f, int count, int64_t wait_ms)
{
    int64_t end = clk_mono_ms() + wait_ms;
    while (f->answered < count && clk_mono_ms() < end)
        run_ms(f, 10);
    return f->answered >= count;
}

static void on_echo(void *arg, rc_t rc, const json_t *result, const struct problem *problem)
{
    struct fixture *f = arg;
    if (rc != RC_OK || !json_object_get(result, "echo"))
        f->failed++;
    f->answered++;
    (void)problem;
    if (f->asked < f->goal)
        ask(f, "test.echo", DEADLINE_MS, on_echo);
}

/* reliability.md 1.7.5: a hundred thousand two-way messages with a budget of one, then silence.
 * Nothing is stuck, and the watchdog never found what the descriptor had not announced. */
static void test_edge_triggered(void **state)
{
    struct fixture f;
    (void)state;
    start(&f, 1);
    struct echo_worker workers[2] = { { .bus = &f.broker.bus, .service = "test.echo" },
                                      { .bus = &f.broker.bus, .service = "test.echo" } };
    echo_worker_start(&workers[0]);
    echo_worker_start(&workers[1]);
    f.goal = TWO_WAY;
    while (f.asked < WINDOW)
        ask(&f, "test.echo", DEADLINE_MS, on_echo);
    assert_true(run_until(&f, TWO_WAY, PATIENCE_MS));
    assert_int_equal(f.failed, 0);
    assert_int_equal(f.answered, TWO_WAY);
    assert_int_equal(bus_link_stats(f.link)->in_flight, 0);
    run_ms(&f, LOOKS_MS);
    assert_int_equal(f.answered, TWO_WAY);
    assert_int_equal(bus_link_stats(f.link)->watchdog_finds, 0);
    echo_worker_stop(&workers[0]);
    echo_worker_stop(&workers[1]);
    stop(&f);
}

/* Single requests with pauses between them: each answer is announced. The watchdog may take for a
 * find what arrives in the instant between its look and its drain; were answers left lying, it
 * would have to find nearly all of them. */
static void test_lock_step(void **state)
{
    struct fixture f;
    (void)state;
    start(&f, BUS_BUDGET);
    struct echo_worker worker = { .bus = &f.broker.bus, .service = "test.echo" };
    echo_worker_start(&worker);
    for (int i = 1; i <= 300; i++) {
        ask(&f, "test.echo", DEADLINE_MS, on_echo);
        assert_true(run_until(&f, i, PATIENCE_MS));
    }
    run_ms(&f, LOOKS_MS);
    assert_int_equal(f.failed, 0);
    assert_in_range(bus_link_stats(f.link)->watchdog_finds, 0, 1);
    echo_worker_stop(&worker);
    stop(&f);
}

/* A service that does not answer in time: the caller hears of it at the deadline, before the answer
 * comes, and a late answer goes to nobody. The first question shows that link and worker have found
 * the broker: what nobody is there to take ends otherwise. */
static void test_deadline(void **state)
{
    enum { WORK_MS = 2000, ASKED_MS = 200 };
    struct fixture f;
    (void)state;
    start(&f, BUS_BUDGET);
    struct echo_worker slow = { .bus = &f.broker.bus, .service = "test.echo", .work_ms = WORK_MS };
    echo_worker_start(&slow);
    ask(&f, "test.echo", DEADLINE_MS, on_reply);
    assert_true(run_until(&f, 1, PATIENCE_MS));
    assert_int_equal(f.last, RC_OK);
    int64_t begin = clk_mono_ms();
    ask(&f, "test.echo", ASKED_MS, on_reply);
    assert_true(run_until(&f, 2, PATIENCE_MS));
    int64_t took = clk_mono_ms() - begin;
    assert_int_equal(f.last, RC_TIMEOUT);
    assert_in_range(took, ASKED_MS - 5, WORK_MS);
    assert_int_equal(bus_link_stats(f.link)->timed_out, 1);
    run_ms(&f, WORK_MS + 500);
    assert_int_equal(f.answered, 2);
    assert_int_equal(bus_link_stats(f.link)->watchdog_finds, 0);
    echo_worker_stop(&slow);
    stop(&f);
}

/* No broker: unavailable at the deadline; the broker comes: the same link works. */
static void test_no_broker(void **state)
{
    struct fixture f;
    (void)state;
    start(&f, BUS_BUDGET);
    temp_broker_kill(&f.broker);
    ask(&f, "test.echo", 300, on_reply);
    assert_true(run_until(&f, 1, PATIENCE_MS));
    assert_int_equal(f.last, RC_UNAVAILABLE);
    temp_broker_restart(&f.broker);
    struct echo_worker worker = { .bus = &f.broker.bus, .service = "test.echo" };
    echo_worker_start(&worker);
    ask(&f, "test.echo", DEADLINE_MS, on_reply);
    assert_true(run_until(&f, 2, PATIENCE_MS));
    assert_int_equal(f.last, RC_OK);
    echo_worker_stop(&worker);
    stop(&f);
}

/* The broker dies with requests in it and comes back: each is answered, or refused at its deadline;
 * none hangs. */
static void test_broker_restart(void **state)
{
    enum { ASKS = 100 };
    struct fixture f;
    (void)state;
    start(&f, BUS_BUDGET);
    struct echo_worker worker = { .bus = &f.broker.bus, .service = "test.echo", .work_ms = 5 };
    echo_worker_start(&worker);
    for (int i = 0; i < ASKS; i++)
        ask(&f, "test.echo", 2 * DEADLINE_MS, on_reply);
    assert_true(run_until(&f, 10, PATIENCE_MS));
    temp_broker_kill(&f.broker);
    run_ms(&f, 100);
    temp_broker_restart(&f.broker);
    assert_true(run_until(&f, ASKS, PATIENCE_MS));
    assert_int_equal(f.failed, 0);
    assert_int_equal(f.answered, ASKS);
    echo_worker_stop(&worker);
    stop(&f);
}

static void test_too_many(void **state)
{
    struct fixture f;
    (void)state;
    start(&f, BUS_BUDGET);
    for (int i = 0; i < BUS_IN_FLIGHT_MAX; i++)
        ask(&f, "test.nobody", 300, on_reply);
    assert_int_equal(f.answered, 0);
    ask(&f, "test.nobody", 300, on_reply);
    assert_int_equal(f.answered, 1);
    assert_int_equal(f.last, RC_BUSY);
    assert_int_equal(bus_link_stats(f.link)->refused, 1);
    assert_true(run_until(&f, BUS_IN_FLIGHT_MAX + 1, PATIENCE_MS));
    assert_int_equal(bus_link_stats(f.link)->in_flight, 0);
    stop(&f);
}

static void test_probe(void **state)
{
    struct fixture f;
    (void)state;
    start(&f, BUS_BUDGET);
    const struct bus_ask probe = {
        .service = "test.echo", .deadline_ms = DEADLINE_MS, .fn = on_reply, .arg = &f
    };
    bus_link_probe(f.link, &probe);
    assert_true(run_until(&f, 1, PATIENCE_MS));
    assert_int_equal(f.last, RC_NOT_FOUND);
    struct echo_worker worker = { .bus = &f.broker.bus, .service = "test.echo" };
    echo_worker_start(&worker);
    int64_t end = clk_mono_ms() + PATIENCE_MS;
    do {
        bus_link_probe(f.link, &probe);
        assert_true(run_until(&f, f.answered + 1, PATIENCE_MS));
    } while (f.last != RC_OK && clk_mono_ms() < end);
    assert_int_equal(f.last, RC_OK);
    echo_worker_stop(&worker);
    stop(&f);
}

/* Who has left is not called back; who still waits when the link ends is told. */
static void test_forget_and_end(void **state)
{
    struct fixture f;
    (void)state;
    start(&f, BUS_BUDGET);
    ask(&f, "test.nobody", 100, on_reply);
    bus_link_forget(f.link, &f);
    run_ms(&f, 400);
    assert_int_equal(f.answered, 0);
    assert_int_equal(bus_link_stats(f.link)->in_flight, 0);
    ask(&f, "test.nobody", 60000, on_reply);
    bus_link_destroy(&f.link);
    assert_int_equal(f.answered, 1);
    assert_int_equal(f.last, RC_UNAVAILABLE);
    stop(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edge_triggered), cmocka_unit_test(test_lock_step),
        cmocka_unit_test(test_deadline),       cmocka_unit_test(test_no_broker),
        cmocka_unit_test(test_broker_restart), cmocka_unit_test(test_too_many),
        cmocka_unit_test(test_probe),          cmocka_unit_test(test_forget_and_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
