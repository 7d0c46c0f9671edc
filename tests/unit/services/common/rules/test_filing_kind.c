/* Rule filing.validity. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "filing.h"
#include "rules_fixture.h"

#define INVALID(field) "{\"error\":{\"code\":\"invalid\",\"field\":\"" field "\"}}"

static const struct question ANSWERS[] = {
    { "filed", "filing.validity", "{\"filed\":\"2025-06-10\",\"assessments\":[]}",
      "{\"valid_until\":\"2028-06-10\",\"renewal_from\":\"2028-03-10\",\"next_assessment_due\":"
      "\"2026-06-10\",\"extensions\":0}" },
    { "assessed, as of a day", "filing.validity",
      "{\"filed\":\"2025-06-10\",\"assessments\":[\"2026-05-01T23:30:00+08:00\"],\"on\":\"2026-05-"
      "02\",\"grade\":3}",
      "{\"valid_until\":\"2029-06-10\",\"next_assessment_due\":\"2027-05-01\",\"valid\":true,"
      "\"renewal_open\":false,\"assessment_overdue\":false}" },
    { "time to renew, level not said", "filing.validity",
      "{\"filed\":\"2025-06-10\",\"on\":\"2028-04-01\",\"grade\":null}",
      "{\"valid\":true,\"renewal_open\":true,\"assessment_overdue\":true}" },
    { "lapsed", "filing.validity", "{\"filed\":\"2025-06-10\",\"on\":\"2028-06-11\"}",
      "{\"valid\":false,\"renewal_open\":false}" },
    { "no such level", "filing.validity", "{\"filed\":\"2025-06-10\",\"grade\":0}",
      INVALID("grade") },
    { "not filed", "filing.validity", "{\"assessments\":[]}", INVALID("filed") },
    { "an impossible day", "filing.validity", "{\"filed\":\"2025-02-29\"}", INVALID("filed") },
    { "an impossible assessment", "filing.validity",
      "{\"filed\":\"2025-06-10\",\"assessments\":[\"2026-05-01\",\"2026-04-31\"]}",
      INVALID("assessments[1]") },
    { "a number for an assessment", "filing.validity",
      "{\"filed\":\"2025-06-10\",\"assessments\":[1]}", INVALID("assessments[0]") },
    { "asked before it was filed", "filing.validity",
      "{\"filed\":\"2025-06-10\",\"on\":\"2025-06-09\"}", INVALID("on") },
    { "asked on no day", "filing.validity", "{\"filed\":\"2025-06-10\",\"on\":\"x\"}",
      INVALID("on") },
    { "an unknown field", "filing.validity", "{\"filed\":\"2025-06-10\",\"pack\":\"yifen-2026\"}",
      INVALID("pack") },
};

static void test_answers(void **state)
{
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

/* A list is bounded before it is read. */
static void test_too_many(void **state)
{
    json_t *input = json_pack("{s:s, s:[]}", "filed", "2025-06-10", "assessments");
    for (size_t i = 0; i <= FILING_ASSESSMENTS_MAX; i++)
        json_array_append_new(json_object_get(input, "assessments"), json_string("2026-01-01"));
    json_t *got = fixture_answer(*state, "filing.validity", input);
    const char *field = json_string_value(json_object_get(json_object_get(got, "error"), "field"));
    assert_string_equal(field, "assessments");
    json_decref(got);
    json_decref(input);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_too_many),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
