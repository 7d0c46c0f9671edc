#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "civil.h"
#include "clk.h"

static void test_fixed_clock_stands(void **state)
{
    (void)state;
    struct clk clk;
    int64_t want;
    assert_true(civil_parse_instant("2026-06-15T09:00:00+08:00", &want));
    assert_true(clk_from_text("2026-06-15T09:00:00+08:00", &clk));
    assert_int_equal(clk_now(&clk), want);
    assert_int_equal(clk_now(&clk), want);
}

static void test_text(void **state)
{
    (void)state;
    struct clk clk = clk_fixed(7);
    assert_false(clk_from_text("tomorrow", &clk));
    assert_true(clk.fixed);
    assert_true(clk_from_text(NULL, &clk));
    assert_false(clk.fixed);
    assert_true(clk_now(&clk) > 1700000000LL * US_PER_SECOND);
}

static void test_monotonic_never_goes_back(void **state)
{
    (void)state;
    int64_t last = clk_mono_us();
    for (int i = 0; i < 100000; i++) {
        int64_t now = clk_mono_us();
        assert_true(now >= last);
        last = now;
    }
    assert_true(clk_mono_ms() >= last / 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fixed_clock_stands),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_monotonic_never_goes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
