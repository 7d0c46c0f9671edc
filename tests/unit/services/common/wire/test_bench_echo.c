#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <zmq.h>

#include "bench_echo.h"
#include "router.h"
#include "wire_context.h"

enum { PATIENCE_MS = 30000, WORKERS = 3 };

/* Each worker says READY on a connection of its own and sends a request back as its reply. */
static void test_workers(void **state)
{
    (void)state;
    struct router router;
    struct problem problem = { 0 };
    router_open(&router);
    struct bench_echo echo = { .endpoint = router.bus.requests,
                               .service = "svc",
                               .workers = WORKERS };
    assert_int_equal(bench_echo_start(&echo, &problem), RC_OK);
    struct router_mark marks[WORKERS];
    for (size_t i = 0; i < WORKERS; i++) {
        assert_string_equal(router_recv(&router, PATIENCE_MS), "|MDPW01|\\x01|svc");
        marks[i] = router_mark(&router);
    }
    for (size_t i = 0; i < WORKERS; i++) {
        router_send_to(&router, &marks[i], "|MDPW01|\4"); /* passed over */
        router_send_to(&router, &marks[i], "|MDPW01|\2|client||a|b");
        assert_string_equal(router_recv(&router, PATIENCE_MS), "|MDPW01|\\x03|client||a|b");
        struct router_mark from = router_mark(&router);
        assert_memory_equal(from.id, marks[i].id, from.id_len);
    }
    bench_echo_stop(&echo);
    bench_echo_stop(&echo); /* harmless */
    router_close(&router);
}

/* Behind a proxy whatever comes is sent back as it is. */
static void test_bounce(void **state)
{
    (void)state;
    struct problem problem = { 0 };
    char endpoint[BUS_ENDPOINT_MAX];
    size_t len = sizeof(endpoint);
    char frame[8];
    void *dealer = zmq_socket(wire_context_hold(), ZMQ_DEALER); /* the proxy's back side */
    assert_int_equal(zmq_bind(dealer, "tcp://127.0.0.1:*"), 0);
    zmq_getsockopt(dealer, ZMQ_LAST_ENDPOINT, endpoint, &len);
    struct bench_echo echo = { .endpoint = endpoint };
    assert_int_equal(bench_echo_start(&echo, &problem), RC_OK);
    assert_int_equal(zmq_send(dealer, "id", 2, ZMQ_SNDMORE), 2);
    assert_int_equal(zmq_send(dealer, "body", 4, 0), 4);
    assert_int_equal(zmq_recv(dealer, frame, sizeof(frame), 0), 2);
    assert_int_equal(zmq_recv(dealer, frame, sizeof(frame), 0), 4);
    assert_memory_equal(frame, "body", 4);
    bench_echo_stop(&echo);
    zmq_close(dealer);
    wire_context_release();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_workers),
        cmocka_unit_test(test_bounce),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
