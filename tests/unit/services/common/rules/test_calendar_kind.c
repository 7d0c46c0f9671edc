/* The questions about days, as JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "rules_fixture.h"

static const struct question ANSWERS[] = {
    { "make-up day", "calendar.is_workday", "{\"date\":\"2026-02-14\"}",
      "{\"workday\":true,\"reason\":\"makeup\",\"provisional\":false}" },
    { "weekend", "calendar.is_workday", "{\"date\":\"2026-06-13\",\"calendar\":\"cn\"}",
      "{\"workday\":false,\"reason\":\"weekend\"}" },
    { "not published", "calendar.is_workday", "{\"date\":\"2027-01-01\"}",
      "{\"workday\":true,\"reason\":\"weekday\",\"provisional\":true}" },
    { "unknown calendar", "calendar.is_workday", "{\"date\":\"2026-06-13\",\"calendar\":\"xx\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"calendar\"}}" },
    { "an instant is no date", "calendar.is_workday", "{\"date\":\"2026-06-13T00:00:00Z\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"date\"}}" },
    { "working days of 2022", "calendar.count",
      "{\"from\":\"2022-01-01\",\"to\":\"2022-12-31\",\"basis\":\"working\"}", "{\"days\":249}" },
    { "days of 2022", "calendar.count",
      "{\"from\":\"2022-01-01\",\"to\":\"2022-12-31\",\"basis\":\"calendar\"}", "{\"days\":365}" },
    { "backwards", "calendar.count",
      "{\"from\":\"2022-02-01\",\"to\":\"2022-01-31\",\"basis\":\"calendar\"}", "{\"days\":0}" },
    { "unknown basis", "calendar.count",
      "{\"from\":\"2022-02-01\",\"to\":\"2022-01-31\",\"basis\":\"office\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"basis\"}}" },
    { "no basis", "calendar.count", "{\"from\":\"2022-02-01\",\"to\":\"2022-01-31\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"basis\"}}" },
    { "wrong from", "calendar.count",
      "{\"from\":\"2022-02-30\",\"to\":\"2022-01-31\",\"basis\":\"working\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"from\"}}" },
    { "wrong to", "calendar.count", "{\"from\":\"2022-02-01\",\"to\":\"x\",\"basis\":\"working\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"to\"}}" },
    { "twenty working days", "calendar.add",
      "{\"from\":\"2022-12-13\",\"days\":20,\"basis\":\"working\"}",
      "{\"date\":\"2023-01-11\",\"provisional\":false}" },
    { "first day counted", "calendar.add",
      "{\"from\":\"2022-12-13\",\"days\":1,\"basis\":\"working\",\"count_first_day\":true}",
      "{\"date\":\"2022-12-13\"}" },
    { "rolled", "calendar.add",
      "{\"from\":\"2026-01-31\",\"days\":15,\"basis\":\"calendar\",\"roll\":true}",
      "{\"date\":\"2026-02-24\"}" },
    { "negative days", "calendar.add",
      "{\"from\":\"2026-01-31\",\"days\":-1,\"basis\":\"calendar\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"days\"}}" },
    { "too many days", "calendar.add",
      "{\"from\":\"2026-01-31\",\"days\":100001,\"basis\":\"calendar\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"days\"}}" },
    { "out of range", "calendar.add",
      "{\"from\":\"2169-01-31\",\"days\":1000,\"basis\":\"calendar\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"days\"}}" },
    { "wrong date", "calendar.add", "{\"from\":\"2026-1-31\",\"days\":1,\"basis\":\"calendar\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"from\"}}" },
    { "unknown calendar to add", "calendar.add",
      "{\"from\":\"2026-01-31\",\"days\":1,\"basis\":\"calendar\",\"calendar\":\"xx\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"calendar\"}}" },
    { "unknown calendar to count", "calendar.count",
      "{\"from\":\"2022-02-01\",\"to\":\"2022-01-31\",\"basis\":\"working\",\"calendar\":\"xx\"}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"calendar\"}}" },
    { "two months back", "calendar.months", "{\"from\":\"2026-12-31\",\"months\":-2}",
      "{\"date\":\"2026-10-31\"}" },
    { "clamped", "calendar.months", "{\"from\":\"2026-03-31\",\"months\":1}",
      "{\"date\":\"2026-04-30\"}" },
    { "out of range months", "calendar.months", "{\"from\":\"2026-03-31\",\"months\":3000}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"months\"}}" },
    { "too many months", "calendar.months", "{\"from\":\"2026-03-31\",\"months\":99999}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"months\"}}" },
    { "wrong date for months", "calendar.months", "{\"from\":\"today\",\"months\":1}",
      "{\"error\":{\"code\":\"invalid\",\"field\":\"from\"}}" },
};

static void test_answers(void **state)
{
    check_answers(*state, ANSWERS, COUNT_OF(ANSWERS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
