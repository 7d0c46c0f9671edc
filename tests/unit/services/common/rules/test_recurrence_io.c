/* What the questions about recurring work take from their JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "recurrence_io.h"
#include "rules_fixture.h"

static const struct {
    const char *input;
    const char *field; /* what is refused; NULL: taken */
} CASES[] = {
    { "{\"pack\":\"rsj-2022\",\"from\":\"2022-01-01\",\"to\":\"2022-12-31\"}", NULL },
    { "{\"pack\":\"rsj-2022\",\"from\":\"2022-01-01\",\"to\":\"2022-12-31\",\"start\":null}",
      NULL },
    { "{\"pack\":\"rsj-2022\",\"from\":\"2021-12-31T16:00:00Z\",\"to\":\"2022-12-31\",\"start\":"
      "\"2022-01-01\",\"readings\":{\"week\":\"rolling\"}}",
      NULL },
    { "{\"pack\":\"x\"}", "pack" },
    { "{\"pack\":\"rsj-2022\",\"readings\":{\"x\":\"y\"}}", "readings.x" },
    { "{\"pack\":\"rsj-2022\",\"from\":\"2022-1-1\"}", "from" },
    { "{\"pack\":\"rsj-2022\",\"from\":\"2022-01-01\",\"to\":\"2022-13-01\"}", "to" },
    { "{\"pack\":\"rsj-2022\",\"from\":\"2022-01-01\",\"to\":\"2022-12-31\",\"start\":\"x\"}",
      "start" },
    { "{\"pack\":\"rsj-2022\",\"from\":\"2022-01-02\",\"to\":\"2022-01-01\"}", "to" },
};

static void test_cases(void **state)
{
    struct eval_env env = fixture_env(*state);
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct problem problem = { .rc = RC_OK };
        struct recurrence_input buffer;
        struct recurrence_use use;
        json_t *input = json_loads(CASES[i].input, 0, NULL);
        rc_t rc = io_recurrence(&env, input, &buffer, &use, &problem);
        if (CASES[i].field)
            assert_string_equal(problem.field, CASES[i].field);
        else
            assert_true(rc == RC_OK && use.range.from == day_of("2022-01-01") &&
                        use.range.start == use.range.from && use.calendar->calendar);
        json_decref(input);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
