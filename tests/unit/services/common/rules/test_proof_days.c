/* A term of working days, day by day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "proof_days.h"
#include "rules_fixture.h"

static void check_why(const proof_t *proof, size_t index, enum proof_why why, int64_t n)
{
    assert_int_equal(proof_step_at(proof, index)->why, why);
    assert_int_equal(proof_step_at(proof, index)->n, n);
}

static void test_every_day(void **state)
{
    calendar_t *cal = fixture_calendar();
    struct calendar_use use = { cal, true };
    proof_t *proof = proof_new(480);
    (void)state;
    proof_working_days(proof, &use, day_of("2026-02-12"), day_of("2026-02-16"));
    assert_int_equal(proof_size(proof), 5);
    check_why(proof, 0, WHY_DAY_COUNTED, 1);
    check_why(proof, 1, WHY_DAY_COUNTED, 2);
    check_why(proof, 2, WHY_DAY_MAKEUP, 3);
    check_why(proof, 3, WHY_DAY_HOLIDAY, 0);
    check_why(proof, 4, WHY_DAY_HOLIDAY, 0);
    assert_string_equal(proof_step_at(proof, 2)->ref, "cn@test");
    assert_string_equal(proof_step_at(proof, 2)->name, "春节");
    use.makeup_works = false;
    proof_working_days(proof, &use, day_of("2026-02-14"), day_of("2026-02-14"));
    check_why(proof, 5, WHY_DAY_MAKEUP_RESTS, 0);
    proof_working_days(proof, &use, day_of("2027-01-02"), day_of("2027-01-02"));
    check_why(proof, 6, WHY_DAY_WEEKEND, 0);
    assert_int_equal(proof_step_at(proof, 6)->source, FROM_NOTHING);
    proof_working_days(NULL, &use, 0, 10);
    proof_destroy(&proof);
    calendar_destroy(&cal);
}

static void test_provisional(void **state)
{
    struct calendar_use use = { NULL, true };
    proof_t *proof = proof_new(480);
    (void)state;
    proof_provisional(proof, &use, 1, 2);
    check_why(proof, 0, WHY_PROVISIONAL, 0);
    assert_int_equal(proof_step_at(proof, 0)->to, 2);
    proof_destroy(&proof);
}

/* A very long term fills the proof and stops there. */
static void test_full(void **state)
{
    struct calendar_use use = { NULL, true };
    proof_t *proof = proof_new(480);
    (void)state;
    proof_working_days(proof, &use, 0, 50000);
    assert_true(proof_is_cut(proof));
    assert_int_equal(proof_size(proof), PROOF_MAX_STEPS);
    proof_destroy(&proof);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_day),
        cmocka_unit_test(test_provisional),
        cmocka_unit_test(test_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
