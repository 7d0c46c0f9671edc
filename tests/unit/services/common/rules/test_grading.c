/* Grades of network and data events at every threshold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "grading.h"
#include "rules_fixture.h"

static const struct {
    const char *name, *family, *facts, *grade, *clauses;
} CASES[] = {
    { "all features of I", "network",
      "{\"important_system\":true,\"extent\":\"wide\",\"outage_minutes\":60,\"capability\":"
      "\"lost\"}",
      "I", "YF-166" },
    { "a minute less", "network",
      "{\"important_system\":true,\"extent\":\"wide\",\"outage_minutes\":59,\"capability\":"
      "\"lost\"}",
      "II", "YF-169" },
    { "sixty minutes, capability not lost", "network",
      "{\"important_system\":true,\"extent\":\"wide\",\"outage_minutes\":60,\"capability\":"
      "\"severe\"}",
      "II", "YF-169" },
    { "thirty minutes", "network",
      "{\"important_system\":true,\"extent\":\"wide\",\"outage_minutes\":30,\"capability\":"
      "\"severe\"}",
      "II", "YF-169" },
    { "wide satisfies a local rule", "network",
      "{\"important_system\":true,\"extent\":\"wide\",\"outage_minutes\":29,\"capability\":"
      "\"lost\"}",
      "III", "YF-172" },
    { "ten minutes", "network",
      "{\"important_system\":true,\"extent\":\"local\",\"outage_minutes\":10,\"capability\":"
      "\"affected\"}",
      "III", "YF-172" },
    { "nine minutes", "network",
      "{\"important_system\":true,\"extent\":\"local\",\"outage_minutes\":9,\"capability\":"
      "\"affected\"}",
      "IV", "YF-174" },
    { "not an important system", "network",
      "{\"extent\":\"wide\",\"outage_minutes\":600,\"capability\":\"lost\"}", "IV", "YF-174" },
    { "content alone", "network", "{\"tampering\":\"political\",\"outage_minutes\":3}", "I",
      "YF-167" },
    { "other content", "network", "{\"tampering\":\"obscene\"}", "II", "YF-170" },
    { "two rows of one grade", "network", "{\"tampering\":\"political\",\"threat\":\"extreme\"}",
      "I", "YF-167 YF-168" },
    { "severe threat", "network", "{\"threat\":\"severe\"}", "II", "YF-171" },
    { "considerable threat", "network", "{\"threat\":\"considerable\"}", "III", "YF-173" },
    { "nothing known", "network", "{}", "IV", "YF-174" },
    { "nulls are absent", "network", "{\"threat\":null,\"important_system\":null}", "IV",
      "YF-174" },
    { "core data", "data", "{\"core\":1}", "I", "YF-177" },
    { "49 important", "data", "{\"important\":49}", "II", "YF-181" },
    { "50 important", "data", "{\"important\":50}", "I", "YF-178" },
    { "4,999 personal", "data", "{\"personal\":4999}", "IV", "YF-188" },
    { "5,000 personal", "data", "{\"personal\":5000}", "II", "YF-183" },
    { "a million less one", "data", "{\"personal\":999999}", "II", "YF-183" },
    { "a million", "data", "{\"personal\":1000000}", "I", "YF-179" },
    { "sensitive ones count as personal", "data", "{\"personal\":999999,\"sensitive_personal\":1}",
      "I", "YF-179" },
    { "49 sensitive", "data", "{\"sensitive_personal\":49}", "III", "YF-185" },
    { "50 sensitive", "data", "{\"sensitive_personal\":50}", "II", "YF-182" },
    { "severe secret", "data", "{\"trade_secret\":\"severe\"}", "III", "YF-186" },
    { "ordinary secret", "data", "{\"trade_secret\":\"ordinary\"}", "IV", "YF-189" },
    { "two of the lowest grade", "data", "{\"trade_secret\":\"ordinary\",\"personal\":1}", "IV",
      "YF-188 YF-189" },
    { "no records", "data", "{\"personal\":0,\"core\":0}", "IV", "YF-190" },
    { "nothing", "data", "{}", "IV", "YF-190" },
};

static void join(const struct grade_ruling *r, char *out, size_t size)
{
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < r->clause_count; i++)
        at += (size_t)snprintf(out + at, size - at, "%s%s", i ? " " : "", r->clauses[i]);
}

static void test_grades(void **state)
{
    const struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct grade_ruling r;
        char clauses[200];
        struct problem problem = { .rc = RC_OK };
        json_t *facts = json_loads(CASES[i].facts, 0, NULL);
        proof_t *proof = proof_new(480);
        if (grading_rule(f->packs[1], CASES[i].family, facts, proof, &r, &problem) != RC_OK)
            fail_msg("%s: %s", CASES[i].name, problem.text);
        join(&r, clauses, sizeof(clauses));
        if (strcmp(r.grade, CASES[i].grade) != 0 || strcmp(clauses, CASES[i].clauses) != 0 ||
            proof_size(proof) != r.clause_count + 1)
            fail_msg("%s: %s by %s", CASES[i].name, r.grade, clauses);
        proof_destroy(&proof);
        json_decref(facts);
    }
}

static const struct {
    const char *name, *family, *facts, *field;
    rc_t rc;
} REFUSED[] = {
    { "unknown family", "water", "{}", "family", RC_NOT_FOUND },
    { "unknown fact", "network", "{\"outage\":3}", "facts.outage", RC_INVALID },
    { "fact of the other family", "network", "{\"core\":3}", "facts.core", RC_INVALID },
    { "a sum cannot be given", "data", "{\"personal_total\":3}", "facts.personal_total",
      RC_INVALID },
    { "unknown word", "network", "{\"extent\":\"huge\"}", "facts.extent", RC_INVALID },
    { "number for a word", "network", "{\"extent\":3}", "facts.extent", RC_INVALID },
    { "text for a number", "network", "{\"outage_minutes\":\"long\"}", "facts.outage_minutes",
      RC_INVALID },
    { "negative count", "data", "{\"core\":-1}", "facts.core", RC_INVALID },
    { "text for a flag", "network", "{\"important_system\":\"yes\"}", "facts.important_system",
      RC_INVALID },
    { "a part of a sum too large", "data",
      "{\"personal\":9223372036854775807,\"sensitive_personal\":1}", "facts.personal", RC_INVALID },
    { "a sum too large to compare", "data",
      "{\"personal\":9223372036854,\"sensitive_personal\":9223372036854}",
      "facts.sensitive_personal", RC_INVALID },
    { "nothing is not a word", "network", "{\"extent\":[]}", "facts.extent", RC_INVALID },
    { "half a record", "data", "{\"personal\":\"0.5\"}", "facts.personal", RC_INVALID },
};

static void test_refusals(void **state)
{
    const struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
        struct grade_ruling r = { .grade = NULL };
        struct problem problem = { .rc = RC_OK };
        json_t *facts = json_loads(REFUSED[i].facts, 0, NULL);
        rc_t rc = grading_rule(f->packs[1], REFUSED[i].family, facts, NULL, &r, &problem);
        if (rc != REFUSED[i].rc || r.grade || strcmp(problem.field, REFUSED[i].field) != 0)
            fail_msg("%s: %s %s", REFUSED[i].name, problem.field, problem.text);
        json_decref(facts);
    }
}

/* A table without a last resort refuses what no row covers. */
static void test_no_row(void **state)
{
    static const char TEXT[] =
        "pack: t\nversion: 1\ntitle: t\nzone: UTC\ncalendar: {base: cn, makeup_days: true}\n"
        "scales:\n  - {fact: grade, words: [IV, I]}\n"
        "grading:\n  - {family: f, rows: [{clause: X, grade: I, title: t, when: {a: true}}]}\n";
    struct problem problem = { .rc = RC_OK };
    struct grade_ruling r;
    pack_t *pack = NULL;
    (void)state;
    assert_int_equal(fixture_pack_text(TEXT, &pack, &problem), RC_OK);
    assert_int_equal(grading_rule(pack, "f", NULL, NULL, &r, &problem), RC_REFUSED);
    pack_destroy(&pack);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grades),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_no_row),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
