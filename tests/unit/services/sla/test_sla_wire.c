/* Arguments of every operation: what is refused and which field is named, and what a good one
 * gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "sla_wire.h"
#include "wire_check.h"

enum { TODAY = 20619 /* 2026-06-15 */ };
#define NOW 1781485200000000LL /* 2026-06-15T09:00:00+08:00 */

/* Room for whatever a reader fills. */
union args {
    struct fact_args fact;
    struct incident_open_args open;
    struct incident_act_args act;
    struct incident_ref ref;
    struct sla_list_args list;
    struct case_args kase;
    struct case_void_args case_void;
    int64_t penalty;
};

typedef rc_t reader_fn(const struct call *call, union args *ret);

#define READER(name, member)                                                                       \
    static rc_t read_##name(const struct call *call, union args *ret)                              \
    {                                                                                              \
        return name##_decode(call, &ret->member);                                                  \
    }
READER(fact, fact)
READER(incident_open, open)
READER(incident_act, act)
READER(incident_resolve, act)
READER(incident_get, ref)
READER(incident_list, list)
READER(case_record, kase)
READER(case_void, case_void)
READER(penalty_list, list)
READER(penalty_get, penalty)
READER(payment_list, list)

static rc_t decode(reader_fn *reader, const json_t *args, union args *ret, struct problem *problem)
{
    struct call call = { .args = args, .today = TODAY, .now_us = NOW, .problem = problem };
    problem_clear(problem);
    return reader(&call, ret);
}

#define OPEN "'contract':'c','code':'N1','title':'t','occurred_at':'2026-06-15T09:00:00+08:00'"
#define CASE "'contract':'c','code':'C1','title':'t','type':'fault','attributes':{}"

static const struct {
    reader_fn *reader;
    const char *args, *field;
    rc_t rc;
} REFUSED[] = {
    { read_fact, "{'contract':'c','name':'paid'}", "at", RC_INVALID },
    { read_fact, "{'contract':'c','name':'paid','at':'yesterday'}", "at", RC_INVALID },
    { read_fact, "{'contract':'c','name':'paid','at':'2026-06-16'}", "at", RC_REFUSED },
    { read_fact, "{'contract':'c','name':'paid','at':'2026-06-15T09:00:01+08:00'}", "at",
      RC_REFUSED },
    { read_fact, "{'contract':'c','at':'2026-06-15'}", "name", RC_INVALID },
    { read_fact, "{'contract':'c','name':'paid','at':'2026-06-15','serial':0}", "serial",
      RC_INVALID },
    { read_incident_open, "{" OPEN "}", "family", RC_INVALID },
    { read_incident_open, "{" OPEN ",'family':'fire'}", "family", RC_INVALID },
    { read_incident_open, "{" OPEN ",'family':'data','grade':'V'}", "grade", RC_INVALID },
    { read_incident_open, "{" OPEN ",'family':'data','facts':[]}", "facts", RC_INVALID },
    { read_incident_open, "{" OPEN ",'family':'fault','level':'123456789'}", "level", RC_INVALID },
    { read_incident_open,
      "{'contract':'c','code':'N1','title':'t','family':'data','occurred_at':'2026-06-15T09:00:01+"
      "08:00'}",
      "occurred_at", RC_REFUSED },
    { read_incident_open,
      "{'contract':'c','code':'N1','title':'t','family':'data','occurred_at':'2026-06-15'}",
      "occurred_at", RC_INVALID },
    { read_incident_act, "{'incident':1}", "at", RC_INVALID },
    { read_incident_act, "{'at':'2026-06-15T08:00:00+08:00'}", "incident", RC_INVALID },
    { read_incident_act, "{'incident':1,'code':'N1','at':'2026-06-15T08:00:00+08:00'}", "incident",
      RC_INVALID },
    { read_incident_act, "{'contract':'c','at':'2026-06-15T08:00:00+08:00'}", "incident",
      RC_INVALID },
    { read_incident_act, "{'incident':1,'remote':true,'at':'2026-06-15T08:00:00+08:00'}", "remote",
      RC_INVALID },
    { read_incident_act, "{'incident':1,'at':'2026-06-15T10:00:00+08:00'}", "at", RC_REFUSED },
    { read_incident_resolve, "{'incident':1,'remote':1,'at':'2026-06-15T08:00:00+08:00'}", "remote",
      RC_INVALID },
    { read_incident_get, "{}", "incident", RC_INVALID },
    { read_incident_list, "{'contract':'c','state':'new'}", "state", RC_INVALID },
    { read_incident_list, "{'contract':'c','family':'x'}", "family", RC_INVALID },
    { read_case_record, "{" CASE "}", "on", RC_INVALID },
    { read_case_record, "{" CASE ",'on':'2026-06-16'}", "on", RC_REFUSED },
    { read_case_record, "{'contract':'c','code':'C1','title':'t','type':'fault','on':'2026-06-15'}",
      "attributes", RC_INVALID },
    { read_case_void, "{'contract':'c','code':'C1'}", "note", RC_INVALID },
    { read_penalty_list, "{'contract':'c','family':'data'}", "family", RC_INVALID },
    { read_penalty_list, "{'contract':'c','state':'paid'}", "state", RC_INVALID },
    { read_penalty_get, "{}", "penalty", RC_INVALID },
    { read_payment_list, "{'contract':'c','state':'paid'}", "state", RC_INVALID },
};

static void test_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
        struct problem problem;
        union args ret;
        json_t *args = wire_args(REFUSED[i].args);
        rc_t rc = decode(REFUSED[i].reader, args, &ret, &problem);
        if (rc != REFUSED[i].rc || strcmp(problem.field, REFUSED[i].field) != 0)
            fail_msg("%s: %s, field \"%s\": %s", REFUSED[i].args, rc_word(rc), problem.field,
                     problem.text);
        json_decref(args);
    }
}

static void test_taken(void **state)
{
    (void)state;
    struct problem problem;
    union args ret;
    json_t *args = wire_args("{'contract':'c','name':'paid','at':'2026-06-15'}");
    assert_int_equal(decode(read_fact, args, &ret, &problem), RC_OK);
    assert_true(ret.fact.is_day);
    assert_int_equal(ret.fact.day, TODAY);
    json_decref(args);
    args = wire_args("{'contract':'c','name':'paid','at':'2026-06-15T01:00:00Z'}");
    assert_int_equal(decode(read_fact, args, &ret, &problem), RC_OK);
    assert_false(ret.fact.is_day);
    assert_int_equal(ret.fact.at_us, NOW);
    json_decref(args);
    args = wire_args("{" OPEN ",'family':'fault','level':'C+'}");
    assert_int_equal(decode(read_incident_open, args, &ret, &problem), RC_OK);
    assert_string_equal(ret.open.level, "C+");
    assert_null(ret.open.grade);
    assert_int_equal(ret.open.occurred_at, NOW);
    json_decref(args);
    args = wire_args("{'penalty':7}");
    assert_int_equal(decode(read_penalty_get, args, &ret, &problem), RC_OK);
    assert_int_equal(ret.penalty, 7);
    json_decref(args);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
