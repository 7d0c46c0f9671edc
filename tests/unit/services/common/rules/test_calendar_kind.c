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
    { "working days of a year with notices", "calendar.count",
      "{\"from\":\"2026-01-01\",\"to\":\"2026-01-31\",\"basis\":\"working\"}",
      "{\"provisional\":false}" },
    { "days of a year without notices", "calendar.count",
      "{\"from\":\"2031-01-01\",\"to\":\"2031-12-31\",\"basis\":\"calendar\"}",
      "{\"days\":365,\"provisional\":false}" },
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
    { "the proof of a rolled term", "calendar.add",
      "{\"from\":\"2026-01-31\",\"days\":15,\"basis\":\"calendar\",\"roll\":true}",
      "{\"proof\":[{\"why\":\"first_day_excluded\"},{\"why\":\"days_counted\",\"from\":\"2026-02-"
      "01\","
      "\"to\":\"2026-02-15\",\"n\":15},{\"why\":\"rolled\",\"to\":\"2026-02-24\"},{\"why\":\"due\"}"
      "]}" },
    { "the proof of working days", "calendar.add",
      "{\"from\":\"2026-12-31\",\"days\":1,\"basis\":\"working\"}",
      "{\"provisional\":true,\"proof\":[{\"why\":\"first_day_excluded\"},{\"why\":\"working_day\","
      "\"from\":\"2027-01-01\"},{\"why\":\"provisional\"},{\"why\":\"due\"}]}" },
    { "the proof of a first day that counts", "calendar.add",
      "{\"from\":\"2026-05-20\",\"days\":2,\"basis\":\"calendar\",\"count_first_day\":true}",
      "{\"date\":\"2026-05-21\",\"proof\":[{\"why\":\"first_day_included\"},{\"why\":\"days_"
      "counted\","
      "\"from\":\"2026-05-20\",\"to\":\"2026-05-21\",\"n\":2},{\"why\":\"due\"}]}" },
    { "no days at all", "calendar.add",
      "{\"from\":\"2026-05-20\",\"days\":0,\"basis\":\"calendar\",\"count_first_day\":true}",
      "{\"date\":\"2026-05-20\"}" },
    { "the proof of a count", "calendar.count",
      "{\"from\":\"2026-12-31\",\"to\":\"2027-01-01\",\"basis\":\"working\"}",
      "{\"days\":2,\"provisional\":true,\"proof\":[{\"why\":\"working_day\"},{\"why\":\"working_"
      "day\"},{"
      "\"why\":\"provisional\"}]}" },
    { "the proof of a day", "calendar.is_workday", "{\"date\":\"2026-02-23\"}",
      "{\"proof\":[{\"why\":\"holiday\",\"from\":\"2026-02-23\"}]}" },
    { "the proof of a day to come", "calendar.is_workday", "{\"date\":\"2027-02-23\"}",
      "{\"proof\":[{\"why\":\"working_day\"},{\"why\":\"provisional\"}]}" },
    { "the proof of months", "calendar.months", "{\"from\":\"2026-12-31\",\"months\":-2}",
      "{\"date\":\"2026-10-31\",\"proof\":[{\"why\":\"months\",\"n\":-2}]}" },
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

static const calendar_t *no_calendar(void *arg, const char *code)
{
    (void)arg;
    (void)code;
    return NULL;
}

/* Without a stored calendar a question without a pack cannot be answered. */
static void test_no_calendar(void **state)
{
    struct eval_env env = fixture_env(*state);
    struct problem problem = { .rc = RC_OK };
    json_t *input = json_pack("{s:s}", "date", "2026-01-01");
    json_t *result = NULL;
    env.calendar = no_calendar;
    assert_int_equal(kinds_eval(&env, "calendar.is_workday", input, &result, &problem), RC_INVALID);
    assert_string_equal(problem.field, "calendar");
    json_decref(input);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_no_calendar),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
