/* How often, as a pack says it: the fields that recurring work and documents share. */
#ifndef RECURRENCE_READ_H
#define RECURRENCE_READ_H

#include "pack_reader.h"

/* Each takes a struct pack_recurrence as `out`. */
value_fn read_every;     /* day, week, month, quarter, year, special: once in each */
value_fn read_times;     /* so many times in each `per` */
value_fn read_per;       /* day, week, month, quarter, year */
value_fn read_spread;    /* the shorter period over which `times` are spread evenly */
value_fn read_weekday;   /* monday … sunday, of weekly work */
value_fn read_work_days; /* working or all, of daily work */

/* Left out, a number is exact (BOUND_PLAN): a minimum or a quota must be said. */
value_fn read_bound; /* enum bound_kind: plan, minimum or quota */

/* The rows of these fields in a table whose struct `type` has a member `again`. */
#define RECURRENCE_FIELDS(type)                                                                    \
    { "every", read_every, offsetof(type, again), FIELD_OPTIONAL },                                \
        { "times", read_times, offsetof(type, again), FIELD_OPTIONAL },                            \
        { "per", read_per, offsetof(type, again), FIELD_OPTIONAL }, RECURRENCE_DETAILS(type)
#define RECURRENCE_DETAILS(type)                                                                   \
    { "spread", read_spread, offsetof(type, again), FIELD_OPTIONAL },                              \
        { "on", read_weekday, offsetof(type, again), FIELD_OPTIONAL },                             \
    {                                                                                              \
        "days", read_work_days, offsetof(type, again), FIELD_OPTIONAL                              \
    }

/* RC_INVALID at the row's place when the fields do not fit each other: times without per, a spread
 * that does not divide, a weekday of other than weekly work. */
MUST_CHECK rc_t recurrence_check(struct pack_reader *reader, const struct pack_place *at,
                                 const struct pack_recurrence *again);

#endif
