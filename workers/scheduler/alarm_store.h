/* Statements about the deadlines of tasks. All run inside the caller's transaction. */
#ifndef ALARM_STORE_H
#define ALARM_STORE_H

#include <jansson.h>
#include <stdint.h>

#include "contract_frame.h"
#include "ladder.h"
#include "pg.h"

/* The slots of a contract whose tasks are due to get a deadline, in columns, with the steps that
 * all tasks of a slot share. */
struct alarm_slots {
    int64_t *schedules, *first, *due_us, *breach_us; /* first: a day; the others instants */
    json_t **proofs;                                 /* lists, owned */
    size_t count, cap;
    /* steps, of slot `places[i]`, counted from 1 */
    int64_t *places, *at_us;
    char **rules;           /* owned copies */
    const char **audiences; /* constant texts */
    size_t step_count, step_cap;
};
/* Append a slot of a schedule that begins on day `first`; takes `proof`. Never fails. */
void alarm_slots_add(struct alarm_slots *self, int64_t schedule, int32_t first,
                     const struct due_edge *edge, json_t *proof);
/* Append the steps of the slot that was added last. Never fails. */
void alarm_slots_steps(struct alarm_slots *self, const struct ladder *ladder);
/* Free it all; safe on a zeroed one. */
void alarm_slots_fini(struct alarm_slots *self);

/* Slots of the contract with tasks whose ladder has begun by `now_us`, at most `most`, as
 * alarm_due.sql gives them; owned. */
MUST_CHECK rc_t alarm_store_due(pg_t *db, int64_t contract, int64_t now_us, int64_t most,
                                json_t **ret_due, struct problem *problem);
/* Open the deadlines of their tasks: two statements, however many there are. *ret_count is how many
 * were opened; a task that another transaction holds is left for the next look. */
MUST_CHECK rc_t alarm_store_open(pg_t *db, const struct contract_frame *frame, int64_t now_us,
                                 const struct alarm_slots *slots, size_t *ret_count,
                                 struct problem *problem);

#endif
