/* Gates: what is missing, in the order of the clause. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "gate.h"
#include "rules_fixture.h"

static const struct {
    const char *name;
    int64_t phase; /* 0: by clause */
    const char *clause, *facts;
    const char *missing; /* joined by a blank, "" for an open gate */
    int64_t returns_to;
} CASES[] = {
    { "at the limit", 5, NULL, "{\"score\":\"70.00\",\"high_risk_open\":0}", "", 0 },
    { "a hundredth below", 5, NULL, "{\"score\":\"69.99\",\"high_risk_open\":0}", "score", 0 },
    { "one high risk", 5, NULL, "{\"score\":\"85\",\"high_risk_open\":1}", "high_risk_open", 0 },
    { "both", 6, NULL, "{\"score\":60,\"high_risk_open\":1}", "score high_risk_open", 5 },
    { "open re-check returns nowhere", 6, NULL, "{\"score\":\"70\",\"high_risk_open\":0}", "", 0 },
    { "a fact not given keeps it shut", 5, NULL, "{\"score\":\"70\"}", "high_risk_open", 0 },
    { "null keeps it shut", 5, NULL, "{\"score\":\"70\",\"high_risk_open\":null}", "high_risk_open",
      0 },
    { "a document missing", 1, NULL,
      "{\"documents\":[\"申请材料\",\"专家评审材料\",\"安全管理体系材料\"]}", "网络拓扑图", 0 },
    { "nothing filed", 1, NULL, NULL, "申请材料 专家评审材料 网络拓扑图 安全管理体系材料", 0 },
    { "all filed, more too", 1, NULL,
      "{\"documents\":[\"安全管理体系材料\",\"网络拓扑图\",\"专家评审材料\",\"申请材料\",\"x\",7]}",
      "", 0 },
    { "by clause", 0, "MH-057", "{\"documents\":[]}", "差距分析报告", 0 },
};

static void test_cases(void **state)
{
    const struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct gate_ruling r;
        char missing[400] = "";
        json_t *facts = CASES[i].facts ? json_loads(CASES[i].facts, 0, NULL) : NULL;
        proof_t *proof = proof_new(480);
        const struct pack_gate *gate = CASES[i].phase
                                           ? gate_of_phase(f->packs[0], CASES[i].phase)
                                           : gate_of_clause(f->packs[0], CASES[i].clause);
        assert_non_null(gate);
        gate_rule(gate, facts, proof, &r);
        for (size_t k = 0, at = 0; k < r.missing_count; k++)
            at += (size_t)snprintf(missing + at, sizeof(missing) - at, "%s%s", k ? " " : "",
                                   r.missing[k]);
        if (r.open != (CASES[i].missing[0] == '\0') || strcmp(missing, CASES[i].missing) != 0 ||
            r.returns_to != CASES[i].returns_to || proof_size(proof) < 2)
            fail_msg("%s: %s", CASES[i].name, missing);
        proof_destroy(&proof);
        json_decref(facts);
    }
}

static void test_finding(void **state)
{
    const struct fixture *f = *state;
    assert_null(gate_of_phase(f->packs[0], 2));
    assert_null(gate_of_phase(f->packs[0], 0));
    assert_null(gate_of_clause(f->packs[0], "MH-001"));
    assert_non_null(gate_of_clause(f->packs[1], "YF-132"));
    assert_non_null(gate_of_phase(f->packs[1], 6));
}

/* A list of names is bounded when a question is read; the typed function names what it has room for
 * and passes over what is no name. */
static void test_many_names(void **state)
{
    const struct pack_gate gate = { .clause = "A", .title = "t", .attended = "people" };
    struct gate_ruling r;
    json_t *facts = json_object();
    json_t *people = json_array();
    (void)state;
    json_array_append_new(people, json_integer(7));
    for (int i = 0; i < GATE_MISSING_MAX + 3; i++)
        json_array_append_new(people, json_string("x"));
    json_object_set_new(facts, "people", people);
    gate_rule(&gate, facts, NULL, &r);
    assert_false(r.open);
    assert_int_equal(r.missing_count, GATE_MISSING_MAX);
    json_decref(facts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_many_names),
        cmocka_unit_test(test_finding),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
