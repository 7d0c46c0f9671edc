/* A day's open time is one stretch, so a limit is what is left of the first day, whole days, and
 * a part of the last one. Whole days go through the calendar's own arithmetic; no day is walked. */
#include "hours.h"

#include "civil.h"

/* Stands in where no calendar is given: Monday to Friday, and every answer on working days
 * provisional. */
static const struct calendar_use WEEKDAYS = { .calendar = NULL, .makeup_works = true };

/* The calendar that the window's days are looked up in. */
static const struct calendar_use *calendar_of(const struct hours_use *use)
{
    return use->calendar ? use->calendar : &WEEKDAYS;
}

/* How the window's days count. A window of all days never asks the calendar, so its answers are
 * never provisional. */
static enum day_basis basis_of(const struct hours_use *use)
{
    return use->window->working ? BASIS_WORKING : BASIS_CALENDAR;
}

/* An instant as the window sees it. */
struct moment {
    int32_t day;
    int64_t us; /* since the day began */
};

/* Which day an instant belongs to depends on the zone of the contract, not of the machine (K1). */
static struct moment moment_of(const struct hours_use *use, int64_t us)
{
    int32_t day = civil_day_of(us, use->zone_minutes);
    return (struct moment){ day, us - civil_day_start(day, use->zone_minutes) };
}

/* Opening and closing, in microseconds of the day. */
static int64_t opening(const struct hours_use *use)
{
    return use->window->from_s * US_PER_SECOND;
}

/* 24:00 closes with the first instant of the next day, so the closing itself is never inside. */
static int64_t closing(const struct hours_use *use)
{
    return use->window->to_s * US_PER_SECOND;
}

/* The n-th open day after `day`, n from 1. The bound keeps the cast safe; a longer term leaves the
 * range anyway. */
static bool open_day_after(const struct hours_use *use, int32_t day, int64_t n,
                           struct reckoned_day *ret)
{
    struct day_term term = { .days = (int32_t)n, .basis = basis_of(use) };
    return n <= DAY_MAX - DAY_MIN && calendar_add_days(calendar_of(use), day, term, ret);
}

/* Whether the window opens on this day. */
static bool opens_on(const struct hours_use *use, int32_t day)
{
    return !use->window->working || calendar_classify(calendar_of(use), day).workday;
}

/* Where the time begins to run: here, at the opening, or on the next open day. The closing itself
 * is outside: time that would begin there begins with the next opening. */
static bool begin(const struct hours_use *use, struct moment *at, bool *ret_provisional)
{
    struct reckoned_day next;
    *ret_provisional =
        use->window->working && calendar_provisional(calendar_of(use), at->day, at->day);
    if (opens_on(use, at->day) && at->us < closing(use)) {
        at->us = at->us < opening(use) ? opening(use) : at->us;
        return true;
    }
    if (!open_day_after(use, at->day, 1, &next))
        return false;
    *ret_provisional = *ret_provisional || next.provisional;
    *at = (struct moment){ next.day, opening(use) };
    return true;
}

/* Let `us` of open time pass from a moment inside the window. A limit that is used up exactly at
 * the closing ends there and not at the next opening, hence rest <= 0 and rest - 1. */
static bool run(const struct hours_use *use, int64_t us, struct moment *at, bool *provisional)
{
    int64_t length = closing(use) - opening(use);
    int64_t rest = us - (closing(use) - at->us); /* what the first day leaves over */
    struct reckoned_day end;
    if (rest <= 0) {
        at->us += us;
        return true;
    }
    int64_t whole = (rest - 1) / length; /* days used up before the last one */
    if (!open_day_after(use, at->day, whole + 1, &end))
        return false;
    *provisional = *provisional || end.provisional;
    *at = (struct moment){ end.day, opening(use) + rest - whole * length };
    return true;
}

/* Through nights and holidays: no window. */
static bool add_always(int64_t start, int64_t us, struct reckoned_instant *ret)
{
    ret->provisional = false;
    return !__builtin_add_overflow(start, us, &ret->us);
}

/* Without a window the seconds run through nights and holidays (K6); with one the start is first
 * moved into it. *ret is written last. */
bool hours_add(const struct hours_use *use, int64_t start, int64_t seconds,
               struct reckoned_instant *ret)
{
    struct reckoned_instant end;
    int64_t us;
    if (__builtin_mul_overflow(seconds, US_PER_SECOND, &us))
        return false;
    if (!use->window) {
        if (!add_always(start, us, &end))
            return false;
    } else {
        struct moment at = moment_of(use, start);
        if (!begin(use, &at, &end.provisional) || !run(use, us, &at, &end.provisional))
            return false;
        end.us = civil_day_start(at.day, use->zone_minutes) + at.us;
    }
    *ret = end;
    return true;
}

/* Open time of a day up to a moment of it. 0 before the opening and on a day of rest, the whole
 * window after the closing. */
static int64_t open_until(const struct hours_use *use, struct moment at)
{
    if (!opens_on(use, at.day) || at.us <= opening(use))
        return 0;
    return (at.us < closing(use) ? at.us : closing(use)) - opening(use);
}

/* Open time since the first day began, up to either end, subtracted. Fractions of a second are cut
 * off (C7). */
int64_t hours_between(const struct hours_use *use, int64_t from, int64_t to)
{
    if (to <= from)
        return 0;
    if (!use->window)
        return (to - from) / US_PER_SECOND;
    struct moment first = moment_of(use, from);
    struct moment last = moment_of(use, to);
    int64_t days = calendar_count(calendar_of(use), first.day, last.day - 1, basis_of(use));
    int64_t us = days * (closing(use) - opening(use)) + open_until(use, last);
    return (us - open_until(use, first)) / US_PER_SECOND;
}
