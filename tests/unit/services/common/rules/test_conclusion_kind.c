/* Rule score.conclusion. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "rules_fixture.h"

#define INVALID(field) "{\"error\":{\"code\":\"invalid\",\"field\":\"" field "\"}}"

static const struct question ANSWERS[] = {
    { "2021", "score.conclusion",
      "{\"template\":2021,\"score\":\"90.00\",\"high_risk\":0,\"medium_risk\":0}",
      "{\"conclusion\":\"优\",\"boundary\":false}" },
    { "2021 as text", "score.conclusion",
      "{\"template\":\"2021\",\"score\":69,\"high_risk\":0,\"medium_risk\":null}",
      "{\"conclusion\":\"差\"}" },
    { "2025", "score.conclusion", "{\"template\":2025,\"rate\":\"90.000001\",\"major_hazards\":0}",
      "{\"conclusion\":\"符合\",\"boundary\":false}" },
    { "2025 at the boundary", "score.conclusion",
      "{\"template\":2025,\"rate\":\"90\",\"major_hazards\":0}",
      "{\"conclusion\":\"基本符合\",\"boundary\":true}" },
    { "2025 at the boundary, read as met", "score.conclusion",
      "{\"template\":2025,\"rate\":\"90\",\"major_hazards\":0,\"readings\":{\"upper_boundary\":"
      "\"符合\"}}",
      "{\"conclusion\":\"符合\",\"boundary\":true}" },
    { "2025 at the other boundary, as it is", "score.conclusion",
      "{\"template\":2025,\"rate\":\"60\",\"readings\":{\"lower_boundary\":\"基本符合\"}}",
      "{\"conclusion\":\"基本符合\",\"boundary\":true}" },
    { "readings left empty", "score.conclusion",
      "{\"template\":2025,\"rate\":\"60\",\"readings\":null}", "{\"conclusion\":\"基本符合\"}" },
    { "a reading of no use", "score.conclusion",
      "{\"template\":2025,\"rate\":\"60\",\"readings\":{\"lower_boundary\":\"符合\"}}",
      INVALID("readings.lower_boundary") },
    { "a number for a reading", "score.conclusion",
      "{\"template\":2025,\"rate\":\"60\",\"readings\":{\"lower_boundary\":1}}",
      INVALID("readings.lower_boundary") },
    { "an unknown reading", "score.conclusion",
      "{\"template\":2025,\"rate\":\"60\",\"readings\":{\"x\":\"y\"}}", INVALID("readings.x") },
    { "another template", "score.conclusion", "{\"template\":2019,\"rate\":\"60\"}",
      INVALID("template") },
    { "half a template", "score.conclusion", "{\"template\":\"2025.5\",\"rate\":\"60\"}",
      INVALID("template") },
    { "a template before all time", "score.conclusion", "{\"template\":-2025,\"rate\":\"60\"}",
      INVALID("template") },
    { "no template", "score.conclusion", "{\"rate\":\"60\"}", INVALID("template") },
    { "a fact of the other template", "score.conclusion",
      "{\"template\":2025,\"rate\":\"60\",\"score\":\"60\"}", INVALID("score") },
    { "a number with a fraction", "score.conclusion", "{\"template\":2025,\"rate\":60.5}",
      INVALID("rate") },
    { "a negative rate", "score.conclusion", "{\"template\":2025,\"rate\":\"-0.5\"}",
      INVALID("rate") },
    { "a rate a millionth below nothing", "score.conclusion",
      "{\"template\":2025,\"rate\":\"-0.000001\"}", INVALID("rate") },
    { "negative risks", "score.conclusion",
      "{\"template\":2021,\"score\":\"90\",\"high_risk\":-1,\"medium_risk\":0}",
      INVALID("high_risk") },
    { "an unknown field", "score.conclusion", "{\"template\":2021,\"score\":\"90\",\"risk\":0}",
      INVALID("risk") },
};

static void test_answers(void **state)
{
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_answers) };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
