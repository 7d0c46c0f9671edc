/* A settlement row against the reckoning by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "settle_row.h"

static json_int_t fen(const json_t *row, const char *key)
{
    return json_integer_value(json_object_get(row, key));
}

static void test_row(void **state)
{
    struct rule_shelf shelf;
    struct problem problem = { .rc = RC_OK };
    struct contract_sum sum = { .code = "c", .total_fen = 718061200, .deductions_fen = 43083672, .paid_fen = 100000000 };
    (void)state;
    assert_int_equal(rule_shelf_init(&shelf, &problem), RC_OK);
    json_t *row = settle_row(&shelf, "yifen-2026", &sum);
    assert_non_null(row);
    assert_int_equal(fen(row, "settled_fen"), 718061200 - 43083672);
    assert_int_equal(fen(row, "final_instalment_fen"), 718061200 - 43083672 - 100000000);
    json_decref(row);
    assert_null(settle_row(&shelf, "none", &sum));
    rule_shelf_fini(&shelf);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_row) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
