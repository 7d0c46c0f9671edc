/* Shares by days, at their boundaries and against each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "prorata.h"
#include "rules_fixture.h"

static const char PACK[] =
    "contract: {total: 6085700.00, clause: T, service: {from: 2022-01-01, to: 2022-12-31, clause: "
    "S}}\npro_rata:\n"
    "  - {clause: A, title: a, kind: refund, days: 365}\n"
    "  - {clause: B, kind: earned, days: 365}\n"
    "  - {clause: C, kind: holdover, days: 365}\n";

static const int64_t SUM = 608570000;

static const struct {
    const char *name;
    enum pro_rata_kind kind;
    const char *from, *to;
    int32_t days;
    int64_t fen;
} CASES[] = {
    { "eleven days are left", PRO_RATA_REFUND, NULL, "2022-12-20", 11, 18340466 },
    { "one day is left", PRO_RATA_REFUND, NULL, "2022-12-30", 1, 1667315 },
    { "none is left", PRO_RATA_REFUND, NULL, "2022-12-31", 0, 0 },
    { "ended after the period", PRO_RATA_REFUND, NULL, "2023-02-01", 0, 0 },
    { "ended on its first day", PRO_RATA_REFUND, NULL, "2022-01-01", 364, 606902685 },
    { "ended before it began", PRO_RATA_REFUND, NULL, "2021-06-01", 365, SUM },
    { "one day served", PRO_RATA_EARNED, NULL, "2022-01-01", 1, 1667315 },
    { "all of it served", PRO_RATA_EARNED, NULL, "2022-12-31", 365, SUM },
    { "served beyond it", PRO_RATA_EARNED, NULL, "2023-03-31", 365, SUM },
    { "never served", PRO_RATA_EARNED, NULL, "2021-12-31", 0, 0 },
    { "a month held over", PRO_RATA_HOLDOVER, "2023-01-01", "2023-01-31", 31, 51686767 },
    { "one day held over", PRO_RATA_HOLDOVER, "2023-01-01", "2023-01-01", 1, 1667315 },
    { "more than a year", PRO_RATA_HOLDOVER, "2023-01-01", "2024-01-01", 366, 610237315 },
};

static void test_cases(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct prorata_ask ask = { f->extra, CASES[i].kind, SUM, 0, day_of(CASES[i].to) };
        struct prorata_ruling r;
        struct problem problem = { .rc = RC_OK };
        ask.from = CASES[i].from ? day_of(CASES[i].from) : NO_DAY;
        assert_int_equal(prorata_rule(&ask, NULL, &r, &problem), RC_OK);
        if (r.days != CASES[i].days || r.fen != CASES[i].fen)
            fail_msg("%s: %d days, %lld fen", CASES[i].name, (int)r.days, (long long)r.fen);
    }
}

/* Served and left make the whole period on every day, whatever a year is divided by. */
static void test_the_halves_meet(void **state)
{
    struct fixture *f = *state;
    for (int32_t day = day_of("2021-12-30"); day <= day_of("2023-01-02"); day++) {
        struct prorata_ask ask = { f->extra, PRO_RATA_REFUND, 36500, NO_DAY, day };
        struct prorata_ruling left, served;
        struct problem problem = { .rc = RC_OK };
        assert_int_equal(prorata_rule(&ask, NULL, &left, &problem), RC_OK);
        ask.kind = PRO_RATA_EARNED;
        assert_int_equal(prorata_rule(&ask, NULL, &served, &problem), RC_OK);
        assert_int_equal(left.days + served.days, 365);
        assert_int_equal(left.fen + served.fen, 36500);
    }
}

static void test_proof(void **state)
{
    struct fixture *f = *state;
    struct prorata_ask ask = { f->extra, PRO_RATA_REFUND, SUM, NO_DAY, day_of("2022-12-20") };
    struct prorata_ruling r;
    struct problem problem = { .rc = RC_OK };
    proof_t *proof = proof_new(480);
    assert_int_equal(prorata_rule(&ask, proof, &r, &problem), RC_OK);
    assert_int_equal(proof_size(proof), 4);
    assert_int_equal(proof_step_at(proof, 1)->from, day_of("2022-12-21"));
    assert_int_equal(proof_step_at(proof, 1)->to, day_of("2022-12-31"));
    assert_int_equal(proof_step_at(proof, 2)->why, WHY_PRO_RATA);
    assert_int_equal(proof_step_at(proof, 3)->n, 18340466);
    proof_destroy(&proof);
}

static void test_refusals(void **state)
{
    struct fixture *f = *state;
    struct prorata_ask ask = { f->extra, PRO_RATA_HOLDOVER, -1, NO_DAY, day_of("2023-01-31") };
    struct prorata_ruling r = { .days = 7 };
    struct problem problem = { .rc = RC_OK };
    assert_int_equal(prorata_rule(&ask, NULL, &r, &problem), RC_INVALID);
    assert_string_equal(problem.field, "contract_fen");
    problem.rc = RC_OK;
    ask.contract_fen = INT64_MAX;
    ask.from = day_of("2023-01-01");
    ask.to = day_of("2025-01-01");
    assert_int_equal(prorata_rule(&ask, NULL, &r, &problem), RC_INVALID);
    assert_string_equal(problem.field, "contract_fen");
    problem.rc = RC_OK;
    ask.pack = f->packs[0];
    assert_int_equal(prorata_rule(&ask, NULL, &r, &problem), RC_INVALID);
    assert_string_equal(problem.field, "pack");
    assert_int_equal(r.days, 7);
}

static int setup(void **state)
{
    int rc = fixture_setup(state);
    fixture_extra(*state, PACK);
    return rc;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_the_halves_meet),
        cmocka_unit_test(test_proof),
        cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests(tests, setup, fixture_teardown);
}
