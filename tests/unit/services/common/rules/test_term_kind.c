/* Section `terms` and rule term.due. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "rules_fixture.h"
#include "term.h"

static const struct mistake MISTAKES[] = {
    { "every shape",
      "terms:\n  - {clause: A, title: t, after: [a, b], within: 1 day}\n  - {clause: B, title: t, "
      "before: a, by: 1 month}\n  - {clause: C, title: t, on: a}\n  - {clause: D, title: t, fixed: "
      "2026-01-01}\n  - {clause: E, title: t, halfway: [a, b]}\n  - {clause: F, title: t, after: "
      "a, opens_on: 3 days}\n  - {clause: G, title: t, after: a, opens_after: 3 days}\n",
      NULL },
    { "no shape", "terms:\n  - {clause: A, title: t}\n",
      "t.yaml:7:5: term A needs one of after, before, on, fixed and halfway" },
    { "two shapes", "terms:\n  - {clause: A, title: t, after: a, before: b, within: 1 day}\n",
      "t.yaml:7:37: a term has one of after, before, on, fixed and halfway" },
    { "after without a time", "terms:\n  - {clause: A, title: t, after: a}\n",
      "t.yaml:7:5: term A needs 1 to 4 starting facts and one of within, opens_on, opens_after" },
    { "two times", "terms:\n  - {clause: A, title: t, after: a, within: 1 day, opens_on: 1 day}\n",
      "t.yaml:7:5: term A needs 1 to 4 starting facts and one of within, opens_on, opens_after" },
    { "five starts", "terms:\n  - {clause: A, title: t, after: [a, b, c, d, e], within: 1 day}\n",
      "t.yaml:7:5: term A needs 1 to 4 starting facts and one of within, opens_on, opens_after" },
    { "before two facts", "terms:\n  - {clause: A, title: t, before: [a, b], by: 1 day}\n",
      "t.yaml:7:5: term A needs one fact and \"by\"" },
    { "before that opens", "terms:\n  - {clause: A, title: t, before: a, opens_on: 1 day}\n",
      "t.yaml:7:5: term A needs one fact and \"by\"" },
    { "on with a time", "terms:\n  - {clause: A, title: t, on: a, within: 1 day}\n",
      "t.yaml:7:5: term A needs one fact and no duration" },
    { "fixed with a time", "terms:\n  - {clause: A, title: t, fixed: 2026-01-01, within: 1 day}\n",
      "t.yaml:7:5: term A needs a date and no duration" },
    { "half of one", "terms:\n  - {clause: A, title: t, halfway: a}\n",
      "t.yaml:7:5: term A needs two facts and no duration" },
    { "a reading without a value",
      "readings:\n  - {name: x, about: a}\nterms:\n  - {clause: A, title: t, after: $x, within: 5 "
      "days}\n",
      "t.yaml:9:5: reading \"x\" has no value to start from" },
    { "minutes after an event", "terms:\n  - {clause: A, title: t, after: a, within: 5 min}\n",
      NULL },
    { "minutes before an event", "terms:\n  - {clause: A, title: t, before: a, by: 5 min}\n",
      "t.yaml:7:5: term A must run in days or months" },
    { "a right that opens after hours",
      "terms:\n  - {clause: A, title: t, after: a, opens_after: 5 h}\n",
      "t.yaml:7:5: term A must run in days or months" },
    { "a right that opens on an hour",
      "terms:\n  - {clause: A, title: t, after: a, opens_on: 5 h}\n",
      "t.yaml:7:5: term A must run in days or months" },
    { "days in a window", "terms:\n  - {clause: A, title: t, after: a, within: 5 days, in: w}\n",
      "t.yaml:7:5: term A runs in a window but not in min or h" },
    { "no such window", "terms:\n  - {clause: A, title: t, after: a, within: 5 h, in: w}\n",
      "t.yaml:7:5: there is no window \"w\"" },
    { "first day of hours",
      "terms:\n  - {clause: A, title: t, after: a, within: 5 h, count_first_day: true}\n",
      "t.yaml:7:5: term A has no first day to count" },
    { "first day of months",
      "terms:\n  - {clause: A, title: t, after: a, within: 5 months, count_first_day: true}\n",
      "t.yaml:7:5: term A has no first day to count" },
    { "first day of a date",
      "terms:\n  - {clause: A, title: t, fixed: 2022-12-31, count_first_day: true}\n",
      "t.yaml:7:5: term A has no first day to count" },
    { "unknown reading", "terms:\n  - {clause: A, title: t, after: $x, within: 5 days}\n",
      "t.yaml:7:5: there is no reading \"x\"" },
    { "clause twice",
      "terms:\n  - {clause: A, title: t, on: a}\n  - {clause: A, title: t, on: a}\n",
      "t.yaml:8:5: there is another term \"A\"" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

static const struct question ANSWERS[] = {
    { "an instant counts as its day", "term.due",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-088\",\"facts\":{\"notice_received\":\"2026-03-"
      "08T16:00:00Z\"}}",
      "{\"due\":\"2026-03-23\",\"reminder\":\"2026-03-23\",\"provisional\":false}" },
    { "late", "term.due",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-088\",\"facts\":{\"notice_received\":\"2026-03-"
      "09\",\"rectified\":\"2026-03-25\"}}",
      "{\"due\":\"2026-03-23\",\"late\":2,\"used_days\":16}" },
    { "amount", "term.due",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-095\",\"facts\":{\"contract_effective\":\"2026-03-"
      "16\",\"invoice_received\":\"2026-03-20\"}}",
      "{\"amount_fen\":502642840}" },
    { "null fact is absent", "term.due",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-086\",\"facts\":{\"submitted\":null}}",
      "{\"due\":\"2026-10-31\"}" },
    { "no facts at all", "term.due", "{\"pack\":\"yifen-2026\",\"clause\":\"YF-087\"}",
      "{\"due\":\"2026-12-31\"}" },
    { "missing fact", "term.due", "{\"pack\":\"yifen-2026\",\"clause\":\"YF-095\",\"facts\":{}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.contract_effective\"}}" },
    { "unknown fact", "term.due",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-095\",\"facts\":{\"signed\":\"2026-03-16\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.signed\"}}" },
    { "fact that is no date", "term.due",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-088\",\"facts\":{\"notice_received\":\"soon\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.notice_received\"}}" },
    { "number for a date", "term.due",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-088\",\"facts\":{\"notice_received\":7}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts.notice_received\"}}" },
    { "unknown clause", "term.due", "{\"pack\":\"yifen-2026\",\"clause\":\"YF-999\",\"facts\":{}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"clause\"}}" },
    { "reading", "term.due",
      "{\"pack\":\"minhang-2024\",\"clause\":\"MH-023\",\"facts\":{\"recheck_ended\":\"2024-11-"
      "27\"},\"readings\":{\"start_event\":\"recheck_ended\"}}",
      "{\"due\":\"2024-12-11\"}" },
    { "fact of the other reading is known", "term.due",
      "{\"pack\":\"minhang-2024\",\"clause\":\"MH-023\",\"facts\":{\"recheck_ended\":\"2024-11-"
      "27\",\"assessment_ended\":\"2024-10-31\"}}",
      "{\"due\":\"2024-11-14\"}" },
    { "readings left empty", "term.due",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-087\",\"readings\":null}",
      "{\"due\":\"2026-12-31\"}" },
    { "a reading of no use", "term.due",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-087\",\"readings\":{\"roll\":[]}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"readings.roll\"}}" },
    { "unknown reading value", "term.due",
      "{\"pack\":\"minhang-2024\",\"clause\":\"MH-023\",\"facts\":{},\"readings\":{\"start_event\":"
      "\"signed\"}}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"readings.start_event\"}}" },
    { "roll", "term.due",
      "{\"pack\":\"minhang-2024\",\"clause\":\"MH-022\",\"facts\":{\"feedback_received\":\"2024-10-"
      "31\"},\"readings\":{\"roll\":true}}",
      "{\"due\":\"2024-12-02\"}" },
};

static void test_answers(void **state)
{
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

#define ASK(clause, facts) "{\"pack\":\"t\",\"clause\":\"" clause "\",\"facts\":{" facts "}}"
#define INVALID(field)     "{\"error\":{\"code\":\"invalid\",\"field\":\"facts." field "\"}}"

/* Terms in hours, and terms whose first day counts. */
static const struct question OTHERS[] = {
    { "hours through a holiday", "term.due", ASK("H", "\"a\":\"2026-06-18T17:00:00+08:00\""),
      "{\"due\":\"2026-06-20\",\"due_at\":\"2026-06-20T17:00:00+08:00\",\"reminder\":\"2026-06-"
      "18\","
      "\"provisional\":false}" },
    { "hours of the office", "term.due", ASK("W", "\"a\":\"2026-06-18T17:00:00+08:00\""),
      "{\"due\":\"2026-06-22\",\"due_at\":\"2026-06-22T12:00:00+08:00\",\"provisional\":false}" },
    { "hours of the office in a year to come", "term.due",
      ASK("W", "\"a\":\"2027-06-18T17:00:00+08:00\""),
      "{\"due_at\":\"2027-06-21T12:00:00+08:00\",\"provisional\":true}" },
    { "the latest instant starts", "term.due",
      ASK("L", "\"a\":\"2026-05-20T09:00:00+08:00\",\"b\":\"2026-05-20T08:59:59+08:00\""),
      "{\"due_at\":\"2026-05-20T10:00:00+08:00\"}" },
    { "closed at the last second", "term.due",
      ASK("H", "\"a\":\"2026-05-20T09:00:00+08:00\",\"c\":\"2026-05-22T09:00:00+08:00\""),
      "{\"late\":0,\"late_s\":0}" },
    { "closed a second late", "term.due",
      ASK("H", "\"a\":\"2026-05-20T09:00:00+08:00\",\"c\":\"2026-05-22T09:00:01+08:00\""),
      "{\"late\":1,\"late_s\":1}" },
    { "a fraction of a second late", "term.due",
      ASK("H", "\"a\":\"2026-05-20T09:00:00+08:00\",\"c\":\"2026-05-23T09:00:00.000001+08:00\""),
      "{\"late\":2,\"late_s\":86401}" },
    { "a start without its hour", "term.due", ASK("H", "\"a\":\"2026-05-20\""), INVALID("a") },
    { "the pack's own day has no hour", "term.due", ASK("E", ""), INVALID("service_end") },
    { "an end without its hour", "term.due",
      ASK("H", "\"a\":\"2026-05-20T09:00:00+08:00\",\"c\":\"2026-05-22\""), INVALID("c") },
    { "hours beyond all years", "term.due", ASK("W", "\"a\":\"2170-01-01T20:00:00+08:00\""),
      "{\"error\":{\"code\":\"invalid\",\"field\":\"facts\"}}" },
    { "first working day counts", "term.due", ASK("FW", "\"a\":\"2026-05-20\""),
      "{\"due\":\"2026-05-21\"}" },
    { "first day counts", "term.due", ASK("FD", "\"a\":\"2026-05-20\""),
      "{\"due\":\"2026-05-29\"}" },
    { "a right opens on a day that counts the first", "term.due", ASK("FO", "\"a\":\"2026-05-20\""),
      "{\"due\":null,\"reminder\":null,\"opens\":\"2026-05-29\"}" },
    { "closed before it began", "term.due", ASK("FD", "\"a\":\"2026-05-20\",\"c\":\"2026-05-19\""),
      INVALID("c") },
    { "closed between its starts", "term.due",
      ASK("D2", "\"a\":\"2026-05-20\",\"b\":\"2026-05-25\",\"c\":\"2026-05-20\""),
      "{\"due\":\"2026-05-27\",\"late\":0,\"used_days\":-5}" },
    { "closed before all its starts", "term.due",
      ASK("D2", "\"a\":\"2026-05-20\",\"b\":\"2026-05-25\",\"c\":\"2026-05-19\""), INVALID("c") },
    { "before an event there is no start", "term.due",
      ASK("B", "\"a\":\"2026-05-20\",\"c\":\"2020-01-01\""),
      "{\"due\":\"2026-05-15\",\"late\":0}" },
};

static void test_others(void **state)
{
    fixture_extra(*state,
                  "contract: {total: 1, clause: T, service: {from: signed, to: 2026-12-31, clause: "
                  "S}}\nhours:\n  - {name: office, days: working, from: \"09:00\", to: \"18:00\"}\n"
                  "terms:\n"
                  "  - {clause: H, title: t, after: a, within: 48 h, closed_by: c}\n"
                  "  - {clause: W, title: t, after: a, within: 240 min, in: office}\n"
                  "  - {clause: L, title: t, after: [b, a], within: 1 h}\n"
                  "  - {clause: E, title: t, after: service_end, within: 1 h}\n"
                  "  - {clause: FW, title: t, after: a, within: 2 working days, count_first_day: "
                  "true}\n"
                  "  - {clause: FD, title: t, after: a, within: 10 days, count_first_day: true, "
                  "closed_by: c}\n"
                  "  - {clause: FO, title: t, after: a, opens_on: 10 days, count_first_day: true}\n"
                  "  - {clause: D2, title: t, after: [a, b], within: 2 days, closed_by: c}\n"
                  "  - {clause: B, title: t, before: a, by: 5 days, closed_by: c}\n");
    check_answers(*state, OTHERS, COUNT_OF(OTHERS));
}

/* A pack without a period or a total, a backward term into a year to come, and more facts than a
 * clause can have. */
static void test_bare_pack(void **state)
{
    static const struct question ROWS[] = {
        { "no period, no end", "term.due", ASK("E", ""), INVALID("service_end") },
        { "no total, no amount", "term.due", ASK("A", "\"a\":\"2026-05-20\""),
          "{\"due\":\"2026-05-25\",\"deemed_accepted\":true}" },
        { "a right has no closing and no silence", "term.due",
          ASK("O", "\"a\":\"2026-05-20\",\"c\":\"2026-06-20\""),
          "{\"due\":null,\"opens\":\"2026-05-25\"}" },
        { "backwards in a year to come", "term.due", ASK("B", "\"a\":\"2027-05-20\""),
          "{\"due\":\"2027-05-17\",\"provisional\":true}" },
        { "a right that opens after the last day", "term.due", ASK("O", "\"a\":\"2169-12-27\""),
          "{\"error\":{\"field\":\"facts\"}}" },
        { "seventeen facts", "term.due",
          ASK("R",
              "\"f1\":\"2026-01-01\",\"f2\":\"2026-01-01\",\"f3\":\"2026-01-01\",\"f4\":"
              "\"2026-01-01\",\"f5\":\"2026-01-01\",\"f6\":\"2026-01-01\",\"f7\":\"2026-01-01\","
              "\"f8\":\"2026-01-01\",\"f9\":\"2026-01-01\",\"f10\":\"2026-01-01\",\"f11\":"
              "\"2026-01-01\",\"f12\":\"2026-01-01\",\"f13\":\"2026-01-01\",\"f14\":"
              "\"2026-01-01\",\"f15\":\"2026-01-01\",\"f16\":\"2026-01-01\",\"f17\":"
              "\"2026-01-01\""),
          INVALID("f17") },
    };
    fixture_extra(
        *state, "readings:\n  - {name: which, value: f1, one_of: [f1, f2, f3, f4, f5, f6, f7, f8, "
                "f9, f10, f11, f12, f13, f14, f15, f16, f17], about: a}\nterms:\n"
                "  - {clause: E, title: t, on: service_end}\n"
                "  - {clause: A, title: t, after: a, within: 5 days, amount: 10%, "
                "deemed_accepted: true}\n"
                "  - {clause: O, title: t, after: a, opens_on: 5 days, closed_by: c, "
                "deemed_accepted: true}\n"
                "  - {clause: B, title: t, before: a, by: 3 working days}\n"
                "  - {clause: R, title: t, after: $which, within: 5 days}\n");
    check_answers(*state, ROWS, COUNT_OF(ROWS));
}

/* Days of typed callers are checked as well. */
static void test_days_out_of_range(void **state)
{
    struct fixture *f = *state;
    static const int32_t DAYS[] = { DAY_MIN - 1, DAY_MAX + 1 };
    struct calendar_use use = { f->calendar, true };
    for (size_t i = 0; i < COUNT_OF(DAYS); i++) {
        struct day_fact fact = { .name = "a", .day = DAYS[i] };
        struct term_case ask = {
            .pack = f->extra, .clause = "A", .facts = &fact, .fact_count = 1, .calendar = &use
        };
        struct term_ruling r;
        struct problem problem = { .rc = RC_OK };
        assert_int_equal(term_rule(&ask, NULL, &r, &problem), RC_INVALID);
        assert_string_equal(problem.field, "facts.a");
    }
}

/* The scheduler asks whether it can rule before it does. */
static void test_can_rule(void **state)
{
    struct fixture *f = *state;
    struct day_fact fact = { .name = "a", .day = 20000 };
    struct term_case ask = { .pack = f->extra, .clause = "H", .facts = &fact, .fact_count = 1 };
    assert_false(term_can_rule(&ask));
    fact.timed = true;
    assert_true(term_can_rule(&ask));
    ask.clause = "E";
    assert_false(term_can_rule(&ask));
    ask.clause = "none";
    assert_false(term_can_rule(&ask));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),  cmocka_unit_test(test_answers),
        cmocka_unit_test(test_others),    cmocka_unit_test(test_can_rule),
        cmocka_unit_test(test_bare_pack), cmocka_unit_test(test_days_out_of_range),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
