#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <pthread.h>
#include <zmq.h>

#include "wire_context.h"

/* One context while anybody holds it (trap 10), a new one afterwards. */
static void test_one_while_held(void **state)
{
    (void)state;
    void *first = wire_context_hold();
    assert_non_null(first);
    assert_ptr_equal(wire_context_hold(), first);
    assert_int_equal(zmq_ctx_get(first, ZMQ_IO_THREADS), 1);
    wire_context_release();
    assert_ptr_equal(wire_context_hold(), first);
    wire_context_release();
    wire_context_release();
    void *again = wire_context_hold();
    assert_non_null(again);
    void *socket = zmq_socket(again, ZMQ_PAIR);
    assert_non_null(socket);
    zmq_close(socket);
    wire_context_release();
}

static void *hold_and_release(void *arg)
{
    (void)arg;
    for (int i = 0; i < 50; i++) {
        void *socket = zmq_socket(wire_context_hold(), ZMQ_PAIR);
        zmq_close(socket);
        wire_context_release();
    }
    return NULL;
}

static void test_many_threads(void **state)
{
    (void)state;
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, hold_and_release, NULL), 0);
    for (size_t i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_while_held),
        cmocka_unit_test(test_many_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
