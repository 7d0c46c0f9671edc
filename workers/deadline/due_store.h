/* Statements of the deadline worker: take the steps that are due, and what each kind of them does.
 * All run inside one transaction. */
#ifndef DUE_STORE_H
#define DUE_STORE_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "pg.h"
#include "step_host.h"

/* Take up to `limit` steps that are due by the database's clock (the transaction's time when that
 * is given). *ret_taken counts them; owned *ret_fired lists those that act, as
 * deadline_step_fire.sql says. */
MUST_CHECK rc_t due_store_fire(pg_t *db, int64_t limit, int64_t *ret_taken, json_t **ret_fired,
                               struct problem *problem);
/* Breaches among the fired steps: breach rows, deadlines turned breached, one event
 * deadline.breached each, and their contracts marked to be assessed. Nothing for a deadline
 * breached already. */
MUST_CHECK rc_t due_store_breach(struct step *step, const json_t *fired);
/* One reminder per person and channel for the fired steps that have an audience; rows that are
 * there stay. */
MUST_CHECK rc_t due_store_remind(pg_t *db, const json_t *fired, struct problem *problem);
/* In how many microseconds the next planned step comes due by the same clock, 0 or less when one
 * is due; STEP_NEVER when none is planned. */
MUST_CHECK rc_t due_store_next(pg_t *db, int64_t *ret_in_us, struct problem *problem);

#endif
