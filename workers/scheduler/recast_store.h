/* Statements of schedule_recast.c and task_recast.c. All run inside the caller's transaction. */
#ifndef RECAST_STORE_H
#define RECAST_STORE_H

#include <jansson.h>
#include <stdint.h>

#include "contract_frame.h"
#include "pg.h"
#include "phase.h"
#include "schedule_alarms.h"

/* The running phase of a cycle and those that wait for it. */
struct recast_windows {
    int64_t ids[PHASES_MAX], from[PHASES_MAX], to[PHASES_MAX]; /* days as numbers since 1970 */
    size_t count;
};

/* Deadlines of a contract that were last ruled by an older calendar, at most `limit`, as
 * recast_stale.sql says. Owned *ret_stale. */
MUST_CHECK rc_t recast_store_stale(pg_t *db, int64_t contract, int64_t calendar, int64_t limit,
                                   json_t **ret_stale, struct problem *problem);
/* Lock what they belong to, then read what they are ruled by, as recast_rows.sql says. Owned
 * *ret_rows. */
MUST_CHECK rc_t recast_store_rows(pg_t *db, const json_t *stale, json_t **ret_rows,
                                  struct problem *problem);
/* A task that is locked is not owed by the calendar, as recast_skip.sql says. */
MUST_CHECK rc_t recast_store_skip(pg_t *db, int64_t task, struct problem *problem);
/* Slots of a contract's tasks without a deadline that were planned by an older calendar, as
 * recast_alarms.sql says. Owned *ret_slots. */
MUST_CHECK rc_t recast_store_alarms(pg_t *db, int64_t contract, int64_t calendar,
                                    json_t **ret_slots, struct problem *problem);
/* When the ladders of slots begin by the new calendar, in columns. */
struct recast_alarms {
    int64_t *schedules, *first, *due; /* days as numbers since 1970 */
    int64_t *alarm_us;                /* 0: there is no such slot */
    size_t count, cap;
};
/* Append one; never fails. */
void recast_alarms_add(struct recast_alarms *self, int64_t schedule, const struct task_days *days,
                       int64_t alarm_us);
/* Free the columns; safe on a zeroed one. */
void recast_alarms_fini(struct recast_alarms *self);
/* Write them, as recast_alarms_move.sql says. Owned *ret_gone. */
MUST_CHECK rc_t recast_store_alarms_move(pg_t *db, const struct contract_frame *frame,
                                         const struct recast_alarms *alarms, json_t **ret_gone,
                                         struct problem *problem);
/* Write the forecasts of phases whose cycle is locked. */
MUST_CHECK rc_t recast_store_forecast(pg_t *db, const struct recast_windows *windows,
                                      struct problem *problem);

#endif
