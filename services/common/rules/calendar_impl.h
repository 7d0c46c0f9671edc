/* Inside of the calendar, shared by calendar.c and calendar_csv.c. */
#ifndef CALENDAR_IMPL_H
#define CALENDAR_IMPL_H

#include "calendar.h"

enum { YEAR_FIRST = 1900, YEAR_COUNT = 271 }; /* the years of DAY_MIN..DAY_MAX */

struct day_slot {
    char *name;             /* what a notice calls the day; NULL without an entry */
    enum day_kind kind;     /* of the entry */
    enum day_reason reason; /* set by calendar_index */
    int32_t
        before[2]; /* working days from DAY_MIN to the day before: make-up days resting, working */
};

/* Enter a day without reckoning the counts again; calendar_index must follow. As calendar_add. */
MUST_CHECK rc_t calendar_put(calendar_t *self, const struct calendar_entry *entry,
                             struct problem *problem);
/* Reckon the counts and the list of entries. The list of holidays is made too. Without new
 * entries it changes nothing; until it has run, counts and lists are those of before the last
 * calendar_put. */
void calendar_index(calendar_t *self);

#endif
