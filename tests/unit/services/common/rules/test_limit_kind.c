/* Section `limits`, rule limit.check. */
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
    { "reads", "limits:\n  - {clause: A, title: t, value: number, is: \">= 3\"}\n", NULL },
    { "unknown value", "limits:\n  - {clause: A, title: t, value: yuan, is: \"<= 3\"}\n",
      "t.yaml:7:34: \"value\" must be one of fen, percent, number, seconds, days, count, "
      "people, years, distinct" },
    { "no comparison", "limits:\n  - {clause: A, title: t, value: fen, is: much}\n",
      "t.yaml:7:43: \"is\" must be a comparison such as \">= 70%\" or \"== 0\", not \"much\"" },
    { "clause twice",
      "limits:\n  - {clause: A, title: t, value: fen, is: 3}\n  - {clause: A, title: t, value: "
      "fen, is: 3}\n",
      "t.yaml:8:5: there is another limit \"A\"" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

static const struct question ANSWERS[] = {
    { "holds", "limit.check",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-158\",\"value\":215418360,\"contract_fen\":"
      "718061200}",
      "{\"value\":215418360,\"op\":\"<=\",\"required\":215418360,\"holds\":true,\"deviation\":0}" },
    { "percentage", "limit.check",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-090\",\"value\":\"97.01\"}",
      "{\"value\":\"97.01\",\"required\":\"97.00\",\"holds\":false,\"deviation\":\"0.01\"}" },
    { "budget", "limit.check",
      "{\"pack\":\"minhang-2024\",\"clause\":\"MH-068\",\"value\":9000001}",
      "{\"required\":9000000,\"holds\":false,\"deviation\":1}" },
    { "text for fen", "limit.check",
      "{\"pack\":\"minhang-2024\",\"clause\":\"MH-068\",\"value\":\"9000001\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"value\"}}" },
    { "unknown clause", "limit.check",
      "{\"pack\":\"minhang-2024\",\"clause\":\"MH-001\",\"value\":1}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"clause\"}}" },
    { "the largest contract", "limit.check",
      "{\"pack\":\"yifen-2026\",\"clause\":\"YF-158\",\"value\":9000000000000,\"contract_fen\":"
      "9223372036854775807}",
      "{\"holds\":true}" },
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
