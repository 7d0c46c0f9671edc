/* Conclusions of both templates, at every boundary. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "conclusion.h"

#define POINTS(hundredths) ((hundredths)*10000LL) /* of 10^-6 */

static const struct {
    const char *name;
    int64_t score, high, medium;
    const char *want; /* NULL: refused, naming `field` */
    const char *field;
} CASES_2021[] = {
    { "full marks", POINTS(10000), 0, 0, "优", NULL },
    { "exactly 90", POINTS(9000), 0, 0, "优", NULL },
    { "just below 90", POINTS(8999), 0, 0, "良", NULL },
    { "a medium risk", POINTS(9500), 0, 1, "良", NULL },
    { "exactly 80", POINTS(8000), 0, 3, "良", NULL },
    { "just below 80", POINTS(7999), 0, 0, "中", NULL },
    { "exactly 70", POINTS(7000), 0, 0, "中", NULL },
    { "just below 70", POINTS(6999), 0, 0, "差", NULL },
    { "nothing", 0, 0, 0, "差", NULL },
    { "a high risk", POINTS(10000), 1, 0, "差", NULL },
    { "medium risks decide above 90", POINTS(9000), 0, NOT_KNOWN, NULL, "medium_risk" },
    { "medium risks do not below 90", POINTS(8999), 0, NOT_KNOWN, "良", NULL },
    { "medium risks do not beside a high one", POINTS(9500), 2, NOT_KNOWN, "差", NULL },
    { "high risks decide from 70 on", POINTS(7000), NOT_KNOWN, 0, NULL, "high_risk" },
    { "high risks do not below 70", POINTS(6999), NOT_KNOWN, NOT_KNOWN, "差", NULL },
    { "no score", NOT_KNOWN, 0, 0, NULL, "score" },
    { "more than 100", POINTS(10001), 0, 0, NULL, "score" },
    { "less than nothing", INT64_MIN, 0, 0, NULL, "score" },
    { "negative risks", POINTS(9000), INT64_MIN, 0, NULL, "high_risk" },
    { "negative medium risks", POINTS(9000), 0, -2, NULL, "medium_risk" },
};

static void test_2021(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES_2021); i++) {
        struct conclusion_ask ask = { 2021,
                                      CASES_2021[i].score,
                                      CASES_2021[i].high,
                                      CASES_2021[i].medium,
                                      NOT_KNOWN,
                                      NOT_KNOWN,
                                      false,
                                      false };
        struct conclusion_ruling r = { "", true };
        struct problem problem = { .rc = RC_OK };
        rc_t rc = conclusion_rule(&ask, NULL, &r, &problem);
        if (CASES_2021[i].want
                ? rc != RC_OK || strcmp(r.conclusion, CASES_2021[i].want) != 0 || r.boundary
                : rc != RC_INVALID || strcmp(problem.field, CASES_2021[i].field) != 0)
            fail_msg("%s: %s %s", CASES_2021[i].name, r.conclusion, problem.field);
    }
}

static const struct {
    const char *name;
    int64_t rate, hazards;
    bool upper_meets, lower_fails;
    const char *want, *field;
    bool boundary;
} CASES_2025[] = {
    { "all of it", POINTS(10000), 0, false, false, "符合", NULL, false },
    { "just above 90", POINTS(9001), 0, false, false, "符合", NULL, false },
    { "a hazard", POINTS(9500), 1, false, false, "基本符合", NULL, false },
    { "exactly 90", POINTS(9000), 0, false, false, "基本符合", NULL, true },
    { "exactly 90 without hazards known", POINTS(9000), NOT_KNOWN, false, false, "基本符合", NULL,
      true },
    { "exactly 90 read as met", POINTS(9000), 0, true, false, "符合", NULL, true },
    { "exactly 90 read as met, a hazard", POINTS(9000), 2, true, false, "基本符合", NULL, true },
    { "just below 90", POINTS(8999), 0, true, false, "基本符合", NULL, false },
    { "hazards do not matter between", POINTS(7000), 5, false, false, "基本符合", NULL, false },
    { "just above 60", POINTS(6001), 0, false, true, "基本符合", NULL, false },
    { "exactly 60", POINTS(6000), 0, false, false, "基本符合", NULL, true },
    { "exactly 60 read as failed", POINTS(6000), 0, false, true, "不符合", NULL, true },
    { "just below 60", POINTS(5999), 0, false, false, "不符合", NULL, false },
    { "nothing", 0, NOT_KNOWN, false, false, "不符合", NULL, false },
    { "hazards decide above 90", POINTS(9001), NOT_KNOWN, false, false, NULL, "major_hazards",
      false },
    { "hazards decide at 90 read as met", POINTS(9000), NOT_KNOWN, true, false, NULL,
      "major_hazards", false },
    { "no rate", NOT_KNOWN, 0, false, false, NULL, "rate", false },
    { "more than 100", POINTS(10001), 0, false, false, NULL, "rate", false },
    { "negative hazards", POINTS(9500), INT64_MIN, false, false, NULL, "major_hazards", false },
};

static void test_2025(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES_2025); i++) {
        struct conclusion_ask ask = { 2025,
                                      NOT_KNOWN,
                                      NOT_KNOWN,
                                      NOT_KNOWN,
                                      CASES_2025[i].rate,
                                      CASES_2025[i].hazards,
                                      CASES_2025[i].upper_meets,
                                      CASES_2025[i].lower_fails };
        struct conclusion_ruling r = { "", false };
        struct problem problem = { .rc = RC_OK };
        rc_t rc = conclusion_rule(&ask, NULL, &r, &problem);
        if (CASES_2025[i].want
                ? rc != RC_OK || strcmp(r.conclusion, CASES_2025[i].want) != 0 ||
                      r.boundary != CASES_2025[i].boundary
                : rc != RC_INVALID || strcmp(problem.field, CASES_2025[i].field) != 0)
            fail_msg("%s: %s %s", CASES_2025[i].name, r.conclusion, problem.field);
    }
}

static void test_templates(void **state)
{
    (void)state;
    struct conclusion_ruling r = { "untouched", false };
    struct problem problem = { .rc = RC_OK };
    struct conclusion_ask ask = { 2019, POINTS(9000), 0, 0, NOT_KNOWN, NOT_KNOWN, false, false };
    assert_int_equal(conclusion_rule(&ask, NULL, &r, &problem), RC_INVALID);
    assert_string_equal(problem.field, "template");
    problem.rc = RC_OK;
    ask.template_year = 2025;
    ask.rate = POINTS(9000);
    assert_int_equal(conclusion_rule(&ask, NULL, &r, &problem), RC_INVALID);
    assert_string_equal(problem.field, "score");
    assert_string_equal(r.conclusion, "untouched");
}

/* The proof names each conclusion that was tried, and the one that holds. */
static void test_proof(void **state)
{
    (void)state;
    struct conclusion_ruling r;
    struct problem problem = { .rc = RC_OK };
    struct conclusion_ask ask = { 2021, POINTS(7500), 0, 0, NOT_KNOWN, NOT_KNOWN, false, false };
    proof_t *proof = proof_new(480);
    assert_int_equal(conclusion_rule(&ask, proof, &r, &problem), RC_OK);
    assert_int_equal(proof_size(proof), 4);
    assert_string_equal(proof_step_at(proof, 3)->name, "中");
    proof_destroy(&proof);
    ask = (struct conclusion_ask){ 2025,         NOT_KNOWN, NOT_KNOWN, NOT_KNOWN,
                                   POINTS(9500), 0,         false,     false };
    proof = proof_new(480);
    assert_int_equal(conclusion_rule(&ask, proof, &r, &problem), RC_OK);
    assert_int_equal(proof_size(proof), 4);
    proof_destroy(&proof);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_2021),
        cmocka_unit_test(test_2025),
        cmocka_unit_test(test_templates),
        cmocka_unit_test(test_proof),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
