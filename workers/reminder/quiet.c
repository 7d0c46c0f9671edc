/* The arithmetic of leaving people in peace. All questions are about one reminder at one instant;
 * what was sent before comes in as numbers, so that every minute of a month can be tried in a test.
 */
#include "quiet.h"

#include "civil.h"

/* DAYS_AHEAD: the longest holiday of the State Council's notices has eight days, with both
 * week-ends twelve; a calendar that rests for longer is wrong, and a wrong calendar must not
 * silence people. */
enum { DAYS_AHEAD = 40, MINUTE_S = 60 };

/* JSON null and absence are the same: the statement gives null where no row says anything. */
static int64_t number(const json_t *json, const char *key, int64_t missing)
{
    const json_t *value = json_object_get(json, key);
    return json_is_integer(value) ? json_integer_value(value) : missing;
}

/* The defaults here are the ones that hold nothing back; those that people get stand in the
 * statement, once. */
struct quiet_policy quiet_policy_read(const json_t *json, int zone_minutes)
{
    return (struct quiet_policy){
        .from = number(json, "quiet_from", 0),
        .to = number(json, "quiet_to", 0),
        .rest_days = json_is_true(json_object_get(json, "rest_days")),
        .holidays = json_object_get(json, "holidays"),
        .makeups = json_object_get(json, "makeups"),
        .digest_at = number(json, "digest_at", -1),
        .storm_max = number(json, "storm_max", INT64_MAX),
        .storm_window_us = number(json, "storm_window_s", 0) * US_PER_SECOND,
        .waiting = number(json, "waiting", 0),
        .told = number(json, "told", 0),
        .told_since_us = number(json, "told_since", 0),
        .zone_minutes = zone_minutes,
    };
}

/* A handful of days: forty at most. */
static bool lists(const json_t *days, int32_t day)
{
    for (size_t i = 0; i < json_array_size(days); i++) {
        if (json_integer_value(json_array_get(days, i)) == day)
            return true;
    }
    return false;
}

/* A make-up day works although it is a Saturday; a holiday rests although it is a Wednesday. */
static bool is_rest(const struct quiet_policy *policy, int32_t day)
{
    if (!policy->rest_days || lists(policy->makeups, day))
        return false;
    return civil_weekday(day) > 5 || lists(policy->holidays, day);
}

/* Instant of a minute of a day; no zone of ours has a day of other than 24 hours. */
static int64_t minute_us(const struct quiet_policy *policy, int32_t day, int64_t minute)
{
    return civil_day_start(day, policy->zone_minutes) + minute * MINUTE_S * US_PER_SECOND;
}

/* Whether the hours of an instant's day are quiet; 21:00 to 08:00 goes over midnight. */
static bool in_hours(const struct quiet_policy *policy, int64_t us)
{
    int32_t day = civil_day_of(us, policy->zone_minutes);
    int64_t at = us - civil_day_start(day, policy->zone_minutes);
    int64_t from = policy->from * MINUTE_S * US_PER_SECOND;
    int64_t to = policy->to * MINUTE_S * US_PER_SECOND;
    return from <= to ? at >= from && at < to : at >= from || at < to;
}

/* The first morning of a working day after `us`; quiet hours that end at midnight begin its day. */
int64_t quiet_until(const struct quiet_policy *policy, int64_t us)
{
    int32_t today = civil_day_of(us, policy->zone_minutes);
    if (!is_rest(policy, today) && !in_hours(policy, us))
        return us;
    for (int32_t day = today; day <= today + DAYS_AHEAD; day++) {
        int64_t morning = minute_us(policy, day, policy->to);
        if (!is_rest(policy, day) && morning > us)
            return morning;
    }
    return us;
}

/* The first digest from the time it came due on: asked from there and not from now, so that
 * downtime over the digest's hour does not cost another day. */
static int64_t digest_us(const struct quiet_policy *policy, int64_t try_us)
{
    int32_t day = civil_day_of(try_us, policy->zone_minutes);
    int64_t at = minute_us(policy, day, policy->digest_at);
    return at >= try_us ? at : minute_us(policy, day + 1, policy->digest_at);
}

/* Earliest instant at which hours, days and the digest let it go. */
static int64_t opening(const struct quiet_policy *policy, const struct quiet_ask *ask)
{
    int64_t us = ask->now_us;
    if (policy->digest_at >= 0 && !ask->held && !ask->retried &&
        digest_us(policy, ask->try_us) > us)
        us = digest_us(policy, ask->try_us);
    return quiet_until(policy, us);
}

/* A retry goes in the message it was in, whatever the cap says: it was counted there. */
enum quiet_way quiet_way(const struct quiet_policy *policy, const struct quiet_ask *ask,
                         int64_t *ret_until_us)
{
    if (!ask->urgent) {
        *ret_until_us = opening(policy, ask);
        if (*ret_until_us > ask->now_us)
            return QUIET_HOLD;
    }
    /* Quiet hours hold a retry too; the cap does not. */
    if (ask->retried)
        return QUIET_ALONE;
    if (policy->digest_at >= 0 && !ask->urgent)
        return QUIET_ALL;
    if (policy->told >= policy->storm_max && !ask->urgent) {
        *ret_until_us = policy->told_since_us + policy->storm_window_us;
        return *ret_until_us > ask->now_us ? QUIET_HOLD_KIND : QUIET_KIND;
    }
    return policy->told + policy->waiting > policy->storm_max ? QUIET_KIND : QUIET_ALONE;
}
