/* Proofs of a vendor, a tool or a bid, typed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "qualification.h"
#include "rules_fixture.h"

/* A contract moves through its window: counted from the first day of two years to the last. */
static void test_window(void **state)
{
    struct fixture *f = *state;
    static const char *const CLAUSE = "Q";
    int64_t counted = 0;
    fixture_extra(f, "qualifications:\n"
                     "  - {clause: Q, title: t, contracts: {at_least: 1, within: 2 years}}\n");
    for (int32_t day = day_of("2022-12-01"); day <= day_of("2025-02-01"); day++) {
        struct qualification_ruling r;
        struct problem problem = { .rc = RC_OK };
        struct qualification_ask ask = { .pack = f->extra,
                                         .clauses = &CLAUSE,
                                         .clause_count = 1,
                                         .contracts = &day,
                                         .contract_count = 1,
                                         .on = day_of("2025-01-15") };
        assert_int_equal(qualification_rule(&ask, NULL, &r, &problem), RC_OK);
        assert_int_equal(r.met, day >= day_of("2023-01-15") && day <= day_of("2025-01-15"));
        counted += (int64_t)r.met;
        qualification_ruling_fini(&r);
    }
    assert_int_equal(counted, 732); /* 2023-01-15 to 2025-01-15, both counted; 2024 has 366 days */
}

/* Nothing is left behind by a question that is refused. */
static void test_refusal(void **state)
{
    struct fixture *f = *state;
    static const char *const CLAUSES[] = { "Q", "Z" };
    struct qualification_ruling r;
    struct problem problem = { .rc = RC_OK };
    struct qualification_ask ask = {
        .pack = f->extra, .clauses = CLAUSES, .clause_count = 2, .on = NO_DAY
    };
    fixture_extra(f, "qualifications:\n  - {clause: Q, title: t, evidence: P}\n");
    ask.pack = f->extra;
    assert_int_equal(qualification_rule(&ask, NULL, &r, &problem), RC_INVALID);
    assert_string_equal(problem.field, "clause");
    assert_int_equal(r.failed.count, 0);
    qualification_ruling_fini(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_window),
                                        cmocka_unit_test(test_refusal) };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
