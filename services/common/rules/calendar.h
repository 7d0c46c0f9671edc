/* Working days. A calendar holds what the yearly notices say about single days (holiday, make-up
 * day); weekends need no entry. A year without any entry is not published yet: its days follow the
 * weekday rule and every answer that leaned on them is provisional. */
#ifndef CALENDAR_H
#define CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "problem.h"

/* Opaque. Once read it is not changed any more, so any number of rulings may share one. */
typedef struct calendar calendar_t;

/* What a notice says of a day: off, or worked although it is a weekend day (K3). */
enum day_kind { DAY_HOLIDAY, DAY_MAKEUP };

/* Why a day works or rests. What a notice says goes before the weekday. */
enum day_reason { REASON_WEEKDAY, REASON_WEEKEND, REASON_HOLIDAY, REASON_MAKEUP };

struct day_class {
    bool workday;
    enum day_reason reason;
    bool provisional; /* the year is not published */
};

/* How days count: 天 is a calendar day unless the clause or a reading says otherwise (C5). */
enum day_basis { BASIS_CALENDAR, BASIS_WORKING };

/* A calendar as one contract uses it. NULL `calendar`: weekdays only, all provisional. */
struct calendar_use {
    const calendar_t *calendar;
    bool makeup_works; /* make-up days are working days of this contract (notices say yes) */
};

/* A day that was reckoned, and whether a later notice may still move it. */
struct reckoned_day {
    int32_t day;
    bool provisional;
};

/* How a term runs from its first event. */
struct day_term {
    int32_t days; /* 0 or more */
    enum day_basis basis;
    bool count_first_day; /* day one is the event's own day; by default the day after it */
    bool roll; /* a calendar-day term ending on a rest day ends on the next working day */
};

/* Empty calendar `code` (such as "cn") in `version`; both are copied. Never NULL; caller destroys.
 */
calendar_t *calendar_new(const char *code, const char *version);
/* Free the calendar and set *self_p to NULL. Safe on NULL. */
void calendar_destroy(calendar_t **self_p);
/* Code as given to calendar_new. Borrowed. */
const char *calendar_code(const calendar_t *self);
/* Version as given to calendar_new; every proof names it beside the code. Borrowed. */
const char *calendar_version(const calendar_t *self);

/* Enter one day of a notice; `name` (the holiday's) is copied. Its year becomes published.
 * RC_CONFLICT when the day is entered already, RC_INVALID for a make-up day that is no weekend day
 * or a day outside DAY_MIN..DAY_MAX; the calendar is then unchanged. */
MUST_CHECK rc_t calendar_add(calendar_t *self, int32_t day, enum day_kind kind, const char *name,
                             struct problem *problem);
/* A calendar from the text of a file `date,type,name` (type holiday or makeup, header line first,
 * UTF-8, LF or CRLF). `code` and `version` are copied. RC_INVALID names the line; *ret_calendar is
 * then unchanged. */
MUST_CHECK rc_t calendar_read_csv(const char *code, const char *version, const char *bytes,
                                  size_t len, calendar_t **ret_calendar, struct problem *problem);

/* One day of a notice. */
struct calendar_entry {
    int32_t day;
    enum day_kind kind;
    const char *name; /* borrowed */
};
/* Number of days entered. For storing a calendar in a table. */
size_t calendar_size(const calendar_t *self);
/* The i-th day entered, in order of date. */
struct calendar_entry calendar_entry_at(const calendar_t *self, size_t index);

/* A holiday of a notice: its days off without a gap, also across the turn of a year. */
struct calendar_holiday {
    int32_t from, to; /* both counted */
    const char *name; /* borrowed */
};
/* The first holiday that ends on or after `day`; false when none is entered. A NULL calendar has
 * none. Logarithmic. */
bool calendar_holiday_from(const calendar_t *self, int32_t day, struct calendar_holiday *ret);

/* Whether the notices of this year are in. */
bool calendar_covers(const calendar_t *self, int year);
/* Word of a reason: weekday, weekend, holiday, makeup. */
const char *calendar_reason_word(enum day_reason reason);
/* Name that the notice gives the day ("" without an entry). Borrowed. */
const char *calendar_day_name(const calendar_t *self, int32_t day);

/* The functions below take any day in DAY_MIN..DAY_MAX and run in constant or logarithmic time. */

/* What kind of day it is. `provisional` when its year is not published. A NULL calendar knows
 * weekdays only. */
struct day_class calendar_classify(const struct calendar_use *use, int32_t day);
/* Days from `from` to `to`, both counted; 0 when `to` is before `from`. Never negative. Working
 * days lean on the calendar: ask calendar_provisional beside it. */
int32_t calendar_count(const struct calendar_use *use, int32_t from, int32_t to,
                       enum day_basis basis);
/* Whether a day of [from, to] lies in a year that is not published. */
bool calendar_provisional(const struct calendar_use *use, int32_t from, int32_t to);
/* Last day of a term that begins with an event on `from`. False when it ends after DAY_MAX or
 * `term.days` is negative; *ret is then unchanged. A term of no days ends on `from` (rolled when
 * asked). */
MUST_CHECK bool calendar_add_days(const struct calendar_use *use, int32_t from,
                                  struct day_term term, struct reckoned_day *ret);
/* First working day on or after `day`; `day` itself when the calendar's range ends first. */
struct reckoned_day calendar_next_workday(const struct calendar_use *use, int32_t day);
/* Last working day on or before `day`; `day` itself when the calendar's range ends first. */
struct reckoned_day calendar_prev_workday(const struct calendar_use *use, int32_t day);
/* The n-th working day after `day` (n > 0), the n-th one before it (n < 0), or for n = 0 the last
 * working day on or before it. For reminders "7 working days before". Clamps to DAY_MIN..DAY_MAX.
 */
struct reckoned_day calendar_workdays_from(const struct calendar_use *use, int32_t day, int32_t n);

#endif
