/* Days and instants without the C library's calendar, which knows locales and a zone of the
 * process. A day is a number since 1970-01-01, an instant microseconds since then; a zone is
 * minutes east, fixed (CRON-04, CRON-05). */
#include "civil.h"

#include <stdio.h>
#include <string.h>

#include "attr.h"

/* The Gregorian calendar repeats every 400 years; eras begin on 1 March. */
enum { DAYS_PER_ERA = 146097, YEARS_PER_ERA = 400, DAYS_TO_1970 = 719468, MINUTE_US = 60000000 };

/* Gregorian for every year, also before 1582: days outside 1900 to 2170 do not occur. */
static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* 0 for a month that does not exist, so that every day of it is refused as well. */
int civil_month_days(int year, int month)
{
    static const int DAYS[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (month < 1 || month > 12)
        return 0;
    return DAYS[month - 1] + (month == 2 && is_leap(year));
}

/* Howard Hinnant's days-from-civil: years start in March, so that the leap day is the last one. */
bool civil_day(struct date d, int32_t *ret_day)
{
    if (d.year < 1900 || d.year > 2170 || d.day < 1 || d.day > civil_month_days(d.year, d.month))
        return false;
    int y = d.month <= 2 ? d.year - 1 : d.year;
    int era = y / YEARS_PER_ERA;
    int yoe = y - era * YEARS_PER_ERA;
    int doy = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    int32_t day = era * DAYS_PER_ERA + doe - DAYS_TO_1970;
    if (day > DAY_MAX)
        return false;
    *ret_day = day;
    return true;
}

/* The inverse of civil_day. Every day from DAY_MIN on gives a valid date; the divisions count the
 * leap days of the era. */
struct date civil_date(int32_t day)
{
    int z = day + DAYS_TO_1970;
    int era = z / DAYS_PER_ERA;
    int doe = z - era * DAYS_PER_ERA;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    struct date d = { yoe + era * YEARS_PER_ERA, mp < 10 ? mp + 3 : mp - 9,
                      doy - (153 * mp + 2) / 5 + 1 };
    d.year += d.month <= 2;
    return d;
}

/* 1 is Monday, 7 Sunday (ISO 8601). The double remainder serves days before 1970. */
int civil_weekday(int32_t day)
{
    int w = (int)((day % 7 + 7 + 3) % 7); /* 1970-01-01 was a Thursday */
    return w + 1;
}

/* The last day of a short month stands for days it does not have: 31 January plus a month is the
 * last of February. Computed in 64 bits, so no `months` overflows. */
bool civil_add_months(int32_t day, int32_t months, int32_t *ret_day)
{
    struct date d = civil_date(day);
    int64_t total = (int64_t)d.year * 12 + d.month - 1 + months;
    if (total < 1900 * 12 || total > 2170 * 12 + 11)
        return false;
    d.year = (int)(total / 12);
    d.month = (int)(total % 12) + 1;
    int last = civil_month_days(d.year, d.month);
    d.day = d.day < last ? d.day : last;
    return civil_day(d, ret_day);
}

/* `n` decimal digits at *at_p, which moves past them. */
static bool digits(const char **at_p, int n, int *ret_value)
{
    int value = 0;
    for (int i = 0; i < n; i++) {
        char c = (*at_p)[i];
        if (c < '0' || c > '9')
            return false;
        value = value * 10 + (c - '0');
    }
    *at_p += n;
    *ret_value = value;
    return true;
}

/* Moves on only past what it wanted, so that alternatives can be tried in turn. */
static bool one_char(const char **at_p, char want)
{
    if (**at_p != want)
        return false;
    (*at_p)++;
    return true;
}

/* Exactly YYYY-MM-DD: a shorter form would be read differently elsewhere. */
static bool read_date(const char **at_p, int32_t *ret_day)
{
    struct date d = { 0, 0, 0 };
    return digits(at_p, 4, &d.year) && one_char(at_p, '-') && digits(at_p, 2, &d.month) &&
           one_char(at_p, '-') && digits(at_p, 2, &d.day) && civil_day(d, ret_day);
}

/* Nothing may follow, not even a blank. *ret_day is untouched on failure. */
bool civil_parse_date(const char *text, int32_t *ret_day)
{
    int32_t day;
    if (!read_date(&text, &day) || *text != '\0')
        return false;
    *ret_day = day;
    return true;
}

/* The last `count` decimal digits of a number; proofs hold dates by the thousand, and printf is five times slower. */
static char *put_digits(char *out, unsigned value, int count)
{
    for (int i = count - 1; i >= 0; i--, value /= 10)
        out[i] = (char)('0' + value % 10);
    return out + count;
}

/* Ten characters without a NUL; returns where to go on. */
static char *put_date(char *out, int32_t day)
{
    struct date d = civil_date(day);
    out = put_digits(out, (unsigned)d.year, 4);
    *out++ = '-';
    out = put_digits(out, (unsigned)d.month, 2);
    *out++ = '-';
    return put_digits(out, (unsigned)d.day, 2);
}

/* `out` must hold DATE_TEXT bytes. */
const char *civil_format_date(int32_t day, char *out)
{
    *put_date(out, day) = '\0';
    return out;
}

/* At most six digits (microseconds); a seventh is refused, not rounded, for an instant must come
 * back as it went. */
static bool read_fraction(const char **at_p, int64_t *ret_us)
{
    int64_t us = 0;
    int64_t unit = US_PER_SECOND / 10;
    int digit;
    if (!one_char(at_p, '.'))
        return true;
    if (**at_p < '0' || **at_p > '9')
        return false;
    for (; unit > 0 && digits(at_p, 1, &digit); unit /= 10)
        us += digit * unit;
    *ret_us += us;
    return **at_p < '0' || **at_p > '9';
}

/* No 24:00 and no leap second: neither exists in PostgreSQL's timestamps after reading. */
static bool read_time(const char **at_p, int64_t *ret_us)
{
    int h, m, s;
    if (!digits(at_p, 2, &h) || !one_char(at_p, ':') || !digits(at_p, 2, &m) ||
        !one_char(at_p, ':') || !digits(at_p, 2, &s) || h > 23 || m > 59 || s > 59)
        return false;
    *ret_us = ((int64_t)h * 3600 + m * 60 + s) * US_PER_SECOND;
    return read_fraction(at_p, ret_us);
}

/* Zones reach from -12 to +14 hours; what lies beyond is a typing error. */
static bool read_offset(const char **at_p, int *ret_minutes)
{
    int h, m;
    if (one_char(at_p, 'Z')) {
        *ret_minutes = 0;
        return true;
    }
    int sign = one_char(at_p, '-') ? -1 : 1;
    if ((sign == 1 && !one_char(at_p, '+')) || !digits(at_p, 2, &h) || !one_char(at_p, ':') ||
        !digits(at_p, 2, &m) || h > 14 || m > 59)
        return false;
    *ret_minutes = sign * (h * 60 + m);
    return true;
}

/* An offset is a must: a local time without one is a guess (CRON-05). *ret_us is untouched on
 * failure. */
bool civil_parse_instant(const char *text, int64_t *ret_us)
{
    int32_t day;
    int64_t in_day;
    int offset;
    if (!read_date(&text, &day) || !one_char(&text, 'T') || !read_time(&text, &in_day) ||
        !read_offset(&text, &offset) || *text != '\0')
        return false;
    *ret_us = (int64_t)day * US_PER_DAY + in_day - (int64_t)offset * MINUTE_US;
    return true;
}

/* hh:mm of a number of minutes. */
static char *put_clock(char *out, unsigned minutes)
{
    out = put_digits(out, minutes / 60, 2);
    *out++ = ':';
    return put_digits(out, minutes % 60, 2);
}

/* Whole seconds; the fraction is dropped, not rounded, so that a text never names a later second.
 * `out` must hold INSTANT_TEXT bytes. */
const char *civil_format_instant(int64_t us, int zone_minutes, char *out)
{
    int32_t day = civil_day_of(us, zone_minutes);
    unsigned s = (unsigned)((us - civil_day_start(day, zone_minutes)) / US_PER_SECOND);
    char *at = put_date(out, day);
    *at++ = 'T';
    at = put_clock(at, s / 60);
    *at++ = ':';
    at = put_digits(at, s % 60, 2);
    *at++ = zone_minutes < 0 ? '-' : '+';
    *put_clock(at, (unsigned)(zone_minutes < 0 ? -zone_minutes : zone_minutes)) = '\0';
    return out;
}

/* Rounds towards the past also before 1970, where C's division would not. */
int32_t civil_day_of(int64_t us, int zone_minutes)
{
    int64_t local = us + (int64_t)zone_minutes * MINUTE_US;
    int64_t day = local / US_PER_DAY;
    return (int32_t)(local % US_PER_DAY < 0 ? day - 1 : day);
}

/* The inverse of civil_day_of for midnight; the zone is fixed, so every day has 24 hours. */
int64_t civil_day_start(int32_t day, int zone_minutes)
{
    return (int64_t)day * US_PER_DAY - (int64_t)zone_minutes * MINUTE_US;
}

/* A short list instead of a zone database: contracts here name one zone without summer time, and
 * what a zone file says may change under a ruling (CRON-05). */
bool civil_zone(const char *name, int *ret_minutes)
{
    static const struct {
        const char *name;
        int minutes;
    } ZONES[] = { { "Asia/Shanghai", 480 }, { "PRC", 480 }, { "UTC", 0 } };
    for (size_t i = 0; i < COUNT_OF(ZONES); i++) {
        if (strcmp(ZONES[i].name, name) == 0) {
            *ret_minutes = ZONES[i].minutes;
            return true;
        }
    }
    return false;
}
