/* Another grade: what becomes of the clocks, the penalty case, and what stood before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "penalties.h"
#include "service_torture.h"

static struct desk desk;

static int open_desk(void **state)
{
    (void)state;
    desk_open(&desk);
    people_add(&desk);
    return 0;
}

static int close_desk(void **state)
{
    (void)state;
    desk_close(&desk);
    return 0;
}

/* An outage of grade III for which people are wanted on site, so that a clock binds. */
static void outage(const char *code)
{
    json_decref(desk_outage(&desk, code));
    json_decref(desk_act(&desk, "incident.request_onsite", code, "10:30:00"));
}

/* Regrade by hand. */
static json_t *by_hand(const char *code, const char *grade)
{
    return bench_ok(&desk.sla, "incident.regrade", "{s:s, s:s, s:s, s:s, s:s}", "contract",
                    CONTRACT, "code", code, "grade", grade, "by", MANAGER, "note", "复核");
}

/* clause side state due version, of an incident. */
static const char *ledger(const char *code)
{
    static char text[1000];
    char sql[600];
    snprintf(
        sql, sizeof(sql),
        "select string_agg(concat_ws(' ', d.clause, split_part(d.code, '/', 3), d.state, "
        "to_char(d.due_at at time zone 'Asia/Shanghai', 'HH24:MI'), d.due_version), ', ' order "
        "by d.code) from deadline d join incident i on i.id = d.subject_id and d.kind = 'sla' "
        "where i.code = '%s'",
        code);
    snprintf(text, sizeof(text), "%s", db_text(&desk.registry.tdb, sql));
    return text;
}

static const char *text(const char *sql)
{
    return db_text(&desk.registry.tdb, sql);
}

/* The clocks of the new grade bind at once and count from the same occurrence; the ruling of the
 * old one is still there, and its planned steps are cancelled in the same transaction. */
static void test_clocks_follow(void **state)
{
    (void)state;
    outage("G1");
    char before[1000];
    snprintf(before, sizeof(before), "%s", ledger("G1"));
    char ruling[200];
    snprintf(ruling, sizeof(ruling), "%s",
             text("select md5(string_agg(r.*::text, '' order by r.id)) from ruling r"));
    int64_t rulings = db_number(&desk.registry.tdb, "select max(id) from ruling");
    json_t *incident = by_hand("G1", "I");
    assert_string_equal(text_at(incident, "grade"), "I");
    assert_string_equal(text_at(incident, "computed_grade"), "III");
    assert_int_equal(int_at(incident, "gradings"), 2);
    assert_string_equal(before, "YF-109 onsite open 14:12 1");
    assert_string_equal(ledger("G1"), "YF-107 onsite open 12:42 1, YF-109 onsite void 14:12 1");
    char sql[300];
    snprintf(sql, sizeof(sql),
             "select md5(string_agg(r.*::text, '' order by r.id)) from ruling r where id <= %lld",
             (long long)rulings);
    assert_string_equal(text(sql), ruling);
    assert_string_equal(
        text("select count(*) from deadline_step s join deadline d on d.id = s.deadline_id where "
             "d.state = 'void' and s.state = 'planned'"),
        "0");
    assert_string_equal(text("select proof is not null and jsonb_array_length(proof) > 1 from "
                             "ruling order by id desc limit 1"),
                        "t");
    json_decref(incident);
}

/* There and back: what was void is owed again, and ends as it was. */
static void test_and_back(void **state)
{
    (void)state;
    outage("G2");
    char before[1000];
    snprintf(before, sizeof(before), "%s", ledger("G2"));
    json_decref(by_hand("G2", "IV"));
    json_decref(by_hand("G2", "III"));
    assert_string_equal(before, "YF-109 onsite open 14:12 1");
    assert_string_equal(ledger("G2"), "YF-109 onsite open 14:12 2, YF-110 onsite void 15:12 1");
    assert_string_equal(
        text("select string_agg(grade, ' ' order by id) from incident_grading where "
             "incident_id = (select id from incident where code = 'G2')"),
        "III IV III");
    assert_string_equal(text("select string_agg(attributes->>'grade', ' ') from penalty_case where "
                             "code = 'G2'"),
                        "III");
}

/* Who came too late by one grade and in time by another was in time, and the other way round: what
 * was done is judged by the grade that stands. */
static void test_what_was_done_is_judged_again(void **state)
{
    (void)state;
    outage("G6");
    json_decref(desk_act(&desk, "incident.arrive", "G6", "15:00:00"));
    assert_string_equal(ledger("G6"), "YF-109 onsite late 14:12 1");
    json_decref(by_hand("G6", "IV"));
    assert_string_equal(ledger("G6"), "YF-109 onsite void 14:12 1, YF-110 onsite met 15:12 1");
    json_decref(by_hand("G6", "III"));
    assert_string_equal(ledger("G6"), "YF-109 onsite late 14:12 2, YF-110 onsite void 15:12 1");
}

/* The case has the standing grade; one that a person has voided stays void as it is. */
static void test_case_follows(void **state)
{
    (void)state;
    outage("G3");
    int64_t facts = db_number(&desk.registry.tdb, "select facts from contract_work");
    json_decref(by_hand("G3", "II"));
    assert_string_equal(text("select attributes->>'grade' from penalty_case where code = 'G3'"),
                        "II");
    assert_true(db_number(&desk.registry.tdb, "select facts from contract_work") > facts);
    json_decref(bench_ok(&desk.sla, "case.void", "{s:s, s:s, s:s}", "contract", CONTRACT, "code",
                         "G3", "note", "n"));
    json_decref(by_hand("G3", "I"));
    assert_string_equal(text("select concat(attributes->>'grade', ' ', voided_at is not null) from "
                             "penalty_case where code = 'G3'"),
                        "II t");
}

/* By new facts the pack grades again, and a grade by hand gives way; a fault gets its case when its
 * level is told. */
static void test_by_facts_and_level(void **state)
{
    (void)state;
    outage("G4");
    json_decref(by_hand("G4", "I"));
    json_t *incident = bench_ok(
        &desk.sla, "incident.regrade", "{s:s, s:s, s:s, s:s, s:{s:b, s:s, s:i, s:s}}", "contract",
        CONTRACT, "code", "G4", "by", CUSTOMER, "note", "n", "facts", "important_system", 1,
        "extent", "local", "outage_minutes", 16, "capability", "affected");
    assert_string_equal(text_at(incident, "grade"), text_at(incident, "computed_grade"));
    assert_int_equal(int_at(incident, "facts.outage_minutes"), 16);
    json_decref(incident);
    json_decref(bench_ok(&desk.sla, "incident.open", "{s:s, s:s, s:s, s:s, s:s}", "contract",
                         CONTRACT, "code", "G5", "title", "t", "family", "fault", "occurred_at",
                         "2026-06-08T10:12:00+08:00"));
    assert_string_equal(text("select count(*) from penalty_case where code = 'G5'"), "0");
    json_decref(bench_ok(&desk.sla, "incident.regrade", "{s:s, s:s, s:s, s:s, s:s}", "contract",
                         CONTRACT, "code", "G5", "level", "A1", "by", CUSTOMER, "note", "n"));
    assert_string_equal(text("select concat(type, attributes) from penalty_case where code = 'G5'"),
                        "fault{\"level\": \"A1\"}");
}

#define OF(code) "{'contract':'yifen-2026','code':'" code "',"

static const struct {
    const char *name, *args, *field;
    rc_t rc;
} REFUSED[] = {
    { "the grade it has", OF("R1") "'grade':'III','by':'钱经理','note':'n'}", "incident",
      RC_CONFLICT },
    { "nothing said", OF("R1") "'by':'钱经理','note':'n'}", "grade", RC_INVALID },
    { "no reason", OF("R1") "'grade':'I','by':'钱经理'}", "note", RC_INVALID },
    { "no grade", OF("R1") "'grade':'V','by':'钱经理','note':'n'}", "grade", RC_INVALID },
    { "by an engineer", OF("R1") "'grade':'I','by':'赵工','note':'n'}", "by", RC_DENIED },
    { "a level of what is no fault", OF("R1") "'level':'A1','by':'钱经理','note':'n'}", "level",
      RC_INVALID },
    { "a fact of no grading", OF("R1") "'facts':{'people':1},'by':'钱经理','note':'n'}",
      "facts.people", RC_INVALID },
    { "an old version", OF("R1") "'grade':'I','by':'钱经理','note':'n','version':99}", "version",
      RC_STALE },
    { "an old view of one that is closed",
      OF("R2") "'grade':'I','by':'钱经理','note':'n','version':99}", "version", RC_STALE },
    { "no such incident", OF("R9") "'grade':'I','by':'钱经理','note':'n'}", "incident",
      RC_NOT_FOUND },
    { "one that is closed", OF("R2") "'grade':'I','by':'钱经理','note':'n'}", "incident",
      RC_CONFLICT },
};

static void test_refused(void **state)
{
    (void)state;
    outage("R1");
    json_decref(desk_outage(&desk, "R2"));
    json_decref(desk_act(&desk, "incident.resolve", "R2", "11:00:00"));
    json_decref(desk_act(&desk, "incident.close", "R2", "12:00:00"));
    char before[1000];
    snprintf(before, sizeof(before), "%s", ledger("R1"));
    for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
        struct problem problem;
        json_error_t why;
        char args[400];
        snprintf(args, sizeof(args), "%s", REFUSED[i].args);
        for (char *at = args; (at = strchr(at, '\'')) != NULL; at++)
            *at = '"';
        rc_t rc =
            bench_refused(&desk.sla, &problem, "incident.regrade", "o", json_loads(args, 0, &why));
        if (rc != REFUSED[i].rc || strcmp(problem.field, REFUSED[i].field) != 0)
            fail_msg("%s: %s \"%s\": %s", REFUSED[i].name, rc_word(rc), problem.field,
                     problem.text);
    }
    assert_string_equal(ledger("R1"), before);
}

static json_t *torture_args(int n)
{
    char code[20];
    static int made;
    (void)n;
    snprintf(code, sizeof(code), "T%d", ++made);
    outage(code);
    return json_pack("{s:s, s:s, s:s, s:s, s:s}", "contract", CONTRACT, "code", code, "grade", "I",
                     "by", MANAGER, "note", "n");
}

static const struct torture_row TORTURE = {
    "incident.regrade", torture_args,
    "select (select count(*) from incident where grade = 'I') + (select count(*) from decision) + "
    "(select count(*) from event where kind = 'incident.regraded') + (select count(*) from "
    "penalty_case where attributes->>'grade' = 'I')",
    4
};

static void test_every_call_fails_once(void **state)
{
    (void)state;
    struct bench tortured;
    bench_join(&tortured, &SLA_SERVICE, &desk.registry);
    tortured.tdb.raw = desk.registry.tdb.raw; /* borrowed, for counting rows */
    service_torture(&tortured, &TORTURE);
    tortured.tdb.raw = NULL;
    bench_close(&tortured);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clocks_follow),
        cmocka_unit_test(test_and_back),
        cmocka_unit_test(test_what_was_done_is_judged_again),
        cmocka_unit_test(test_case_follows),
        cmocka_unit_test(test_by_facts_and_level),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_every_call_fails_once),
    };
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
