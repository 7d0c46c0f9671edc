/* finding.open, .fix, .verify, .list. */
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

static json_t *open_finding(int serial, const char *code, const char *on)
{
    course_day(&course, on);
    return bench_ok(&course.lifecycle, "finding.open", "{s:s, s:i, s:s, s:s, s:s, s:s, s:s}",
                    "contract", CONTRACT, "serial", serial, "code", code, "title", "t",
                    "control_point", "p", "risk", "high", "on", on);
}

static json_t *act(const char *op, int serial, const char *code, const char *on, json_t *more)
{
    json_t *args = json_pack("{s:s, s:i, s:s, s:s}", "contract", CONTRACT, "serial", serial, "code",
                             code, "on", on);
    course_day(&course, on);
    if (more)
        json_object_update(args, more);
    json_decref(more);
    return bench_ok_json(&course.lifecycle, op, args);
}

static int open_course(void **state)
{
    (void)state;
    course_open(&course, "2026-03-17T09:00:00+08:00");
    for (int serial = 1; serial <= 2; serial++)
        json_decref(course_start(&course, serial, "2026-03-17"));
    json_decref(open_finding(1, "T001", "2026-05-01"));
    json_decref(open_finding(1, "T002", "2026-05-01"));
    course_day(&course, "2026-06-15");
    return 0;
}

static int close_course(void **state)
{
    (void)state;
    course_close(&course);
    return 0;
}

#define OF(serial, code) "{'contract':'yifen-2026','serial':" #serial ",'code':'" code "',"
#define TEXTS            "'title':'t','control_point':'p','risk':'low',"

static const struct {
    const char *name, *op, *args, *field;
    rc_t rc;
} REFUSED[] = {
    { "the code again", "finding.open", OF(1, "T001") TEXTS "'on':'2026-05-02'}", "code",
      RC_CONFLICT },
    { "before the cycle", "finding.open", OF(1, "T003") TEXTS "'on':'2026-03-16'}", "on",
      RC_REFUSED },
    { "no cycle", "finding.open", OF(3, "T001") TEXTS "'on':'2026-05-02'}", "system",
      RC_NOT_FOUND },
    { "fixed before it was found", "finding.fix", OF(1, "T001") "'on':'2026-04-30'}", "on",
      RC_REFUSED },
    { "verified before it was fixed", "finding.verify",
      OF(1, "T001") "'on':'2026-05-30','ok':true}", "finding", RC_CONFLICT },
    { "another version", "finding.fix", OF(1, "T001") "'on':'2026-05-30','version':2}", "version",
      RC_STALE },
    { "no such finding", "finding.fix", OF(1, "T009") "'on':'2026-05-30'}", "finding",
      RC_NOT_FOUND },
    { "of another system", "finding.fix", OF(2, "T001") "'on':'2026-05-30'}", "finding",
      RC_NOT_FOUND },
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

/* A fix that does not hold leaves the first deadline, which has passed by then. */
static void test_fix_that_fails(void **state)
{
    (void)state;
    json_t *row = act("finding.fix", 1, "T001", "2026-05-31", NULL);
    assert_string_equal(text_at(row, "due_on"), "2026-05-31");
    assert_string_equal(text_at(row, "deadline_state"), "met");
    json_decref(row);
    struct problem problem;
    assert_int_equal(bench_refused(&course.lifecycle, &problem, "finding.verify",
                                   "{s:s, s:i, s:s, s:s, s:b}", "contract", CONTRACT, "serial", 1,
                                   "code", "T001", "on", "2026-05-30", "ok", 1),
                     RC_REFUSED); /* before the fix */
    assert_string_equal(problem.field, "on");
    row = act("finding.verify", 1, "T001", "2026-06-02", json_pack("{s:b}", "ok", 0));
    assert_string_equal(text_at(row, "state"), "open");
    assert_string_equal(text_at(row, "due_on"), "2026-05-31");
    assert_string_equal(text_at(row, "deadline_state"), "open");
    assert_true(json_is_null(at_path(row, "fixed_on")));
    json_decref(row);
    row = act("finding.fix", 1, "T001", "2026-06-03", NULL);
    assert_string_equal(text_at(row, "deadline_state"), "late");
    json_decref(row);
    row = act("finding.verify", 1, "T001", "2026-06-04", json_pack("{s:b}", "ok", 1));
    assert_string_equal(text_at(row, "state"), "verified");
    assert_string_equal(text_at(row, "verified_on"), "2026-06-04");
    assert_string_equal(text_at(row, "fixed_on"), "2026-06-03");
    json_decref(row);
}

/* By the id, and by the id of the system. */
static void test_names(void **state)
{
    (void)state;
    course_day(&course, "2026-06-15");
    json_t *page = bench_ok(&course.lifecycle, "finding.list", "{s:s, s:s}", "contract", CONTRACT,
                            "state", "open");
    assert_int_equal(size_at(page, "items"), 1);
    json_t *row =
        bench_ok(&course.lifecycle, "finding.fix", "{s:I, s:s, s:s}", "system",
                 (json_int_t)int_at(page, "items.0.system"), "code", "T002", "on", "2026-06-10");
    json_decref(row);
    row = bench_ok(&course.lifecycle, "finding.verify", "{s:I, s:s, s:b}", "finding",
                   (json_int_t)int_at(page, "items.0.id"), "on", "2026-06-11", "ok", 1);
    json_decref(row);
    json_decref(page);
    page = bench_ok(&course.lifecycle, "finding.list", "{s:s, s:s, s:i}", "state", "verified",
                    "contract", CONTRACT, "limit", 1);
    assert_string_equal(text_at(page, "items.0.code"), "T001");
    json_t *rest = bench_ok(&course.lifecycle, "finding.list", "{s:s, s:s}", "state", "verified",
                            "cursor", text_at(page, "next"));
    assert_string_equal(text_at(rest, "items.0.code"), "T002");
    json_decref(page);
    json_decref(rest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_fix_that_fails),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, open_course, close_course);
}
