/* Section `pro_rata`, rules termination.refund, termination.earned, service.holdover. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "rules_fixture.h"

#define FRAME                                                                                      \
    "contract: {total: 6085700.00, clause: T, service: {from: 2022-01-01, to: 2022-12-31, "        \
    "clause: S}}\n"
#define ROWS(rows) FRAME "pro_rata:\n" rows

static const struct mistake MISTAKES[] = {
    { "reads", ROWS("  - {clause: A, kind: refund, base: contract, days: 365}\n"), NULL },
    { "kind", ROWS("  - {clause: A, kind: rest, days: 365}\n"),
      "t.yaml:8:23: \"kind\" must be one of refund, earned, holdover" },
    { "base", ROWS("  - {clause: A, kind: refund, base: year, days: 365}\n"),
      "t.yaml:8:37: \"base\" must be one of contract" },
    { "no days", ROWS("  - {clause: A, kind: refund, days: 0}\n"),
      "t.yaml:8:5: \"days\" must be 1 or more" },
    { "kind twice",
      ROWS("  - {clause: A, kind: earned, days: 365}\n  - {clause: B, kind: earned, days: 365}\n"),
      "t.yaml:9:5: there is another share by days of this kind" },
    { "no period", "pro_rata:\n  - {clause: A, kind: refund, days: 365}\n",
      "t.yaml:7:5: a share by days needs a service period with both its dates" },
    { "a period that begins with a fact",
      "contract: {total: 1, clause: T, service: {from: signed, to: 2022-12-31, clause: S}}\n"
      "pro_rata:\n  - {clause: A, kind: refund, days: 365}\n",
      "t.yaml:8:5: a share by days needs a service period with both its dates" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

#define ASK(rest)      "{\"pack\":\"t\",\"contract_fen\":608570000," rest "}"
#define INVALID(field) "{\"error\":{\"code\":\"invalid\",\"field\":\"" field "\"}}"

static const struct question ANSWERS[] = {
    { "refund", "termination.refund", ASK("\"terminated\":\"2022-12-20\""),
      "{\"refund_fen\":18340466,\"days\":11}" },
    { "nothing left", "termination.refund", ASK("\"terminated\":\"2022-12-31T23:00:00+08:00\""),
      "{\"refund_fen\":0,\"days\":0}" },
    { "earned", "termination.earned", ASK("\"ended\":\"2022-12-31\""),
      "{\"earned_fen\":608570000,\"days\":365}" },
    { "held over", "service.holdover", ASK("\"from\":\"2023-01-01\",\"to\":\"2023-01-31\""),
      "{\"fee_fen\":51686767,\"days\":31}" },
    { "held over within the period", "service.holdover",
      ASK("\"from\":\"2022-12-31\",\"to\":\"2023-01-31\""), INVALID("from") },
    { "held over backwards", "service.holdover",
      ASK("\"from\":\"2023-02-01\",\"to\":\"2023-01-31\""), INVALID("to") },
    { "no last day", "service.holdover", ASK("\"from\":\"2023-02-01\""), INVALID("to") },
    { "an impossible first day", "service.holdover",
      ASK("\"from\":\"2023-02-29\",\"to\":\"2023-03-31\""), INVALID("from") },
    { "an impossible last day", "service.holdover",
      ASK("\"from\":\"2023-02-01\",\"to\":\"2023-02-31\""), INVALID("to") },
    { "an impossible termination", "termination.refund", ASK("\"terminated\":\"2022-13-01\""),
      INVALID("terminated") },
    { "an impossible end", "termination.earned", ASK("\"ended\":\"x\""), INVALID("ended") },
    { "an unknown field", "termination.refund",
      ASK("\"terminated\":\"2022-12-20\",\"ended\":\"2022-12-20\""), INVALID("ended") },
    { "an unknown reading", "termination.refund",
      ASK("\"terminated\":\"2022-12-20\",\"readings\":{\"x\":\"y\"}"), INVALID("readings.x") },
    { "a text for money", "termination.earned",
      "{\"pack\":\"t\",\"contract_fen\":\"1\",\"ended\":\"2022-12-20\"}", INVALID("contract_fen") },
    { "a pack without refunds", "termination.refund",
      "{\"pack\":\"yifen-2026\",\"contract_fen\":1,\"terminated\":\"2026-12-20\"}",
      INVALID("pack") },
    { "no such pack for earned", "termination.earned",
      "{\"pack\":\"x\",\"contract_fen\":1,\"ended\":\"2022-12-20\"}", INVALID("pack") },
    { "no such pack for hold-over", "service.holdover",
      "{\"pack\":\"x\",\"contract_fen\":1,\"from\":\"2022-12-20\",\"to\":\"2022-12-20\"}",
      INVALID("pack") },
};

static void test_answers(void **state)
{
    fixture_extra(*state, ROWS("  - {clause: A, title: a, kind: refund, days: 365}\n"
                               "  - {clause: B, kind: earned, days: 365}\n"
                               "  - {clause: C, kind: holdover, days: 365}\n"));
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
