/* Statements of schedule_recast.c. All run inside the caller's transaction. */
#ifndef RECAST_STORE_H
#define RECAST_STORE_H

#include <jansson.h>
#include <stdint.h>

#include "pg.h"
#include "phase.h"

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
/* Write the forecasts of phases whose cycle is locked. */
MUST_CHECK rc_t recast_store_forecast(pg_t *db, const struct recast_windows *windows,
                                      struct problem *problem);

#endif
