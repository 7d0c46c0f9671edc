/* Grades and penalty cases of incidents, by the shipped contract. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "incident_grade.h"
#include "rules_fixture.h"
#include "wire_check.h"

enum { MINHANG, YIFEN };

static const struct {
    const char *name, *family, *facts, *by_hand;
    const char *computed, *grade; /* NULL: none */
    const char *field;            /* of the refusal, NULL: none */
} GRADES[] = {
    { "outage", "network",
      "{'important_system':true,'extent':'local','outage_minutes':15,'capability':'affected'}",
      NULL, "III", "III", NULL },
    { "otherwise", "network", NULL, NULL, "IV", "IV", NULL },
    { "raised by hand", "network", NULL, "I", "IV", "I", NULL },
    { "records", "data", "{'sensitive_personal':50}", NULL, "II", "II", NULL },
    { "attributes of clocks are no facts of grading", "data", "{'suburb':true,'major':false}", NULL,
      "IV", "IV", NULL },
    { "faults are not graded", "fault", NULL, NULL, NULL, NULL, NULL },
    { "faults by hand", "fault", "{'suburb':true}", "II", NULL, "II", NULL },
    { "unknown fact", "network", "{'people':3}", NULL, NULL, NULL, "facts.people" },
    { "a fact of another family", "data", "{'outage_minutes':3}", NULL, NULL, NULL,
      "facts.outage_minutes" },
    { "wrong type", "network", "{'outage_minutes':'x'}", NULL, NULL, NULL, "facts.outage_minutes" },
    { "an attribute that is no truth", "network", "{'major':1}", NULL, NULL, NULL, "facts" },
    { "facts of an ungraded family", "fault", "{'outage_minutes':3}", NULL, NULL, NULL, "facts" },
};

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static void test_grades(void **state)
{
    const struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(GRADES); i++) {
        struct problem problem = { .rc = RC_OK };
        struct incident_grade grade = { .clauses = NULL };
        json_t *facts = GRADES[i].facts ? wire_args(GRADES[i].facts) : NULL;
        struct incident_open_args args = { .family = GRADES[i].family,
                                           .grade = GRADES[i].by_hand,
                                           .facts = facts };
        rc_t rc = incident_grade(f->packs[YIFEN], &args, &grade, &problem);
        if (rc != (GRADES[i].field ? RC_INVALID : RC_OK) ||
            (GRADES[i].field && strcmp(problem.field, GRADES[i].field) != 0) ||
            !same(grade.computed, GRADES[i].computed) || !same(grade.grade, GRADES[i].grade))
            fail_msg("%s: %s \"%s\" %s %s", GRADES[i].name, rc_word(rc), problem.field,
                     grade.computed ? grade.computed : "-", grade.grade ? grade.grade : "-");
        incident_grade_fini(&grade);
        json_decref(facts);
    }
}

/* A pack that grades nothing takes no facts and computes nothing. */
static void test_no_grading(void **state)
{
    const struct fixture *f = *state;
    struct problem problem = { .rc = RC_OK };
    struct incident_grade grade;
    struct incident_open_args args = { .family = "network" };
    assert_int_equal(incident_grade(f->packs[MINHANG], &args, &grade, &problem), RC_OK);
    assert_null(grade.computed);
    assert_int_equal(json_array_size(grade.clauses), 0);
    incident_grade_fini(&grade);
}

static const struct {
    const char *name, *family, *grade, *level;
    const char *type;  /* of the case, NULL: none is made */
    const char *field; /* of the refusal, NULL: none */
} CASES[] = {
    { "event", "network", "III", NULL, "security_event", NULL },
    { "data event", "data", "I", NULL, "security_event", NULL },
    { "event without a grade", "data", NULL, NULL, NULL, NULL },
    { "fault", "fault", NULL, "C+", "fault", NULL },
    { "fault without a level", "fault", "I", NULL, NULL, NULL },
    { "fault of an unknown level", "fault", NULL, "D", NULL, "attributes.level" },
    { "consultation", "consultation", NULL, NULL, NULL, NULL },
    { "consultation with a level", "consultation", NULL, "C+", NULL, "level" },
    { "event with a level", "network", "III", "C+", NULL, "level" },
};

static void test_cases(void **state)
{
    const struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct problem problem = { .rc = RC_OK };
        struct incident_case made;
        struct incident_open_args args = { .family = CASES[i].family, .level = CASES[i].level };
        rc_t rc = incident_case(f->packs[YIFEN], &args, CASES[i].grade, &made, &problem);
        if (rc != (CASES[i].field ? RC_INVALID : RC_OK) || !same(made.type, CASES[i].type) ||
            (CASES[i].field && strcmp(problem.field, CASES[i].field) != 0))
            fail_msg("%s: %s %s \"%s\"", CASES[i].name, rc_word(rc), made.type ? made.type : "-",
                     problem.field);
        incident_case_fini(&made);
    }
    struct problem problem = { .rc = RC_OK };
    struct incident_case made;
    struct incident_open_args args = { .family = "network" };
    assert_int_equal(incident_case(f->packs[MINHANG], &args, "I", &made, &problem), RC_OK);
    assert_null(made.type); /* no penalties in that contract */
}

static void test_case_check(void **state)
{
    const struct fixture *f = *state;
    struct problem problem = { .rc = RC_OK };
    json_t *good = wire_args("{'important_user':true}");
    json_t *bad = wire_args("{'colour':'red'}");
    assert_int_equal(case_check(f->packs[YIFEN], "user_complaint", good, &problem), RC_OK);
    assert_int_equal(case_check(f->packs[YIFEN], "user_complaint", bad, &problem), RC_INVALID);
    assert_string_equal(problem.field, "attributes.colour");
    problem_clear(&problem);
    assert_int_equal(case_check(f->packs[YIFEN], "late_lunch", good, &problem), RC_REFUSED);
    assert_string_equal(problem.field, "type");
    assert_non_null(strstr(problem.text, "security_event, regulator_notice, center_notice"));
    json_decref(good);
    json_decref(bad);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grades),
        cmocka_unit_test(test_no_grading),
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_case_check),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
