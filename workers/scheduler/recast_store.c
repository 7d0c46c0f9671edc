#include "recast_store.h"

#include "column.h"
#include "memory.h"
#include "pg_query.h"
#include "scheduler_sql.h"

rc_t recast_store_stale(pg_t *db, int64_t contract, int64_t calendar, int64_t limit,
                        json_t **ret_stale, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, contract);
    pg_arg_i64(&args, calendar);
    pg_arg_i64(&args, limit);
    return pg_json(db, &sql_recast_stale, &args, ret_stale, problem);
}

/* In two statements: the second sees what was committed while the first waited for its locks. */
rc_t recast_store_rows(pg_t *db, const json_t *stale, json_t **ret_rows, struct problem *problem)
{
    struct pg_args args;
    int64_t held;
    pg_args_init(&args);
    pg_arg_json(&args, stale);
    rc_t rc = pg_number(db, &sql_recast_lock, &args, &held, problem);
    if (rc != RC_OK)
        return rc;
    pg_args_init(&args);
    pg_arg_json(&args, stale);
    return pg_json(db, &sql_recast_rows, &args, ret_rows, problem);
}

rc_t recast_store_forecast(pg_t *db, const struct recast_windows *windows, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64s(&args, windows->ids, windows->count);
    pg_arg_i64s(&args, windows->from, windows->count);
    pg_arg_i64s(&args, windows->to, windows->count);
    return pg_do(db, &sql_recast_forecast, &args, NULL, problem);
}

rc_t recast_store_skip(pg_t *db, int64_t task, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, task);
    return pg_do(db, &sql_recast_skip, &args, NULL, problem);
}

/* ---- tasks without a deadline ---- */

rc_t recast_store_alarms(pg_t *db, int64_t contract, int64_t calendar, json_t **ret_slots,
                         struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, contract);
    pg_arg_i64(&args, calendar);
    return pg_json(db, &sql_recast_alarms, &args, ret_slots, problem);
}

/* The last column grows `cap` for all of them. */
void recast_alarms_add(struct recast_alarms *self, int64_t schedule, const struct task_days *days,
                       int64_t alarm_us)
{
    size_t cap = self->cap;
    column_add(&self->schedules, cap, self->count, schedule);
    column_add(&self->first, cap, self->count, days->from);
    column_add(&self->due, cap, self->count, days->due);
    self->alarm_us = mem_grow(self->alarm_us, &self->cap, self->count + 1, sizeof(int64_t));
    self->alarm_us[self->count++] = alarm_us;
}

void recast_alarms_fini(struct recast_alarms *self)
{
    mem_free(self->schedules);
    mem_free(self->first);
    mem_free(self->due);
    mem_free(self->alarm_us);
    *self = (struct recast_alarms){ .count = 0 };
}

rc_t recast_store_alarms_move(pg_t *db, const struct contract_frame *frame,
                              const struct recast_alarms *alarms, json_t **ret_gone,
                              struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, frame->id);
    pg_arg_i64(&args, frame->calendar_id);
    pg_arg_i64s(&args, alarms->schedules, alarms->count);
    pg_arg_i64s(&args, alarms->first, alarms->count);
    pg_arg_i64s(&args, alarms->due, alarms->count);
    pg_arg_instants(&args, alarms->alarm_us, alarms->count);
    return pg_json(db, &sql_recast_alarms_move, &args, ret_gone, problem);
}
