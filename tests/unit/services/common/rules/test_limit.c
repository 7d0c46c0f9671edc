/* One value against a stated number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "limit.h"
#include "rules_fixture.h"

static const struct {
    const char *name, *clause;
    int64_t value, contract_fen;
    bool holds;
    int64_t required, deviation;
} CASES[] = {
    { "thirty per cent", "YF-158", 215418360, 718061200, true, 215418360, 0 },
    { "a fen more", "YF-158", 215418361, 718061200, false, 215418360, 1 },
    { "of the pack's total", "YF-158", 0, 0, true, 215418360, -215418360 },
    { "a price at the cap", "YF-007", 718061200, 0, true, 718061200, 0 },
    { "a price above", "YF-007", 718061201, 0, false, 718061200, 1 },
    { "a percentage at the cap", "YF-090", 97000000, 0, true, 97000000, 0 },
    { "a hundredth above", "YF-090", 97010000, 0, false, 97000000, 10000 },
};

static void test_cases(void **state)
{
    const struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct limit_ruling r;
        struct problem problem = { .rc = RC_OK };
        struct limit_ask ask = { f->packs[1], CASES[i].clause, CASES[i].value,
                                 CASES[i].contract_fen };
        proof_t *proof = proof_new(480);
        assert_int_equal(limit_rule(&ask, proof, &r, &problem), RC_OK);
        if (r.holds != CASES[i].holds || r.required != CASES[i].required ||
            r.deviation != CASES[i].deviation || proof_size(proof) != 2)
            fail_msg("%s: %lld", CASES[i].name, (long long)r.required);
        proof_destroy(&proof);
    }
}

static void test_refusals(void **state)
{
    const struct fixture *f = *state;
    struct limit_ruling r;
    struct problem problem = { .rc = RC_OK };
    struct limit_ask ask = { f->packs[1], "YF-001", 0, 0 };
    assert_int_equal(limit_rule(&ask, NULL, &r, &problem), RC_NOT_FOUND);
    problem_clear(&problem);
    ask.clause = "YF-158";
    ask.value = INT64_MIN;
    assert_int_equal(limit_rule(&ask, NULL, &r, &problem), RC_INVALID);
    assert_string_equal(problem.field, "value");
}

static void test_seconds(void **state)
{
    int64_t seconds = -1;
    (void)state;
    assert_true(limit_seconds("0:00", &seconds));
    assert_int_equal(seconds, 0);
    assert_true(limit_seconds("1:02:03", &seconds));
    assert_int_equal(seconds, 3723);
    assert_false(limit_seconds("180", &seconds));
    assert_false(limit_seconds("", &seconds));
    assert_int_equal(seconds, 3723);
}

static void test_number_texts(void **state)
{
    const struct pack_limit fen = { .value = LIMIT_FEN };
    const struct pack_limit number = { .value = LIMIT_NUMBER };
    char text[LIMIT_NUMBER_TEXT];
    (void)state;
    assert_string_equal(limit_number_text(&fen, 718061200, text), "7180612.00");
    assert_string_equal(limit_number_text(&fen, -5, text), "-0.05");
    assert_string_equal(limit_number_text(&number, 97010000, text), "97.01");
    assert_string_equal(limit_number_text(&number, 30000000, text), "30");
    assert_string_equal(limit_number_text(&number, 0, text), "0");
    assert_string_equal(limit_number_text(&number, INT64_MIN, text), "-9223372036854.775808");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_seconds),
        cmocka_unit_test(test_number_texts),
        cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
