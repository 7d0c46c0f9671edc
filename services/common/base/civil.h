/* Civil dates and instants, without a clock, a locale or the C library's time zone.
 * A day is days since 1970-01-01; an instant is microseconds since 1970-01-01T00:00:00Z. */
#ifndef CIVIL_H
#define CIVIL_H

#include <stdbool.h>
#include <stdint.h>

enum {
    DAY_MIN = -25567,  /* 1900-01-01 */
    DAY_MAX = 73049,   /* 2170-01-01 */
    DATE_TEXT = 11,    /* bytes of "YYYY-MM-DD" with NUL */
    INSTANT_TEXT = 36, /* bytes of an RFC 3339 instant with NUL */
};
#define US_PER_SECOND 1000000LL
#define US_PER_DAY (86400LL * US_PER_SECOND)

struct date {
    int year, month, day; /* month 1..12, day 1..31 */
};

/* Day number of a valid date; false for a date that does not exist or lies outside DAY_MIN..DAY_MAX. */
bool civil_day(struct date date, int32_t *ret_day);
/* Date of a day number. */
struct date civil_date(int32_t day);
/* 1 = Monday ... 7 = Sunday (ISO 8601). */
int civil_weekday(int32_t day);
/* Days of a month; 0 for a month outside 1..12. */
int civil_month_days(int year, int month);
/* `day` moved by `months`, which may be negative; a day the month lacks becomes its last one (day
 * of month clamps). False outside DAY_MIN..DAY_MAX. */
bool civil_add_months(int32_t day, int32_t months, int32_t *ret_day);
/* "YYYY-MM-DD", nothing before or after it. */
bool civil_parse_date(const char *text, int32_t *ret_day);
/* Write "YYYY-MM-DD" into `out` (DATE_TEXT bytes); returns `out`. */
const char *civil_format_date(int32_t day, char *out);
/* RFC 3339 with offset or Z, fraction of up to six digits. Also refuses leap seconds. */
bool civil_parse_instant(const char *text, int64_t *ret_us);
/* RFC 3339 in a zone, to the second (floor); `out` has INSTANT_TEXT bytes; returns `out`. */
const char *civil_format_instant(int64_t us, int zone_minutes, char *out);
/* Day on which the instant lies in a zone. */
int32_t civil_day_of(int64_t us, int zone_minutes);
/* First instant of a day in a zone. */
int64_t civil_day_start(int32_t day, int zone_minutes);
/* Offset in minutes of an IANA zone we know. Only zones without clock changes since 1992 are known
 * (Asia/Shanghai +480, UTC 0), so that no rule depends on a zone file; false for others. */
bool civil_zone(const char *name, int *ret_minutes);

#endif
