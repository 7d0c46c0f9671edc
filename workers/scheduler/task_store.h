/* Statements about schedules and tasks. All run inside the caller's transaction. */
#ifndef TASK_STORE_H
#define TASK_STORE_H

#include <jansson.h>
#include <stdint.h>

#include "contract_frame.h"
#include "pg.h"

/* The schedules of a contract that are to be looked at, as schedule_look.sql gives them; owned. */
MUST_CHECK rc_t task_store_look(pg_t *db, const struct contract_frame *frame, int64_t now_us,
                                json_t **ret_look, struct problem *problem);
/* Make the schedules of `list` (as schedule_make.sql takes them) that are missing. */
MUST_CHECK rc_t task_store_schedules(pg_t *db, const struct contract_frame *frame,
                                     const json_t *list, struct problem *problem);

/* Occurrences of several schedules, in columns: what one statement writes. */
struct task_rows {
    int64_t *schedules, *first, *last, *missed, *alarm_us; /* days; missed 1 or 0; an instant */
    size_t count, cap;
};
/* One occurrence of a schedule, as the tasks of all its places have it. */
struct task_slot {
    int64_t schedule;
    int32_t first, last; /* days */
    bool missed;
    int64_t alarm_us; /* first step of its ladder */
};
/* Append one; never fails. */
void task_rows_add(struct task_rows *self, const struct task_slot *row);
/* Free the columns. */
void task_rows_fini(struct task_rows *self);
/* Write them; what is there stays. *ret_count (may be NULL) is the number of tasks made. */
MUST_CHECK rc_t task_store_make(pg_t *db, int64_t contract, const struct task_rows *rows,
                                int64_t *ret_count, struct problem *problem);

/* Schedules after a look, in columns. */
struct schedule_moves {
    int64_t *ids, *next_from, *look_us, *horizon_on, *missed;
    size_t count, cap;
};
/* One schedule after a look. */
struct schedule_move {
    int64_t id;
    int32_t next_from;
    int64_t look_us;    /* 0: none */
    int64_t horizon_on; /* a day, -1: none */
    int64_t missed;     /* occurrences missed in this look */
};
/* Append one; never fails. */
void schedule_moves_add(struct schedule_moves *self, const struct schedule_move *move);
/* Free the columns. */
void schedule_moves_fini(struct schedule_moves *self);
/* Write them, planned by calendar `calendar` from now on. */
MUST_CHECK rc_t task_store_moved(pg_t *db, int64_t calendar, const struct schedule_moves *moves,
                                 struct problem *problem);
/* Skip the planned tasks of `schedules` that begin after `today` and are not among `rows`. Owned
 * *ret_gone is an array of [schedule id, number] pairs. */
MUST_CHECK rc_t task_store_withdraw(pg_t *db, const int64_t *schedules, size_t count, int32_t today,
                                    const struct task_rows *rows, json_t **ret_gone,
                                    struct problem *problem);

#endif
