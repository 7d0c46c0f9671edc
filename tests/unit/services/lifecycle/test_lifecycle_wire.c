/* Arguments of every operation: what is refused and which field is named, and what a good one
 * gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "lifecycle_wire.h"
#include "wire_check.h"

enum { TODAY = 20619 /* 2026-06-15 */ };

/* Room for whatever a reader fills. */
union args {
    struct cycle_open_args cycle_open;
    struct cycle_ref cycle_get;
    struct list_args list;
    struct phase_ref phase_get;
    struct phase_args phase;
    struct assessment_args assessment;
    struct finding_open_args finding_open;
    struct finding_args finding;
};

typedef rc_t reader_fn(const struct call *call, union args *ret);

#define READER(name, member)                                                                       \
    static rc_t read_##name(const struct call *call, union args *ret)                              \
    {                                                                                              \
        return name##_decode(call, &ret->member);                                                  \
    }
READER(cycle_open, cycle_open)
READER(cycle_get, cycle_get)
READER(cycle_list, list)
READER(phase_get, phase_get)
READER(phase_list, list)
READER(phase_submit, phase)
READER(phase_review, phase)
READER(phase_return, phase)
READER(assessment, assessment)
READER(finding_list, list)
READER(finding_open, finding_open)
READER(finding_fix, finding)
READER(finding_verify, finding)

static rc_t decode(reader_fn *reader, const json_t *args, union args *ret, struct problem *problem)
{
    struct call call = { .args = args, .today = TODAY, .problem = problem };
    problem_clear(problem);
    return reader(&call, ret);
}

#define PHASE   "'contract':'c','serial':1,'number':2,"
#define FINDING "'code':'T001','title':'t','control_point':'p','risk':'low',"

static const struct {
    reader_fn *reader;
    const char *args, *field;
    rc_t rc;
} REFUSED[] = {
    { read_cycle_open, "{'contract':'c','serial':1}", "start", RC_INVALID },
    { read_cycle_open, "{'contract':'c','start':'2026-06-01'}", "system", RC_INVALID },
    { read_cycle_open, "{'system':1,'contract':'c','serial':1,'start':'2026-06-01'}", "system",
      RC_INVALID },
    { read_cycle_open, "{'system':1,'start':'2026-06-16'}", "start", RC_REFUSED },
    { read_cycle_open, "{'system':1,'start':'2026-06-31'}", "start", RC_INVALID },
    { read_cycle_open, "{'system':0,'start':'2026-06-01'}", "system", RC_INVALID },
    { read_cycle_open, "{'system':1,'start':'2026-06-01','x':1}", "x", RC_INVALID },
    { read_cycle_get, "{}", "system", RC_INVALID },
    { read_cycle_get, "{'cycle':1,'system':1}", "cycle", RC_INVALID },
    { read_cycle_get, "{'cycle':'1'}", "cycle", RC_INVALID },
    { read_cycle_list, "{}", "contract", RC_INVALID },
    { read_cycle_list, "{'contract':'C c'}", "contract", RC_INVALID },
    { read_cycle_list, "{'contract':'c','limit':1001}", "limit", RC_INVALID },
    { read_cycle_list, "{'contract':'c','cursor':'x'}", "cursor", RC_INVALID },
    { read_phase_get, "{'phase':1,'number':2}", "phase", RC_INVALID },
    { read_phase_get, "{'contract':'c','serial':1}", "phase", RC_INVALID },
    { read_phase_get, "{'contract':'c','serial':1,'number':21}", "number", RC_INVALID },
    { read_phase_list, "{'contract':'c','state':'ended'}", "state", RC_INVALID },
    { read_phase_list, "{'contract':'c','cursor':'7'}", "cursor", RC_INVALID },
    { read_phase_submit, "{" PHASE "'documents':[]}", "on", RC_INVALID },
    { read_phase_submit, "{" PHASE "'on':'2026-06-01','documents':'a'}", "documents", RC_INVALID },
    { read_phase_submit, "{" PHASE "'on':'2026-06-01','documents':[1]}", "documents", RC_INVALID },
    { read_phase_submit, "{" PHASE "'on':'2026-06-01','documents':['']}", "documents", RC_INVALID },
    { read_phase_submit, "{" PHASE "'on':'2026-06-16'}", "on", RC_REFUSED },
    { read_phase_submit, "{" PHASE "'on':'2026-06-01','version':0}", "version", RC_INVALID },
    { read_phase_review, "{" PHASE "'on':'2026-06-01','documents':[]}", "documents", RC_INVALID },
    { read_phase_review, "{" PHASE "'on':'2026-06-01','note':''}", "note", RC_INVALID },
    { read_phase_return, "{" PHASE "'on':'2026-06-01'}", "note", RC_INVALID },
    { read_assessment, "{" PHASE "'on':'2026-06-01'}", "score", RC_INVALID },
    { read_assessment, "{" PHASE "'on':'2026-06-01','score':70}", "score", RC_INVALID },
    { read_assessment, "{" PHASE "'on':'2026-06-01','score':'70.001'}", "score", RC_INVALID },
    { read_assessment, "{" PHASE "'on':'2026-06-01','score':'100.01'}", "score", RC_INVALID },
    { read_assessment, "{" PHASE "'on':'2026-06-01','score':'-1'}", "score", RC_INVALID },
    { read_assessment, "{" PHASE "'on':'2026-06-01','score':'70','findings':{}}", "findings",
      RC_INVALID },
    { read_finding_list, "{'state':'closed'}", "state", RC_INVALID },
    { read_finding_open, "{" FINDING "'on':'2026-06-01'}", "system", RC_INVALID },
    { read_finding_open, "{'cycle':1,'serial':1," FINDING "'on':'2026-06-01'}", "cycle",
      RC_INVALID },
    { read_finding_open, "{'cycle':1," FINDING "'on':'2026-06-16'}", "on", RC_REFUSED },
    { read_finding_open,
      "{'cycle':1,'code':'T1','title':'t','control_point':'p','risk':'low','on':'2026-06-01'}",
      "code", RC_INVALID },
    { read_finding_open,
      "{'cycle':1,'code':'t001','title':'t','control_point':'p','risk':'low','on':'2026-06-01'}",
      "code", RC_INVALID },
    { read_finding_open,
      "{'cycle':1,'code':'T001','title':'t','control_point':'p','risk':'hi','on':'2026-06-01'}",
      "risk", RC_INVALID },
    { read_finding_fix, "{'on':'2026-06-01'}", "finding", RC_INVALID },
    { read_finding_fix, "{'finding':1,'code':'T001','on':'2026-06-01'}", "finding", RC_INVALID },
    { read_finding_fix, "{'system':1,'on':'2026-06-01'}", "finding", RC_INVALID },
    { read_finding_fix, "{'code':'T001','on':'2026-06-01'}", "finding", RC_INVALID },
    { read_finding_fix, "{'finding':1,'on':'2026-06-01','ok':true}", "ok", RC_INVALID },
    { read_finding_verify, "{'finding':1,'on':'2026-06-01'}", "ok", RC_INVALID },
    { read_finding_verify, "{'finding':1,'on':'2026-06-01','ok':1}", "ok", RC_INVALID },
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
    json_t *args = wire_args("{" PHASE "'on':'2026-06-15','score':'70.5','findings':[]}");
    assert_int_equal(decode(read_assessment, args, &ret, &problem), RC_OK);
    assert_int_equal(ret.assessment.score_bp, 7050);
    assert_int_equal(ret.assessment.ref.number, 2);
    assert_int_equal(ret.assessment.on, TODAY);
    assert_int_equal(ret.assessment.version, 0);
    json_decref(args);
    args = wire_args("{'phase':9,'on':'2026-06-15','documents':['a','b'],'version':3}");
    assert_int_equal(decode(read_phase_submit, args, &ret, &problem), RC_OK);
    assert_int_equal(ret.phase.ref.id, 9);
    assert_int_equal(ret.phase.version, 3);
    assert_int_equal(json_array_size(ret.phase.documents), 2);
    json_decref(args);
    args = wire_args("{'system':4,'code':'T001','on':'2026-06-15','ok':false}");
    assert_int_equal(decode(read_finding_verify, args, &ret, &problem), RC_OK);
    assert_string_equal(ret.finding.ref.code, "T001");
    assert_false(ret.finding.ok);
    json_decref(args);
}

static void test_finding_input(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct finding_input input;
    json_t *list = wire_args("{'a':[{" FINDING "'x':1}, 7, {'code':'T001','title':'t',"
                             "'control_point':'p','risk':'high'}]}");
    const json_t *rows = json_object_get(list, "a");
    assert_int_equal(finding_input_decode(json_array_get(rows, 0), &input, &problem), RC_INVALID);
    assert_string_equal(problem.field, "x");
    problem_clear(&problem);
    assert_int_equal(finding_input_decode(json_array_get(rows, 1), &input, &problem), RC_INVALID);
    problem_clear(&problem);
    assert_int_equal(finding_input_decode(json_array_get(rows, 2), &input, &problem), RC_OK);
    assert_string_equal(input.risk, "high");
    json_decref(list);
}

static void test_score_text(void **state)
{
    (void)state;
    char out[SCORE_TEXT];
    assert_string_equal(score_text(7000, out), "70.00");
    assert_string_equal(score_text(6999, out), "69.99");
    assert_string_equal(score_text(5, out), "0.05");
    assert_string_equal(score_text(10000, out), "100.00");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_taken),
        cmocka_unit_test(test_finding_input),
        cmocka_unit_test(test_score_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
