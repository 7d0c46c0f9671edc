/* When a due reminder may go: hours, days, digests, storms. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attr.h"
#include "civil.h"
#include "ledger.h"
#include "quiet.h"

/* 2026-06-19 (Friday) is a holiday, 2026-06-28 (Sunday) is worked. */
static struct quiet_policy policy(json_t **ret_json)
{
    *ret_json = json_pack("{s:i, s:i, s:b, s:[i], s:[i], s:i, s:i, s:i, s:i}", "quiet_from", 1260,
                          "quiet_to", 480, "rest_days", 1, "holidays", test_day("2026-06-19"),
                          "makeups", test_day("2026-06-28"), "storm_max", 3, "storm_window_s", 600,
                          "waiting", 1, "told", 0);
    return quiet_policy_read(*ret_json, 480);
}

static const struct {
    const char *name, *at, *want;
} HOURS[] = {
    { "a working morning", "2026-06-15 09:00", "2026-06-15 09:00" },
    { "the last moment", "2026-06-15 20:59:59", "2026-06-15 20:59:59" },
    { "evening waits", "2026-06-15 21:00", "2026-06-16 08:00" },
    { "after midnight waits", "2026-06-16 00:30", "2026-06-16 08:00" },
    { "the first moment", "2026-06-16 08:00", "2026-06-16 08:00" },
    { "Friday evening over the week-end", "2026-06-12 22:00", "2026-06-15 08:00" },
    { "Saturday noon", "2026-06-13 12:00", "2026-06-15 08:00" },
    { "over a holiday and a week-end", "2026-06-18 21:30", "2026-06-22 08:00" },
    { "a worked Sunday", "2026-06-28 10:00", "2026-06-28 10:00" },
    { "to a worked Sunday", "2026-06-27 10:00", "2026-06-28 08:00" },
};

static void test_hours(void **state)
{
    (void)state;
    json_t *json;
    struct quiet_policy quiet = policy(&json);
    for (size_t i = 0; i < COUNT_OF(HOURS); i++) {
        if (quiet_until(&quiet, test_instant(HOURS[i].at)) != test_instant(HOURS[i].want))
            fail_msg("%s", HOURS[i].name);
    }
    json_decref(json);
}

/* Every minute of three weeks: never before, never quiet, and never later than needed. */
static void test_every_minute(void **state)
{
    (void)state;
    json_t *json;
    struct quiet_policy quiet = policy(&json);
    int64_t from = test_instant("2026-06-10 00:00"), open = 0;
    for (int64_t minute = 21 * 1440; minute-- > 0;) {
        int64_t us = from + minute * 60 * US_PER_SECOND;
        int64_t until = quiet_until(&quiet, us);
        assert_true(until >= us && quiet_until(&quiet, until) == until);
        assert_true(until == us || open == 0 || until == open);
        if (until == us)
            open = us;
    }
    json_decref(json);
}

static void test_hours_within_a_day_and_none(void **state)
{
    (void)state;
    struct quiet_policy noon = { .from = 720, .to = 780, .zone_minutes = 480 };
    assert_true(quiet_until(&noon, test_instant("2026-06-13 12:30")) ==
                test_instant("2026-06-13 13:00"));
    assert_true(quiet_until(&noon, test_instant("2026-06-13 11:59")) ==
                test_instant("2026-06-13 11:59"));
    struct quiet_policy none = { .from = 0, .to = 0, .zone_minutes = 480 };
    assert_true(quiet_until(&none, test_instant("2026-06-13 03:00")) ==
                test_instant("2026-06-13 03:00"));
}

static const struct {
    const char *name, *now, *came;
    bool urgent, held, retried;
    int digest_at, waiting, told;
    enum quiet_way want;
    const char *until;
} WAYS[] = {
    { "alone", "2026-06-15 09:00", "2026-06-15 09:00", false, false, false, -1, 1, 0, QUIET_ALONE,
      NULL },
    { "at night", "2026-06-15 23:00", "2026-06-15 22:00", false, false, false, -1, 1, 0, QUIET_HOLD,
      "2026-06-16 08:00" },
    { "urgent at night", "2026-06-15 23:00", "2026-06-15 22:00", true, false, false, -1, 1, 0,
      QUIET_ALONE, NULL },
    { "a retry at night", "2026-06-15 23:00", "2026-06-15 22:00", false, false, true, -1, 1, 0,
      QUIET_HOLD, "2026-06-16 08:00" },
    { "a retry by day, whatever the cap", "2026-06-15 10:00", "2026-06-15 10:00", false, false,
      true, 600, 9, 9, QUIET_ALONE, NULL },
    { "waits for the digest", "2026-06-15 09:00", "2026-06-15 09:00", false, false, false, 1020, 1,
      0, QUIET_HOLD, "2026-06-15 17:00" },
    { "its digest has come", "2026-06-15 17:00", "2026-06-15 09:00", false, true, false, 1020, 1, 0,
      QUIET_ALL, NULL },
    { "came due before a digest that is over", "2026-06-15 19:00", "2026-06-15 09:00", false, false,
      false, 1020, 1, 0, QUIET_ALL, NULL },
    { "missed today's digest", "2026-06-15 18:00", "2026-06-15 17:30", false, false, false, 1020, 1,
      0, QUIET_HOLD, "2026-06-16 17:00" },
    { "a digest in the quiet hours waits for their end", "2026-06-15 18:00", "2026-06-15 17:30",
      false, false, false, 420, 1, 0, QUIET_HOLD, "2026-06-16 08:00" },
    { "and then goes", "2026-06-16 08:00", "2026-06-16 08:00", false, true, false, 420, 1, 0,
      QUIET_ALL, NULL },
    { "urgent does not wait for a digest", "2026-06-15 09:00", "2026-06-15 09:00", true, false,
      false, 1020, 1, 0, QUIET_ALONE, NULL },
    { "as many as the cap", "2026-06-15 09:00", "2026-06-15 09:00", false, false, false, -1, 3, 0,
      QUIET_ALONE, NULL },
    { "more than the cap", "2026-06-15 09:00", "2026-06-15 09:00", false, false, false, -1, 4, 0,
      QUIET_KIND, NULL },
    { "more than is left of it", "2026-06-15 09:05", "2026-06-15 09:00", false, false, false, -1, 2,
      2, QUIET_KIND, NULL },
    { "the cap is used up", "2026-06-15 09:05", "2026-06-15 09:05", false, false, false, -1, 1, 3,
      QUIET_HOLD_KIND, "2026-06-15 09:10" },
    { "urgent over a used-up cap", "2026-06-15 09:05", "2026-06-15 09:05", true, false, false, -1,
      1, 3, QUIET_KIND, NULL },
};

static void test_ways(void **state)
{
    (void)state;
    json_t *json;
    for (size_t i = 0; i < COUNT_OF(WAYS); i++) {
        struct quiet_policy quiet = policy(&json);
        struct quiet_ask ask = { .now_us = test_instant(WAYS[i].now),
                                 .try_us = test_instant(WAYS[i].came),
                                 .urgent = WAYS[i].urgent,
                                 .held = WAYS[i].held,
                                 .retried = WAYS[i].retried };
        int64_t until = 0;
        quiet.digest_at = WAYS[i].digest_at;
        quiet.waiting = WAYS[i].waiting;
        quiet.told = WAYS[i].told;
        quiet.told_since_us = test_instant("2026-06-15 09:00");
        enum quiet_way way = quiet_way(&quiet, &ask, &until);
        if (way != WAYS[i].want || (WAYS[i].until && until != test_instant(WAYS[i].until)))
            fail_msg("%s: %d", WAYS[i].name, way);
        json_decref(json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hours),
        cmocka_unit_test(test_every_minute),
        cmocka_unit_test(test_hours_within_a_day_and_none),
        cmocka_unit_test(test_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
