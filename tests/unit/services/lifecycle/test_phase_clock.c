/* Suspensions: how far they move a due day, and which the clock refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "course.h"

static struct course course;

static int open_course(void **state)
{
    (void)state;
    course_open(&course, "2026-03-17T09:00:00+08:00");
    for (int serial = 1; serial <= 6; serial++)
        json_decref(course_start(&course, serial, "2026-03-17"));
    return 0;
}

static int close_course(void **state)
{
    (void)state;
    course_close(&course);
    return 0;
}

/* Phase 1 is due on 2026-04-15. Pairs of suspension and resumption, "" ends them. */
static const struct {
    const char *name;
    const char *days[4];
    const char *due;
} PAUSES[] = {
    { "three days", { "2026-03-20", "2026-03-23", "", "" }, "2026-04-18" },
    { "resumed the same day", { "2026-03-20", "2026-03-20", "", "" }, "2026-04-15" },
    { "twice", { "2026-03-20", "2026-03-23", "2026-03-23", "2026-03-24" }, "2026-04-19" },
    { "from the first day", { "2026-03-17", "2026-03-18", "", "" }, "2026-04-16" },
};

static void test_due(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(PAUSES); i++) {
        int serial = (int)i + 1;
        for (size_t k = 0; k < 4 && *PAUSES[i].days[k]; k += 2) {
            json_decref(course_move(&course, "phase.suspend", serial, 1, PAUSES[i].days[k]));
            json_t *phase = course_move(&course, "phase.resume", serial, 1, PAUSES[i].days[k + 1]);
            const char *due = text_at(phase, "due_on");
            if ((k == 2 || !*PAUSES[i].days[2]) && strcmp(due, PAUSES[i].due) != 0)
                fail_msg("%s: %s", PAUSES[i].name, due);
            json_decref(phase);
        }
    }
}

/* The proof of the new ruling names the pause; the old ruling stays. */
static void test_proof(void **state)
{
    (void)state;
    const struct temp_db *tdb = &course.registry.tdb;
    assert_int_equal(db_number(tdb, "select count(*) from ruling r join deadline d on d.id = "
                                    "r.deadline_id where d.code = 'MH-034/1/1/r1'"),
                     2);
    assert_string_equal(db_text(tdb,
                                "select s->>'from' || ' ' || (s->>'to') || ' ' || (s->>'n') from "
                                "deadline d join ruling r on r.id = d.ruling_id cross join "
                                "jsonb_array_elements(r.proof) s where d.code = "
                                "'MH-034/1/1/r1' and s->>'why' = 'paused'"),
                        "2026-03-20 2026-03-22 3");
}

static void test_refused(void **state)
{
    (void)state;
    struct problem problem;
    json_decref(course_move(&course, "phase.suspend", 5, 1, "2026-03-20"));
    assert_int_equal(bench_refused(&course.lifecycle, &problem, "phase.resume",
                                   "{s:s, s:i, s:i, s:s}", "contract", CONTRACT, "serial", 5,
                                   "number", 1, "on", "2026-03-19"),
                     RC_REFUSED);
    assert_string_equal(problem.field, "on");
    json_decref(course_move(&course, "phase.resume", 5, 1, "2026-03-25"));
    assert_int_equal(bench_refused(&course.lifecycle, &problem, "phase.suspend",
                                   "{s:s, s:i, s:i, s:s}", "contract", CONTRACT, "serial", 5,
                                   "number", 1, "on", "2026-03-22"),
                     RC_REFUSED); /* inside the first one */
    assert_string_equal(problem.field, "on");
}

/* A phase that was returned may be suspended too; its stop was withdrawn. */
static void test_after_return(void **state)
{
    (void)state;
    json_decref(course_move(&course, "phase.submit", 6, 1, "2026-03-20"));
    json_decref(course_move(&course, "phase.return", 6, 1, "2026-03-21"));
    json_decref(course_move(&course, "phase.suspend", 6, 1, "2026-03-22"));
    json_t *phase = course_move(&course, "phase.resume", 6, 1, "2026-03-24");
    assert_string_equal(text_at(phase, "due_on"), "2026-04-17");
    assert_string_equal(text_at(phase, "state"), "active");
    json_decref(phase);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_due),
        cmocka_unit_test(test_proof),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_after_return),
    };
    return cmocka_run_group_tests(tests, open_course, close_course);
}
