/* A proof as JSON, and back again without a loss. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "jsonx.h"
#include "memory.h"
#include "proof.h"
#include "rules_fixture.h"

static proof_t *sample(void)
{
    proof_t *proof = proof_new(480);
    proof_clause(proof, "X-1", "首付款");
    proof_reading(proof, "roll", "true");
    proof_fact_instant(proof, "occurred_at", instant_of("2026-05-20T10:00:00+08:00"));
    proof_days(proof, WHY_DAYS_COUNTED, 100, 110, 11);
    proof_numbers(proof, WHY_SHARE, "X-1", 7000, 718061200);
    proof_day(proof, WHY_DUE, 110);
    return proof;
}

static void test_shape(void **state)
{
    proof_t *proof = sample();
    json_t *json = proof_json(proof);
    char *text = jsonx_text(json_array_get(json, 3));
    (void)state;
    assert_string_equal(
        text, "{\"from\":\"1970-04-11\",\"n\":11,\"step\":\"count\",\"to\":\"1970-04-21\","
              "\"why\":\"days_counted\"}");
    mem_free(text);
    text = jsonx_text(json_array_get(json, 2));
    assert_string_equal(text, "{\"fact\":\"occurred_at\",\"from\":\"2026-05-20T10:00:00+08:00\","
                              "\"step\":\"fact\",\"why\":\"fact\"}");
    mem_free(text);
    json_decref(json);
    proof_destroy(&proof);
    json = proof_json(NULL);
    assert_int_equal(json_array_size(json), 0);
    json_decref(json);
}

static void test_round_trip(void **state)
{
    proof_t *proof = sample();
    proof_t *back = NULL;
    json_t *json = proof_json(proof);
    struct problem problem = { .rc = RC_OK };
    (void)state;
    assert_int_equal(proof_read(json, 480, &back, &problem), RC_OK);
    json_t *again = proof_json(back);
    assert_true(json_equal(json, again));
    json_decref(again);
    json_decref(json);
    proof_destroy(&back);
    proof_destroy(&proof);
}

static const struct {
    const char *name, *json, *field;
} WRONG[] = {
    { "no list", "{}", "proof" },
    { "step without a reason", "[{\"step\":\"due\"}]", "why" },
    { "unknown reason", "[{\"why\":\"because\"}]", "why" },
    { "unknown reason before another", "[{\"why\":\"because\"},{\"why\":\"due\"}]", "why" },
    { "no date", "[{\"why\":\"due\",\"from\":\"soon\"}]", "from" },
    { "an instant up to a day",
      "[{\"why\":\"fact\",\"from\":\"2026-05-20T10:00:00+08:00\",\"to\":\"2026-05-01\"}]", "to" },
    { "a day up to an instant",
      "[{\"why\":\"fact\",\"from\":\"2026-05-20\",\"to\":\"2026-05-21T10:00:00+08:00\"}]", "to" },
    { "no second date", "[{\"why\":\"due\",\"from\":\"2026-01-01\",\"to\":7}]", "to" },
    { "number as text", "[{\"why\":\"due\",\"n\":\"7\"}]", "n" },
    { "second number as text", "[{\"why\":\"due\",\"m\":\"7\"}]", "m" },
    { "name that is no text", "[{\"why\":\"due\",\"name\":7}]", "name" },
    { "clause that is no text", "[{\"why\":\"due\",\"clause\":7}]", "clause" },
};

static void test_wrong(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(WRONG); i++) {
        json_t *json = json_loads(WRONG[i].json, 0, NULL);
        proof_t *proof = NULL;
        struct problem problem = { .rc = RC_OK };
        if (proof_read(json, 480, &proof, &problem) != RC_INVALID || proof != NULL ||
            strcmp(problem.field, WRONG[i].field) != 0)
            fail_msg("%s: field \"%s\"", WRONG[i].name, problem.field);
        json_decref(json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shape),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
