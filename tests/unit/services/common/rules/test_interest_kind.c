/* Section `late_interest`, rule payment.late_interest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "rules_fixture.h"

#define RULE(rest) "late_interest: {clause: L, " rest "}\n"
#define GOOD       "from_working_day: 31, rate: 0.5%, per: day, cap: 5%, unless: [F, I], clauses: [C]"
#define OPENING(opens)                                                                             \
    "terms:\n  - {clause: L, title: t, after: payment_due, opens_on: " opens "}\n"

static const struct mistake MISTAKES[] = {
    { "reads", RULE(GOOD), NULL },
    { "without a cap", RULE("title: t, from_working_day: 1, rate: 1%, per: day"), NULL },
    { "opens as its term does", RULE(GOOD) OPENING("31 working days"), NULL },
    { "no map", "late_interest: [1]\n", "t.yaml:6:16: a rule of late interest must be a map" },
    { "a month", RULE("from_working_day: 31, rate: 0.5%, per: month"),
      "t.yaml:6:67: \"per\" must be one of day" },
    { "from day 0", RULE("from_working_day: 0, rate: 0.5%, per: day"),
      "t.yaml:6:16: \"from_working_day\" must be 1 to 3660" },
    { "from beyond a count", RULE("from_working_day: 3661, rate: 0.5%, per: day"),
      "t.yaml:6:16: \"from_working_day\" must be 1 to 3660" },
    { "no rate", RULE("from_working_day: 31, rate: 0%, per: day"),
      "t.yaml:6:16: \"rate\" must be more than 0%" },
    { "its term opens on another day", RULE(GOOD) OPENING("30 working days"),
      "t.yaml:8:5: term L must open on working day 31, as its interest does" },
    { "its term opens on a calendar day", RULE(GOOD) OPENING("31 days"),
      "t.yaml:8:5: term L must open on working day 31, as its interest does" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

#define ASK(rest)      "{\"pack\":\"t\",\"delayed_fen\":608570000,\"due\":\"2022-12-31\"" rest "}"
#define INVALID(field) "{\"error\":{\"code\":\"invalid\",\"field\":\"" field "\"}}"

static const struct question ANSWERS[] = {
    { "the day before", "payment.late_interest", ASK(",\"paid\":\"2023-02-16\""),
      "{\"interest_fen\":0,\"days\":0,\"capped\":false,\"opens\":\"2023-02-17\","
      "\"provisional\":false}" },
    { "the first day", "payment.late_interest", ASK(",\"paid\":\"2023-02-17\""),
      "{\"interest_fen\":0,\"days\":0}" },
    { "one day", "payment.late_interest", ASK(",\"paid\":\"2023-02-18T23:59:59+08:00\""),
      "{\"interest_fen\":3042850,\"days\":1,\"capped\":false}" },
    { "no funds yet", "payment.late_interest",
      ASK(",\"paid\":\"2023-03-20\",\"funds_available_from\":\"2023-04-01\",\"invoice_received\":"
          "null"),
      "{\"interest_fen\":0,\"days\":0,\"opens\":\"2023-05-17\"}" },
    { "paid is missing", "payment.late_interest", ASK(""), INVALID("paid") },
    { "an impossible day", "payment.late_interest", ASK(",\"paid\":\"2023-02-29\""),
      INVALID("paid") },
    { "an unknown field", "payment.late_interest", ASK(",\"paid\":\"2023-02-18\",\"rate\":1"),
      INVALID("rate") },
    { "an unknown reading", "payment.late_interest",
      ASK(",\"paid\":\"2023-02-18\",\"readings\":{\"roll\":\"true\"}"), INVALID("readings.roll") },
    { "a negative sum", "payment.late_interest",
      "{\"pack\":\"t\",\"delayed_fen\":-1,\"due\":\"2022-12-31\",\"paid\":\"2023-02-18\"}",
      INVALID("delayed_fen") },
    { "a pack without interest", "payment.late_interest",
      "{\"pack\":\"yifen-2026\",\"delayed_fen\":1,\"due\":\"2022-12-31\",\"paid\":\"2023-02-18\"}",
      INVALID("pack") },
    { "no such pack", "payment.late_interest",
      "{\"pack\":\"x\",\"delayed_fen\":1,\"due\":\"2022-12-31\",\"paid\":\"2023-02-18\"}",
      INVALID("pack") },
    { "due is no day", "payment.late_interest",
      "{\"pack\":\"t\",\"delayed_fen\":1,\"due\":\"x\",\"paid\":\"2023-02-18\"}", INVALID("due") },
    { "funds on no day", "payment.late_interest",
      ASK(",\"paid\":\"2023-02-18\",\"funds_available_from\":\"2023-02-30\""),
      INVALID("funds_available_from") },
    { "an invoice on no day", "payment.late_interest",
      ASK(",\"paid\":\"2023-02-18\",\"invoice_received\":\"x\""), INVALID("invoice_received") },
};

static void test_answers(void **state)
{
    fixture_extra(*state, RULE(GOOD));
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
