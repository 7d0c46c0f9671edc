/* Key figures, exact and unrounded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "kpi.h"
#include "rules_fixture.h"

static const struct {
    const char *name;
    int pack; /* of the fixture */
    const char *row;
    struct kpi_actual actual;
    enum kpi_verdict verdict;
    int64_t needed; /* -1: none */
} CASES[] = {
    { "just below", 0, "3", { ACTUAL_VALUE, 69900000, 0, 0, false }, KPI_FAILED, -1 },
    { "at the limit", 0, "3", { ACTUAL_VALUE, 70000000, 0, 0, false }, KPI_MET, -1 },
    { "one in ten thousand below",
      0,
      "3",
      { ACTUAL_RATIO, 0, 6999, 10000, false },
      KPI_FAILED,
      7000 },
    { "by clause", 0, "MH-018", { ACTUAL_RATIO, 0, 7, 10, false }, KPI_MET, 7 },
    { "needed rounds up", 0, "3", { ACTUAL_RATIO, 0, 2, 3, false }, KPI_FAILED, 3 },
    { "nothing found", 0, "3", { ACTUAL_RATIO, 0, 0, 0, false }, KPI_NOT_APPLICABLE, -1 },
    { "cost at the budget", 0, "10", { ACTUAL_RATIO, 0, 9000000, 9000000, false }, KPI_MET, -1 },
    { "a fen above", 0, "10", { ACTUAL_RATIO, 0, 9000001, 9000000, false }, KPI_FAILED, -1 },
    { "unknown yet", 0, "4", { ACTUAL_UNKNOWN, 0, 0, 0, false }, KPI_PENDING, -1 },
    { "confirmed", 0, "11", { ACTUAL_CONFIRMED, 0, 0, 0, true }, KPI_MET, -1 },
    { "not confirmed", 0, "11", { ACTUAL_CONFIRMED, 0, 0, 0, false }, KPI_FAILED, -1 },
    { "none means zero", 0, "5", { ACTUAL_VALUE, 0, 0, 0, false }, KPI_MET, -1 },
    { "one is not none", 0, "5", { ACTUAL_VALUE, 1000000, 0, 0, false }, KPI_FAILED, -1 },
    { "a limit that excludes itself",
      1,
      "YF-079",
      { ACTUAL_VALUE, 95000000, 0, 0, false },
      KPI_FAILED,
      -1 },
    { "above it", 1, "YF-079", { ACTUAL_VALUE, 95010000, 0, 0, false }, KPI_MET, -1 },
    { "above it, of a hundred", 1, "YF-079", { ACTUAL_RATIO, 0, 95, 100, false }, KPI_FAILED, 96 },
    { "38 of 39", 1, "YF-083", { ACTUAL_RATIO, 0, 38, 39, false }, KPI_FAILED, -1 },
    { "all", 1, "YF-083", { ACTUAL_RATIO, 0, 39, 39, false }, KPI_MET, -1 },
};

static void test_cases(void **state)
{
    const struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct kpi_ruling r;
        struct problem problem = { .rc = RC_OK };
        const struct pack_kpi *kpi = kpi_find(f->packs[CASES[i].pack], CASES[i].row);
        proof_t *proof = proof_new(480);
        assert_non_null(kpi);
        assert_int_equal(kpi_rule(kpi, &CASES[i].actual, proof, &r, &problem), RC_OK);
        if (r.verdict != CASES[i].verdict || r.has_needed != (CASES[i].needed >= 0) ||
            (r.has_needed && r.needed != CASES[i].needed) || proof_size(proof) != 2)
            fail_msg("%s: %s, needed %lld", CASES[i].name, kpi_verdict_word(r.verdict),
                     (long long)r.needed);
        proof_destroy(&proof);
    }
    assert_null(kpi_find(f->packs[0], "16"));
}

static void test_refusals(void **state)
{
    const struct fixture *f = *state;
    static const struct {
        const char *row;
        struct kpi_actual actual;
    } WRONG[] = {
        { "11", { ACTUAL_VALUE, 1, 0, 0, false } },
        { "3", { ACTUAL_RATIO, 0, -1, 10, false } },
        { "3", { ACTUAL_RATIO, 0, 1, -10, false } },
        { "3", { ACTUAL_RATIO, 0, INT64_MAX, 1, false } },
    };
    for (size_t i = 0; i < COUNT_OF(WRONG); i++) {
        struct kpi_ruling r;
        struct problem problem = { .rc = RC_OK };
        assert_int_equal(
            kpi_rule(kpi_find(f->packs[0], WRONG[i].row), &WRONG[i].actual, NULL, &r, &problem),
            RC_INVALID);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
