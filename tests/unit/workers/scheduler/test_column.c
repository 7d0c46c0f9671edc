#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "column.h"
#include "memory.h"

/* Two columns of one table: the first is given copies of the capacity that the last one keeps. */
static void test_two_columns_grow_together(void **state)
{
    (void)state;
    int64_t *left = NULL, *right = NULL;
    size_t cap = 0;
    for (size_t i = 0; i < 1000; i++) {
        column_add(&left, cap, i, (int64_t)i);
        right = mem_grow(right, &cap, i + 1, sizeof(*right));
        right[i] = -(int64_t)i;
    }
    for (size_t i = 0; i < 1000; i++) {
        assert_int_equal(left[i], i);
        assert_int_equal(-right[i], i);
    }
    mem_free(left);
    mem_free(right);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_two_columns_grow_together) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
