/* Business hours: limits in minutes and hours that run only while a window is open (5×8, 5×9,
 * 7×24). */
#ifndef HOURS_H
#define HOURS_H

#include "calendar.h"
#include "pack.h"

/* A window as one contract uses it. */
struct hours_use {
    const struct pack_hours *window;     /* NULL: time always runs */
    const struct calendar_use *calendar; /* for windows of working days; NULL: weekdays */
    int zone_minutes;                    /* offset in which the window's times are meant */
};

/* An instant that was reckoned, and whether a later notice may still move it. */
struct reckoned_instant {
    int64_t us;
    bool provisional;
};

/* Instant at which `seconds` (1 or more) of open time have passed since `start`. Time outside the
 * window does not run; a limit that ends with the window ends at its closing, not at the next
 * opening. False when it ends out of range; *ret is then unchanged. Constant or logarithmic time.
 */
MUST_CHECK bool hours_add(const struct hours_use *use, int64_t start, int64_t seconds,
                          struct reckoned_instant *ret);
/* Seconds of open time from `from` to `to`, `to` excluded; 0 when `to` is not after `from`. The
 * inverse of hours_add. */
int64_t hours_between(const struct hours_use *use, int64_t from, int64_t to);

#endif
