#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <poll.h>
#include <signal.h>

#include "stopflag.h"

static int readable(void)
{
    struct pollfd fd = { stop_fd(), POLLIN, 0 };
    return poll(&fd, 1, 0);
}

static void test_signals_are_counted_and_wake(void **state)
{
    (void)state;
    assert_false(stop_asked());
    assert_int_equal(readable(), 0);
    raise(SIGTERM);
    assert_true(stop_asked());
    assert_int_equal(stop_count(), 1);
    assert_int_equal(readable(), 1);
    raise(SIGINT);
    raise(SIGPIPE); /* ignored */
    stop_ask();
    assert_int_equal(stop_count(), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_signals_are_counted_and_wake) };
    stop_setup();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
