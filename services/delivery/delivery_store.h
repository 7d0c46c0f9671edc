/* Statements of this service, each inside the caller's transaction. A deliverable is locked before
 * its deadline. */
#ifndef DELIVERY_STORE_H
#define DELIVERY_STORE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "contract_frame.h"
#include "delivery_wire.h"
#include "pg.h"

/* A deliverable's changing half. Texts are owned. */
/* Read under its lock and written back whole, see deliverable_write. */
struct deliverable_row {
    int64_t id, version;
    int64_t deadline_id;                          /* 0: nothing says when it is due */
    int state;                                    /* enum deliverable_state */
    int32_t submitted_on, accepted_on, signed_on; /* NO_DAY: not */
    char *sha256, *submitted_by, *signed_by;      /* NULL: not said */
    char contract[CONTRACT_CODE_TEXT];
};

/* Id of the deliverable that `ref` names. RC_NOT_FOUND for none, RC_INVALID when more than one
 * fits. */
MUST_CHECK rc_t deliverable_find(pg_t *db, const struct deliverable_ref *ref, int64_t *ret_id,
                                 struct problem *problem);
/* Lock it; RC_NOT_FOUND. Caller frees with deliverable_row_fini. */
MUST_CHECK rc_t deliverable_lock(pg_t *db, int64_t id, struct deliverable_row *ret_row,
                                 struct problem *problem);
/* Free the texts; safe on a zeroed row. */
void deliverable_row_fini(struct deliverable_row *self);
/* Require one more: of contract row `contract`, and of system row `system` (0: of none).
 * RC_NOT_FOUND, naming `clause`, when the contract asks for no document of that clause. */
MUST_CHECK rc_t deliverable_add(pg_t *db, const struct deliverable_add_args *add, int64_t contract,
                                int64_t system, int64_t *ret_id, struct problem *problem);
/* Write all of the changing half but contract and deadline. */
MUST_CHECK rc_t deliverable_write(pg_t *db, const struct deliverable_row *row,
                                  struct problem *problem);
/* A page of rows {"items","next"}; `args->id` limits it to one. Owned by the caller. */
MUST_CHECK rc_t deliverable_rows(pg_t *db, const struct deliverable_list_args *args,
                                 json_t **ret_page, struct problem *problem);

/* A task as far as its moves look at it. */
struct task_row {
    int64_t id, version, contract_id, items;
    int64_t deadline_id; /* 0: its ladder has not begun */
    int state;           /* enum task_state */
    bool review;         /* what it is done on is a fact that the next one is reckoned from */
    int32_t slot_from, slot_to;
    char contract[CONTRACT_CODE_TEXT];
    json_t *told; /* {clause, title, unit}, for the event; owned */
};

/* Lock `count` tasks, in order of their ids so that two lists never wait for each other, and read
 * them in the order asked. RC_NOT_FOUND when one is not there, nothing written. Caller frees each
 * with task_row_fini. */
MUST_CHECK rc_t task_lock(pg_t *db, const int64_t *ids, size_t count, struct task_row *ret_rows,
                          struct problem *problem);
/* Free what it owns; safe on a zeroed row. */
void task_row_fini(struct task_row *self);
/* `count` tasks were done as `args` says; ret_done_us[i] is the last instant of that day in the
 * zone of the contract of ids[i]. */
MUST_CHECK rc_t task_done(pg_t *db, const int64_t *ids, size_t count, const struct task_args *args,
                          int64_t *ret_done_us, struct problem *problem);
/* Record the fact that a review done on `on` is, and that there is something new to schedule. */
MUST_CHECK rc_t task_record(pg_t *db, const struct task_row *row, int32_t on,
                            struct problem *problem);
/* It is for the person of that name in the contract (NULL: for whoever is there). RC_NOT_FOUND
 * names "person". */
MUST_CHECK rc_t task_assign(pg_t *db, const struct task_row *row, const char *person,
                            struct problem *problem);
/* A page of tasks {"items","next"} by due day; `args->id` limits it to one. Owned by the caller. */
MUST_CHECK rc_t task_rows(pg_t *db, const struct task_list_args *args, json_t **ret_page,
                          struct problem *problem);

#endif
