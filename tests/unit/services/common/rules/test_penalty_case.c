/* How a case must be stated. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "penalty_case.h"
#include "rules_fixture.h"

static const struct {
    const char *name, *type, *facts, *field; /* field NULL: it is well stated */
    const char *clause;                      /* of the row that covers it, NULL: none */
} CASES[] = {
    { "covered", "security_event", "{\"grade\":\"III\"}", NULL, "YF-193" },
    { "no facts needed", "monitoring_finding", NULL, NULL, "YF-200" },
    { "condition does not hold", "user_complaint", "{\"important_user\":false}", NULL, NULL },
    { "unknown type", "earthquake", "{}", "cases[4].type", NULL },
    { "missing word", "security_event", "{}", "cases[4].grade", NULL },
    { "null word", "fault", "{\"level\":null}", "cases[4].level", NULL },
    { "unknown word", "fault", "{\"level\":\"D\"}", "cases[4].level", NULL },
    { "number for a word", "fault", "{\"level\":1}", "cases[4].level", NULL },
    { "word needed by the counter", "vulnerability_overdue", "{}", "cases[4].severity", NULL },
    { "event grade may be absent", "vulnerability_overdue", "{\"severity\":\"low\"}", NULL,
      "YF-207" },
    { "event grade outside the scale", "vulnerability_unreported", "{\"event_grade\":\"V\"}",
      "cases[4].event_grade", NULL },
    { "text for a flag", "center_notice", "{\"business_affected\":\"yes\"}",
      "cases[4].business_affected", NULL },
    { "text for a number", "inspection", "{\"high_risk\":\"many\"}", "cases[4].high_risk", NULL },
    { "negative number", "inspection", "{\"high_risk\":-2}", "cases[4].high_risk", NULL },
    { "attribute of another type", "inspection", "{\"high_risk\":2,\"grade\":\"I\"}",
      "cases[4].grade", NULL },
};

static void test_cases(void **state)
{
    const struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct problem problem = { .rc = RC_OK };
        json_t *facts = CASES[i].facts ? json_loads(CASES[i].facts, 0, NULL) : NULL;
        struct penalty_case c = { .type = CASES[i].type, .facts = facts };
        rc_t rc = penalty_case_check(f->packs[1], &c, 4, &problem);
        const struct penalty_row *row = rc == RC_OK ? penalty_case_row(f->packs[1], &c) : NULL;
        if ((rc == RC_OK) != (CASES[i].field == NULL) ||
            strcmp(problem.field, CASES[i].field ? CASES[i].field : "") != 0 ||
            (row != NULL) != (CASES[i].clause != NULL) ||
            (row && strcmp(row->clause, CASES[i].clause) != 0))
            fail_msg("%s: \"%s\" %s", CASES[i].name, problem.field, problem.text);
        json_decref(facts);
    }
}

static void test_refund_is_fen(void **state)
{
    static const char TEXT[] =
        "pack: t\nversion: 1\ntitle: t\nzone: UTC\ncalendar: {base: cn, makeup_days: true}\n"
        "penalties:\n  clause: X\n  in_service_period: false\n  one_row_per_incident: true\n  "
        "rows:\n"
        "    - {no: 1, clause: X, title: t, case: leak, deduct: 20%, refund: received_fen}\n";
    struct problem problem = { .rc = RC_OK };
    pack_t *pack = NULL;
    json_t *facts = json_pack("{s:s}", "received_fen", "300");
    struct penalty_case c = { .type = "leak", .facts = facts };
    (void)state;
    assert_int_equal(fixture_pack_text(TEXT, &pack, &problem), RC_OK);
    assert_int_equal(penalty_case_check(pack, &c, 0, &problem), RC_INVALID);
    assert_string_equal(problem.field, "cases[0].received_fen");
    json_decref(facts);
    pack_destroy(&pack);
}

/* A missed deadline is what the first entry of its kind whose condition holds says. */
static void test_sources(void **state)
{
    static const char TEXT[] =
        "pack: t\nversion: 1\ntitle: t\nzone: UTC\ncalendar: {base: cn, makeup_days: true}\n"
        "scales:\n  - {fact: severity, words: [low, high]}\n"
        "penalties:\n  clause: X\n  in_service_period: false\n  one_row_per_incident: true\n"
        "  rows:\n    - {no: 1, clause: X, title: t, case: grave, deduct: 1%}\n"
        "    - {no: 2, clause: X, title: t, case: light, deduct: 1%}\n"
        "  from_breaches:\n    - {kind: finding, case: grave, when: {severity: high}}\n"
        "    - {kind: finding, case: light}\n    - {kind: phase, case: light}\n";
    static const struct {
        const char *kind, *severity, *want; /* NULL: no case */
    } SOURCES[] = { { "finding", "high", "grave" }, { "finding", "low", "light" },
                  { "finding", NULL, "light" },   { "phase", "high", "light" },
                  { "term", "high", NULL } };
    struct problem problem = { .rc = RC_OK };
    pack_t *pack = NULL;
    (void)state;
    assert_int_equal(fixture_pack_text(TEXT, &pack, &problem), RC_OK);
    for (size_t i = 0; i < COUNT_OF(SOURCES); i++) {
        json_t *facts = json_object();
        if (SOURCES[i].severity)
            json_object_set_new(facts, "severity", json_string(SOURCES[i].severity));
        const struct penalty_source *source =
            penalty_source_of(&pack->penalties, SOURCES[i].kind, facts);
        assert_true((source == NULL) == (SOURCES[i].want == NULL));
        if (source)
            assert_string_equal(source->case_type, SOURCES[i].want);
        json_decref(facts);
    }
    pack_destroy(&pack);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_refund_is_fen),
        cmocka_unit_test(test_sources),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
