/* The whole service of each shipped pack, from wake-up to wake-up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "civil.h"
#include "ledger.h"
#include "schedule_ground.h"
#include "step_host.h"

static const char CALENDAR[] = "calendars/cn.csv";

static int64_t morning(const char *date)
{
    return civil_day_start(test_day(date), LEDGER_ZONE) + INT64_C(9) * 3600 * 1000000;
}

static void walk_contract(const struct ground_contract *contract, int most_steps)
{
    struct ground ground;
    char before[40], after[40];
    int steps;
    ground_begin(&ground, CALENDAR);
    ground_hush(&ground);
    ground_open(&ground, contract);
    int64_t next = ground_walk(&ground, morning(contract->from), morning(contract->to), &steps);
    print_message("%s: %d steps, %d tasks\n", contract->pack, steps,
                  (int)ground_number(&ground, "select count(*) from task"));
    assert_true(next == STEP_NEVER);
    assert_true(steps <= most_steps);
    ground_check_counts(&ground, contract);
    assert_int_equal(0,
                     ground_number(&ground, "select count(*) from task where state <> 'planned'"));
    assert_int_equal(0, ground_number(&ground, "select count(*) from event where kind in"
                                               " ('schedule.missed', 'schedule.horizon')"));
    ground_digest(&ground, before);
    ground_settle_at(&ground, morning(contract->to));
    assert_string_equal(ground_digest(&ground, after), before);
    ground_end(&ground);
}

/* Every obligation once, none missed; and not by a look at each midnight, which would be 365 a
 * year.
 */
static void test_the_service_of_each_pack(void **state)
{
    (void)state;
    for (size_t i = 0; i < GROUND_CONTRACTS; i++)
        walk_contract(&GROUND[i], 60);
}

/* All the years that the calendars know, and one that they do not. */
static void test_six_years(void **state)
{
    (void)state;
    static const struct ground_contract LONG = {
        "langfang-2025", "2021-12-20",
        "{'service_from':'2022-01-01','service_to':'2027-12-31','total_fen':100}", "2022-01-01",
        "2027-12-31"
    };
    walk_contract(&LONG, 160);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_service_of_each_pack),
        cmocka_unit_test(test_six_years),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
