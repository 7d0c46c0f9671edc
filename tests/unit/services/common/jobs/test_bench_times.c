#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "attr.h"
#include "bench_times.h"

static const struct {
    int64_t us;
    const char *want;
} TIMES[] = {
    { 0, "0.00" },         { 9, "0.00" },        { 10, "0.01" },     { 999, "0.99" },
    { 1000, "1.00" },      { 1234567, "1234.56" }, { -10, "-0.01" }, { -1500, "-1.50" },
};

static void test_milliseconds(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(TIMES); i++) {
        json_t *text = bench_ms(TIMES[i].us);
        assert_string_equal(json_string_value(text), TIMES[i].want);
        json_decref(text);
    }
}

static void test_whole_observations(void **state)
{
    (void)state;
    int64_t us[200], one = -7000;
    for (int i = 0; i < 200; i++)
        us[i] = (200 - i) * 1000; /* unsorted: 200 down to 1 */
    json_t *times = bench_times(us, 200);
    char *text = json_dumps(times, JSON_COMPACT | JSON_SORT_KEYS);
    assert_string_equal(text, "{\"count\":200,\"max_ms\":\"200.00\",\"min_ms\":\"1.00\","
                              "\"p50_ms\":\"101.00\",\"p99_ms\":\"199.00\"}");
    free(text);
    json_decref(times);
    assert_int_equal(bench_median(us, 200), 101000);
    assert_int_equal(bench_median(&one, 1), -7000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_milliseconds),
        cmocka_unit_test(test_whole_observations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
