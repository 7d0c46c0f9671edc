#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rc.h"

static void test_every_row_is_whole(void **state)
{
    (void)state;
    for (int i = 0; i < RC__COUNT; i++) {
        rc_t rc = (rc_t)i;
        assert_int_equal(rc_from_word(rc_word(rc)), rc);
        assert_in_range(rc_http(rc), 200, 599);
        assert_true(rc == RC_OK ? rc_http(rc) == 200 : rc_http(rc) >= 400);
    }
}

static void test_outside_the_list_is_internal(void **state)
{
    (void)state;
    assert_string_equal(rc_word(RC__COUNT), "internal");
    assert_int_equal(rc_http(RC__COUNT), 500);
    assert_false(rc_may_retry(RC__COUNT));
    assert_int_equal(rc_from_word("no such word"), RC_INTERNAL);
    assert_int_equal(rc_from_word(NULL), RC_INTERNAL);
}

static void test_only_passing_troubles_are_retried(void **state)
{
    (void)state;
    for (int i = 0; i < RC__COUNT; i++) {
        rc_t rc = (rc_t)i;
        assert_int_equal(rc_may_retry(rc), rc == RC_BUSY || rc == RC_UNAVAILABLE || rc == RC_TIMEOUT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_row_is_whole),
        cmocka_unit_test(test_outside_the_list_is_internal),
        cmocka_unit_test(test_only_passing_troubles_are_retried),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
