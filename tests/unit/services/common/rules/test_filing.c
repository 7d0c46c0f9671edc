/* The life of a filing certificate. */
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

enum { LISTED_MAX = 6 };

static const struct {
    const char *name, *filed;
    const char *assessments[LISTED_MAX];
    const char *on;
    int64_t grade;
    const char *valid_until, *renewal_from, *next;
    size_t extensions;
} CASES[] = {
    { "three years", "2025-06-10", { NULL }, NULL, 0, "2028-06-10", "2028-03-10", "2026-06-10", 0 },
    { "one assessment",
      "2025-06-10",
      { "2026-05-01" },
      NULL,
      0,
      "2029-06-10",
      "2029-03-10",
      "2027-05-01",
      1 },
    { "two, in any order",
      "2025-06-10",
      { "2027-05-01", "2026-05-01" },
      NULL,
      0,
      "2030-06-10",
      "2030-03-10",
      "2028-05-01",
      2 },
    { "on the day of filing",
      "2025-06-10",
      { "2025-06-10" },
      NULL,
      0,
      "2029-06-10",
      "2029-03-10",
      "2026-06-10",
      1 },
    { "before the filing",
      "2025-06-10",
      { "2025-06-09" },
      NULL,
      0,
      "2028-06-10",
      "2028-03-10",
      "2026-06-09",
      0 },
    { "on its last day",
      "2025-06-10",
      { "2028-06-10" },
      NULL,
      0,
      "2029-06-10",
      "2029-03-10",
      "2029-06-10",
      1 },
    { "after it lapsed",
      "2025-06-10",
      { "2028-06-11" },
      NULL,
      0,
      "2028-06-10",
      "2028-03-10",
      "2029-06-11",
      0 },
    { "kept alive by the one before",
      "2025-06-10",
      { "2028-06-11", "2026-06-01" },
      NULL,
      0,
      "2030-06-10",
      "2030-03-10",
      "2029-06-11",
      2 },
    { "an old certificate",
      "2022-03-01",
      { NULL },
      NULL,
      0,
      "2028-01-01",
      "2027-10-01",
      "2023-03-01",
      0 },
    { "an old certificate, an old assessment",
      "2022-03-01",
      { "2024-12-31" },
      NULL,
      0,
      "2028-01-01",
      "2027-10-01",
      "2025-12-31",
      0 },
    { "an old certificate, a new assessment",
      "2022-03-01",
      { "2025-01-01" },
      NULL,
      0,
      "2029-01-01",
      "2028-10-01",
      "2026-01-01",
      1 },
    { "the day before the count",
      "2024-12-31",
      { NULL },
      NULL,
      0,
      "2028-01-01",
      "2027-10-01",
      "2025-12-31",
      0 },
    { "the first of the count",
      "2025-01-01",
      { NULL },
      NULL,
      0,
      "2028-01-01",
      "2027-10-01",
      "2026-01-01",
      0 },
    { "a leap day clamps",
      "2028-02-29",
      { NULL },
      NULL,
      0,
      "2031-02-28",
      "2030-11-28",
      "2029-02-28",
      0 },
    { "and comes back",
      "2028-02-29",
      { "2029-02-28" },
      NULL,
      0,
      "2032-02-29",
      "2031-11-29",
      "2030-02-28",
      1 },
    { "renewal clamps",
      "2025-05-31",
      { NULL },
      NULL,
      0,
      "2028-05-31",
      "2028-02-29",
      "2026-05-31",
      0 },
    { "not known yet",
      "2025-06-10",
      { "2026-05-01" },
      "2026-04-30",
      0,
      "2028-06-10",
      "2028-03-10",
      "2026-06-10",
      0 },
    { "known on the day",
      "2025-06-10",
      { "2026-05-01" },
      "2026-05-01",
      0,
      "2029-06-10",
      "2029-03-10",
      "2027-05-01",
      1 },
    { "level 2", "2025-06-10", { NULL }, NULL, 2, "2028-06-10", "2028-03-10", "2027-06-10", 0 },
    { "level 4", "2025-06-10", { NULL }, NULL, 4, "2028-06-10", "2028-03-10", "2026-06-10", 0 },
};

static void test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        int32_t days[LISTED_MAX];
        struct filing_ask ask = { day_of(CASES[i].filed), days, 0, NO_DAY, CASES[i].grade };
        struct filing_ruling r;
        struct problem problem = { .rc = RC_OK };
        while (ask.count < LISTED_MAX && CASES[i].assessments[ask.count]) {
            days[ask.count] = day_of(CASES[i].assessments[ask.count]);
            ask.count++;
        }
        ask.on = CASES[i].on ? day_of(CASES[i].on) : NO_DAY;
        assert_int_equal(filing_rule(&ask, NULL, &r, &problem), RC_OK);
        if (r.valid_until != day_of(CASES[i].valid_until) ||
            r.renewal_from != day_of(CASES[i].renewal_from) ||
            r.next_assessment_due != day_of(CASES[i].next) || r.extensions != CASES[i].extensions ||
            r.has_state != (CASES[i].on != NULL))
            fail_msg("%s: %d, %d, %d", CASES[i].name, (int)r.valid_until, (int)r.renewal_from,
                     (int)r.next_assessment_due);
    }
}

/* The order of the assessments never matters. */
static void test_order(void **state)
{
    (void)state;
    int32_t days[] = { 20300, 20650, 21020, 21300, 22900, 20300 };
    struct filing_ask ask = { 20249, days, COUNT_OF(days), NO_DAY, 3 };
    struct filing_ruling first, r;
    struct problem problem = { .rc = RC_OK };
    assert_int_equal(filing_rule(&ask, NULL, &first, &problem), RC_OK);
    for (size_t turn = 0; turn < 30; turn++) {
        size_t a = turn % COUNT_OF(days);
        size_t b = (turn * 7 + 3) % COUNT_OF(days);
        int32_t swap = days[a];
        days[a] = days[b];
        days[b] = swap;
        assert_int_equal(filing_rule(&ask, NULL, &r, &problem), RC_OK);
        assert_int_equal(r.valid_until, first.valid_until);
        assert_int_equal(r.extensions, first.extensions);
        assert_int_equal(r.next_assessment_due, first.next_assessment_due);
    }
}

static const struct {
    const char *on;
    bool valid, renewal, overdue;
} STATES[] = {
    { "2025-06-10", true, false, false }, { "2026-06-10", true, false, false },
    { "2026-06-11", true, false, true },  { "2028-03-09", true, false, true },
    { "2028-03-10", true, true, true },   { "2028-06-10", true, true, true },
    { "2028-06-11", false, false, true },
};

static void test_states(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(STATES); i++) {
        struct filing_ask ask = { day_of("2025-06-10"), NULL, 0, day_of(STATES[i].on), 0 };
        struct filing_ruling r;
        struct problem problem = { .rc = RC_OK };
        assert_int_equal(filing_rule(&ask, NULL, &r, &problem), RC_OK);
        if (r.valid != STATES[i].valid || r.renewal_open != STATES[i].renewal ||
            r.assessment_overdue != STATES[i].overdue)
            fail_msg("%s", STATES[i].on);
    }
}

static void test_proof(void **state)
{
    (void)state;
    int32_t day = day_of("2026-05-01");
    struct filing_ask ask = { day_of("2022-06-10"), &day, 1, NO_DAY, 0 };
    struct filing_ruling r;
    struct problem problem = { .rc = RC_OK };
    proof_t *proof = proof_new(480);
    assert_int_equal(filing_rule(&ask, proof, &r, &problem), RC_OK);
    assert_int_equal(proof_size(proof), 7);
    assert_int_equal(proof_step_at(proof, 4)->to, r.valid_until);
    proof_destroy(&proof);
}

static const struct {
    const char *field;
    struct filing_ask ask;
} REFUSED[] = {
    { "filed", { DAY_MAX + 1, NULL, 0, NO_DAY, 0 } },
    { "filed", { DAY_MIN - 1, NULL, 0, NO_DAY, 0 } },
    { "filed", { DAY_MAX - 400, NULL, 0, NO_DAY, 0 } },
    { "on", { 20300, NULL, 0, 20299, 0 } },
    { "grade", { 20300, NULL, 0, NO_DAY, 1 } },
    { "grade", { 20300, NULL, 0, NO_DAY, 6 } },
    { "assessments", { 20300, NULL, FILING_ASSESSMENTS_MAX + 1, NO_DAY, 0 } },
};

static void test_refusals(void **state)
{
    (void)state;
    struct filing_ruling r = { .valid_until = 7 };
    for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
        struct problem problem = { .rc = RC_OK };
        assert_int_equal(filing_rule(&REFUSED[i].ask, NULL, &r, &problem), RC_INVALID);
        assert_string_equal(problem.field, REFUSED[i].field);
    }
    int32_t late[] = { DAY_MAX - 1096, DAY_MAX };
    struct filing_ask ask = { DAY_MAX - 1100, late, 1, NO_DAY, 0 };
    struct problem problem = { .rc = RC_OK };
    assert_int_equal(filing_rule(&ask, NULL, &r, &problem), RC_INVALID); /* the year it adds */
    ask = (struct filing_ask){ 20300, &late[1], 1, NO_DAY, 0 };
    problem.rc = RC_OK;
    assert_int_equal(filing_rule(&ask, NULL, &r, &problem), RC_INVALID); /* the next one due */
    assert_int_equal(r.valid_until, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),    cmocka_unit_test(test_order),
        cmocka_unit_test(test_states),   cmocka_unit_test(test_proof),
        cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
