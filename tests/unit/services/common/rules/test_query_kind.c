/* Rule pack.query: its fields. The figures stand in test_query.c and tests/vectors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "rules_fixture.h"

static const struct question ANSWERS[] = {
    { "readings change no entry", "pack.query",
      "{\"pack\":\"yifen-2026\",\"of\":\"system\",\"readings\":{\"roll\":\"true\"}}",
      "{\"count\":39}" },
    { "a reading that is none", "pack.query",
      "{\"pack\":\"yifen-2026\",\"of\":\"system\",\"readings\":{\"mood\":\"good\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"readings.mood\"}}" },
    { "an unknown field of the question", "pack.query",
      "{\"pack\":\"yifen-2026\",\"of\":\"system\",\"order\":\"name\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"order\"}}" },
    { "no proof: nothing is ruled", "pack.query", "{\"pack\":\"yifen-2026\",\"of\":\"system\"}",
      "{\"count\":39}" },
};

static void test_answers(void **state)
{
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
