/* The statements take columns: a horizon of checklists is some ten thousand rows, and one statement
 * for each would be most of what a run costs. */
#include "task_store.h"

#include "civil.h"
#include "column.h"
#include "memory.h"
#include "pg_query.h"
#include "scheduler_sql.h"

/* Only what is due, and how many there are in all: whether schedules are missing shows by the
 * number.
 */
rc_t task_store_look(pg_t *db, const struct contract_frame *frame, int64_t now_us,
                     json_t **ret_look, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, frame->id);
    pg_arg_instant(&args, now_us);
    pg_arg_i64(&args, frame->calendar_id);
    return pg_json(db, &sql_schedule_look, &args, ret_look, problem);
}

/* A schedule that is there keeps its policy, which people may have set, and its place in time. */
rc_t task_store_schedules(pg_t *db, const struct contract_frame *frame, const json_t *list,
                          struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, frame->id);
    pg_arg_i64(&args, frame->calendar_id);
    pg_arg_json(&args, list);
    pg_arg_day(&args, frame->service_from);
    return pg_do(db, &sql_schedule_make, &args, NULL, problem);
}

/* ---- columns ---- */

/* The last column grows `cap`, as in the other sets of columns. */
void task_rows_add(struct task_rows *self, const struct task_slot *row)
{
    size_t cap = self->cap;
    column_add(&self->schedules, cap, self->count, row->schedule);
    column_add(&self->first, cap, self->count, row->first);
    column_add(&self->last, cap, self->count, row->last);
    column_add(&self->alarm_us, cap, self->count, row->alarm_us);
    self->missed = mem_grow(self->missed, &self->cap, self->count + 1, sizeof(*self->missed));
    self->missed[self->count++] = row->missed;
}

void task_rows_fini(struct task_rows *self)
{
    mem_free(self->schedules);
    mem_free(self->first);
    mem_free(self->last);
    mem_free(self->missed);
    mem_free(self->alarm_us);
    *self = (struct task_rows){ .count = 0 };
}

/* As the statements take a day that may be missing. */
static int64_t day_or_none(int32_t day)
{
    return day == NO_DAY ? -1 : day;
}

/* A look moves its schedule even when it found nothing: that it was made is what counts. */
void schedule_moves_add(struct schedule_moves *self, const struct schedule_move *move)
{
    size_t cap = self->cap;
    column_add(&self->ids, cap, self->count, move->id);
    column_add(&self->next_from, cap, self->count, move->next_from);
    column_add(&self->recast_from, cap, self->count, day_or_none(move->recast_from));
    column_add(&self->look_us, cap, self->count, move->look_us);
    column_add(&self->missed, cap, self->count, move->missed);
    self->horizon_on =
        mem_grow(self->horizon_on, &self->cap, self->count + 1, sizeof(*self->horizon_on));
    self->horizon_on[self->count++] = day_or_none(move->horizon_on);
}

void schedule_moves_fini(struct schedule_moves *self)
{
    mem_free(self->ids);
    mem_free(self->next_from);
    mem_free(self->recast_from);
    mem_free(self->look_us);
    mem_free(self->horizon_on);
    mem_free(self->missed);
    *self = (struct schedule_moves){ .count = 0 };
}

/* Of one schedule in one run there is one span. */
void recast_spans_add(struct recast_spans *self, int64_t schedule, const struct day_span *span)
{
    size_t cap = self->cap;
    column_add(&self->schedules, cap, self->count, schedule);
    column_add(&self->from, cap, self->count, span->from);
    self->before = mem_grow(self->before, &self->cap, self->count + 1, sizeof(*self->before));
    self->before[self->count++] = day_or_none(span->before);
}

void recast_spans_fini(struct recast_spans *self)
{
    mem_free(self->schedules);
    mem_free(self->from);
    mem_free(self->before);
    *self = (struct recast_spans){ .count = 0 };
}

/* ---- statements ---- */

/* The places are the schedule's own, in its row: they are multiplied there and not sent. */
rc_t task_store_make(pg_t *db, int64_t contract, const struct task_rows *rows, int64_t *ret_count,
                     struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, contract);
    pg_arg_i64s(&args, rows->schedules, rows->count);
    pg_arg_i64s(&args, rows->first, rows->count);
    pg_arg_i64s(&args, rows->last, rows->count);
    pg_arg_i64s(&args, rows->missed, rows->count);
    pg_arg_instants(&args, rows->alarm_us, rows->count);
    return pg_do(db, &sql_task_make, &args, ret_count, problem);
}

/* Instants of 0 and days of -1 mean none: a column cannot hold both a value and its absence. */
rc_t task_store_moved(pg_t *db, int64_t calendar, const struct schedule_moves *moves,
                      struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64s(&args, moves->ids, moves->count);
    pg_arg_i64(&args, calendar);
    pg_arg_i64s(&args, moves->next_from, moves->count);
    pg_arg_instants(&args, moves->look_us, moves->count);
    pg_arg_i64s(&args, moves->horizon_on, moves->count);
    pg_arg_i64s(&args, moves->missed, moves->count);
    pg_arg_i64s(&args, moves->recast_from, moves->count);
    return pg_do(db, &sql_schedule_moved, &args, NULL, problem);
}

/* The rows that stay are sent along, since they are written only afterwards: a task must not be
 * skipped and brought back by one run. */
rc_t task_store_withdraw(pg_t *db, const struct recast_spans *spans, const struct task_rows *rows,
                         json_t **ret_gone, struct problem *problem)
{
    struct pg_args args;
    PGresult *result = NULL;
    pg_args_init(&args);
    pg_arg_i64s(&args, spans->schedules, spans->count);
    pg_arg_i64s(&args, spans->from, spans->count);
    pg_arg_i64s(&args, spans->before, spans->count);
    pg_arg_i64s(&args, rows->schedules, rows->count);
    pg_arg_i64s(&args, rows->first, rows->count);
    rc_t rc = pg_run(db, &sql_task_withdraw, &args, &result, problem);
    if (rc != RC_OK)
        return rc;
    *ret_gone = json_array();
    for (int row = 0; row < PQntuples(result); row++)
        json_array_append_new(*ret_gone,
                              json_pack("[I, I]", (json_int_t)pg_cell_i64(result, row, 0),
                                        (json_int_t)pg_cell_i64(result, row, 1)));
    PQclear(result);
    return RC_OK;
}
