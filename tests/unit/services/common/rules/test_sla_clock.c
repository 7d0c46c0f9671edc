/* Limits and verdicts of the clocks, to the second. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "civil.h"
#include "rules_fixture.h"
#include "sla_clock.h"

#define T(time) "2026-05-20T" time "+08:00"

static const struct {
    const char *name, *clause, *grade;
    const char *occurred, *responded, *resolved, *requested, *arrived, *as_of;
    const char *respond_by, *remote_by, *onsite_by;
    enum sla_verdict respond, onsite;
    int64_t margin; /* of whichever side is closed */
} CASES[] = {
    { "one second inside", "YF-081", NULL, T("10:00:00"), T("10:04:59"), NULL, NULL, NULL, NULL,
      T("10:05:00"), NULL, NULL, SLA_MET, SLA_NOT_APPLICABLE, 1 },
    { "at a limit that excludes itself", "YF-081", NULL, T("10:00:00"), T("10:05:00"), NULL, NULL,
      NULL, NULL, T("10:05:00"), NULL, NULL, SLA_BREACHED, SLA_NOT_APPLICABLE, 0 },
    { "fractions are cut", "YF-081", NULL, T("10:00:00.9"), T("10:04:59.999"), NULL, NULL, NULL,
      NULL, T("10:05:00"), NULL, NULL, SLA_MET, SLA_NOT_APPLICABLE, 1 },
    { "open", "YF-081", NULL, T("10:00:00"), NULL, NULL, NULL, NULL, NULL, T("10:05:00"), NULL,
      NULL, SLA_OPEN, SLA_NOT_APPLICABLE, 0 },
    { "open until the limit", "YF-081", NULL, T("10:00:00"), NULL, NULL, NULL, NULL, T("10:04:59"),
      T("10:05:00"), NULL, NULL, SLA_OPEN, SLA_NOT_APPLICABLE, 0 },
    { "passed at the limit", "YF-081", NULL, T("10:00:00"), NULL, NULL, NULL, NULL, T("10:05:00"),
      T("10:05:00"), NULL, NULL, SLA_BREACHED, SLA_NOT_APPLICABLE, 0 },
    { "attendance under two hours", "YF-082", NULL, T("10:00:00"), NULL, NULL, NULL, T("12:00:00"),
      NULL, NULL, NULL, T("12:00:00"), SLA_NOT_APPLICABLE, SLA_BREACHED, 0 },
    { "request after the remote window", "YF-107", "I", T("10:00:00"), NULL, NULL, T("10:40:00"),
      T("12:40:00"), NULL, NULL, T("10:30:00"), T("12:40:00"), SLA_NOT_APPLICABLE, SLA_MET, 0 },
    { "request inside the remote window", "YF-107", "I", T("10:00:00"), NULL, NULL, T("10:10:00"),
      T("12:30:01"), NULL, NULL, T("10:30:00"), T("12:30:00"), SLA_NOT_APPLICABLE, SLA_BREACHED,
      -1 },
    { "no request, nothing owed", "YF-107", "I", T("10:00:00"), NULL, NULL, NULL, NULL, NULL, NULL,
      T("10:30:00"), NULL, SLA_NOT_APPLICABLE, SLA_NOT_APPLICABLE, 0 },
    { "solved remotely at the limit", "YF-109", "III", T("08:00:00"), NULL, T("09:00:00"),
      T("08:30:00"), NULL, NULL, NULL, T("09:00:00"), NULL, SLA_NOT_APPLICABLE, SLA_NOT_APPLICABLE,
      0 },
    { "solved remotely too late", "YF-109", "III", T("08:00:00"), NULL, T("09:00:01"),
      T("08:30:00"), NULL, NULL, NULL, T("09:00:00"), T("12:00:00"), SLA_NOT_APPLICABLE, SLA_OPEN,
      0 },
    { "over midnight", "YF-108", "II", T("22:00:00"), NULL, NULL, T("22:45:00"),
      "2026-05-21T01:45:00+08:00", NULL, NULL, T("22:30:00"), "2026-05-21T01:45:00+08:00",
      SLA_NOT_APPLICABLE, SLA_MET, 0 },
    { "four hours", "YF-110", "IV", T("08:00:00"), NULL, NULL, T("09:30:00"), NULL, T("13:30:00"),
      NULL, T("09:00:00"), T("13:30:00"), SLA_NOT_APPLICABLE, SLA_OPEN, 0 },
};

static int64_t instant_or_none(const char *text)
{
    return text ? instant_of(text) : NO_INSTANT;
}

static void test_cases(void **state)
{
    const struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct sla_facts facts = sla_facts_none();
        struct sla_ruling r;
        struct problem problem = { .rc = RC_OK };
        proof_t *proof = proof_new(480);
        facts.grade = CASES[i].grade;
        facts.occurred_at = instant_of(CASES[i].occurred);
        facts.responded_at = instant_or_none(CASES[i].responded);
        facts.remote_resolved_at = instant_or_none(CASES[i].resolved);
        facts.onsite_requested_at = instant_or_none(CASES[i].requested);
        facts.arrived_at = instant_or_none(CASES[i].arrived);
        facts.as_of = instant_or_none(CASES[i].as_of);
        assert_int_equal(
            sla_clock_rule(&(struct sla_ask){ f->packs[1], CASES[i].clause, &facts, NULL }, proof,
                           &r, &problem),
            RC_OK);
        if (!r.applies || r.respond_by != instant_or_none(CASES[i].respond_by) ||
            r.remote_by != instant_or_none(CASES[i].remote_by) ||
            r.onsite_by != instant_or_none(CASES[i].onsite_by) || r.respond != CASES[i].respond ||
            r.onsite != CASES[i].onsite ||
            r.respond_margin_s + r.onsite_margin_s != CASES[i].margin || proof_size(proof) < 2)
            fail_msg("%s: %s %s", CASES[i].name, sla_verdict_word(r.respond),
                     sla_verdict_word(r.onsite));
        proof_destroy(&proof);
    }
}

static void test_what_does_not_apply(void **state)
{
    const struct fixture *f = *state;
    struct sla_facts facts = sla_facts_none();
    struct sla_ruling r;
    struct problem problem = { .rc = RC_OK };
    facts.occurred_at = 0;
    facts.grade = "II";
    assert_int_equal(sla_clock_rule(&(struct sla_ask){ f->packs[1], "YF-107", &facts, NULL }, NULL,
                                    &r, &problem),
                     RC_OK);
    assert_false(r.applies);
    assert_int_equal(r.onsite, SLA_NOT_APPLICABLE);
    assert_int_equal(r.remote_by, NO_INSTANT);
    assert_int_equal(sla_clock_rule(&(struct sla_ask){ f->packs[1], "YF-999", &facts, NULL }, NULL,
                                    &r, &problem),
                     RC_NOT_FOUND);
    problem_clear(&problem);
    facts.occurred_at = NO_INSTANT;
    assert_int_equal(sla_clock_rule(&(struct sla_ask){ f->packs[1], "YF-107", &facts, NULL }, NULL,
                                    &r, &problem),
                     RC_INVALID);
    assert_string_equal(problem.field, "facts.occurred_at");
}

/* Alternatives: the first limit whose attribute holds. */
static void test_alternatives(void **state)
{
    static const char TEXT[] =
        "pack: t\nversion: 1\ntitle: t\nzone: UTC\ncalendar: {base: cn, makeup_days: true}\n"
        "clocks:\n  - clause: X\n    title: t\n    when: {major: true}\n    onsite:\n"
        "      - {within: 4 h, from: occurred_at, when: {suburb: true}}\n"
        "      - {within: 2 h, from: occurred_at}\n";
    struct problem problem = { .rc = RC_OK };
    pack_t *pack = NULL;
    struct sla_facts facts = sla_facts_none();
    struct sla_ruling r;
    (void)state;
    assert_int_equal(fixture_pack_text(TEXT, &pack, &problem), RC_OK);
    facts.occurred_at = -1500000; /* before 1970 seconds are cut downwards too */
    facts.major = true;
    assert_int_equal(
        sla_clock_rule(&(struct sla_ask){ pack, "X", &facts, NULL }, NULL, &r, &problem), RC_OK);
    assert_int_equal(r.onsite_by, 7198 * US_PER_SECOND);
    facts.suburb = true;
    assert_int_equal(
        sla_clock_rule(&(struct sla_ask){ pack, "X", &facts, NULL }, NULL, &r, &problem), RC_OK);
    assert_int_equal(r.onsite_by, 14398 * US_PER_SECOND);
    facts.major = false;
    assert_int_equal(
        sla_clock_rule(&(struct sla_ask){ pack, "X", &facts, NULL }, NULL, &r, &problem), RC_OK);
    assert_false(r.applies);
    pack_destroy(&pack);
}

/* The whole text of a clock's proof. */
static void test_proof_reads_well(void **state)
{
    const struct fixture *f = *state;
    struct sla_facts facts = sla_facts_none();
    struct sla_ruling r;
    struct bytebuf out;
    struct problem problem = { .rc = RC_OK };
    proof_t *proof = proof_new(480);
    facts.grade = "I";
    facts.occurred_at = instant_of(T("10:00:00"));
    facts.onsite_requested_at = instant_of(T("10:40:00"));
    facts.arrived_at = instant_of(T("12:41:00"));
    bytebuf_init(&out, 4000);
    assert_int_equal(sla_clock_rule(&(struct sla_ask){ f->packs[1], "YF-107", &facts, NULL }, proof,
                                    &r, &problem),
                     RC_OK);
    assert_int_equal(proof_text(proof, LANG_EN, &out), RC_OK);
    assert_string_equal(
        bytebuf_str(&out),
        "1. Clause YF-107 rules: 特别重大故障到场\n"
        "2. Fact occurred_at: 2026-05-20T10:00:00+08:00\n"
        "3. remote: within 30 min of 2026-05-20T10:00:00+08:00, by 2026-05-20T10:30:00+08:00\n"
        "4. The later instant starts it, onsite_requested_at: 2026-05-20T10:40:00+08:00\n"
        "5. onsite: within 2 h of 2026-05-20T10:40:00+08:00, by 2026-05-20T12:40:00+08:00\n"
        "6. YF-107: onsite breached, margin -60 s\n");
    bytebuf_fini(&out);
    proof_destroy(&proof);
}

static void test_clock_of_a_grade(void **state)
{
    const struct fixture *f = *state;
    assert_string_equal(sla_clock_for_grade(f->packs[1], "I"), "YF-107");
    assert_string_equal(sla_clock_for_grade(f->packs[1], "IV"), "YF-110");
    assert_null(sla_clock_for_grade(f->packs[1], "V"));
    assert_null(sla_clock_for_grade(f->packs[0], "I"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_what_does_not_apply),
        cmocka_unit_test(test_alternatives),
        cmocka_unit_test(test_proof_reads_well),
        cmocka_unit_test(test_clock_of_a_grade),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
