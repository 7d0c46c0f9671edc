/* Statements about schedules and tasks. All run inside the caller's transaction. */
#ifndef TASK_STORE_H
#define TASK_STORE_H

#include <jansson.h>
#include <stdint.h>

#include "contract_frame.h"
#include "pg.h"
#include "schedule_slots.h"

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
    int64_t *ids, *next_from, *recast_from, *look_us, *horizon_on, *missed;
    size_t count, cap;
};
/* One schedule after a look. */
struct schedule_move {
    int64_t id;
    int32_t next_from;
    int32_t recast_from; /* NO_DAY: none */
    int64_t look_us;     /* 0: none */
    int32_t horizon_on;  /* NO_DAY: none */
    int64_t missed;      /* occurrences missed in this look */
};
/* Append one; never fails. */
void schedule_moves_add(struct schedule_moves *self, const struct schedule_move *move);
/* Free the columns. */
void schedule_moves_fini(struct schedule_moves *self);
/* Write them, planned by calendar `calendar` from now on. */
MUST_CHECK rc_t task_store_moved(pg_t *db, int64_t calendar, const struct schedule_moves *moves,
                                 struct problem *problem);
/* Schedules with the days that a new calendar plans, in columns: from a day on and before another
 * (NO_DAY: no end). */
struct recast_spans {
    int64_t *schedules, *from, *before;
    size_t count, cap;
};
/* Append one; never fails. */
void recast_spans_add(struct recast_spans *self, int64_t schedule, const struct day_span *span);
/* Free the columns. */
void recast_spans_fini(struct recast_spans *self);
/* Skip the planned tasks that begin in the spans and are not among `rows`. Owned *ret_gone is an
 * array of [schedule id, number] pairs. */
MUST_CHECK rc_t task_store_withdraw(pg_t *db, const struct recast_spans *spans,
                                    const struct task_rows *rows, json_t **ret_gone,
                                    struct problem *problem);

#endif
