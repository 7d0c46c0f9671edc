/* finding.open, .fix, .verify, .list. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "deciders.h"
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
    deciders_add(&course);
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

/* ---- decisions ---- */

static json_t *of_finding(const char *code)
{
    return json_pack("{s:s, s:i, s:s}", "contract", CONTRACT, "serial", 2, "code", code);
}

static json_t *decide(const char *op, const char *code, const char *on)
{
    course_day(&course, on);
    return bench_ok_json(&course.lifecycle, op, decider_args(of_finding(code), on, "孙主任"));
}

static rc_t decide_refused(const char *op, const char *code, const char *on, const char *by,
                           struct problem *problem)
{
    course_day(&course, on);
    return bench_refused(&course.lifecycle, problem, op, "o",
                         decider_args(of_finding(code), on, by));
}

/* Accepted in time: nothing is owed, no step is planned; opened again, the term counts anew. */
static void test_accept_and_reopen(void **state)
{
    (void)state;
    json_t *found = open_finding(2, "D001", "2026-05-06");
    json_t *accepted = decide("finding.accept_risk", "D001", "2026-05-08");
    assert_string_equal(text_at(accepted, "state"), "accepted");
    assert_string_equal(text_at(accepted, "accepted_on"), "2026-05-08");
    assert_string_equal(text_at(accepted, "deadline_state"), "void");
    assert_int_equal(db_number(&course.registry.tdb,
                               "select count(*) from deadline_step s join deadline d on d.id = "
                               "s.deadline_id where d.state = 'void' and s.state = 'planned'"),
                     0);
    json_t *again = decide("finding.reopen", "D001", "2026-06-08");
    assert_string_equal(text_at(again, "state"), "open");
    assert_string_equal(text_at(again, "deadline_state"), "open");
    assert_string_equal(text_at(again, "reopened_on"), "2026-06-08");
    assert_true(json_is_null(at_path(again, "accepted_on")));
    assert_true(strcmp(text_at(again, "due_on"), "2026-06-08") > 0);
    assert_int_equal(db_number(&course.registry.tdb,
                               "select count(*) from ruling r join deadline d on d.id = "
                               "r.deadline_id where d.code like '%D001'"),
                     2);
    json_decref(found);
    json_decref(accepted);
    json_decref(again);
}

/* Accepted when it was late already: late it stays, and opened again it has its first deadline. */
static void test_accepted_too_late(void **state)
{
    (void)state;
    json_t *found = open_finding(2, "D002", "2026-05-06");
    json_t *accepted = decide("finding.accept_risk", "D002", "2026-06-10");
    assert_string_equal(text_at(accepted, "deadline_state"), "late");
    json_t *again = decide("finding.reopen", "D002", "2026-06-11");
    assert_string_equal(text_at(again, "due_on"), text_at(found, "due_on"));
    assert_true(json_is_null(at_path(again, "reopened_on")));
    json_decref(found);
    json_decref(accepted);
    json_decref(again);
}

/* Verified, and then it turns out that the fix never held. */
static void test_reopen_what_was_verified(void **state)
{
    (void)state;
    json_t *found = open_finding(2, "D003", "2026-05-06");
    json_decref(act("finding.fix", 2, "D003", "2026-05-08", NULL));
    json_decref(act("finding.verify", 2, "D003", "2026-05-09", json_pack("{s:b}", "ok", 1)));
    json_t *again = decide("finding.reopen", "D003", "2026-05-12");
    assert_string_equal(text_at(again, "state"), "open");
    assert_string_equal(text_at(again, "deadline_state"), "open");
    assert_string_equal(text_at(again, "due_on"), text_at(found, "due_on"));
    assert_true(json_is_null(at_path(again, "fixed_on")));
    json_decref(found);
    json_decref(again);
}

/* A risk that is borne is a risk: the gates count it as before. */
static void test_an_accepted_risk_opens_no_gate(void **state)
{
    (void)state;
    static const char HIGH[] = "select count(*) from finding where risk = 'high' and state = "
                               "'accepted'";
    json_decref(open_finding(2, "D004", "2026-05-06"));
    json_decref(decide("finding.accept_risk", "D004", "2026-05-08"));
    assert_true(db_number(&course.registry.tdb, HIGH) > 0);
    assert_int_equal(
        db_number(&course.registry.tdb,
                  "select count(*) from event where kind = 'finding.accepted' and data->>'note' = "
                  "'理由' and data->>'by' = '孙主任'") > 0,
        1);
}

/* Who may, and in which states. */
static void test_decisions_refused(void **state)
{
    (void)state;
    struct problem problem;
    json_decref(open_finding(2, "D005", "2026-05-06"));
    for (size_t i = 0; i < COUNT_OF(DECIDERS); i++) {
        if (strcmp(DECIDERS[i].role, "customer") == 0)
            continue;
        assert_int_equal(
            decide_refused("finding.accept_risk", "D005", "2026-05-08", DECIDERS[i].name, &problem),
            RC_DENIED);
        assert_string_equal(problem.field, "by");
    }
    assert_int_equal(decide_refused("finding.reopen", "D005", "2026-05-08", "孙主任", &problem),
                     RC_CONFLICT);
    assert_int_equal(
        decide_refused("finding.accept_risk", "D005", "2026-05-05", "孙主任", &problem),
        RC_REFUSED);
    json_decref(act("finding.fix", 2, "D005", "2026-05-08", NULL));
    assert_int_equal(
        decide_refused("finding.accept_risk", "D005", "2026-05-09", "孙主任", &problem),
        RC_CONFLICT);
    assert_int_equal(decide_refused("finding.reopen", "D005", "2026-05-09", "孙主任", &problem),
                     RC_CONFLICT);
    assert_int_equal(bench_refused(&course.lifecycle, &problem, "finding.accept_risk",
                                   "{s:s, s:i, s:s, s:s, s:s}", "contract", CONTRACT, "serial", 2,
                                   "code", "D005", "on", "2026-05-09", "by", "孙主任"),
                     RC_INVALID);
    assert_string_equal(problem.field, "note");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_fix_that_fails),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_accept_and_reopen),
        cmocka_unit_test(test_accepted_too_late),
        cmocka_unit_test(test_reopen_what_was_verified),
        cmocka_unit_test(test_an_accepted_risk_opens_no_gate),
        cmocka_unit_test(test_decisions_refused),
    };
    return cmocka_run_group_tests(tests, open_course, close_course);
}
