/* The actions of a scenario put in order of the instants at which somebody would enter them. Pure. */
#ifndef TURNS_H
#define TURNS_H

#include "scenario.h"

struct turn {
    const struct action *action; /* borrowed */
    int64_t at_us;
};

struct turns {
    struct turn *rows; /* owned */
    size_t count;
};

/* Each action at the instant its row names (an incident is entered when it occurs), else at the close of business, 17:00
 * in UTC+8, and then not before what it follows in its lane. Borrows `actions`; free with turns_fini. */
void turns_make(const struct actions *actions, struct turns *ret_turns);
/* Close of business on a day: when what has no hour of its own is done. */
int64_t turns_evening(int32_t day);
/* Free the rows. */
void turns_fini(struct turns *self);

#endif
