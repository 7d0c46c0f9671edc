/* phase.skip: in every state, by whom, and what becomes of deadlines, forecasts and gates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "deciders.h"
#include "ground.h"

static struct course course;

/* What phases 1 and 2 file, at once. */
#define FILED_WITH_GAP                                                                             \
    "[\"申请材料\", \"专家评审材料\", \"网络拓扑图\", \"安全管理体系材料\", \"差距分析报告\"]"

static int open_course(void **state)
{
    (void)state;
    course_open(&course, "2026-03-17T09:00:00+08:00");
    deciders_add(&course);
    return 0;
}

static int close_course(void **state)
{
    (void)state;
    course_close(&course);
    return 0;
}

static json_t *of_phase(int serial, int number)
{
    return json_pack("{s:s, s:i, s:i}", "contract", CONTRACT, "serial", serial, "number", number);
}

static json_t *skip_phase(int serial, int number, const char *on)
{
    course_day(&course, on);
    return bench_ok_json(&course.lifecycle, "phase.skip",
                         decider_args(of_phase(serial, number), on, "孙主任"));
}

static rc_t refused(int serial, int number, const char *on, const char *by, struct problem *problem)
{
    course_day(&course, on);
    return bench_refused(&course.lifecycle, problem, "phase.skip", "o",
                         decider_args(of_phase(serial, number), on, by));
}

static json_t *cycle_of(int serial)
{
    return bench_ok(&course.lifecycle, "cycle.get", "{s:s, s:i}", "contract", CONTRACT, "serial",
                    serial);
}

/* What is worked on: its deadline goes, the next phase begins on the day after. */
static void test_a_running_one(void **state)
{
    (void)state;
    json_decref(course_start(&course, 1, "2026-03-17"));
    json_t *phase = skip_phase(1, 1, "2026-03-20");
    assert_string_equal(text_at(phase, "state"), "skipped");
    assert_string_equal(text_at(phase, "ended_on"), "2026-03-20");
    assert_string_equal(text_at(phase, "deadline_state"), "void");
    json_t *cycle = cycle_of(1);
    assert_string_equal(text_at(cycle, "phases.1.state"), "active");
    assert_string_equal(text_at(cycle, "phases.1.started_on"), "2026-03-21");
    assert_string_equal(
        db_text(
            &course.registry.tdb,
            "select concat_ws(' ', move, subject_kind, note, p.name) from decision d join person "
            "p on p.id = d.person_id"),
        "skip phase 理由 孙主任");
    json_decref(phase);
    json_decref(cycle);
}

/* Skipped after it was due: what was missed stays missed. */
static void test_a_late_one(void **state)
{
    (void)state;
    json_decref(course_start(&course, 2, "2026-03-17"));
    json_t *phase = skip_phase(2, 1, "2026-04-30");
    assert_string_equal(text_at(phase, "deadline_state"), "late");
    json_decref(phase);
}

/* What has not begun is passed over when its turn comes, and those behind it are expected earlier.
 */
static void test_a_planned_one(void **state)
{
    (void)state;
    json_decref(course_start(&course, 3, "2026-03-17"));
    json_t *before = cycle_of(3);
    json_decref(skip_phase(3, 2, "2026-03-18"));
    json_t *after = cycle_of(3);
    assert_true(json_is_null(at_path(after, "phases.1.started_on")));
    assert_true(strcmp(text_at(after, "phases.2.forecast_from"),
                       text_at(before, "phases.2.forecast_from")) < 0);
    course_pass(&course, 3, 1, "2026-04-14", FILED_WITH_GAP);
    json_t *passed = cycle_of(3);
    assert_string_equal(text_at(passed, "phases.1.state"), "skipped");
    assert_string_equal(text_at(passed, "phases.2.state"), "active");
    assert_string_equal(text_at(passed, "phases.2.started_on"), "2026-04-15");
    json_decref(before);
    json_decref(after);
    json_decref(passed);
}

/* Allowed in planned, active, returned and suspended; a conflict in the others. */
static void test_every_state(void **state)
{
    (void)state;
    struct problem problem;
    json_decref(course_start(&course, 4, "2026-03-17"));
    json_decref(course_move(&course, "phase.submit", 4, 1, "2026-03-20"));
    assert_int_equal(refused(4, 1, "2026-03-21", "孙主任", &problem), RC_CONFLICT);
    assert_string_equal(problem.field, "phase");
    json_decref(course_move(&course, "phase.return", 4, 1, "2026-03-21"));
    json_decref(skip_phase(4, 1, "2026-03-22"));
    assert_int_equal(refused(4, 1, "2026-03-23", "孙主任", &problem), RC_CONFLICT);
    json_decref(course_start(&course, 9, "2026-03-17"));
    json_decref(course_move(&course, "phase.suspend", 9, 1, "2026-03-24"));
    json_decref(skip_phase(9, 1, "2026-03-25"));
    json_decref(course_start(&course, 5, "2026-03-17"));
    course_pass(&course, 5, 1, "2026-04-14", FILING);
    assert_int_equal(refused(5, 1, "2026-04-15", "孙主任", &problem), RC_CONFLICT);
}

static void test_who_and_when(void **state)
{
    (void)state;
    struct problem problem;
    json_decref(course_start(&course, 6, "2026-03-17"));
    for (size_t i = 0; i < COUNT_OF(DECIDERS); i++) {
        if (strcmp(DECIDERS[i].role, "customer") == 0)
            continue;
        assert_int_equal(refused(6, 1, "2026-03-20", DECIDERS[i].name, &problem), RC_DENIED);
        assert_string_equal(problem.field, "by");
    }
    assert_int_equal(refused(6, 1, "2026-03-16", "孙主任", &problem), RC_REFUSED);
    assert_string_equal(problem.field, "on");
    assert_int_equal(refused(6, 6, "2026-03-20", "孙主任", &problem), RC_REFUSED);
    assert_non_null(strstr(problem.text, "judges"));
    assert_int_equal(db_number(&course.registry.tdb, "select count(*) from phase f join cycle c on "
                                                     "c.id = f.cycle_id join system s on s.id = "
                                                     "c.system_id where s.serial = 6 and f.state = "
                                                     "'skipped'"),
                     0);
}

/* A gate that keeps the next phase from starting is asked all the same; skipping the last phase
 * ends the cycle. */
static void test_gates_and_the_end(void **state)
{
    (void)state;
    struct problem problem;
    json_decref(course_start(&course, 7, "2026-03-17"));
    course_pass(&course, 7, 1, "2026-04-14", FILING);
    assert_int_equal(refused(7, 2, "2026-04-20", "孙主任", &problem), RC_REFUSED);
    assert_non_null(strstr(problem.text, "差距分析报告"));
    json_t *shut = cycle_of(7);
    assert_string_equal(text_at(shut, "phases.1.state"), "active");
    json_decref(shut);
    course_to_recheck(&course, 8);
    json_decref(course_assess(&course, 8, 6, "2026-06-05", "80.00", "[]"));
    course_pass(&course, 8, 6, "2026-06-05", "[\"测评报告\"]");
    json_decref(skip_phase(8, 7, "2026-06-10"));
    json_t *cycle = cycle_of(8);
    assert_string_equal(text_at(cycle, "state"), "done");
    assert_string_equal(text_at(cycle, "ended_on"), "2026-06-10");
    json_decref(cycle);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_running_one), cmocka_unit_test(test_a_late_one),
        cmocka_unit_test(test_a_planned_one), cmocka_unit_test(test_every_state),
        cmocka_unit_test(test_who_and_when),  cmocka_unit_test(test_gates_and_the_end),
    };
    return cmocka_run_group_tests(tests, open_course, close_course);
}
