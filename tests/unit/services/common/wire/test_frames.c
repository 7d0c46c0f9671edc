#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "frames.h"
#include "wire_context.h"

/* Two PAIRs that talk to each other. */
static void *left, *right;

static int start(void **state)
{
    (void)state;
    void *context = wire_context_hold();
    left = zmq_socket(context, ZMQ_PAIR);
    right = zmq_socket(context, ZMQ_PAIR);
    return zmq_bind(left, "inproc://frames") != 0 || zmq_connect(right, "inproc://frames") != 0;
}

static int stop(void **state)
{
    (void)state;
    zmq_close(left);
    zmq_close(right);
    wire_context_release();
    return 0;
}

static void test_there_and_back(void **state)
{
    (void)state;
    struct frames out;
    struct frames in;
    zmq_msg_t shared;
    frames_init(&out);
    frames_init(&in);
    zmq_msg_init_size(&shared, 3);
    memcpy(zmq_msg_data(&shared), "abc", 3);
    frames_add(&out, "", 0);
    frames_add(&out, "x\0y", 3);
    frames_share(&out, &shared);
    assert_int_equal(out.bytes, 6);
    assert_int_equal(frames_send(&out, left), RC_OK);
    assert_int_equal(out.count, 0);
    assert_int_equal(frames_recv(&in, right), RC_OK);
    assert_int_equal(in.count, 3);
    assert_int_equal(in.bytes, 6);
    assert_true(frame_is(&in.at[0], "", 0));
    assert_true(frame_is(&in.at[1], "x\0y", 3));
    assert_false(frame_is(&in.at[1], "x\0z", 3));
    assert_false(frame_is(&in.at[1], "x", 1));
    assert_true(frame_is(&in.at[2], "abc", 3));
    assert_true(frame_is(&shared, "abc", 3)); /* still ours */
    frames_add(&out, "four", 4); /* counted anew, not on top of the last one */
    assert_int_equal(out.bytes, 4);
    assert_int_equal(frames_send(&out, left), RC_OK);
    assert_int_equal(frames_recv(&in, right), RC_OK);
    assert_int_equal(in.bytes, 4);
    assert_int_equal(frames_recv(&in, right), RC_TIMEOUT);
    assert_int_equal(in.count, 0);
    zmq_msg_close(&shared);
}

static void send_count(size_t count)
{
    for (size_t i = 0; i < count; i++)
        zmq_send(left, "x", 1, i + 1 < count ? ZMQ_SNDMORE : 0);
}

/* The last message that fits, the first that does not: its first frames stay, the next message is
 * read from its start. */
static void test_too_many_frames(void **state)
{
    (void)state;
    struct frames in;
    frames_init(&in);
    send_count(FRAMES_MAX);
    send_count(FRAMES_MAX + 1);
    send_count(3 * FRAMES_MAX);
    send_count(1);
    assert_int_equal(frames_recv(&in, right), RC_OK);
    assert_int_equal(in.count, FRAMES_MAX);
    assert_int_equal(frames_recv(&in, right), RC_TOO_LARGE);
    assert_int_equal(in.count, FRAMES_KEPT);
    assert_int_equal(frames_recv(&in, right), RC_TOO_LARGE);
    assert_int_equal(frames_recv(&in, right), RC_OK);
    assert_int_equal(in.count, 1);
    frames_clear(&in);
}

static void test_nobody_there(void **state)
{
    (void)state;
    int mandatory = 1;
    struct frames out;
    struct frames in;
    frames_init(&out);
    frames_init(&in);
    void *router = zmq_socket(wire_context_hold(), ZMQ_ROUTER);
    zmq_setsockopt(router, ZMQ_ROUTER_MANDATORY, &mandatory, sizeof(mandatory));
    frames_add(&out, "nobody", 6);
    frames_add(&out, "x", 1);
    assert_int_equal(frames_send(&out, router), RC_NOT_FOUND);
    assert_int_equal(out.count, 0);
    void *dealer = zmq_socket(wire_context_hold(), ZMQ_DEALER);
    frames_add(&out, "x", 1);
    assert_int_equal(frames_send(&out, dealer), RC_BUSY);
    void *pub = zmq_socket(wire_context_hold(), ZMQ_PUB);
    assert_int_equal(frames_recv(&in, pub), RC_UNAVAILABLE); /* it cannot receive at all */
    zmq_close(pub);
    zmq_close(router);
    zmq_close(dealer);
    for (int i = 0; i < 3; i++)
        wire_context_release();
}

#define WITH_PAIR(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PAIR(test_there_and_back),
        WITH_PAIR(test_too_many_frames),
        cmocka_unit_test(test_nobody_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
