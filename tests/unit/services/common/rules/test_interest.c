/* Interest on a delay, at its boundaries and as a whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "interest.h"
#include "rules_fixture.h"

static const char CAPPED[] =
    "late_interest: {clause: L, title: 逾期付款, from_working_day: 31, rate: 0.5%, per: day, cap: "
    "5%, unless: [F, I]}\n";
static const char UNCAPPED[] =
    "late_interest: {clause: L, from_working_day: 1, rate: 100%, per: day}\n";

static const int64_t SUM = 608570000;

static struct interest_ask ask_of(const struct fixture *f, const struct calendar_use *use,
                                  const char *due, const char *paid)
{
    return (struct interest_ask){ .pack = f->extra,
                                  .calendar = use,
                                  .delayed_fen = SUM,
                                  .due = day_of(due),
                                  .paid = day_of(paid),
                                  .funds_available_from = NO_DAY,
                                  .invoice_received = NO_DAY };
}

static const struct {
    const char *name, *due, *paid, *funds, *invoice;
    int64_t sum, fen;
    int32_t days;
    bool capped, provisional;
} CASES[] = {
    { "paid before it was due", "2022-12-31", "2022-11-01", NULL, NULL, SUM, 0, 0, false, false },
    { "the last day without", "2022-12-31", "2023-02-16", NULL, NULL, SUM, 0, 0, false, false },
    { "the day of payment is free", "2022-12-31", "2023-02-17", NULL, NULL, SUM, 0, 0, false,
      false },
    { "one day", "2022-12-31", "2023-02-18", NULL, NULL, SUM, 3042850, 1, false, false },
    { "exactly the cap", "2022-12-31", "2023-02-27", NULL, NULL, SUM, 30428500, 10, false, false },
    { "beyond the cap", "2022-12-31", "2023-02-28", NULL, NULL, SUM, 30428500, 11, true, false },
    { "nothing was delayed", "2022-12-31", "2023-02-28", NULL, NULL, 0, 0, 11, false, false },
    { "half a fen rounds up", "2022-12-31", "2023-02-18", NULL, NULL, 100, 1, 1, false, false },
    { "less than half is nothing", "2022-12-31", "2023-02-18", NULL, NULL, 99, 0, 1, false, false },
    { "funds came later", "2022-12-31", "2023-05-18", "2023-04-01", NULL, SUM, 3042850, 1, false,
      false },
    { "funds were there before", "2022-12-31", "2023-02-18", "2022-06-01", NULL, SUM, 3042850, 1,
      false, false },
    { "the invoice came last", "2022-12-31", "2023-05-18", "2023-01-10", "2023-04-01", SUM, 3042850,
      1, false, false },
    { "an unpublished year", "2026-12-31", "2027-02-16", NULL, NULL, SUM, 12171400, 4, false,
      true },
};

static void test_cases(void **state)
{
    struct fixture *f = *state;
    struct calendar_use use = { f->calendar, true };
    fixture_extra(f, CAPPED);
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct interest_ask ask = ask_of(f, &use, CASES[i].due, CASES[i].paid);
        struct interest_ruling r;
        struct problem problem = { .rc = RC_OK };
        ask.delayed_fen = CASES[i].sum;
        ask.funds_available_from = CASES[i].funds ? day_of(CASES[i].funds) : NO_DAY;
        ask.invoice_received = CASES[i].invoice ? day_of(CASES[i].invoice) : NO_DAY;
        assert_int_equal(interest_rule(&ask, NULL, &r, &problem), RC_OK);
        if (r.fen != CASES[i].fen || r.days != CASES[i].days || r.capped != CASES[i].capped ||
            r.provisional != CASES[i].provisional)
            fail_msg("%s: %lld fen, %d days", CASES[i].name, (long long)r.fen, (int)r.days);
    }
}

/* A later payment never costs less, and the cap is never passed. */
static void test_monotone(void **state)
{
    struct fixture *f = *state;
    struct calendar_use use = { f->calendar, true };
    fixture_extra(f, CAPPED);
    int64_t before = 0;
    for (int32_t paid = day_of("2022-12-01"); paid < day_of("2023-04-01"); paid++) {
        struct interest_ask ask = ask_of(f, &use, "2022-12-31", "2022-12-31");
        struct interest_ruling r;
        struct problem problem = { .rc = RC_OK };
        ask.paid = paid;
        assert_int_equal(interest_rule(&ask, NULL, &r, &problem), RC_OK);
        assert_true(r.fen >= before && r.fen <= SUM / 20);
        assert_int_equal(r.capped, r.days > 10);
        before = r.fen;
    }
}

/* The proof says the start, each day to the first that bears interest, the days, share and cap. */
static void test_proof(void **state)
{
    struct fixture *f = *state;
    struct calendar_use use = { f->calendar, true };
    struct problem problem = { .rc = RC_OK };
    struct interest_ruling r;
    size_t counted = 0;
    size_t seen[WHY__COUNT] = { 0 };
    fixture_extra(f, CAPPED);
    struct interest_ask ask = ask_of(f, &use, "2026-11-20", "2027-02-28");
    ask.invoice_received = day_of("2026-12-01");
    proof_t *proof = proof_new(480);
    assert_int_equal(interest_rule(&ask, proof, &r, &problem), RC_OK);
    for (size_t i = 0; i < proof_size(proof); i++) {
        const struct proof_step *s = proof_step_at(proof, i);
        seen[s->why]++;
        counted += s->why == WHY_DAY_COUNTED || s->why == WHY_DAY_MAKEUP;
    }
    assert_int_equal(counted, 31);
    assert_int_equal(seen[WHY_NO_BREACH], 2);
    assert_int_equal(seen[WHY_CAPPED], 1);
    assert_int_equal(seen[WHY_PROVISIONAL], 1);
    assert_int_equal(seen[WHY_LATEST_STARTS], 1);
    assert_int_equal(seen[WHY_FACT],
                     2); /* due and invoice; not the funds, of which nothing is known */
    assert_int_equal(proof_step_at(proof, proof_size(proof) - 1)->n, r.fen);
    proof_destroy(&proof);
}

static void test_refusals(void **state)
{
    struct fixture *f = *state;
    struct calendar_use use = { f->calendar, true };
    struct problem problem = { .rc = RC_OK };
    struct interest_ruling r = { .days = 7 };
    fixture_extra(f, UNCAPPED);
    struct interest_ask ask = ask_of(f, &use, "2022-12-31", "2023-02-18");
    ask.delayed_fen = INT64_MAX;
    assert_int_equal(interest_rule(&ask, NULL, &r, &problem), RC_INVALID);
    assert_string_equal(problem.field, "delayed_fen");
    problem.rc = RC_OK;
    ask.delayed_fen = -1;
    assert_int_equal(interest_rule(&ask, NULL, &r, &problem), RC_INVALID);
    assert_string_equal(problem.field, "delayed_fen");
    problem.rc = RC_OK;
    ask.delayed_fen = 1;
    ask.due = DAY_MAX;
    assert_int_equal(interest_rule(&ask, NULL, &r, &problem), RC_INVALID);
    assert_string_equal(problem.field, "due");
    problem.rc = RC_OK;
    ask.due = NO_DAY;
    assert_int_equal(interest_rule(&ask, NULL, &r, &problem), RC_INVALID);
    assert_string_equal(problem.field, "due");
    problem.rc = RC_OK;
    ask.pack = f->packs[0];
    assert_int_equal(interest_rule(&ask, NULL, &r, &problem), RC_INVALID);
    assert_string_equal(problem.field, "pack");
    assert_int_equal(r.days, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_monotone),
        cmocka_unit_test(test_proof),
        cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
