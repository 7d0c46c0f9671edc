/* The benchmark of the rules: that it measures all it says, not how fast. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bench_eval.h"

static void test_figures(void **state)
{
    static const char *const FIGURES[] = { "pure_per_s", "lines_per_s", "lines_with_proof_per_s", "pack_load_ms" };
    json_t *result = NULL;
    struct problem problem = { .rc = RC_OK };
    (void)state;
    assert_int_equal(bench_eval(2000, &result, &problem), RC_OK);
    for (size_t i = 0; i < sizeof(FIGURES) / sizeof(FIGURES[0]); i++)
        assert_true(json_number_value(json_object_get(result, FIGURES[i])) > 0);
    assert_true(json_is_string(json_object_get(result, "clause")));
    assert_true(json_is_integer(json_object_get(result, "memory_grown_kb")));
    json_decref(result);
}

static void test_counts(void **state)
{
    static const int64_t WRONG[] = { -1, 0, 999, 10000001, INT64_MAX };
    (void)state;
    for (size_t i = 0; i < sizeof(WRONG) / sizeof(WRONG[0]); i++) {
        json_t *result = NULL;
        struct problem problem = { .rc = RC_OK };
        assert_int_equal(bench_eval(WRONG[i], &result, &problem), RC_INVALID);
        assert_null(result);
    }
}

int main(void)
{
    static const struct CMUnitTest TESTS[] = { cmocka_unit_test(test_figures), cmocka_unit_test(test_counts) };
    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
