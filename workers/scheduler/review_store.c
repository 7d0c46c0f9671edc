/* Reviews are few (a place each), but a fact may concern all of them: one statement for what is
 * over, one for what is new, one for the schedules. */
#include "review_store.h"

#include "column.h"
#include "memory.h"
#include "pg_query.h"
#include "scheduler_sql.h"

/* Schedules, facts and what stands in one answer: all three of one moment. */
rc_t review_store_look(pg_t *db, int64_t contract, json_t **ret_look, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, contract);
    return pg_json(db, &sql_review_look, &args, ret_look, problem);
}

/* ---- columns ---- */

/* The unit's text is the slot's; it lives as long as the run. */
void review_rows_add(struct review_rows *self, const struct review_row *row)
{
    size_t cap = self->cap;
    column_add(&self->schedules, cap, self->count, row->schedule);
    column_add(&self->systems, cap, self->count, row->system);
    column_add(&self->first, cap, self->count, row->from);
    column_add(&self->last, cap, self->count, row->to);
    column_add(&self->since, cap, self->count, row->since);
    column_add(&self->alarm_us, cap, self->count, row->alarm_us);
    self->units = mem_grow(self->units, &self->cap, self->count + 1, sizeof(*self->units));
    self->units[self->count++] = row->unit;
}

void review_rows_fini(struct review_rows *self)
{
    mem_free(self->schedules);
    mem_free(self->systems);
    mem_free(self->first);
    mem_free(self->last);
    mem_free(self->since);
    mem_free(self->alarm_us);
    mem_free(self->units);
    *self = (struct review_rows){ .count = 0 };
}

/* ---- statements ---- */

/* All that is wanted is given, not only what is near: a task is kept by its due day being asked
 * for, whether or not the horizon has come to it. */
rc_t review_store_close(pg_t *db, const int64_t *schedules, size_t count,
                        const struct review_rows *wanted, json_t **ret_gone,
                        struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64s(&args, schedules, count);
    pg_arg_i64s(&args, wanted->schedules, wanted->count);
    pg_arg_texts(&args, wanted->units, wanted->count);
    pg_arg_i64s(&args, wanted->last, wanted->count);
    pg_arg_i64s(&args, wanted->since, wanted->count);
    return pg_json(db, &sql_review_close, &args, ret_gone, problem);
}

/* A task that a fact took away comes back under its old id, with what people noted on it. */
rc_t review_store_put(pg_t *db, int64_t contract, const struct review_rows *rows,
                      struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, contract);
    pg_arg_i64s(&args, rows->schedules, rows->count);
    pg_arg_texts(&args, rows->units, rows->count);
    pg_arg_i64s(&args, rows->systems, rows->count);
    pg_arg_i64s(&args, rows->first, rows->count);
    pg_arg_i64s(&args, rows->last, rows->count);
    pg_arg_instants(&args, rows->alarm_us, rows->count);
    return pg_do(db, &sql_review_put, &args, NULL, problem);
}

/* The statement compares, so that a run without news leaves no new version of a row behind. */
rc_t review_store_moved(pg_t *db, const struct review_moves *moves, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64s(&args, moves->ids, moves->count);
    pg_arg_instants(&args, moves->look_us, moves->count);
    pg_arg_i64s(&args, moves->waits, moves->count);
    return pg_do(db, &sql_review_moved, &args, NULL, problem);
}
