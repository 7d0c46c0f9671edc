/* Shares with one rounding, instalments, the settled total. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "money.h"
#include "rules_fixture.h"

static const struct {
    const char *name;
    int64_t fen, numerator, denominator, want;
    bool ok;
} SHARES[] = {
    { "exact", 718061200, 300, 10000, 21541836, true },
    { "half rounds up", 5, 1, 2, 3, true },
    { "below half rounds down", 4999, 1, 10000, 0, true },
    { "half of an odd denominator", 1, 1, 3, 0, true },
    { "more than half of an odd one", 2, 1, 3, 1, true },
    { "one rounding at the end", 608570000, 11, 365, 18340466, true },
    { "nothing", 0, 7, 9, 0, true },
    { "negative away from zero", -5, 1, 2, -3, true },
    { "large but fits", INT64_MAX, 10000, 10000, INT64_MAX, true },
    { "too large", INT64_MAX, 2, 1, 0, false },
    { "no denominator", 1, 1, 0, 0, false },
    { "negative denominator", 1, 1, -1, 0, false },
};

static void test_shares(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(SHARES); i++) {
        int64_t fen = 0;
        bool ok = money_share(SHARES[i].fen, SHARES[i].numerator, SHARES[i].denominator, &fen);
        if (ok != SHARES[i].ok || fen != SHARES[i].want)
            fail_msg("%s: %lld", SHARES[i].name, (long long)fen);
    }
}

/* The instalments of any sum add up to it. */
static void test_instalments_add_up(void **state)
{
    const struct fixture *f = *state;
    int64_t fen[PAYMENTS_MAX];
    size_t count;
    struct problem problem = { .rc = RC_OK };
    for (int64_t total = 0; total < 100000; total += 37) {
        assert_int_equal(money_instalments(f->packs[1], total, fen, &count, &problem), RC_OK);
        assert_int_equal(count, 2);
        assert_int_equal(fen[0] + fen[1], total);
    }
    assert_int_equal(money_instalments(f->packs[0], 1, fen, &count, &problem), RC_REFUSED);
    problem_clear(&problem);
    assert_int_equal(money_instalments(f->packs[1], -1, fen, &count, &problem), RC_INVALID);
}

enum { TOTAL = 718061200, FIRST = 502642840 };

static const struct {
    const char *name;
    struct settlement_ask ask;
    int64_t total, last;
    const char *field; /* NULL: it settles */
} SETTLED[] = {
    { "excellent", { TOTAL, "excellent", false, 0, 0, FIRST }, TOTAL, 215418360, NULL },
    { "fair at the cap", { TOTAL, "fair", true, 97000000, 0, FIRST }, 696519364, 193876524, NULL },
    { "cap first, then deductions",
      { TOTAL, "fair", true, 97000000, 21541836, FIRST },
      674977528,
      172334688,
      NULL },
    { "deductions beyond the total", { 1000, "good", false, 0, 2000, 700 }, 0, -700, NULL },
    { "good may be settled lower", { 1000, "good", true, 50000000, 0, 0 }, 500, 500, NULL },
    { "above the cap", { TOTAL, "fair", true, 97010000, 0, FIRST }, 0, 0, "percent" },
    { "a hundredth of a basis point above",
      { TOTAL, "fair", true, 97000001, 0, FIRST },
      0,
      0,
      "percent" },
    { "no percentage where one is decided",
      { TOTAL, "fair", false, 0, 0, FIRST },
      0,
      0,
      "percent" },
    { "negative percentage", { TOTAL, "fair", true, -1, 0, FIRST }, 0, 0, "percent" },
    { "unknown quality", { TOTAL, "poor", false, 0, 0, 0 }, 0, 0, "quality" },
    { "negative sum", { -1, "good", false, 0, 0, 0 }, 0, 0, "contract_fen" },
    { "negative deductions", { 1, "good", false, 0, -1, 0 }, 0, 0, "contract_fen" },
};

/* The last two sentences of a settlement's proof are its sums, and nothing besides. */
static bool proves_sums(const proof_t *proof, const struct settlement_ruling *r)
{
    size_t count = proof_size(proof);
    if (count < 2)
        return false;
    const struct proof_step *total = proof_step_at(proof, count - 2);
    const struct proof_step *last = proof_step_at(proof, count - 1);
    return total->n == r->total_fen && total->m == 0 && last->n == r->final_instalment_fen &&
           last->m == 0;
}

static void test_settlement(void **state)
{
    const struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(SETTLED); i++) {
        struct settlement_ruling r = { 0, 0, 0 };
        struct problem problem = { .rc = RC_OK };
        proof_t *proof = proof_new(480);
        rc_t rc = money_settle(f->packs[1], &SETTLED[i].ask, proof, &r, &problem);
        if ((rc == RC_OK) != (SETTLED[i].field == NULL) || r.total_fen != SETTLED[i].total ||
            r.final_instalment_fen != SETTLED[i].last ||
            strcmp(problem.field, SETTLED[i].field ? SETTLED[i].field : "") != 0 ||
            (rc == RC_OK) != proves_sums(proof, &r))
            fail_msg("%s: %lld %s", SETTLED[i].name, (long long)r.total_fen, problem.field);
        proof_destroy(&proof);
    }
}

/* Two halves of an odd sum are rounded up, and then too large together. */
static void test_instalments_overflow(void **state)
{
    struct fixture *f = *state;
    int64_t fen[PAYMENTS_MAX];
    size_t count;
    struct problem problem = { .rc = RC_OK };
    fixture_extra(f, "payments:\n  - {clause: A, title: a, share: 50%}\n"
                     "  - {clause: B, title: b, share: 50%}\n");
    assert_int_equal(money_instalments(f->extra, INT64_MAX, fen, &count, &problem), RC_INVALID);
    assert_string_equal(problem.field, "contract_fen");
    problem_clear(&problem);
    assert_int_equal(money_instalments(f->extra, INT64_MAX - 1, fen, &count, &problem), RC_OK);
    assert_int_equal(fen[0] + fen[1], INT64_MAX - 1);
}

static void test_negative_sums(void **state)
{
    const struct fixture *f = *state;
    static const struct settlement_ask ASKS[] = {
        { .contract_fen = -1, .quality = "good" },
        { .contract_fen = 1, .quality = "good", .deductions_fen = -1 },
        { .contract_fen = 1, .quality = "good", .paid_fen = -1 },
    };
    for (size_t i = 0; i < COUNT_OF(ASKS); i++) {
        struct settlement_ruling r;
        struct problem problem = { .rc = RC_OK };
        assert_int_equal(money_settle(f->packs[1], &ASKS[i], NULL, &r, &problem), RC_INVALID);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shares),
        cmocka_unit_test(test_instalments_add_up),
        cmocka_unit_test(test_instalments_overflow),
        cmocka_unit_test(test_settlement),
        cmocka_unit_test(test_negative_sums),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
