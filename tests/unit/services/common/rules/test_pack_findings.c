/* What pack check and pack coverage report. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "memory.h"
#include "pack_findings.h"
#include "rules_fixture.h"

static const char SECTIONS[] =
    "register: {prefix: AB, count: 5}\n"
    "readings:\n"
    "  - {name: which, value: one, about: a}\n"
    "services:\n"
    "  - {clause: AB-001, code: S, name: watch}\n"
    "staffing:\n"
    "  - {clause: AB-002, title: crew, at_least: 2}\n"
    "records:\n"
    "  - {clause: AB-003, title: a promise, why: unmeasurable}\n"
    "  - {clause: AB-002, title: crew again, why: scope}\n"
    "  - {clause: CD-001, title: elsewhere, why: scope}\n"
    "lists:\n"
    "  - {of: thing, rows: [{clause: AB-004, word: x}]}\n"
    "contradictions:\n"
    "  - {topic: staffing, clauses: [AB-001, AB-002], about: heads, says: [one, two], reading: "
    "which, service: S, field: headcount}\n"
    "  - {topic: units, clauses: [AB-001, AB-003], about: units, says: [a, b]}\n";

static void expect(json_t *got, const char *want)
{
    json_t *wanted = json_loads(want, 0, NULL);
    char *text = json_dumps(got, JSON_INDENT(1));
    if (!json_covers(wanted, got))
        fail_msg("got %s", text);
    free(text);
    json_decref(wanted);
    json_decref(got);
}

static void test_findings(void **state)
{
    struct fixture *f = *state;
    fixture_extra(f, SECTIONS);
    expect(
        pack_findings(f->extra),
        "[{\"kind\":\"contradiction\",\"at\":\"t.yaml:20:5\",\"text\":\"heads\",\"topic\":"
        "\"staffing\",\"clauses\":[\"AB-001\",\"AB-002\"],\"says\":[\"one\",\"two\"],\"reading\":"
        "\"which\",\"service\":\"S\",\"field\":\"headcount\"},"
        "{\"kind\":\"contradiction\",\"text\":\"units\",\"reading\":null,\"service\":null},"
        "{\"kind\":\"warning\",\"at\":\"t.yaml:15:5\",\"text\":\"clause AB-002 is recorded "
        "although "
        "it is computed\"},"
        "{\"kind\":\"warning\",\"at\":\"t.yaml:6:11\",\"text\":\"no entry cites clause AB-005\"}]");
    fixture_extra(f, "");
    expect(pack_findings(f->extra), "[]");
    fixture_extra(f, "phases:\n  - {clause: A, no: 1, name: n, within: 2 days}\n"
                     "plan:\n  - {clause: B, phase: 1, from: 2030-01-01, to: 2030-01-03}\n");
    expect(pack_findings(f->extra), /* what a section's own check warns of */
           "[{\"kind\":\"warning\",\"at\":\"t.yaml:9:5\",\"text\":\"the plan gives phase 1 3 days, "
           "its "
           "limit is 2\"}]");
}

static void test_coverage(void **state)
{
    struct fixture *f = *state;
    fixture_extra(f, SECTIONS);
    expect(
        pack_coverage(f->extra),
        "{\"pack\":\"t\",\"count\":5,\"computed\":1,\"tracked\":1,\"recorded\":2,\"missing\":1,"
        "\"clauses\":[{\"clause\":\"AB-001\",\"class\":\"tracked\",\"section\":\"services\","
        "\"title\":\"watch\",\"at\":\"t.yaml:10:5\"},{\"class\":\"computed\",\"title\":\"crew\","
        "\"why\":null},{\"class\":\"recorded\",\"why\":\"unmeasurable\"},{\"class\":\"recorded\","
        "\"title\":null,\"why\":\"definition\"},{\"class\":\"missing\",\"section\":null,\"at\":"
        "null}]}");
    fixture_extra(f, "");
    expect(pack_coverage(f->extra), "{\"count\":0,\"missing\":0,\"clauses\":[]}");
}

#define KINDS "id,kind,line\nAB-001,sla,1\nAB-002,staffing,2\nAB-003,sla,3\nAB-004,unit,4\n"

static const struct {
    const char *name, *csv, *want;
} TABLES[] = {
    { "one is only recorded", KINDS "AB-005,sla,5\n",
      "{\"warnings\":[{\"clause\":\"AB-003\",\"kind\":\"sla\"}]}" },
    { "a clause too few", KINDS, "\"r.csv has 4 clauses, the register 5\"" },
    { "a clause too many", KINDS "AB-005,sla,5\nAB-006,sla,6\n",
      "\"r.csv:7: is not the register's next clause\"" },
    { "another clause", KINDS "AB-006,sla,5\n", "\"r.csv:6: is not the register's next clause\"" },
};

static void test_kinds(void **state)
{
    struct fixture *f = *state;
    fixture_extra(f, SECTIONS);
    for (size_t i = 0; i < COUNT_OF(TABLES); i++) {
        struct problem problem = { .rc = RC_OK };
        struct csv_source source = { TABLES[i].csv, strlen(TABLES[i].csv), "r.csv",
                                     REGISTER_HEADER };
        json_t *report = pack_coverage(f->extra);
        json_t *want = json_loads(TABLES[i].want, JSON_DECODE_ANY, NULL);
        rc_t rc = pack_coverage_kinds(report, &source, &problem);
        json_t *got = rc == RC_OK ? json_incref(report) : json_string(problem.text);
        if (!json_covers(want, got))
            fail_msg("%s: %s", TABLES[i].name, problem.text);
        json_decref(got);
        json_decref(report);
        json_decref(want);
    }
}

/* Clauses of a kind that can often be computed, which a reader will agree to have only on record: a
 * joint liability without an amount, and a team of which only the experience is praised. */
static bool is_agreed(const char *clause)
{
    static const char *const AGREED[] = { "YF-146", "HOS-129" };
    for (size_t i = 0; i < COUNT_OF(AGREED); i++)
        if (strcmp(AGREED[i], clause) == 0)
            return true;
    return false;
}

static void check_shipped(const struct eval_env *env, const char *name, size_t count)
{
    char path[128];
    size_t len;
    struct problem problem = { .rc = RC_OK };
    snprintf(path, sizeof(path), "tests/vectors/registers/%s.csv", name);
    char *bytes = fixture_file(path, &len);
    struct csv_source source = { bytes, len, path, REGISTER_HEADER };
    json_t *report = pack_coverage(env->pack(env->arg, name));
    if (pack_coverage_kinds(report, &source, &problem) != RC_OK)
        fail_msg("%s", problem.text);
    assert_int_equal(json_array_size(json_object_get(report, "clauses")), count);
    if (json_integer_value(json_object_get(report, "missing")) != 0)
        fail_msg("%s: a clause is missing: see mlps pack coverage %s", name, name);
    const json_t *warnings = json_object_get(report, "warnings");
    for (size_t i = 0; i < json_array_size(warnings); i++) {
        const char *clause =
            json_string_value(json_object_get(json_array_get(warnings, i), "clause"));
        if (!is_agreed(clause))
            fail_msg("%s is only recorded", clause);
    }
    json_decref(report);
    mem_free(bytes);
}

/* Every clause of the five documents is computed, tracked or recorded, and the registers of the
 * packs are those of the documents. */
static void test_shipped_packs(void **state)
{
    static const struct {
        const char *name;
        size_t count;
    } PACKS[] = { { "yifen-2026", 208 },
                  { "rsj-2022", 533 },
                  { "minhang-2024", 82 },
                  { "sfj-2024", 269 },
                  { "langfang-2025", 131 } };
    struct eval_env env = fixture_env(*state);
    for (size_t i = 0; i < COUNT_OF(PACKS); i++)
        check_shipped(&env, PACKS[i].name, PACKS[i].count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_findings),
        cmocka_unit_test(test_coverage),
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_shipped_packs),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
