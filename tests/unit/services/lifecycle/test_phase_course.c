/* What is assessed where by the pack's gates, codes of deadlines, and how forecasts follow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "course.h"
#include "phase_course.h"
#include "rules_fixture.h"

static const enum assessment_role ROLES[] = {
    [1] = ROLE_NONE,    [2] = ROLE_NONE,    [3] = ROLE_NONE, [4] = ROLE_INITIAL,
    [5] = ROLE_INTERIM, [6] = ROLE_RECHECK, [7] = ROLE_NONE, [8] = ROLE_NONE,
};

static void test_roles(void **state)
{
    (void)state;
    pack_t *pack = fixture_pack("minhang-2024");
    for (int64_t no = 1; no < (int64_t)COUNT_OF(ROLES); no++)
        if (assessment_role_of(pack, no) != ROLES[no])
            fail_msg("phase %d", (int)no);
    assert_int_equal(assessment_judge(pack), 6);
    pack_destroy(&pack);
    assert_null(assessment_role_word(ROLE_NONE));
    assert_string_equal(assessment_role_word(ROLE_RECHECK), "recheck");
}

/* Without a gate that returns work nothing is assessed. */
static void test_no_recheck(void **state)
{
    (void)state;
    const struct pack_phase phases[] = { { .no = 1 }, { .no = 2 } };
    const struct pack_gate gate = { .clause = "X", .ends = 2 };
    const struct pack pack = { .phases = { phases, 2 }, .gates = { &gate, 1 } };
    assert_int_equal(assessment_judge(&pack), 0);
    assert_int_equal(assessment_role_of(&pack, 1), ROLE_NONE);
    assert_int_equal(assessment_role_of(&pack, 2), ROLE_NONE);
}

static void test_codes(void **state)
{
    (void)state;
    const struct pack_phase phase = { .clause = "AB-034" };
    const struct lifecycle_frame frame = { .cycle = { .serial = 12, .number = 2 } };
    char code[DEADLINE_CODE];
    assert_string_equal(phase_deadline_code(&frame, &phase, 3, code), "AB-034/12/2/r3");
}

/* A late phase pushes all that follow; one that is early pulls them. */
static void test_forecasts(void **state)
{
    (void)state;
    static const struct {
        int serial;
        const char *passed, *second_to, *last_to;
    } ROWS[] = { { 1, "2026-04-20", "2026-04-27", "2026-06-26" },
                 { 2, "2026-04-10", "2026-04-17", "2026-06-16" } };
    struct course course;
    course_open(&course, "2026-03-17T09:00:00+08:00");
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        json_decref(course_start(&course, ROWS[i].serial, "2026-03-17"));
        course_pass(&course, ROWS[i].serial, 1, ROWS[i].passed, FILING);
        json_t *cycle = bench_ok(&course.lifecycle, "cycle.get", "{s:s, s:i}", "contract", CONTRACT,
                                 "serial", ROWS[i].serial);
        assert_string_equal(text_at(cycle, "phases.0.forecast_to"), ROWS[i].passed);
        assert_string_equal(text_at(cycle, "phases.1.forecast_to"), ROWS[i].second_to);
        assert_string_equal(text_at(cycle, "phases.6.forecast_to"), ROWS[i].last_to);
        assert_string_equal(text_at(cycle, "phases.6.planned_to"), "2026-06-21");
        json_decref(cycle);
    }
    course_close(&course);
}

/* The gate that keeps a phase from starting is asked when the one before it ends. */
static void test_starting_gate(void **state)
{
    (void)state;
    struct course course;
    struct problem problem;
    course_open(&course, "2026-03-17T09:00:00+08:00");
    json_decref(course_start(&course, 1, "2026-03-17"));
    course_pass(&course, 1, 1, "2026-04-14", FILING);
    json_decref(course_move(&course, "phase.submit", 1, 2, "2026-04-20"));
    assert_int_equal(bench_refused(&course.lifecycle, &problem, "phase.approve",
                                   "{s:s, s:i, s:i, s:s}", "contract", CONTRACT, "serial", 1,
                                   "number", 2, "on", "2026-04-20"),
                     RC_REFUSED);
    assert_string_equal(problem.missing, "差距分析报告");
    assert_string_equal(problem.field, "phase");
    course_close(&course);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roles),         cmocka_unit_test(test_no_recheck),
        cmocka_unit_test(test_codes),         cmocka_unit_test(test_forecasts),
        cmocka_unit_test(test_starting_gate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
