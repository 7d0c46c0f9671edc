/* The moves of a phase: what they refuse, lateness, documents, versions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "course.h"
#include "wire_check.h"

static struct course course;

static int open_course(void **state)
{
    (void)state;
    course_open(&course, "2026-03-17T09:00:00+08:00");
    for (int serial = 1; serial <= 8; serial++)
        json_decref(course_start(&course, serial, "2026-03-17"));
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
    const char *name, *op, *args, *field;
    rc_t rc;
} REFUSED[] = {
    { "before the phase", "phase.submit", PHASE(1, 1) "'on':'2026-03-16'}", "on", RC_REFUSED },
    { "tomorrow", "phase.submit", PHASE(1, 1) "'on':'2026-06-16'}", "on", RC_REFUSED },
    { "a planned phase", "phase.submit", PHASE(1, 2) "'on':'2026-06-01'}", "phase", RC_CONFLICT },
    { "approve what is active", "phase.approve", PHASE(1, 1) "'on':'2026-06-01'}", "phase",
      RC_CONFLICT },
    { "return what is active", "phase.return", PHASE(1, 1) "'on':'2026-06-01','note':'n'}", "phase",
      RC_CONFLICT },
    { "resume what is active", "phase.resume", PHASE(1, 1) "'on':'2026-06-01'}", "phase",
      RC_CONFLICT },
    { "another version", "phase.submit", PHASE(1, 1) "'on':'2026-06-01','version':1}", "version",
      RC_STALE },
    { "no such phase", "phase.submit", PHASE(1, 8) "'on':'2026-06-01'}", "phase", RC_NOT_FOUND },
    { "no such id", "phase.get", "{'phase':999999}", "phase", RC_NOT_FOUND },
};

static void test_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
        struct problem problem;
        rc_t rc = bench_refused(&course.lifecycle, &problem, REFUSED[i].op, "o",
                                wire_args(REFUSED[i].args));
        if (rc != REFUSED[i].rc || strcmp(problem.field, REFUSED[i].field) != 0)
            fail_msg("%s: %s \"%s\": %s", REFUSED[i].name, rc_word(rc), problem.field,
                     problem.text);
    }
}

/* The last day is in time, the next one late; the approval's day does not matter. */
static void test_lateness(void **state)
{
    (void)state;
    static const struct {
        int serial;
        const char *on, *want;
    } ROWS[] = { { 2, "2026-04-15", "met" }, { 3, "2026-04-16", "late" } };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        course_pass(&course, ROWS[i].serial, 1, ROWS[i].on, FILING);
        json_t *phase = bench_ok(&course.lifecycle, "phase.get", "{s:s, s:i, s:i}", "contract",
                                 CONTRACT, "serial", ROWS[i].serial, "number", 1);
        assert_string_equal(text_at(phase, "deadline_state"), ROWS[i].want);
        assert_string_equal(text_at(phase, "ended_on"), ROWS[i].on);
        json_decref(phase);
    }
    assert_int_equal(db_number(&course.registry.tdb, "select count(*) from breach"), 1);
}

/* Approved a week after the submission: ended by the submission, the next begins after the
 * approval. */
static void test_slow_approval(void **state)
{
    (void)state;
    course_day(&course, "2026-04-20");
    json_decref(bench_ok(&course.lifecycle, "phase.submit", "{s:s, s:i, s:i, s:s, s:o}", "contract",
                         CONTRACT, "serial", 4, "number", 1, "on", "2026-04-13", "documents",
                         json_loads(FILING, 0, NULL)));
    json_decref(course_move(&course, "phase.approve", 4, 1, "2026-04-20"));
    json_t *cycle =
        bench_ok(&course.lifecycle, "cycle.get", "{s:s, s:i}", "contract", CONTRACT, "serial", 4);
    assert_string_equal(text_at(cycle, "phases.0.ended_on"), "2026-04-13");
    assert_string_equal(text_at(cycle, "phases.0.deadline_state"), "met");
    assert_string_equal(text_at(cycle, "phases.1.started_on"), "2026-04-21");
    assert_string_equal(text_at(cycle, "phases.1.due_on"), "2026-04-27");
    json_decref(cycle);
}

/* Approval and return may not lie before the submission they answer. */
static void test_order(void **state)
{
    (void)state;
    struct problem problem;
    json_decref(course_move(&course, "phase.submit", 5, 1, "2026-04-10"));
    static const char *const OPS[] = { "phase.approve", "phase.return" };
    for (size_t i = 0; i < COUNT_OF(OPS); i++) {
        assert_int_equal(bench_refused(&course.lifecycle, &problem, OPS[i],
                                       "{s:s, s:i, s:i, s:s, s:s}", "contract", CONTRACT, "serial",
                                       5, "number", 1, "on", "2026-04-09", "note", "n"),
                         RC_REFUSED);
        assert_string_equal(problem.field, "on");
    }
}

/* What was due before a return is due after it, and late when the day has passed meanwhile. */
static void test_late_by_return(void **state)
{
    (void)state;
    json_decref(course_move(&course, "phase.submit", 6, 1, "2026-04-15"));
    json_decref(course_move(&course, "phase.return", 6, 1, "2026-04-20"));
    json_t *phase = course_move(&course, "phase.submit", 6, 1, "2026-04-22");
    assert_string_equal(text_at(phase, "due_on"), "2026-04-15");
    assert_string_equal(text_at(phase, "deadline_state"), "late");
    json_decref(phase);
    assert_string_equal(
        db_text(&course.registry.tdb,
                "select string_agg(e.kind, ' ' order by e.id) from clock_event e join "
                "deadline d on d.id = e.deadline_id where d.code = 'MH-034/6/1/r1'"),
        "start stop void stop");
}

/* Titles filed before a return stay filed, each once. */
static void test_documents(void **state)
{
    (void)state;
    course_day(&course, "2026-04-10");
    json_decref(bench_ok(&course.lifecycle, "phase.submit", "{s:s, s:i, s:i, s:s, s:[s, s, s]}",
                         "contract", CONTRACT, "serial", 7, "number", 1, "on", "2026-04-10",
                         "documents", "a", "b", "a"));
    json_decref(course_move(&course, "phase.return", 7, 1, "2026-04-10"));
    json_t *phase =
        bench_ok(&course.lifecycle, "phase.submit", "{s:s, s:i, s:i, s:s, s:[s, s]}", "contract",
                 CONTRACT, "serial", 7, "number", 1, "on", "2026-04-10", "documents", "c", "b");
    json_t *want = json_pack("[s, s, s]", "a", "b", "c");
    assert_true(json_equal(at_path(phase, "documents"), want));
    json_decref(want);
    json_decref(phase);
}

static void test_versions(void **state)
{
    (void)state;
    json_t *phase = bench_ok(&course.lifecycle, "phase.get", "{s:s, s:i, s:i}", "contract",
                             CONTRACT, "serial", 8, "number", 1);
    int64_t version = int_at(phase, "version");
    json_decref(phase);
    phase = bench_ok(&course.lifecycle, "phase.suspend", "{s:s, s:i, s:i, s:s, s:I}", "contract",
                     CONTRACT, "serial", 8, "number", 1, "on", "2026-03-20", "version",
                     (json_int_t)version);
    assert_int_equal(int_at(phase, "version"), version + 1);
    json_decref(phase);
}

static void test_list(void **state)
{
    (void)state;
    json_t *page = bench_ok(&course.lifecycle, "phase.list", "{s:s, s:s, s:i}", "contract",
                            CONTRACT, "state", "planned", "limit", 10);
    assert_int_equal(size_at(page, "items"), 10);
    json_t *rest =
        bench_ok(&course.lifecycle, "phase.list", "{s:s, s:s, s:i, s:s}", "contract", CONTRACT,
                 "state", "planned", "limit", 100, "cursor", text_at(page, "next"));
    assert_int_equal(
        10 + size_at(rest, "items"),
        db_number(&course.registry.tdb, "select count(*) from phase where state = 'planned'"));
    json_decref(page);
    json_decref(rest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),        cmocka_unit_test(test_lateness),
        cmocka_unit_test(test_slow_approval),  cmocka_unit_test(test_order),
        cmocka_unit_test(test_late_by_return), cmocka_unit_test(test_documents),
        cmocka_unit_test(test_versions),       cmocka_unit_test(test_list),
    };
    return cmocka_run_group_tests(tests, open_course, close_course);
}
