/* How often: slots of a spread and times in each; ranges, readings and units. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "attr.h"
#include "recurrence.h"
#include "rules_fixture.h"

static const struct {
    const char *name;
    struct pack_recurrence again;
    int64_t parts, times;
    enum slot_period slot;
} CASES[] = {
    { "every day", { .per = SLOT_DAY, .times = 1 }, 1, 1, SLOT_DAY },
    { "twice a year", { .per = SLOT_YEAR, .times = 2 }, 1, 2, SLOT_YEAR },
    { "four a year, by quarters", { SLOT_YEAR, SLOT_QUARTER, 4, 0, false }, 4, 1, SLOT_QUARTER },
    { "24 a year, by months", { SLOT_YEAR, SLOT_MONTH, 24, 0, false }, 12, 2, SLOT_MONTH },
    { "six a quarter, by months", { SLOT_QUARTER, SLOT_MONTH, 6, 0, false }, 3, 2, SLOT_MONTH },
};

static void test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++)
        if (recurrence_parts(&CASES[i].again) != CASES[i].parts ||
            recurrence_times(&CASES[i].again) != CASES[i].times ||
            recurrence_slot(&CASES[i].again) != CASES[i].slot)
            fail_msg("%s", CASES[i].name);
}

static const char PACK[] =
    "contract: {clause: K, service: {clause: K2, from: 2030-02-01, to: 2030-11-30}}\n"
    "readings:\n  - {name: out, about: a}\n  - {name: many, about: a}\n"
    "  - {name: week, value: rolling, about: a}\n"
    "units: {prefix: B, count: 12, clause: U, excluded: out, count_from: many}\n"
    "recurring:\n  - {clause: A, title: a, work: service, every: week, units: 11}\n"
    "  - {clause: B, title: b, work: service, every: year, units: {named: true, count: 2}}\n"
    "  - {clause: C, title: c, work: service, every: year}\n";

static const struct {
    const char *name, *from, *to, *start;
    const char *want_from, *want_to, *want_start, *field; /* field: it is refused */
} RANGES[] = {
    { "inside", "2030-03-01", "2030-03-31", NULL, "2030-03-01", "2030-03-31", "2030-03-01", NULL },
    { "cut at both ends", "2030-01-01", "2030-12-31", NULL, "2030-02-01", "2030-11-30",
      "2030-02-01", NULL },
    { "start before", "2030-03-01", "2030-03-01", "2029-03-01", "2030-03-01", "2030-03-01",
      "2029-03-01", NULL },
    { "start on the first day that is left", "2030-01-01", "2030-03-01", "2030-02-01", "2030-02-01",
      "2030-03-01", "2030-02-01", NULL },
    { "start too late", "2030-01-01", "2030-03-01", "2030-02-02", NULL, NULL, NULL, "start" },
    { "wrong way round", "2030-03-02", "2030-03-01", NULL, NULL, NULL, NULL, "to" },
};

static void test_ranges(void **state)
{
    struct fixture *f = *state;
    fixture_extra(f, PACK);
    for (size_t i = 0; i < COUNT_OF(RANGES); i++) {
        struct problem problem = { .rc = RC_OK };
        struct service_range range = { .from = 1 };
        int32_t start = RANGES[i].start ? day_of(RANGES[i].start) : NO_DAY;
        rc_t rc = service_range_make(f->extra, day_of(RANGES[i].from), day_of(RANGES[i].to), start,
                                     &range, &problem);
        if (RANGES[i].field) {
            assert_int_equal(rc, RC_INVALID);
            assert_string_equal(problem.field, RANGES[i].field);
            assert_int_equal(range.from, 1);
            continue;
        }
        if (rc != RC_OK || range.from != day_of(RANGES[i].want_from) ||
            range.to != day_of(RANGES[i].want_to) || range.start != day_of(RANGES[i].want_start) ||
            range.clipped != (strcmp(RANGES[i].from, RANGES[i].want_from) != 0))
            fail_msg("%s", RANGES[i].name);
    }
}

/* A range within, cut by and outside the service period is told so. */
static void test_range_proofs(void **state)
{
    struct fixture *f = *state;
    static const struct {
        struct service_range range;
        enum proof_why why;
    } WANT[] = { { { 10, 12, 10, false }, WHY_RANGE },
                 { { 10, 12, 10, true }, WHY_RANGE_CLIPPED },
                 { { 12, 10, 12, true }, WHY_RANGE_OUTSIDE } };
    fixture_extra(f, PACK);
    for (size_t i = 0; i < COUNT_OF(WANT); i++) {
        proof_t *proof = proof_new(480);
        service_range_prove(f->extra, &WANT[i].range, proof);
        assert_int_equal(proof_size(proof), 1);
        assert_int_equal(proof_step_at(proof, 0)->why, WANT[i].why);
        assert_string_equal(proof_step_at(proof, 0)->ref, WANT[i].range.clipped ? "K2" : "");
        proof_destroy(&proof);
    }
}

/* Readings that decide the slots, and only those. */
static void test_plans(void **state)
{
    struct fixture *f = *state;
    struct recurrence_use use = { .pack = f->extra };
    static const struct pack_recurrence WEEK = { .per = SLOT_WEEK, .times = 1 };
    static const struct pack_recurrence FRIDAY = { .per = SLOT_WEEK, .times = 1, .weekday = 5 };
    static const struct pack_recurrence QUARTER = { .per = SLOT_QUARTER, .times = 1 };
    static const struct reading_choice CONTRACT[] = { { "week", "calendar" } };
    struct readings overrides = { CONTRACT, 1 };
    proof_t *proof = proof_new(480);
    assert_true(recurrence_plan(&use, &WEEK).rolling_weeks);
    assert_false(recurrence_plan(&use, &QUARTER).contract_quarters);
    recurrence_prove(&use, &QUARTER, proof); /* not declared */
    recurrence_prove(&use, &FRIDAY, proof);  /* of no weight */
    assert_int_equal(proof_size(proof), 0);
    recurrence_prove(&use, &WEEK, proof);
    assert_int_equal(proof_size(proof), 1);
    use.readings = &overrides;
    assert_false(recurrence_plan(&use, &WEEK).rolling_weeks);
    proof_destroy(&proof);
}

static void test_units(void **state)
{
    struct fixture *f = *state;
    struct problem problem = { .rc = RC_OK };
    struct recurrence_use use = { .pack = f->extra };
    char name[UNIT_NAME_TEXT];
    const char *outside = "x";
    int64_t units = 77;
    static const struct reading_choice CHOICES[] = { { "many", "30" }, { "out", "B07" } };
    struct readings overrides = { CHOICES, COUNT_OF(CHOICES) };
    assert_string_equal(unit_name(f->extra, 12, name), "B12");
    assert_int_equal(unit_index(f->extra, "B01"), 1);
    assert_int_equal(unit_index(f->extra, "B13"), 0);
    assert_int_equal(recurrence_units(&use, &f->extra->recurring.rows[0], &units, &problem), RC_OK);
    assert_int_equal(units, 11);
    assert_int_equal(unit_excluded(&use, &outside, &problem), RC_INVALID);
    assert_string_equal(problem.field, "readings.out");
    assert_string_equal(outside, "x");
    use.readings = &overrides;
    assert_int_equal(recurrence_units(&use, &f->extra->recurring.rows[0], &units, &problem), RC_OK);
    assert_int_equal(units, 30);
    assert_int_equal(recurrence_units(&use, &f->extra->recurring.rows[1], &units, &problem), RC_OK);
    assert_int_equal(recurrence_units(&use, &f->extra->recurring.rows[2], &units, &problem), RC_OK);
    assert_int_equal(units, 0);
    assert_int_equal(recurrence_units(&use, &f->extra->recurring.rows[1], &units, &problem), RC_OK);
    assert_int_equal(units, 2); /* named units are no number of the table */
    assert_int_equal(unit_excluded(&use, &outside, &problem), RC_OK);
    assert_string_equal(outside, "B07");
    fixture_extra(f, "units: {prefix: B, count: 2, clause: U}\n");
    use.pack = f->extra;
    problem_clear(&problem);
    assert_int_equal(unit_excluded(&use, &outside, &problem), RC_INVALID);
    assert_string_equal(problem.field, "readings.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_range_proofs), cmocka_unit_test(test_plans),
        cmocka_unit_test(test_units),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
