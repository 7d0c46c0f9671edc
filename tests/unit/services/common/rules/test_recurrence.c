/* How often: slots of a spread and times in each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "recurrence.h"

static const struct {
    const char *name;
    struct pack_recurrence again;
    int64_t parts, times;
    enum slot_period slot;
} CASES[] = {
    { "every day", { .per = SLOT_DAY, .times = 1 }, 1, 1, SLOT_DAY },
    { "twice a year", { .per = SLOT_YEAR, .times = 2 }, 1, 2, SLOT_YEAR },
    { "four a year, by quarters", { SLOT_YEAR, SLOT_QUARTER, 4, 0, false }, 4, 1, SLOT_QUARTER },
    { "24 a year, by months", { SLOT_YEAR, SLOT_MONTH, 24, 0, false }, 12, 2, SLOT_MONTH },
    { "six a quarter, by months", { SLOT_QUARTER, SLOT_MONTH, 6, 0, false }, 3, 2, SLOT_MONTH },
};

static void test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++)
        if (recurrence_parts(&CASES[i].again) != CASES[i].parts ||
            recurrence_times(&CASES[i].again) != CASES[i].times ||
            recurrence_slot(&CASES[i].again) != CASES[i].slot)
            fail_msg("%s", CASES[i].name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
