/* Plans, slips, windows and returns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "phase.h"
#include "rules_fixture.h"

/* The document's own windows (MH-035 to MH-047). */
static const struct {
    const char *from, *to;
} DOCUMENT[] = {
    { "2024-09-01", "2024-09-30" }, { "2024-10-01", "2024-10-07" }, { "2024-10-08", "2024-10-28" },
    { "2024-10-29", "2024-10-31" }, { "2024-11-01", "2024-11-20" }, { "2024-11-21", "2024-11-27" },
    { "2024-11-28", "2024-12-07" },
};

static struct phase_plan plan_from(const struct fixture *f, const char *start, enum day_basis basis,
                                   const struct phase_end *ends, size_t count)
{
    struct calendar_use use = { f->calendar, true };
    struct phase_plan plan;
    struct problem problem = { .rc = RC_OK };
    struct phase_plan_ask ask = { f->packs[0], day_of(start), basis, &use, ends, count };
    proof_t *proof = proof_new(480);
    if (phase_plan_make(&ask, proof, &plan, &problem) != RC_OK)
        fail_msg("%s", problem.text);
    assert_int_equal(proof_size(proof), plan.count + plan.has_slip);
    proof_destroy(&proof);
    return plan;
}

/* Each phase lasts its limit and begins the day after the one before. */
static void test_plan(void **state)
{
    const struct fixture *f = *state;
    struct phase_plan plan = plan_from(f, "2025-03-03", BASIS_CALENDAR, NULL, 0);
    assert_int_equal(plan.count, 7);
    assert_int_equal(plan.rows[0].to, day_of("2025-04-01"));
    assert_int_equal(plan.rows[6].to, day_of("2025-06-07"));
    for (size_t i = 0; i < plan.count; i++) {
        assert_int_equal(plan.rows[i].to - plan.rows[i].from + 1, plan.rows[i].phase->limit.amount);
        assert_int_equal(plan.rows[i].due, plan.rows[i].to);
        if (i > 0)
            assert_int_equal(plan.rows[i].from, plan.rows[i - 1].to + 1);
    }
}

static void test_actual_ends_and_slip(void **state)
{
    const struct fixture *f = *state;
    const struct phase_end late[] = { { 3, day_of("2024-10-30") }, { 1, day_of("2024-09-20") } };
    struct phase_plan plan = plan_from(f, "2024-09-01", BASIS_CALENDAR, NULL, 0);
    assert_true(plan.has_slip);
    assert_int_equal(plan.slip_days, -1); /* the document gives phase 3 a day more than its limit */
    plan = plan_from(f, "2024-09-01", BASIS_CALENDAR, late, 2);
    assert_true(plan.rows[0].actual);
    assert_int_equal(plan.rows[1].from, day_of("2024-09-21"));
    assert_int_equal(plan.rows[2].due, day_of("2024-10-17"));
    assert_int_equal(plan.rows[2].to, day_of("2024-10-30"));
    assert_int_equal(plan.rows[3].from, day_of("2024-10-31"));
    assert_int_equal(plan.slip_days, 2);
}

static void test_working_basis(void **state)
{
    const struct fixture *f = *state;
    struct phase_plan plan = plan_from(f, "2024-10-01", BASIS_WORKING, NULL, 0);
    assert_int_equal(plan.rows[0].to,
                     day_of("2024-11-15")); /* 30 working days, one of them a make-up day */
    assert_false(plan.rows[0].provisional);
    plan = plan_from(f, "2026-12-01", BASIS_WORKING, NULL, 0);
    assert_true(plan.rows[0].provisional);
}

static const struct {
    const char *name, *start;
    struct phase_end end;
    const char *field;
} REFUSED[] = {
    { "unknown phase", "2024-09-01", { 8, 0 }, "actual_ends.8" },
    { "ends before it begins", "2024-09-01", { 1, 0 }, "actual_ends.1" },
    { "ends out of range", "2169-12-01", { 7, 0 }, "start" },
};

/* Limits in working days run in them whatever is asked, and a plan may end on the last day there
 * is, but nothing can follow it. */
static void test_working_limits(void **state)
{
    struct fixture *f = *state;
    struct calendar_use use = { f->calendar, true };
    struct phase_plan plan;
    struct problem problem = { .rc = RC_OK };
    fixture_extra(f, "phases:\n  - {no: 1, name: a, within: 5 working days, clause: A}\n"
                     "plan:\n  - {phase: 1, from: 2026-06-08, to: 2026-06-30, clause: A}\n"
                     "  - {phase: 1, from: 2026-06-01, to: 2026-06-05, clause: A}\n");
    struct phase_plan_ask ask = { f->extra, day_of("2026-06-18"), BASIS_CALENDAR, &use, NULL, 0 };
    assert_int_equal(phase_plan_make(&ask, NULL, &plan, &problem), RC_OK);
    assert_int_equal(plan.rows[0].to, day_of("2026-06-25"));
    assert_int_equal(plan.slip_days, -5);
    fixture_extra(f, "phases:\n  - {no: 1, name: a, within: 5 days, clause: A}\n");
    ask.pack = f->extra;
    ask.start = DAY_MAX - 4;
    assert_int_equal(phase_plan_make(&ask, NULL, &plan, &problem), RC_INVALID);
    assert_string_equal(problem.field, "start");
}

static void test_refusals(void **state)
{
    const struct fixture *f = *state;
    struct calendar_use use = { f->calendar, true };
    for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
        struct phase_plan plan = { .count = 77 };
        struct problem problem = { .rc = RC_OK };
        struct phase_plan_ask ask = { f->packs[0], day_of(REFUSED[i].start), BASIS_CALENDAR,
                                      &use,        &REFUSED[i].end,          1 };
        if (phase_plan_make(&ask, NULL, &plan, &problem) != RC_INVALID || plan.count != 77 ||
            strcmp(problem.field, REFUSED[i].field) != 0)
            fail_msg("%s: %s", REFUSED[i].name, problem.text);
    }
    struct phase_plan plan;
    struct problem problem = { .rc = RC_OK };
    pack_t *empty = NULL;
    assert_int_equal(fixture_pack_text("pack: t\nversion: 1\ntitle: t\nzone: UTC\n"
                                       "calendar: {base: cn, makeup_days: true}\n",
                                       &empty, &problem),
                     RC_OK);
    struct phase_plan_ask ask = { empty, 0, BASIS_CALENDAR, &use, NULL, 0 };
    assert_int_equal(phase_plan_make(&ask, NULL, &plan, &problem), RC_REFUSED);
    pack_destroy(&empty);
}

static struct phase_check check_document(const struct fixture *f, bool count_first,
                                         const char *as_of)
{
    struct calendar_use use = { f->calendar, true };
    struct phase_window windows[COUNT_OF(DOCUMENT)];
    struct phase_check check;
    struct problem problem = { .rc = RC_OK };
    struct phase_check_ask ask = { f->packs[0], windows,     COUNT_OF(DOCUMENT),
                                   &use,        count_first, NO_DAY };
    ask.as_of = as_of ? day_of(as_of) : NO_DAY;
    for (size_t i = 0; i < COUNT_OF(DOCUMENT); i++)
        windows[i] = (struct phase_window){ (int64_t)i + 1, day_of(DOCUMENT[i].from),
                                            day_of(DOCUMENT[i].to) };
    if (phase_check_windows(&ask, NULL, &check, &problem) != RC_OK)
        fail_msg("%s", problem.text);
    return check;
}

static void test_document_windows(void **state)
{
    const struct fixture *f = *state;
    static const int32_t DAYS[] = { 30, 7, 21, 3, 20, 7, 10 };
    struct phase_check check = check_document(f, true, NULL);
    for (size_t i = 0; i < check.count; i++) {
        assert_int_equal(check.rows[i].days, DAYS[i]);
        assert_int_equal(check.rows[i].over, i == 2);
    }
    assert_int_equal(check.days, 98);
    assert_int_equal(check.limit, 97);
    assert_int_equal(check.gaps + check.overlaps, 0);
    assert_int_equal(check.span_days, 98);
    assert_int_equal(check.rows[1].working_days, 0); /* the National Day holiday */
    assert_int_equal(check.rows[2].last_day, day_of("2024-10-27"));
    assert_false(check.position.known);
    check = check_document(f, false, NULL);
    assert_int_equal(check.days, 91);
    assert_int_equal(check.rows[2].over, 0);
    assert_int_equal(check.rows[2].last_day, day_of("2024-10-28"));
}

static void test_position(void **state)
{
    const struct fixture *f = *state;
    static const struct {
        const char *as_of;
        int64_t phase;
        int32_t day, of, over_plan, over_limit;
    } AT[] = {
        { "2024-09-01", 1, 1, 30, 0, 0 },
        { "2024-11-10", 5, 10, 20, 0, 0 },
        { "2024-10-28", 3, 21, 21, 0, 1 },
        { "2024-12-10", 7, 13, 10, 3, 3 },
    };
    for (size_t i = 0; i < COUNT_OF(AT); i++) {
        struct phase_position p = check_document(f, true, AT[i].as_of).position;
        if (!p.known || p.phase != AT[i].phase || p.day != AT[i].day || p.of != AT[i].of ||
            p.over_plan != AT[i].over_plan || p.over_limit != AT[i].over_limit)
            fail_msg("%s: phase %d day %d", AT[i].as_of, (int)p.phase, p.day);
    }
    assert_false(check_document(f, true, "2024-08-31").position.known);
}

static const struct {
    const char *name;
    struct phase_window windows[3];
    size_t count;
    int32_t gaps, overlaps, span;
} SPANS[] = {
    { "a gap", { { 1, 0, 4 }, { 2, 7, 9 } }, 2, 2, 0, 10 },
    { "an overlap", { { 1, 0, 4 }, { 2, 3, 9 } }, 2, 0, 2, 10 },
    { "one inside another", { { 1, 0, 9 }, { 2, 3, 4 } }, 2, 0, 2, 10 },
    { "any order", { { 3, 8, 9 }, { 1, 0, 1 }, { 2, 4, 5 } }, 3, 4, 0, 10 },
    { "none", { { 1, 0, 0 } }, 0, 0, 0, 0 },
};

static void test_spans(void **state)
{
    const struct fixture *f = *state;
    struct calendar_use use = { f->calendar, true };
    for (size_t i = 0; i < COUNT_OF(SPANS); i++) {
        struct phase_check check;
        struct problem problem = { .rc = RC_OK };
        struct phase_check_ask ask = { f->packs[0], SPANS[i].windows, SPANS[i].count, &use, true,
                                       NO_DAY };
        assert_int_equal(phase_check_windows(&ask, NULL, &check, &problem), RC_OK);
        if (check.gaps != SPANS[i].gaps || check.overlaps != SPANS[i].overlaps ||
            check.span_days != SPANS[i].span)
            fail_msg("%s: %d %d %d", SPANS[i].name, check.gaps, check.overlaps, check.span_days);
    }
    struct phase_window wrong[] = { { 1, 5, 4 } };
    struct phase_window unknown[] = { { 9, 4, 5 } };
    struct phase_check check;
    struct problem problem = { .rc = RC_OK };
    struct phase_check_ask ask = { f->packs[0], wrong, 1, &use, true, NO_DAY };
    assert_int_equal(phase_check_windows(&ask, NULL, &check, &problem), RC_INVALID);
    assert_string_equal(problem.field, "windows[0].to");
    problem_clear(&problem);
    ask.windows = unknown;
    assert_int_equal(phase_check_windows(&ask, NULL, &check, &problem), RC_INVALID);
    problem_clear(&problem);
    struct phase_window out[] = { { 1, DAY_MIN - 1, DAY_MIN }, { 1, DAY_MAX, DAY_MAX + 1 } };
    for (size_t i = 0; i < COUNT_OF(out); i++) {
        ask.windows = &out[i];
        assert_int_equal(phase_check_windows(&ask, NULL, &check, &problem), RC_INVALID);
        assert_string_equal(problem.field, "windows[0].to");
        problem_clear(&problem);
    }
    struct phase_window last = { 1, DAY_MAX, DAY_MAX };
    ask.windows = &last;
    assert_int_equal(phase_check_windows(&ask, NULL, &check, &problem), RC_INVALID);
    assert_string_equal(problem.field, "windows[0].from");
    problem_clear(&problem);
    ask.count = PHASES_MAX + 1;
    assert_int_equal(phase_check_windows(&ask, NULL, &check, &problem), RC_INVALID);
}

/* The proof says each window, its days, and what is too long. */
static void test_check_proof(void **state)
{
    const struct fixture *f = *state;
    struct calendar_use use = { f->calendar, true };
    struct phase_window windows[] = { { 2, day_of("2024-10-01"), day_of("2024-10-07") },
                                      { 3, day_of("2024-10-08"), day_of("2024-10-28") } };
    struct phase_check check;
    struct problem problem = { .rc = RC_OK };
    struct phase_check_ask ask = { f->packs[0], windows, 2, &use, true, NO_DAY };
    proof_t *proof = proof_new(480);
    assert_int_equal(phase_check_windows(&ask, proof, &check, &problem), RC_OK);
    assert_int_equal(proof_size(proof), 5);
    assert_int_equal(proof_step_at(proof, 2)->why, WHY_PHASE);
    assert_int_equal(proof_step_at(proof, 4)->why, WHY_OVER_LIMIT);
    assert_int_equal(proof_step_at(proof, 4)->n, 1);
    proof_destroy(&proof);
}

static void test_returns(void **state)
{
    const struct fixture *f = *state;
    struct reckoned_day due;
    for (size_t p = 0; p < FIXTURE_READ; p++) {
        assert_int_equal(phase_returns_to(f->packs[p], 6), 5);
        assert_int_equal(phase_returns_to(f->packs[p], 5), 0);
    }
    assert_true(
        phase_due(&f->packs[0]->phases.rows[3], day_of("2026-06-15"), BASIS_CALENDAR, NULL, &due));
    assert_int_equal(due.day, day_of("2026-06-17"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plan),           cmocka_unit_test(test_actual_ends_and_slip),
        cmocka_unit_test(test_working_basis),  cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_working_limits), cmocka_unit_test(test_document_windows),
        cmocka_unit_test(test_position),       cmocka_unit_test(test_spans),
        cmocka_unit_test(test_check_proof),    cmocka_unit_test(test_returns),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
