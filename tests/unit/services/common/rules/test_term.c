/* Terms of the shipped packs and of every shape, at their boundaries. */
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
#include "term.h"

/* A pack with a term of each shape that the shipped packs do not have. */
static const char SHAPES[] =
    "pack: t\nversion: 1\ntitle: t\nzone: Asia/Shanghai\ncalendar: {base: cn, makeup_days: true}\n"
    "contract: {clause: C, total: 6085700.00, service: {from: 2022-01-01, to: 2022-12-31, clause: "
    "S}}\n"
    "readings:\n  - {name: roll, value: 'true', one_of: ['true', 'false'], about: a}\n"
    "terms:\n"
    "  - {clause: FIXED, title: t, fixed: 2022-12-31, closed_by: paid, amount: 100%}\n"
    "  - {clause: DAYS, title: t, after: a, within: 15 days, closed_by: objection_at, "
    "deemed_accepted: true}\n"
    "  - {clause: MONTH, title: t, after: a, within: 1 month}\n"
    "  - {clause: OPENS31W, title: t, after: payment_due, opens_on: 31 working days}\n"
    "  - {clause: OPENS31, title: t, after: payment_due, opens_on: 31 days}\n"
    "  - {clause: CURE, title: t, after: notice_sent, opens_after: 7 days}\n"
    "  - {clause: BACKD, title: t, before: e, by: 10 days}\n"
    "  - {clause: BACKW, title: t, before: e, by: 5 working days}\n"
    "  - {clause: HALF, title: t, halfway: [b, e]}\n";

struct setting {
    struct fixture f;
    pack_t *shapes;
};

static int setup(void **state)
{
    static struct setting s;
    struct problem problem = { .rc = RC_OK };
    fixture_init(&s.f);
    s.shapes = NULL;
    *state = &s;
    return fixture_pack_text(SHAPES, &s.shapes, &problem) == RC_OK ? 0 : -1;
}

static int teardown(void **state)
{
    struct setting *s = *state;
    fixture_fini(&s->f);
    pack_destroy(&s->shapes);
    return 0;
}

enum { MH, YF, SHAPE };

static const struct {
    const char *name;
    int pack;
    const char *clause;
    const char *facts; /* name=date pairs */
    const char *due;   /* NULL: none */
    const char *reminder;
    int late; /* -1: not closed */
} DUES[] = {
    { "first payment", YF, "YF-095", "contract_effective=2026-03-16 invoice_received=2026-03-20",
      "2026-04-03", "2026-04-03", -1 },
    { "the later fact counts, whatever the order", YF, "YF-095",
      "invoice_received=2026-03-20 contract_effective=2026-03-16", "2026-04-03", "2026-04-03", -1 },
    { "last payment", YF, "YF-096",
      "accepted=2026-12-08 results_received=2026-12-10 invoice_received=2026-12-10", "2026-12-24",
      "2026-12-24", -1 },
    { "report, two months before the pack's end", YF, "YF-086", "", "2026-10-31", "2026-10-30",
      -1 },
    { "report on the day", YF, "YF-086", "submitted=2026-10-31", "2026-10-31", "2026-10-30", 0 },
    { "report a day late", YF, "YF-086", "submitted=2026-11-01", "2026-10-31", "2026-10-30", 1 },
    { "another end", YF, "YF-092", "service_end=2026-04-30", "2026-02-28", "2026-02-28", -1 },
    { "half of the period", YF, "YF-084", "signed=2026-03-16", "2026-08-08", "2026-08-07", -1 },
    { "on the last day", YF, "YF-087", "", "2026-12-31", "2026-12-31", -1 },
    { "rectification", YF, "YF-088", "notice_received=2026-03-09", "2026-03-23", "2026-03-23", -1 },
    { "failure that ends with the year", YF, "YF-094", "acceptance_failed=2026-12-17", "2026-12-31",
      "2026-12-31", -1 },
    { "findings", MH, "MH-022", "feedback_received=2024-10-31 rectification_done=2024-11-25",
      "2024-11-30", "2024-11-29", 0 },
    { "report issued on the day", MH, "MH-023",
      "assessment_ended=2024-10-31 report_issued=2024-11-14", "2024-11-14", "2024-11-14", 0 },
    { "report issued late", MH, "MH-023", "assessment_ended=2024-10-31 report_issued=2024-11-15",
      "2024-11-14", "2024-11-14", 1 },
    { "report received", MH, "MH-024", "assessment_ended=2024-10-31", "2024-12-30", "2024-12-30",
      -1 },
    { "fixed date never rolls", SHAPE, "FIXED", "paid=2023-01-03", "2022-12-31", "2022-12-30", 3 },
    { "calendar days roll", SHAPE, "DAYS", "a=2022-12-16", "2023-01-03", "2023-01-03", -1 },
    { "month rolls too", SHAPE, "MONTH", "a=2022-12-01", "2023-01-03", "2023-01-03", -1 },
    { "days back never roll", SHAPE, "BACKD", "e=2022-10-15", "2022-10-05", "2022-09-30", -1 },
    { "working days back", SHAPE, "BACKW", "e=2022-10-12", "2022-09-30", "2022-09-30", -1 },
    { "half of one day", SHAPE, "HALF", "b=2022-01-05 e=2022-01-05", "2022-01-05", "2022-01-05",
      -1 },
    { "half of two days", SHAPE, "HALF", "b=2022-01-05 e=2022-01-06", "2022-01-06", "2022-01-06",
      -1 },
    { "interest", SHAPE, "OPENS31W", "payment_due=2022-12-31", NULL, NULL, -1 },
};

static const pack_t *pack_of(struct setting *s, int which)
{
    return which == SHAPE ? s->shapes : s->f.packs[which];
}

/* Facts from "name=date name=date"; names are cut out of `text`. */
static size_t facts_of(char *text, struct day_fact *facts)
{
    size_t n = 0;
    for (char *at = text; *at;) {
        char *blank = at + strcspn(at, " ");
        char *next = *blank ? blank + 1 : blank;
        char *sign = strchr(at, '=');
        *blank = '\0';
        *sign = '\0';
        facts[n++] = (struct day_fact){ .name = at, .day = day_of(sign + 1) };
        at = next;
    }
    return n;
}

struct asked {
    struct day_fact facts[8];
    char text[200];
    struct calendar_use use;
    struct term_case ask;
};

static struct term_case *ask_for(struct setting *s, struct asked *a, const pack_t *pack,
                                 const char *clause, const char *facts)
{
    snprintf(a->text, sizeof(a->text), "%s", facts);
    a->use = (struct calendar_use){ s->f.calendar, true };
    a->ask = (struct term_case){ .pack = pack, .clause = clause, .facts = a->facts };
    a->ask.fact_count = facts_of(a->text, a->facts);
    a->ask.calendar = &a->use;
    return &a->ask;
}

static int32_t day_or_none(const char *date)
{
    return date ? day_of(date) : NO_DAY;
}

static void test_due_days(void **state)
{
    struct setting *s = *state;
    for (size_t i = 0; i < COUNT_OF(DUES); i++) {
        struct asked a;
        struct term_ruling r;
        struct problem problem = { .rc = RC_OK };
        proof_t *proof = proof_new(480);
        struct term_case *ask =
            ask_for(s, &a, pack_of(s, DUES[i].pack), DUES[i].clause, DUES[i].facts);
        assert_true(term_can_rule(ask));
        if (term_rule(ask, proof, &r, &problem) != RC_OK || r.due != day_or_none(DUES[i].due) ||
            r.reminder != day_or_none(DUES[i].reminder) || r.closed != (DUES[i].late >= 0) ||
            (r.closed && r.late != DUES[i].late) || proof_size(proof) == 0)
            fail_msg("%s: %s due %d", DUES[i].name, problem.text, r.due);
        struct term_ruling again;
        assert_int_equal(term_rule(ask, NULL, &again, &problem), RC_OK);
        assert_int_equal(again.due, r.due);
        proof_destroy(&proof);
    }
}

static struct term_ruling rule(struct setting *s, int pack, const char *clause, const char *facts)
{
    struct asked a;
    struct term_ruling r;
    struct problem problem = { .rc = RC_OK };
    if (term_rule(ask_for(s, &a, pack_of(s, pack), clause, facts), NULL, &r, &problem) != RC_OK)
        fail_msg("%s: %s", clause, problem.text);
    return r;
}

static void test_opening_rights(void **state)
{
    struct setting *s = *state;
    struct term_ruling r = rule(s, SHAPE, "OPENS31W", "payment_due=2022-12-31 as_of=2023-02-16");
    assert_int_equal(r.opens, day_of("2023-02-17"));
    assert_true(r.has_open);
    assert_false(r.open);
    assert_true(rule(s, SHAPE, "OPENS31W", "payment_due=2022-12-31 as_of=2023-02-17").open);
    assert_int_equal(rule(s, SHAPE, "OPENS31", "payment_due=2022-12-31").opens,
                     day_of("2023-01-31"));
    /* the time to cure ends on 2022-10-08, a make-up working day */
    assert_int_equal(rule(s, SHAPE, "CURE", "notice_sent=2022-09-30").opens, day_of("2022-10-09"));
    assert_false(rule(s, SHAPE, "CURE", "notice_sent=2022-09-30").has_open);
}

static void test_deemed_acceptance(void **state)
{
    struct setting *s = *state;
    struct term_ruling r = rule(s, SHAPE, "DAYS", "a=2022-12-20");
    assert_int_equal(r.due, day_of("2023-01-04"));
    assert_true(r.deems && r.deemed_accepted);
    assert_int_equal(r.deemed_accepted_from, day_of("2023-01-05"));
    r = rule(s, SHAPE, "DAYS", "a=2022-12-20 objection_at=2023-01-04");
    assert_false(r.deemed_accepted);
    assert_int_equal(r.deemed_accepted_from, NO_DAY);
    r = rule(s, SHAPE, "DAYS", "a=2022-12-20 objection_at=2023-01-05");
    assert_true(r.deemed_accepted);
    assert_false(rule(s, SHAPE, "MONTH", "a=2022-12-20").deems);
}

static void test_used_days_and_amounts(void **state)
{
    struct setting *s = *state;
    struct term_ruling r =
        rule(s, MH, "MH-022", "feedback_received=2024-10-31 rectification_done=2024-11-25");
    assert_true(r.has_used);
    assert_int_equal(r.used_days, 25);
    assert_false(r.has_amount);
    r = rule(s, YF, "YF-095", "contract_effective=2026-03-16 invoice_received=2026-03-20");
    assert_int_equal(r.amount_fen, 502642840);
    assert_int_equal(r.basis, BASIS_WORKING);
    assert_false(rule(s, YF, "YF-086", "submitted=2026-10-01").has_used);
    assert_true(rule(s, YF, "YF-084", "signed=2026-03-16 submitted=2026-08-08").has_used);
    struct asked a;
    struct problem problem = { .rc = RC_OK };
    struct term_case *ask = ask_for(s, &a, s->f.packs[YF], "YF-095",
                                    "contract_effective=2026-03-16 invoice_received=2026-03-20");
    ask->contract_fen = 1001;
    assert_int_equal(term_rule(ask, NULL, &r, &problem), RC_OK);
    assert_int_equal(r.amount_fen, 701);
    ask->contract_fen = INT64_MAX;
    assert_int_equal(term_rule(ask, NULL, &r, &problem), RC_OK);
}

static void test_readings(void **state)
{
    struct setting *s = *state;
    struct asked a;
    struct term_ruling r;
    struct problem problem = { .rc = RC_OK };
    struct reading_choice recheck = { "start_event", "recheck_ended" };
    struct reading_choice stays = { "roll", "false" };
    struct readings readings = { &recheck, 1 };
    struct term_case *ask = ask_for(s, &a, s->f.packs[MH], "MH-023", "recheck_ended=2024-11-27");
    assert_false(term_can_rule(ask));
    ask->readings = &readings;
    assert_true(term_can_rule(ask));
    assert_int_equal(term_rule(ask, NULL, &r, &problem), RC_OK);
    assert_int_equal(r.due, day_of("2024-12-11"));
    readings.rows = &stays;
    ask = ask_for(s, &a, s->shapes, "DAYS", "a=2022-12-16");
    ask->readings = &readings;
    assert_int_equal(term_rule(ask, NULL, &r, &problem), RC_OK);
    assert_int_equal(r.due, day_of("2022-12-31"));
}

static void test_provisional(void **state)
{
    struct setting *s = *state;
    assert_false(rule(s, YF, "YF-094", "acceptance_failed=2026-12-17").provisional);
    assert_true(rule(s, YF, "YF-094", "acceptance_failed=2026-12-18").provisional);
    assert_false(rule(s, MH, "MH-022", "feedback_received=2026-12-20").provisional);
}

static const struct {
    const char *name;
    int pack;
    const char *clause, *facts, *field;
    rc_t rc;
} REFUSED[] = {
    { "unknown clause", YF, "YF-001", "", "clause", RC_NOT_FOUND },
    { "missing start", YF, "YF-095", "invoice_received=2026-03-20", "facts.contract_effective",
      RC_INVALID },
    { "missing start of a reading", MH, "MH-023", "recheck_ended=2024-11-27",
      "facts.assessment_ended", RC_INVALID },
    { "period ends before it begins", SHAPE, "HALF", "b=2022-01-05 e=2022-01-04", "facts",
      RC_INVALID },
    { "ends out of range", SHAPE, "MONTH", "a=2169-12-31", "facts", RC_INVALID },
    { "begins out of range", SHAPE, "BACKD", "e=1900-01-05", "facts", RC_INVALID },
    { "working days out of range", YF, "YF-088", "notice_received=2169-12-31", "facts",
      RC_INVALID },
    { "opens out of range", SHAPE, "OPENS31", "payment_due=2169-12-31", "facts", RC_INVALID },
};

static void test_refusals(void **state)
{
    struct setting *s = *state;
    for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
        struct asked a;
        struct term_ruling r = { .due = 77 };
        struct problem problem = { .rc = RC_OK };
        struct term_case *ask =
            ask_for(s, &a, pack_of(s, REFUSED[i].pack), REFUSED[i].clause, REFUSED[i].facts);
        if (term_rule(ask, NULL, &r, &problem) != REFUSED[i].rc || r.due != 77 ||
            strcmp(problem.field, REFUSED[i].field) != 0)
            fail_msg("%s: \"%s\" %s", REFUSED[i].name, problem.field, problem.text);
    }
    struct asked a;
    assert_false(term_can_rule(ask_for(s, &a, s->f.packs[YF], "YF-001", "")));
}

/* The whole text of a proof, as a person reads it. */
static const struct {
    int pack;
    const char *clause, *facts, *text;
} PROOFS[] = {
    { MH, "MH-023", "assessment_ended=2024-10-31 report_issued=2024-11-15",
      "1. 依据条款 MH-023：测评报告出具及时性\n"
      "2. 条款有多种理解，本合同按“start_event = assessment_ended”执行\n"
      "3. 事实 assessment_ended：2024-10-31\n"
      "4. 起算当日 2024-10-31 不计入\n"
      "5. 自 2024-11-01 至 2024-11-14 共 14 个自然日\n"
      "6. 到期日 2024-11-14\n"
      "7. 到期日及之前最后一个工作日 2024-11-14\n"
      "8. report_issued 于 2024-11-15 完成，逾期 1 日\n" },
    { YF, "YF-086", "",
      "1. 依据条款 YF-086：等级保护测评报告提交\n"
      "2. 事实 service_end：2026-12-31\n"
      "3. 自 2026-12-31 推 -2 个月为 2026-10-31\n"
      "4. 2026-10-31 为休息日，不顺延\n"
      "5. 到期日 2026-10-31\n"
      "6. 到期日及之前最后一个工作日 2026-10-30\n" },
    { YF, "YF-084", "signed=2026-03-16",
      "1. 依据条款 YF-084：执行进度汇总报告（服务期限过半）\n"
      "2. 事实 signed：2026-03-16\n"
      "3. 事实 service_end：2026-12-31\n"
      "4. 自 2026-03-16 起共 291 日（首尾均计），过半之日为 2026-08-08\n"
      "5. 2026-08-08 为休息日，不顺延\n"
      "6. 到期日 2026-08-08\n"
      "7. 到期日及之前最后一个工作日 2026-08-07\n" },
    { SHAPE, "DAYS", "a=2022-12-16",
      "1. 依据条款 DAYS：t\n"
      "2. 事实 a：2022-12-16\n"
      "3. 起算当日 2022-12-16 不计入\n"
      "4. 自 2022-12-17 至 2022-12-31 共 15 个自然日\n"
      "5. 条款有多种理解，本合同按“roll = true”执行\n"
      "6. 2022-12-31 为休息日，顺延至 2023-01-03\n"
      "7. 到期日 2023-01-03\n"
      "8. 到期日及之前最后一个工作日 2023-01-03\n" },
    { SHAPE, "BACKW", "e=2022-10-12",
      "1. 依据条款 BACKW：t\n"
      "2. 事实 e：2022-10-12\n"
      "3. 2022-09-30 工作日，第 1 日\n"
      "4. 2022-10-01 国庆节放假，不计\n"
      "5. 2022-10-02 国庆节放假，不计\n"
      "6. 2022-10-03 国庆节放假，不计\n"
      "7. 2022-10-04 国庆节放假，不计\n"
      "8. 2022-10-05 国庆节放假，不计\n"
      "9. 2022-10-06 国庆节放假，不计\n"
      "10. 2022-10-07 国庆节放假，不计\n"
      "11. 2022-10-08 国庆节调休上班，第 2 日\n"
      "12. 2022-10-09 国庆节调休上班，第 3 日\n"
      "13. 2022-10-10 工作日，第 4 日\n"
      "14. 2022-10-11 工作日，第 5 日\n"
      "15. 到期日 2022-09-30\n"
      "16. 到期日及之前最后一个工作日 2022-09-30\n" },
    { YF, "YF-095", "contract_effective=2026-06-11 invoice_received=2026-06-12",
      "1. 依据条款 YF-095：首付款\n"
      "2. 事实 contract_effective：2026-06-11\n"
      "3. 事实 invoice_received：2026-06-12\n"
      "4. 各起算条件中最后成就的是 invoice_received：2026-06-12\n"
      "5. 起算当日 2026-06-12 不计入\n"
      "6. 2026-06-13 周末，不计\n"
      "7. 2026-06-14 周末，不计\n"
      "8. 2026-06-15 工作日，第 1 日\n"
      "9. 2026-06-16 工作日，第 2 日\n"
      "10. 2026-06-17 工作日，第 3 日\n"
      "11. 2026-06-18 工作日，第 4 日\n"
      "12. 2026-06-19 端午节放假，不计\n"
      "13. 2026-06-20 端午节放假，不计\n"
      "14. 2026-06-21 端午节放假，不计\n"
      "15. 2026-06-22 工作日，第 5 日\n"
      "16. 2026-06-23 工作日，第 6 日\n"
      "17. 2026-06-24 工作日，第 7 日\n"
      "18. 2026-06-25 工作日，第 8 日\n"
      "19. 2026-06-26 工作日，第 9 日\n"
      "20. 2026-06-27 周末，不计\n"
      "21. 2026-06-28 周末，不计\n"
      "22. 2026-06-29 工作日，第 10 日\n"
      "23. 7180612.00 元的 70.00%\n"
      "24. 5026428.40 元\n"
      "25. 到期日 2026-06-29\n"
      "26. 到期日及之前最后一个工作日 2026-06-29\n" },
    { SHAPE, "OPENS31", "payment_due=2022-12-31",
      "1. 依据条款 OPENS31：t\n"
      "2. 事实 payment_due：2022-12-31\n"
      "3. 起算当日 2022-12-31 不计入\n"
      "4. 自 2023-01-01 至 2023-01-31 共 31 个自然日\n"
      "5. 自 2023-01-31 起可以行使\n" },
    { YF, "YF-094", "acceptance_failed=2026-12-30", NULL },
};

static void test_proofs_read_well(void **state)
{
    struct setting *s = *state;
    for (size_t i = 0; i < COUNT_OF(PROOFS); i++) {
        struct asked a;
        struct term_ruling r;
        struct bytebuf out;
        struct problem problem = { .rc = RC_OK };
        proof_t *proof = proof_new(480);
        struct term_case *ask =
            ask_for(s, &a, pack_of(s, PROOFS[i].pack), PROOFS[i].clause, PROOFS[i].facts);
        bytebuf_init(&out, 10000);
        assert_int_equal(term_rule(ask, proof, &r, &problem), RC_OK);
        assert_int_equal(proof_text(proof, LANG_ZH, &out), RC_OK);
        if (PROOFS[i].text)
            assert_string_equal(bytebuf_str(&out), PROOFS[i].text);
        else
            assert_non_null(strstr(bytebuf_str(&out), "含放假安排未公布的年度，日期暂定"));
        bytebuf_fini(&out);
        proof_destroy(&proof);
    }
}

/* A proof of ten working days lists each of the fourteen days from the first to the last. */
static void test_proof_lists_every_day(void **state)
{
    struct setting *s = *state;
    struct asked a;
    struct term_ruling r;
    struct problem problem = { .rc = RC_OK };
    proof_t *proof = proof_new(480);
    size_t days = 0;
    int32_t next = day_of("2026-03-21");
    struct term_case *ask = ask_for(s, &a, s->f.packs[YF], "YF-095",
                                    "contract_effective=2026-03-16 invoice_received=2026-03-20");
    assert_int_equal(term_rule(ask, proof, &r, &problem), RC_OK);
    for (size_t i = 0; i < proof_size(proof); i++) {
        const struct proof_step *step = proof_step_at(proof, i);
        if (step->why != WHY_DAY_COUNTED && step->why != WHY_DAY_WEEKEND &&
            step->why != WHY_DAY_HOLIDAY)
            continue;
        assert_int_equal(step->from, next++);
        days++;
    }
    assert_int_equal(days, 14);
    assert_int_equal(next, day_of("2026-04-04"));
    proof_destroy(&proof);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_due_days),
        cmocka_unit_test(test_opening_rights),
        cmocka_unit_test(test_deemed_acceptance),
        cmocka_unit_test(test_used_days_and_amounts),
        cmocka_unit_test(test_readings),
        cmocka_unit_test(test_provisional),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_proofs_read_well),
        cmocka_unit_test(test_proof_lists_every_day),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
