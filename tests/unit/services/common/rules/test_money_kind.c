/* Sections `payments` and `settlement` and their rules. */
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
    { "less than everything", "payments:\n  - {clause: A, title: t, share: 70%}\n",
      "t.yaml:7:5: the payments must add up to 100%" },
    { "unknown term", "payments:\n  - {clause: A, title: t, share: 100%, term: B}\n",
      "t.yaml:7:5: there is no term of clause B" },
    { "remainder first",
      "payments:\n  - {clause: A, title: t, share: 70%, remainder: true}\n  - {clause: A, title: "
      "t, share: 30%}\n",
      "t.yaml:7:5: only the last payment can be the remainder" },
    { "seventeen payments",
      "payments:\n  - {clause: A, title: t, share: 1%}\n  - {clause: A, title: t, share: 1%}\n  - "
      "{clause: A, title: t, share: 1%}\n  - {clause: A, title: t, share: 1%}\n  - {clause: A, "
      "title: t, share: 1%}\n  - {clause: A, title: t, share: 1%}\n  - {clause: A, title: t, "
      "share: 1%}\n  - {clause: A, title: t, share: 1%}\n  - {clause: A, title: t, share: 1%}\n  - "
      "{clause: A, title: t, share: 1%}\n  - {clause: A, title: t, share: 1%}\n  - {clause: A, "
      "title: t, share: 1%}\n  - {clause: A, title: t, share: 1%}\n  - {clause: A, title: t, "
      "share: 1%}\n  - {clause: A, title: t, share: 1%}\n  - {clause: A, title: t, share: 1%}\n  - "
      "{clause: A, title: t, share: 1%}\n",
      "t.yaml:23:5: a contract has at most 16 payments" },
    { "neither percentage", "settlement:\n  - {clause: A, quality: good, title: t}\n",
      "t.yaml:7:5: a settlement grade has either percent or at_most" },
    { "both percentages",
      "settlement:\n  - {clause: A, quality: good, title: t, percent: 100%, at_most: 97%}\n",
      "t.yaml:7:5: a settlement grade has either percent or at_most" },
    { "quality twice",
      "settlement:\n  - {clause: A, quality: good, title: t, percent: 100%}\n  - {clause: A, "
      "quality: good, title: t, percent: 90%}\n",
      "t.yaml:8:5: there is another settlement grade \"good\"" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

static const struct question ANSWERS[] = {
    { "instalments", "payment.instalments", "{\"pack\":\"yifen-2026\",\"contract_fen\":718061201}",
      "{\"instalments_fen\":[502642841,215418360]}" },
    { "none stated", "payment.instalments", "{\"pack\":\"minhang-2024\",\"contract_fen\":1}",
      "{\"error\":{\"code\":\"refused\",\"field\":\"pack\"}}" },
    { "settled", "settlement.final",
      "{\"pack\":\"yifen-2026\",\"contract_fen\":718061200,\"quality\":\"fair\",\"percent\":\"97."
      "00\",\"deductions_fen\":21541836,\"paid_fen\":502642840}",
      "{\"total_fen\":674977528,\"final_instalment_fen\":172334688,\"graded_fen\":696519364}" },
    { "nothing deducted or paid", "settlement.final",
      "{\"pack\":\"yifen-2026\",\"contract_fen\":100,\"quality\":\"good\"}",
      "{\"total_fen\":100,\"final_instalment_fen\":100}" },
    { "above the cap", "settlement.final",
      "{\"pack\":\"yifen-2026\",\"contract_fen\":100,\"quality\":\"fair\",\"percent\":\"97.01\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"percent\"}}" },
    { "percentage left out", "settlement.final",
      "{\"pack\":\"yifen-2026\",\"contract_fen\":100,\"quality\":\"fair\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"percent\"}}" },
    { "unknown quality", "settlement.final",
      "{\"pack\":\"yifen-2026\",\"contract_fen\":100,\"quality\":\"poor\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"quality\"}}" },
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
