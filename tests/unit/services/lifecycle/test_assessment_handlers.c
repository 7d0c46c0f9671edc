/* assessment.record: where it may be recorded, what it judges, and what a failed re-check does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "course.h"
#include "wire_check.h"

#define HIGH                                                                                       \
    "[{\"code\": \"T001\", \"title\": \"t\", \"control_point\": \"c\", \"risk\": \"high\"}]"

static struct course course;

static int open_course(void **state)
{
    (void)state;
    course_open(&course, "2026-03-17T09:00:00+08:00");
    json_decref(course_start(&course, 1, "2026-03-17"));
    for (int serial = 2; serial <= 4; serial++)
        course_to_assessment(&course, serial);
    course_to_recheck(&course, 5);
    course_to_recheck(&course, 6);
    course_day(&course, "2026-06-15");
    return 0;
}

static int close_course(void **state)
{
    (void)state;
    course_close(&course);
    return 0;
}

#define PHASE(serial, number) "{'contract':'yifen-2026','serial':" #serial ",'number':" #number ","

static const struct {
    const char *name, *args, *field;
    rc_t rc;
} REFUSED[] = {
    { "nothing is assessed there", PHASE(1, 1) "'on':'2026-06-01','score':'70'}", "phase",
      RC_REFUSED },
    { "a planned phase", PHASE(2, 5) "'on':'2026-06-01','score':'70'}", "phase", RC_CONFLICT },
    { "before the phase", PHASE(2, 4) "'on':'2026-05-11','score':'70'}", "on", RC_REFUSED },
    { "another version", PHASE(2, 4) "'on':'2026-05-13','score':'70','version':1}", "version",
      RC_STALE },
    { "a finding that is none", PHASE(2, 4) "'on':'2026-05-13','score':'70','findings':[7]}",
      "findings", RC_INVALID },
    { "a code twice",
      PHASE(2,
            4) "'on':'2026-05-13','score':'70','findings':[{'code':'T001','title':'t',"
               "'control_point':'c','risk':'low'},{'code':'T001','title':'t','control_point':'c',"
               "'risk':'low'}]}",
      "code", RC_CONFLICT },
};

static void test_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
        struct problem problem;
        rc_t rc = bench_refused(&course.lifecycle, &problem, "assessment.record", "o",
                                wire_args(REFUSED[i].args));
        if (rc != REFUSED[i].rc || strcmp(problem.field, REFUSED[i].field) != 0)
            fail_msg("%s: %s \"%s\": %s", REFUSED[i].name, rc_word(rc), problem.field,
                     problem.text);
    }
    assert_int_equal(db_number(&course.registry.tdb, "select count(*) from finding"), 0);
}

/* One initial assessment a round; its findings have thirty days, the feedback's own not counted. */
static void test_initial(void **state)
{
    (void)state;
    struct problem problem;
    json_t *row = course_assess(&course, 3, 4, "2026-05-14", "90.00", HIGH);
    assert_true(json_is_false(at_path(row, "passed"))); /* a high risk is open */
    assert_int_equal(int_at(row, "high_risk_open"), 1);
    assert_string_equal(text_at(row, "score"), "90.00");
    json_decref(row);
    json_t *page = bench_ok(&course.lifecycle, "finding.list", "{s:s}", "contract", CONTRACT);
    assert_string_equal(text_at(page, "items.0.due_on"), "2026-06-13");
    assert_string_equal(text_at(page, "items.0.deadline_code"), "MH-022/3/1/T001");
    json_decref(page);
    assert_int_equal(bench_refused(&course.lifecycle, &problem, "assessment.record",
                                   "{s:s, s:i, s:i, s:s, s:s}", "contract", CONTRACT, "serial", 3,
                                   "number", 4, "on", "2026-05-14", "score", "91.00"),
                     RC_CONFLICT);
    assert_string_equal(problem.field, "phase");
}

/* Interim assessments count through the cycle; the last score is the one that gates ask. */
static void test_interim(void **state)
{
    (void)state;
    json_decref(course_assess(&course, 4, 4, "2026-05-14", "60.00", "[]"));
    course_pass(&course, 4, 4, "2026-05-14", "[]");
    for (int i = 1; i <= 3; i++) {
        json_t *row = course_assess(&course, 4, 5, "2026-05-20", i == 3 ? "70.00" : "69.99", "[]");
        assert_string_equal(text_at(row, "kind"), "interim");
        assert_int_equal(int_at(row, "round"), i);
        assert_true(json_is_null(at_path(row, "returns_to")));
        json_decref(row);
    }
    course_pass(&course, 4, 5, "2026-05-21", "[]");
}

/* Also from a submitted re-check: it ends on its submission day, its deadline as it was. */
static void test_failed_after_submission(void **state)
{
    (void)state;
    json_decref(course_move(&course, "phase.submit", 5, 6, "2026-06-04"));
    json_t *row = course_assess(&course, 5, 6, "2026-06-06", "69.99", "[]");
    assert_int_equal(int_at(row, "returns_to"), 5);
    json_decref(row);
    json_t *cycle =
        bench_ok(&course.lifecycle, "cycle.get", "{s:s, s:i}", "contract", CONTRACT, "serial", 5);
    assert_string_equal(text_at(cycle, "phases.6.submitted_on"), "2026-06-04");
    assert_string_equal(text_at(cycle, "phases.6.state"), "done");
    assert_string_equal(text_at(cycle, "phases.6.deadline_state"), "met");
    assert_string_equal(text_at(cycle, "phases.5.started_on"), "2026-06-07");
    json_decref(cycle);
}

/* A phase is named by its current round; the old rows stay as they were. */
static void test_rounds(void **state)
{
    (void)state;
    for (int round = 1; round <= 3; round++) {
        json_t *row = course_assess(&course, 6, 6, "2026-06-02", "50.00", "[]");
        assert_int_equal(int_at(row, "round"), round);
        json_decref(row);
        json_t *phase = bench_ok(&course.lifecycle, "phase.get", "{s:s, s:i, s:i}", "contract",
                                 CONTRACT, "serial", 6, "number", 5);
        assert_int_equal(int_at(phase, "round"), round + 1);
        json_decref(phase);
        db_exec(
            &course.registry.tdb,
            "update phase set state = 'active', started_on = '2026-06-02' where state = 'planned' "
            "and number = 6 and cycle_id = (select c.id from cycle c join system s on s.id = "
            "c.system_id where s.serial = 6)");
        if (round < 3)
            db_exec(
                &course.registry.tdb,
                "insert into deadline (contract_id, system_id, code, kind, clause, title, "
                "subject_kind, subject_id, due_on, due_at, breach_at, started_at) select "
                "k.id, s.id, 'MH-044/6/1/r' || f.round, 'phase', 'MH-044', 't', 'phase', f.id, "
                "'2026-07-01', '2026-07-01', '2026-07-01', '2026-06-01' from phase f join cycle c "
                "on c.id = f.cycle_id join system s on s.id = c.system_id join contract k on k.id "
                "= s.contract_id where s.serial = 6 and f.number = 6 and f.state = 'active'");
    }
    assert_int_equal(
        db_number(&course.registry.tdb,
                  "select count(*) from phase f join cycle c on c.id = f.cycle_id join "
                  "system s on s.id = c.system_id where s.serial = 6 and f.number in (5, 6)"),
        8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused), cmocka_unit_test(test_initial),
        cmocka_unit_test(test_interim), cmocka_unit_test(test_failed_after_submission),
        cmocka_unit_test(test_rounds),
    };
    return cmocka_run_group_tests(tests, open_course, close_course);
}
