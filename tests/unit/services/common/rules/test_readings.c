/* Readings: the pack's values, overrides, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "readings.h"
#include "rules_fixture.h"

static void test_values(void **state)
{
    const struct fixture *f = *state;
    const pack_t *yf = f->packs[1];
    struct reading_choice rows[] = { { "roll", "true" } };
    struct readings overrides = { rows, 1 };
    assert_string_equal(reading_value(yf, NULL, "repeat"), "once");
    assert_string_equal(reading_value(yf, &overrides, "repeat"), "once");
    assert_string_equal(reading_value(yf, &overrides, "roll"), "true");
    assert_true(reading_is_true(yf, &overrides, "roll"));
    assert_false(reading_is_true(yf, NULL, "roll"));
    assert_null(reading_value(yf, &overrides, "unknown"));
    assert_false(reading_is_true(yf, NULL, "unknown"));
}

static const struct {
    const char *name, *json, *field; /* field NULL: they are taken */
} CASES[] = {
    { "none", "{}", NULL },
    { "true for a text", "{\"roll\":true}", NULL },
    { "false for a text", "{\"roll\":false}", NULL },
    { "a text", "{\"repeat\":\"per_case_from_threshold\"}", NULL },
    { "unknown name", "{\"rol\":true}", "readings.rol" },
    { "unknown value", "{\"repeat\":\"twice\"}", "readings.repeat" },
    { "number outside the values", "{\"repeat\":2}", "readings.repeat" },
    { "a list", "{\"repeat\":[]}", "readings.repeat" },
    { "a list before another", "{\"repeat\":[],\"roll\":true}", "readings.repeat" },
    { "an unknown name before another", "{\"rol\":true,\"roll\":true}", "readings.rol" },
    { "too many",
      "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,\"j\":1,\"k\":1,"
      "\"l\":1,"
      "\"m\":1,\"n\":1,\"o\":1,\"p\":1,\"q\":1,\"r\":1,\"s\":1,\"t\":1,\"u\":1,\"v\":1,\"w\":1,"
      "\"x\":1,"
      "\"y\":1,\"z\":1,\"A\":1,\"B\":1,\"C\":1,\"D\":1,\"E\":1,\"F\":1,\"G\":1}",
      "readings" },
    { "no object", "[]", "readings" },
};

static void test_from_json(void **state)
{
    const struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        json_t *json = json_loads(CASES[i].json, 0, NULL);
        struct readings_buffer buffer;
        struct readings readings = { NULL, 77 };
        struct problem problem = { .rc = RC_OK };
        rc_t rc = readings_from_json(f->packs[1], json, &buffer, &readings, &problem);
        if ((rc == RC_OK) != (CASES[i].field == NULL) ||
            strcmp(problem.field, CASES[i].field ? CASES[i].field : "") != 0 ||
            (rc != RC_OK && readings.count != 77))
            fail_msg("%s: field \"%s\"", CASES[i].name, problem.field);
        json_decref(json);
    }
    struct readings_buffer buffer;
    struct readings readings;
    struct problem problem = { .rc = RC_OK };
    assert_int_equal(readings_from_json(f->packs[1], NULL, &buffer, &readings, &problem), RC_OK);
    assert_int_equal(readings.count, 0);
    assert_int_equal(readings_check(f->packs[1], NULL, &problem), RC_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_from_json),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
