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
    { "minutes", "terms:\n  - {clause: A, title: t, after: a, within: 5 min}\n",
      "t.yaml:7:5: term A must run in days or months" },
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_answers),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
