/* The edges of a due date and the ladder around it: who is warned before, and who is told after,
 * counted in working days. Each step is later a row of the ledger that comes due by itself. */
#ifndef LADDER_H
#define LADDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calendar.h"
#include "pack.h"

enum { LADDER_MAX = 24, LADDER_RULE_MAX = 41, LADDER_HOUR = 9 /* of the contract's day */ };

/* What is in time and what is too late. */
struct due_edge {
    int32_t due_on;       /* day of due_at_us in the contract's zone */
    int64_t due_at_us;    /* a day: its last microsecond; an instant: itself */
    int64_t breach_at_us; /* the first instant that is too late */
};

/* A due day ends at 24:00: too late is the start of the next one. `day` is below DAY_MAX; zone in
 * minutes east of UTC. */
struct due_edge due_edge_of_day(int32_t day, int zone_minutes);
/* A due instant, to the second: equal to the limit is met (C7), unless the clause says less than it
 * (`strict`). `us` is microseconds since 1970 UTC. */
struct due_edge due_edge_of_instant(int64_t us, bool strict, int zone_minutes);

struct ladder_step {
    char rule[LADDER_RULE_MAX]; /* warn_N, breach, overdue_N: unique in its ladder */
    int64_t at_us;
    const char *audience; /* none, engineer, manager, customer, leader; constant text */
};

struct ladder {
    struct ladder_step steps[LADDER_MAX];
    size_t count;
};

struct ladder_ask {
    const struct pack_reminders *reminders;
    const struct calendar_use *calendar;
    int zone_minutes;
    bool customer_owes; /* the customer is late, not the vendor */
};

/* Steps of a due day: at 09:00 of the N-th working day before it a warning to who does the work (N
 * = 0: on the day or the working day before it), at 09:00 of the N-th working day after it one rung
 * higher for each N (0 as 1: nobody is told of a breach before it happened), and the breach itself.
 * At most LADDER_MAX; a number given twice counts once.
 */
void ladder_of_day(const struct ladder_ask *ask, const struct due_edge *edge,
                   struct ladder *ret_ladder);
/* Steps of a due instant: hours leave no day for a warning, so the breach itself is told to the
 * manager at once; then as above from the next rung on, and 0 is that breach.
 * Overwrites *ret_ladder; cannot fail. */
void ladder_of_instant(const struct ladder_ask *ask, const struct due_edge *edge,
                       struct ladder *ret_ladder);

#endif
