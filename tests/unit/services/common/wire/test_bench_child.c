#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <zmq.h>

#include "bench_child.h"
#include "bench_echo.h"

static bool is_alive(pid_t pid)
{
    return kill(pid, 0) == 0;
}

static void test_broker(void **state)
{
    (void)state;
    struct bench_child child = { .pid = 0 };
    struct problem problem = { 0 };
    assert_int_equal(bench_broker_start(&child, MLPS_BIN_DIR "/mlps-broker", &problem), RC_OK);
    assert_memory_equal(child.front, "tcp://127.0.0.1:", 16);
    assert_string_equal(child.front, child.back);
    pid_t pid = child.pid;
    assert_true(is_alive(pid));
    bench_child_stop(&child);
    assert_int_equal(child.pid, 0);
    assert_false(is_alive(pid));
    bench_child_stop(&child); /* harmless */
}

/* What goes in at the front comes out at the back. */
static void test_proxy(void **state)
{
    (void)state;
    char frame[8];
    struct bench_child child = { .pid = 0 };
    struct problem problem = { 0 };
    assert_int_equal(bench_proxy_start(&child, &problem), RC_OK);
    assert_string_not_equal(child.front, child.back);
    void *front = bench_dealer_open(child.front, 5000);
    void *back = bench_dealer_open(child.back, 5000);
    assert_int_equal(zmq_send(front, "ping", 4, 0), 4);
    assert_true(zmq_recv(back, frame, sizeof(frame), 0) > 0); /* the routing id */
    assert_int_equal(zmq_recv(back, frame, sizeof(frame), 0), 4);
    assert_memory_equal(frame, "ping", 4);
    bench_dealer_close(front);
    bench_dealer_close(back);
    bench_child_stop(&child);
}

static void test_no_such_program(void **state)
{
    (void)state;
    struct bench_child child = { .pid = 0 };
    struct problem problem = { 0 };
    assert_int_equal(bench_broker_start(&child, "/nonexistent", &problem), RC_UNAVAILABLE);
    assert_non_null(strstr(problem.text, "/nonexistent"));
    assert_int_equal(child.pid, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_broker),
        cmocka_unit_test(test_proxy),
        cmocka_unit_test(test_no_such_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
