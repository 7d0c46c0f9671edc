/* Incidents of the real contract: grading, clocks, penalty cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "desk.h"

static struct desk desk;

static int open_desk(void **state)
{
    (void)state;
    desk_open(&desk);
    return 0;
}

static int close_desk(void **state)
{
    (void)state;
    desk_close(&desk);
    return 0;
}

static const char *deadline_text(const json_t *incident, size_t index, const char *member)
{
    char path[40];
    snprintf(path, sizeof(path), "deadlines.%zu.%s", index, member);
    return text_at(incident, path);
}

/* Graded III: nothing is owed until people are wanted on site; then three hours from the demand,
 * which came after the hour for solving it from afar. */
static void test_outage(void **state)
{
    (void)state;
    json_t *incident = desk_outage(&desk, "N1");
    assert_string_equal(text_at(incident, "grade"), "III");
    assert_string_equal(text_at(incident, "computed_grade"), "III");
    assert_string_equal(text_at(incident, "clauses.0"), "YF-172");
    assert_string_equal(text_at(incident, "case"), "N1");
    assert_int_equal(size_at(incident, "deadlines"), 0);
    json_decref(incident);
    json_decref(desk_act(&desk, "incident.respond", "N1", "10:20:00"));
    incident = desk_act(&desk, "incident.request_onsite", "N1", "11:30:00");
    assert_int_equal(size_at(incident, "deadlines"), 1);
    assert_string_equal(deadline_text(incident, 0, "code"), "YF-109/N1/onsite");
    assert_string_equal(deadline_text(incident, 0, "due_at"), "2026-06-08T14:30:00+08:00");
    assert_string_equal(deadline_text(incident, 0, "state"), "open");
    json_decref(incident);
    incident = desk_act(&desk, "incident.arrive", "N1", "14:30:00");
    assert_string_equal(deadline_text(incident, 0, "state"), "met"); /* equal to the limit is met */
    json_decref(incident);
    incident = desk_act(&desk, "incident.resolve", "N1", "15:40:00");
    assert_string_equal(text_at(incident, "state"), "resolved");
    assert_string_equal(deadline_text(incident, 0, "state"), "met");
    json_decref(incident);
    assert_string_equal(
        db_text(&desk.registry.tdb,
                "select type || ' ' || (attributes->>'grade') || ' ' || occurred_on "
                "from penalty_case where code = 'N1'"),
        "security_event III 2026-06-08");
}

static void test_late_arrival(void **state)
{
    (void)state;
    json_decref(desk_outage(&desk, "N2"));
    json_decref(desk_act(&desk, "incident.request_onsite", "N2", "10:30:00"));
    json_t *incident = desk_act(&desk, "incident.arrive", "N2", "14:12:01");
    /* The demand came within the hour for solving it from afar, so the three hours run from its
     * end. */
    assert_string_equal(deadline_text(incident, 0, "due_at"), "2026-06-08T14:12:00+08:00");
    assert_string_equal(deadline_text(incident, 0, "state"), "late");
    json_decref(incident);
    assert_int_equal(
        db_number(&desk.registry.tdb,
                  "select count(*) from breach b join deadline d on d.id = b.deadline_id "
                  "where d.code = 'YF-109/N2/onsite'"),
        1);
}

/* Solved from afar within the hour: nobody is owed on site any more. */
static void test_solved_from_afar(void **state)
{
    (void)state;
    json_decref(desk_outage(&desk, "N3"));
    json_decref(desk_act(&desk, "incident.request_onsite", "N3", "10:30:00"));
    json_t *incident =
        bench_ok(&desk.sla, "incident.resolve", "{s:s, s:s, s:s, s:b}", "contract", CONTRACT,
                 "code", "N3", "at", "2026-06-08T11:12:00+08:00", "remote", 1);
    assert_string_equal(deadline_text(incident, 0, "state"), "void");
    assert_string_equal(text_at(incident, "remote_resolved_at"), "2026-06-08T11:12:00+08:00");
    json_decref(incident);
}

/* Over without an arrival: void before the limit, late after it. */
static void test_over_without_arrival(void **state)
{
    (void)state;
    static const struct {
        const char *code, *at, *want;
    } ROWS[] = { { "N4", "14:12:00", "void" }, { "N5", "14:12:01", "late" } };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        json_decref(desk_outage(&desk, ROWS[i].code));
        json_decref(desk_act(&desk, "incident.request_onsite", ROWS[i].code, "10:30:00"));
        json_t *incident = desk_act(&desk, "incident.resolve", ROWS[i].code, ROWS[i].at);
        if (strcmp(deadline_text(incident, 0, "state"), ROWS[i].want) != 0)
            fail_msg("%s: %s", ROWS[i].code, deadline_text(incident, 0, "state"));
        json_decref(incident);
    }
}

/* Strictly less than five minutes to answer, less than two hours to come. */
static void test_consultation(void **state)
{
    (void)state;
    json_t *incident = desk_consultation(&desk, "Q1");
    assert_int_equal(size_at(incident, "deadlines"), 2);
    assert_string_equal(deadline_text(incident, 0, "code"), "YF-081/Q1/respond");
    assert_string_equal(deadline_text(incident, 1, "code"), "YF-082/Q1/onsite");
    assert_true(json_is_null(at_path(incident, "case")));
    json_decref(incident);
    incident = desk_act(&desk, "incident.respond", "Q1", "10:16:59");
    assert_string_equal(deadline_text(incident, 0, "state"), "met");
    json_decref(incident);
    incident = desk_act(&desk, "incident.resolve", "Q1", "10:40:00");
    assert_string_equal(deadline_text(incident, 1, "state"), "void");
    json_decref(incident);
    json_decref(desk_consultation(&desk, "Q2"));
    incident = desk_act(&desk, "incident.respond", "Q2", "10:17:00"); /* exactly five minutes */
    assert_string_equal(deadline_text(incident, 0, "state"), "late");
    json_decref(incident);
}

static json_t *open_incident(const char *code, const char *family, const char *key,
                             const char *value)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "contract", CONTRACT, "code", code, "title",
                     "t", "family", family, "occurred_at", "2026-06-01T09:00:00+08:00", key, value);
}

/* A fault's level is entered by hand and makes a case of its own; a grade by hand starts its clock.
 */
static void test_fault(void **state)
{
    (void)state;
    json_t *incident =
        bench_ok_json(&desk.sla, "incident.open", open_incident("F1", "fault", "level", "C+"));
    assert_true(json_is_null(at_path(incident, "grade")));
    assert_string_equal(text_at(incident, "case"), "F1");
    assert_int_equal(size_at(incident, "deadlines"), 0);
    json_decref(incident);
    assert_string_equal(db_text(&desk.registry.tdb,
                                "select type || (attributes->>'level') from penalty_case "
                                "where code = 'F1'"),
                        "faultC+");
    incident =
        bench_ok_json(&desk.sla, "incident.open", open_incident("F2", "fault", "grade", "I"));
    assert_true(json_is_null(at_path(incident, "computed_grade")));
    assert_true(json_is_null(at_path(incident, "case"))); /* no level: no case */
    json_decref(incident);
    incident = bench_ok(&desk.sla, "incident.request_onsite", "{s:s, s:s, s:s}", "contract",
                        CONTRACT, "code", "F2", "at", "2026-06-01T09:10:00+08:00");
    assert_string_equal(deadline_text(incident, 0, "code"), "YF-107/F2/onsite");
    assert_string_equal(deadline_text(incident, 0, "due_at"), "2026-06-01T11:30:00+08:00");
    json_decref(incident);
}

/* As long as an incident may be called: its deadlines have titles of their own, its case has this
 * one. One character more is refused where it enters, with the bound. */
static void test_longest_title(void **state)
{
    char title[3 * 301 + 1];
    (void)state;
    for (size_t i = 0; i < 301; i++)
        memcpy(title + 3 * i, "题", 3);
    title[3 * 301] = '\0';
    json_t *args = open_incident("L1", "network", "grade", "I");
    json_object_set_new(args, "facts",
                        json_pack("{s:b, s:s, s:i, s:s}", "important_system", 1, "extent", "local",
                                  "outage_minutes", 15, "capability", "affected"));
    json_object_set_new(args, "title", json_string(title));
    struct problem problem = { .rc = RC_OK };
    assert_int_equal(bench_refused(&desk.sla, &problem, "incident.open", "o", json_incref(args)),
                     RC_INVALID);
    assert_string_equal(problem.field, "title");
    assert_non_null(strstr(problem.text, "300"));
    json_object_set_new(args, "title", json_stringn(title, 3 * 300));
    json_t *incident = bench_ok_json(&desk.sla, "incident.open", args);
    assert_string_equal(text_at(incident, "case"), "L1");
    json_decref(incident);
    incident = desk_act(&desk, "incident.request_onsite", "L1", "10:10:00");
    assert_true(size_at(incident, "deadlines") > 0);
    json_decref(incident);
}

/* The grade decided stands beside the one computed, and is the case's. */
static void test_grade_by_hand(void **state)
{
    (void)state;
    json_t *args = open_incident("G1", "data", "grade", "II");
    json_object_set_new(args, "facts", json_pack("{s:i}", "personal", 7));
    json_t *incident = bench_ok_json(&desk.sla, "incident.open", args);
    assert_string_equal(text_at(incident, "grade"), "II");
    assert_string_equal(text_at(incident, "computed_grade"), "IV");
    assert_string_equal(text_at(incident, "clauses.0"), "YF-188");
    json_decref(incident);
    assert_string_equal(db_text(&desk.registry.tdb, "select attributes->>'grade' from penalty_case "
                                                    "where code = 'G1'"),
                        "II");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outage),           cmocka_unit_test(test_late_arrival),
        cmocka_unit_test(test_solved_from_afar), cmocka_unit_test(test_over_without_arrival),
        cmocka_unit_test(test_consultation),     cmocka_unit_test(test_fault),
        cmocka_unit_test(test_grade_by_hand),    cmocka_unit_test(test_longest_title),
    };
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
