#include "turns.h"

#include <stdlib.h>
#include <string.h>

#include "civil.h"
#include "memory.h"

/* Minutes east of UTC; the local hour at which a day's work counts as done. */
enum { ZONE_MINUTES = 480, CLOSE_OF_BUSINESS_HOURS = 17 };

/* In the contracts' zone, whatever the machine's. */
int64_t turns_evening(int32_t day)
{
    return civil_day_start(day, ZONE_MINUTES) + CLOSE_OF_BUSINESS_HOURS * 3600 * US_PER_SECOND;
}

/* By time; at the same time in the order of the story. */
static int by_time(const void *a, const void *b)
{
    const struct turn *x = a;
    const struct turn *y = b;
    if (x->at_us != y->at_us)
        return x->at_us < y->at_us ? -1 : 1;
    return x->action < y->action ? -1 : x->action > y->action;
}

/* What names an instant is entered at it, whatever else the day brings: two incidents of one day must not
 * wait for each other, or the clocks of the second find nobody answering. What has a day alone is done at
 * the close of business, and never before what it follows. */
static int64_t instant_of(const struct action *action, int64_t lane_us)
{
    int64_t evening = turns_evening(action->on);
    if (action->at_us)
        return action->at_us;
    return evening > lane_us ? evening : lane_us;
}

/* Borrows the actions, which must outlive the turns. One element more is allocated than
 * needed, so that an empty story has memory as well. Actions lie by lane, and in a lane by day. */
void turns_make(const struct actions *actions, struct turns *ret_turns)
{
    int64_t lane_us = INT64_MIN; /* the latest so far of the lane at hand */
    *ret_turns = (struct turns){ mem_new((actions->count + 1) * sizeof(struct turn)), actions->count };
    for (size_t i = 0; i < actions->count; i++) {
        const struct action *action = &actions->rows[i];
        if (i > 0 && actions->rows[i - 1].lane != action->lane)
            lane_us = INT64_MIN;
        int64_t at_us = instant_of(action, lane_us);
        ret_turns->rows[i] = (struct turn){ action, at_us };
        lane_us = at_us > lane_us ? at_us : lane_us;
    }
    qsort(ret_turns->rows, ret_turns->count, sizeof(struct turn), by_time);
}

/* Safe to call twice; the actions stay the caller's. */
void turns_fini(struct turns *self)
{
    mem_free(self->rows);
    *self = (struct turns){ NULL, 0 };
}
