#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "parse.h"

enum { REFUSED = -77 };

static const struct {
    const char *text;
    int places;
    int64_t want;
} SCALED[] = {
    { "0", 0, 0 },
    { "-0", 0, 0 },
    { "7180612.00", 2, 718061200 },
    { "7180612", 2, 718061200 },
    { "7180612.5", 2, 718061250 },
    { "-0.01", 2, -1 },
    { "70.001", 2, REFUSED },
    { "9223372036854775807", 0, INT64_MAX },
    { "9223372036854775808", 0, REFUSED },
    { "92233720368547758.08", 2, REFUSED },
    { "", 0, REFUSED },
    { "-", 0, REFUSED },
    { "+1", 0, REFUSED },
    { " 1", 0, REFUSED },
    { "1 ", 0, REFUSED },
    { "1.", 2, REFUSED },
    { ".5", 2, REFUSED },
    { "1.0", 0, REFUSED },
    { "1e3", 2, REFUSED },
    { "0x10", 0, REFUSED },
    { NULL, 0, REFUSED },
};

static void test_scaled(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(SCALED); i++) {
        int64_t value = REFUSED;
        bool ok = parse_scaled(SCALED[i].text, SCALED[i].places, &value);
        if (value != SCALED[i].want || ok != (SCALED[i].want != REFUSED))
            fail_msg("\"%s\" with %d places: %lld", SCALED[i].text ? SCALED[i].text : "NULL", SCALED[i].places,
                     (long long)value);
    }
}

static void test_u32_bounds(void **state)
{
    (void)state;
    uint32_t value = 7;
    assert_true(parse_u32("4294967295", &value));
    assert_int_equal(value, UINT32_MAX);
    assert_false(parse_u32("4294967296", &value));
    assert_false(parse_u32("-1", &value));
    assert_int_equal(value, UINT32_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_scaled), cmocka_unit_test(test_u32_bounds) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
