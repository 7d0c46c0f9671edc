#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "audit_line.h"

static void test_window(void **state)
{
    (void)state;
    struct audit_line audit = { 0 };
    for (int i = 0; i < AUDIT_LINES; i++)
        assert_true(audit_line_allowed(&audit, 5000 + i));
    for (int i = 0; i < 100; i++)
        assert_false(audit_line_allowed(&audit, 6000));
    assert_int_equal(audit.withheld, 100);
    assert_false(audit_line_allowed(&audit, 5000 + AUDIT_WINDOW_MS - 1));
    assert_true(audit_line_allowed(&audit, 5000 + AUDIT_WINDOW_MS));
    assert_int_equal(audit.withheld, 0); /* said */
}

/* A line now and then is never withheld. */
static void test_calm(void **state)
{
    (void)state;
    struct audit_line audit = { 0 };
    for (int64_t now = 0; now < 100 * AUDIT_WINDOW_MS; now += AUDIT_WINDOW_MS / AUDIT_LINES)
        assert_true(audit_line_allowed(&audit, now));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_window),
        cmocka_unit_test(test_calm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
