/* On which days the work on one system gets on. A day counts unless the system is suspended on it, or it is a working
 * day on which nobody of its team is there (leave.h). Weekends and holidays count as the paces count them. Pure. */
#ifndef WORK_DAYS_H
#define WORK_DAYS_H

#include <jansson.h>

#include "calendar.h"

/* All borrowed; days since 1970. */
struct work_days {
    const json_t *story;
    const char *team;
    struct calendar_use calendar;
    int32_t stopped, resumed; /* suspended from the first day up to, not with, the second; equal: never */
};

/* Whether the work gets on on a day. */
bool work_day_counts(const struct work_days *self, int32_t day);
/* The day on which the `days`-th counting day from `from` on (itself included) is over; `from` for 0. Ten years after
 * `from` at the latest, which is longer than any play. */
int32_t work_days_end(const struct work_days *self, int32_t from, int32_t days);

#endif
