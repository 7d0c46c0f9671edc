/* One system through all seven phases, with a filing that lacks a document, a return, a suspension
 * and a re-check that fails once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "course.h"

static const struct {
    const char *from, *to;
} PLAN[] = {
    { "2026-03-17", "2026-04-15" }, { "2026-04-16", "2026-04-22" }, { "2026-04-23", "2026-05-12" },
    { "2026-05-13", "2026-05-15" }, { "2026-05-16", "2026-06-04" }, { "2026-06-05", "2026-06-11" },
    { "2026-06-12", "2026-06-21" },
};

static void open_cycle(struct course *course)
{
    json_t *cycle = course_start(course, 1, "2026-03-17");
    assert_int_equal(size_at(cycle, "phases"), COUNT_OF(PLAN));
    for (size_t i = 0; i < COUNT_OF(PLAN); i++) {
        char path[40];
        snprintf(path, sizeof(path), "phases.%zu", i);
        const json_t *phase = at_path(cycle, path);
        assert_string_equal(text_at(phase, "planned_from"), PLAN[i].from);
        assert_string_equal(text_at(phase, "planned_to"), PLAN[i].to);
        assert_string_equal(text_at(phase, "forecast_to"), PLAN[i].to);
        assert_string_equal(text_at(phase, "state"), i == 0 ? "active" : "planned");
    }
    assert_string_equal(text_at(cycle, "phases.0.due_on"), "2026-04-15");
    assert_string_equal(text_at(cycle, "phases.0.deadline_code"), "MH-034/1/1/r1");
    assert_string_equal(text_at(cycle, "state"), "open");
    json_decref(cycle);
}

/* The gate names the one document that lacks; the return lets the clock run on. */
static void file_twice(struct course *course)
{
    struct problem problem;
    course_day(course, "2026-04-10");
    json_t *phase =
        bench_ok(&course->lifecycle, "phase.submit", "{s:s, s:i, s:i, s:s, s:[s, s, s]}",
                 "contract", CONTRACT, "serial", 1, "number", 1, "on", "2026-04-10", "documents",
                 "申请材料", "专家评审材料", "网络拓扑图");
    assert_string_equal(text_at(phase, "deadline_state"), "met");
    json_decref(phase);
    assert_int_equal(bench_refused(&course->lifecycle, &problem, "phase.approve",
                                   "{s:s, s:i, s:i, s:s}", "contract", CONTRACT, "serial", 1,
                                   "number", 1, "on", "2026-04-10"),
                     RC_REFUSED);
    assert_string_equal(problem.missing, "安全管理体系材料");
    phase = course_move(course, "phase.return", 1, 1, "2026-04-11");
    assert_string_equal(text_at(phase, "state"), "returned");
    assert_string_equal(text_at(phase, "deadline_state"), "open");
    assert_string_equal(text_at(phase, "due_on"), "2026-04-15");
    json_decref(phase);
    course_pass(course, 1, 1, "2026-04-14", "[\"安全管理体系材料\"]");
}

static void suspend_gap_analysis(struct course *course)
{
    json_t *phase = course_move(course, "phase.suspend", 1, 2, "2026-04-17");
    assert_string_equal(text_at(phase, "deadline_state"), "paused");
    json_decref(phase);
    phase = course_move(course, "phase.resume", 1, 2, "2026-04-20");
    assert_string_equal(text_at(phase, "state"), "active");
    assert_string_equal(text_at(phase, "due_on"), "2026-04-24"); /* 04-21 and three days */
    assert_string_equal(text_at(phase, "forecast_to"), "2026-04-24");
    json_decref(phase);
    course_pass(course, 1, 2, "2026-04-24", GAP);
}

static void fix(struct course *course, const char *code, const char *day)
{
    course_day(course, day);
    json_decref(bench_ok(&course->lifecycle, "finding.fix", "{s:s, s:i, s:s, s:s}", "contract",
                         CONTRACT, "serial", 1, "code", code, "on", day));
}

static void assess_and_rectify(struct course *course)
{
    struct problem problem;
    course_pass(course, 1, 3, "2026-05-14", CONTACTS);
    json_t *row = course_assess(course, 1, 4, "2026-05-17", "66.50",
                                "[{\"code\": \"T001\", \"title\": \"t\", \"control_point\": \"c\", "
                                "\"risk\": \"high\"}]");
    assert_string_equal(text_at(row, "kind"), "initial");
    assert_true(json_is_false(at_path(row, "passed")));
    assert_true(json_is_null(at_path(row, "returns_to")));
    json_decref(row);
    course_pass(course, 1, 4, "2026-05-17", "[]");
    json_decref(course_move(course, "phase.submit", 1, 5, "2026-06-01"));
    assert_int_equal(bench_refused(&course->lifecycle, &problem, "phase.approve",
                                   "{s:s, s:i, s:i, s:s}", "contract", CONTRACT, "serial", 1,
                                   "number", 5, "on", "2026-06-01"),
                     RC_REFUSED);
    assert_string_equal(problem.missing, "score\nhigh_risk_open");
    fix(course, "T001", "2026-06-01");
    row = course_assess(course, 1, 5, "2026-06-01", "70.00", "[]");
    assert_string_equal(text_at(row, "kind"), "interim");
    json_decref(row);
    json_decref(course_move(course, "phase.approve", 1, 5, "2026-06-02"));
}

/* The re-check finds another high risk: phases 5 and 6 begin a second round. */
static void fail_recheck(struct course *course)
{
    json_t *row = course_assess(course, 1, 6, "2026-06-05", "72.00",
                                "[{\"code\": \"T101\", \"title\": \"t\", \"control_point\": \"c\", "
                                "\"risk\": \"high\"}]");
    assert_int_equal(int_at(row, "returns_to"), 5);
    json_decref(row);
    json_t *cycle =
        bench_ok(&course->lifecycle, "cycle.get", "{s:s, s:i}", "contract", CONTRACT, "serial", 1);
    assert_int_equal(size_at(cycle, "phases"), 9);
    assert_string_equal(text_at(cycle, "phases.6.state"), "done"); /* 6, first round */
    assert_string_equal(text_at(cycle, "phases.6.ended_on"), "2026-06-05");
    assert_string_equal(text_at(cycle, "phases.5.state"), "active"); /* 5, second round */
    assert_string_equal(text_at(cycle, "phases.5.started_on"), "2026-06-06");
    assert_string_equal(text_at(cycle, "phases.5.due_on"), "2026-06-25");
    assert_string_equal(text_at(cycle, "phases.5.deadline_code"), "MH-042/1/1/r2");
    assert_string_equal(text_at(cycle, "phases.7.state"), "planned"); /* 6, second round */
    assert_string_equal(text_at(cycle, "phases.7.planned_from"), "2026-06-26");
    assert_string_equal(text_at(cycle, "phases.7.planned_to"), "2026-07-02");
    assert_string_equal(text_at(cycle, "phases.7.forecast_to"), "2026-07-02");
    assert_string_equal(text_at(cycle, "phases.8.forecast_from"), "2026-07-03"); /* 7 waits */
    json_decref(cycle);
}

static void pass_recheck(struct course *course)
{
    fix(course, "T101", "2026-06-10");
    course_pass(course, 1, 5, "2026-06-12", "[]");
    json_t *row = course_assess(course, 1, 6, "2026-06-15", "75.25", "[]");
    assert_true(json_is_true(at_path(row, "passed")));
    assert_int_equal(int_at(row, "round"), 2);
    json_decref(row);
    course_pass(course, 1, 6, "2026-06-15", "[]");
    course_pass(course, 1, 7, "2026-06-24", "[\"等保证明\", \"等保测评报告\"]");
}

static void check_end(struct course *course)
{
    const struct temp_db *tdb = &course->registry.tdb;
    json_t *cycle =
        bench_ok(&course->lifecycle, "cycle.get", "{s:s, s:i}", "contract", CONTRACT, "serial", 1);
    assert_string_equal(text_at(cycle, "state"), "done");
    assert_string_equal(text_at(cycle, "ended_on"), "2026-06-24");
    json_decref(cycle);
    assert_int_equal(db_number(tdb, "select count(*) from phase where state <> 'done'"), 0);
    assert_int_equal(db_number(tdb, "select count(*) from deadline where kind = 'phase'"), 9);
    assert_string_equal(db_text(tdb, "select string_agg(distinct state, ',') from deadline "
                                     "where kind in ('phase', 'finding')"),
                        "met");
    assert_int_equal(db_number(tdb, "select count(*) from assessment"), 4);
    assert_int_equal(db_number(tdb, "select count(*) from event where kind = 'phase.started'"), 9);
    assert_int_equal(db_number(tdb, "select count(*) from event where kind = 'cycle.done'"), 1);
    /* The plan that was made when the cycle was opened is still there. */
    assert_string_equal(db_text(tdb, "select planned_to from phase where number = 7"),
                        "2026-06-21");
}

static void test_seven_phases(void **state)
{
    (void)state;
    struct course course;
    course_open(&course, "2026-03-17T09:00:00+08:00");
    open_cycle(&course);
    file_twice(&course);
    suspend_gap_analysis(&course);
    assess_and_rectify(&course);
    fail_recheck(&course);
    pass_recheck(&course);
    check_end(&course);
    course_close(&course);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seven_phases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
