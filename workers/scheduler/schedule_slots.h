/* Which occurrences of one schedule are to be written at a look, and when to look again. Pure: a
 * function of what was dealt with before and of today, so any number of schedulers write the same.
 */
#ifndef SCHEDULE_SLOTS_H
#define SCHEDULE_SLOTS_H

#include "schedule_works.h"

/* A look writes what begins within HORIZON_DAYS, and the next look comes when less than
 * HORIZON_KEPT_DAYS of that are left: a scheduler that was down for less has missed nothing. */
enum { HORIZON_DAYS = 60, HORIZON_KEPT_DAYS = 30 };

/* A schedule as it stands. */
struct schedule_state {
    int32_t next_from;   /* occurrences that end before it have been dealt with … */
    int32_t recast_from; /* … but those from here on under another calendar; NO_DAY: none */
    int32_t horizon_on;  /* alarm given for days from this one on, NO_DAY: none */
    enum catch_up catch_up;
    int32_t window_days;
    size_t most; /* slots that the look may take: what is left is due at once */
};

/* One occurrence, cut to the service. */
struct schedule_slot {
    int32_t from, to;
    bool missed; /* its time went by, and its policy does not make up for it */
};

/* Days from the first on and before the second; both NO_DAY: none, the second alone: no end. */
struct day_span {
    int32_t from, before;
};

struct schedule_look {
    struct schedule_slot *slots; /* in order; owned */
    size_t count, cap;
    int64_t missed, made_up;           /* of those whose time went by */
    int32_t missed_first, missed_last; /* days, NO_DAY: none was missed */
    int32_t next_from, look_on;        /* look_on NO_DAY: nothing more will come */
    int32_t recast_from;               /* as it is to be now */
    struct day_span recast;            /* what was planned to begin in it is to be these slots */
    int32_t horizon_on;                /* as it is to be now */
    bool alarm;                        /* it begins now */
};

/* Look at a schedule on `today`. Where `most` cuts it short, the next look is today: looks one
 * after the other write what one without a limit would. Days planned under another calendar are
 * dealt with again, but for those up to today: somebody may have done the work. Their spans follow
 * each other without a gap. The caller frees with schedule_look_fini. */
void schedule_look_make(const struct recurrence_use *use, const struct schedule_work *work,
                        const struct schedule_state *state, int32_t today,
                        struct schedule_look *ret_look);
/* Free the slots. */
void schedule_look_fini(struct schedule_look *self);

#endif
