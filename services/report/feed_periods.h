/* Special periods of a contract: where its pack asks for work around holidays, each holiday with
 * the day before and the day after is shown, so that nobody is surprised by it. Pure. */
#ifndef FEED_PERIODS_H
#define FEED_PERIODS_H

#include "calendar.h"
#include "feed_event.h"
#include "pack.h"
#include "problem.h"

/* What they are taken from. */
struct feed_periods {
    const pack_t *pack;
    const calendar_t *calendar; /* NULL: none */
    int32_t from, to;           /* days that may be shown, both counted */
    int64_t changed_at;         /* when pack and calendar were loaded, the later of both */
    enum lang lang;
};

/* Takes one event, which is borrowed for the call; any result but RC_OK ends the walk. */
typedef rc_t feed_event_fn(void *arg, const struct feed_event *event, struct problem *problem);

/* Give `each` the periods that touch [from, to], in order of time. A pack that asks for nothing
 * around holidays has none. */
MUST_CHECK rc_t feed_periods_each(const struct feed_periods *self, feed_event_fn *each, void *arg,
                                  struct problem *problem);

#endif
