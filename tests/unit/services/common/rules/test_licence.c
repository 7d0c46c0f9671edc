/* Points of a licence line, typed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "licence.h"

/* Free and over never both, and used plus free is always the whole or more. */
static void test_used(void **state)
{
    const struct licence_row line = { .clause = "A", .client = "c", .points = 7 };
    (void)state;
    for (int64_t installed = 0; installed < 15; installed++) {
        struct licence_use use = licence_used(&line, installed, NULL);
        assert_int_equal(use.installed - use.over + use.free, 7);
        assert_true(use.free == 0 || use.over == 0);
    }
}

/* Splitting a part changes no sum, nor does the order of parts. */
static void test_parts(void **state)
{
    static const int64_t WHOLE[] = { 4, 3 };
    static const int64_t SPLIT[] = { 3, 1, 1, 2 };
    const struct licence_row line = { .clause = "A", .client = "c", .points = 7 };
    (void)state;
    struct licence_breakdown whole = licence_parts(&line, WHOLE, 2, NULL);
    struct licence_breakdown split = licence_parts(&line, SPLIT, 4, NULL);
    assert_int_equal(whole.sum, split.sum);
    assert_int_equal(whole.difference, 0);
    assert_int_equal(split.difference, 0);
}

static void test_lines(void **state)
{
    static const struct licence_row ROWS[] = { { .clause = "A1" }, { .clause = "A2" } };
    static const struct pack_licence LICENCES[] = { { .rows = { ROWS, 2 } } };
    const struct pack pack = { .licences = { LICENCES, 1 } };
    (void)state;
    assert_ptr_equal(licence_line(&pack, "A2"), &ROWS[1]);
    assert_null(licence_line(&pack, "A3"));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_used), cmocka_unit_test(test_parts),
                                        cmocka_unit_test(test_lines) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
