/* Section continuity. */
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
    { "days and hours",
      "services:\n  - {code: A1, clause: A, name: n}\ncontinuity:\n  - {clause: A, title: t, "
      "service: A1, in: days}\n  - {clause: B, title: t, in: hours}\n",
      NULL },
    { "unknown measure", "continuity:\n  - {clause: A, title: t, in: weeks}\n",
      "t.yaml:7:31: \"in\" must be one of days, hours" },
    { "unknown service", "continuity:\n  - {clause: A, title: t, service: A1, in: days}\n",
      "t.yaml:7:5: there is no service \"A1\"" },
    { "clause twice",
      "continuity:\n  - {clause: A, title: t, in: days}\n  - {clause: A, title: t, in: days}\n",
      "t.yaml:8:5: there is another continuity \"A\"" },
};

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(MISTAKES, COUNT_OF(MISTAKES));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
