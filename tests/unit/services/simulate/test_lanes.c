/* How a portfolio is dealt out; that the outcome is the same for any number of lanes is e2e/test_simulate's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lanes.h"

static void test_contracts_of_a_portfolio(void **state)
{
    static const struct {
        int64_t systems, contracts;
    } ROWS[] = { { 0, 1 }, { 1, 1 }, { 500, 1 }, { 501, 2 }, { 1000, 2 }, { 1001, 3 }, { 10000, 20 }, { 100000, 200 } };
    (void)state;
    for (size_t i = 0; i < sizeof(ROWS) / sizeof(*ROWS); i++)
        assert_int_equal(simulate_contracts(ROWS[i].systems), ROWS[i].contracts);
}

static void test_lanes_of_use(void **state)
{
    static const struct {
        int64_t systems, count, want;
        bool compare;
    } ROWS[] = {
        { 0, 4, 1, false },    { 500, 4, 1, false },  { 501, 4, 2, false },       { 10000, 4, 4, false },
        { 10000, 1, 1, false }, { 10000, 0, 1, false }, { 10000, 99, LANES_MOST, false }, { 10000, 4, 1, true },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(ROWS) / sizeof(*ROWS); i++) {
        const struct simulate_ask ask = { .systems = ROWS[i].systems, .compare = ROWS[i].compare };
        assert_int_equal(lanes_useful(&ask, ROWS[i].count), ROWS[i].want);
    }
}

/* Every contract once, in order, evenly. */
static void test_shares(void **state)
{
    (void)state;
    for (int64_t contracts = 1; contracts <= 200; contracts++)
        for (int64_t count = 1; count <= LANES_MOST && count <= contracts; count++) {
            int64_t next = 0;
            for (int64_t n = 0; n < count; n++) {
                int64_t first, end;
                lanes_share(contracts, count, n, &first, &end);
                assert_int_equal(first, next);
                assert_in_range(end - first, contracts / count, contracts / count + 1);
                next = end;
            }
            assert_int_equal(next, contracts);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contracts_of_a_portfolio),
        cmocka_unit_test(test_lanes_of_use),
        cmocka_unit_test(test_shares),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
