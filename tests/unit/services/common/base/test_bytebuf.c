#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bytebuf.h"

static void test_ceiling_is_never_passed(void **state)
{
    (void)state;
    struct bytebuf buf;
    bytebuf_init(&buf, 10);
    assert_string_equal(bytebuf_str(&buf), "");
    assert_int_equal(bytebuf_text(&buf, "12345"), RC_OK);
    assert_int_equal(bytebuf_text(&buf, "67890"), RC_OK);
    assert_int_equal(bytebuf_text(&buf, "x"), RC_TOO_LARGE);
    assert_int_equal(bytebuf_fmt(&buf, "%d", 7), RC_TOO_LARGE);
    assert_int_equal(bytebuf_add(&buf, "y", SIZE_MAX), RC_TOO_LARGE);
    assert_string_equal(bytebuf_str(&buf), "1234567890");
    bytebuf_reset(&buf);
    assert_int_equal(bytebuf_fmt(&buf, "%s-%d", "a", 7), RC_OK);
    assert_string_equal(bytebuf_str(&buf), "a-7");
    bytebuf_fini(&buf);
    assert_int_equal(bytebuf_text(&buf, "again"), RC_OK);
    bytebuf_fini(&buf);
}

static void test_keeps_zero_bytes(void **state)
{
    (void)state;
    struct bytebuf buf;
    bytebuf_init(&buf, 1000);
    assert_int_equal(bytebuf_add(&buf, "a\0b", 3), RC_OK);
    assert_int_equal(bytebuf_add(&buf, NULL, 0), RC_OK);
    assert_int_equal(buf.len, 3);
    assert_memory_equal(buf.data, "a\0b", 4);
    bytebuf_fini(&buf);
}

static void test_grows(void **state)
{
    (void)state;
    struct bytebuf buf;
    bytebuf_init(&buf, 100000);
    for (int i = 0; i < 10000; i++)
        assert_int_equal(bytebuf_add(&buf, "0123456789", 10), RC_OK);
    assert_int_equal(buf.len, 100000);
    assert_int_equal(bytebuf_add(&buf, "x", 1), RC_TOO_LARGE);
    bytebuf_fini(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ceiling_is_never_passed),
        cmocka_unit_test(test_keeps_zero_bytes),
        cmocka_unit_test(test_grows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
