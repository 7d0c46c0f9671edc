#include "turns.h"

#include <stdlib.h>
#include <string.h>

#include "civil.h"
#include "memory.h"

/* Minutes east of UTC; the local hour at which a day's work counts as done. */
enum { ZONE_MINUTES = 480, CLOSE_OF_BUSINESS_HOURS = 17 };

/* Latest instant among the texts of an object that lies on `day`; `latest` when there is none. */
static int64_t latest_on(const json_t *args, int32_t day, int64_t latest)
{
    json_t *object = (json_t *)(uintptr_t)args;
    bool found = false;
    for (void *it = json_object_iter(object); it; it = json_object_iter_next(object, it)) {
        const char *text = json_string_value(json_object_iter_value(it));
        int64_t us;
        if (!text || !civil_parse_instant(text, &us) || civil_day_of(us, ZONE_MINUTES) != day)
            continue;
        latest = !found || us > latest ? us : latest;
        found = true;
    }
    return latest;
}

/* In the contracts' zone, whatever the machine's. */
int64_t turns_evening(int32_t day)
{
    return civil_day_start(day, ZONE_MINUTES) + CLOSE_OF_BUSINESS_HOURS * 3600 * US_PER_SECOND;
}

/* What the arguments say wins; a step with a day alone is done at close of business, so that it
 * counts for that day. */
static int64_t instant_of(const struct action *action)
{
    return latest_on(action->args, action->on, turns_evening(action->on));
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

/* Borrows the actions, which must outlive the turns. One element more is allocated than
 * needed, so that an empty story has memory as well. A lane keeps its order whatever instants
 * its rows name. */
void turns_make(const struct actions *actions, struct turns *ret_turns)
{
    *ret_turns = (struct turns){ mem_new((actions->count + 1) * sizeof(struct turn)), actions->count };
    for (size_t i = 0; i < actions->count; i++) {
        const struct action *action = &actions->rows[i];
        struct turn *turn = &ret_turns->rows[i];
        *turn = (struct turn){ action, instant_of(action) };
        bool same_lane = i > 0 && actions->rows[i - 1].lane == action->lane;
        if (same_lane && turn[-1].at_us > turn->at_us)
            turn->at_us = turn[-1].at_us; /* never before what it follows */
    }
    qsort(ret_turns->rows, ret_turns->count, sizeof(struct turn), by_time);
}

/* Safe to call twice; the actions stay the caller's. */
void turns_fini(struct turns *self)
{
    mem_free(self->rows);
    *self = (struct turns){ NULL, 0 };
}
