/* A year's checklists may reach their ladders in one minute, after a downtime: hence columns and
 * two statements, and neither a statement nor a round trip a task. */
#include "alarm_store.h"

#include "column.h"
#include "jsonx.h"
#include "memory.h"
#include "pg_query.h"
#include "scheduler_sql.h"

/* ---- columns ---- */

/* The last column grows `cap`, so that all of them have the same room. */
void alarm_slots_add(struct alarm_slots *self, int64_t schedule, int32_t first,
                     const struct due_edge *edge, json_t *proof)
{
    size_t cap = self->cap;
    column_add(&self->schedules, cap, self->count, schedule);
    column_add(&self->first, cap, self->count, first);
    column_add(&self->due_us, cap, self->count, edge->due_at_us);
    column_add(&self->breach_us, cap, self->count, edge->breach_at_us);
    self->proofs = mem_grow(self->proofs, &self->cap, self->count + 1, sizeof(json_t *));
    self->proofs[self->count++] = proof;
}

/* The rule's text is copied: it stands in the ladder of one slot, which is gone by the next. */
static void add_step(struct alarm_slots *self, const struct ladder_step *step)
{
    size_t cap = self->step_cap, at = self->step_count;
    column_add(&self->places, cap, at, (int64_t)self->count);
    column_add(&self->at_us, cap, at, step->at_us);
    self->audiences = mem_grow(self->audiences, &cap, at + 1, sizeof(*self->audiences));
    self->rules = mem_grow(self->rules, &self->step_cap, at + 1, sizeof(*self->rules));
    self->audiences[at] = step->audience;
    self->rules[at] = mem_dup(step->rule);
    self->step_count++;
}

/* By the slot's place among the others, counted from 1 as the statement's `ordinality` does. */
void alarm_slots_steps(struct alarm_slots *self, const struct ladder *ladder)
{
    for (size_t i = 0; i < ladder->count; i++)
        add_step(self, &ladder->steps[i]);
}

/* Proofs and rules are ours, audiences are the pack's words. */
void alarm_slots_fini(struct alarm_slots *self)
{
    for (size_t i = 0; i < self->count; i++)
        json_decref(self->proofs[i]);
    for (size_t i = 0; i < self->step_count; i++)
        mem_free(self->rules[i]);
    mem_free(self->schedules);
    mem_free(self->first);
    mem_free(self->due_us);
    mem_free(self->breach_us);
    mem_free(self->proofs);
    mem_free(self->places);
    mem_free(self->at_us);
    mem_free(self->rules);
    mem_free(self->audiences);
    *self = (struct alarm_slots){ .count = 0 };
}

/* ---- statements ---- */

/* By slots and not by tasks: one ladder is reckoned for all the places of a day. */
rc_t alarm_store_due(pg_t *db, int64_t contract, int64_t now_us, int64_t most, json_t **ret_due,
                     struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, contract);
    pg_arg_instant(&args, now_us);
    pg_arg_i64(&args, most);
    return pg_json(db, &sql_alarm_due, &args, ret_due, problem);
}

/* JSON as texts: the client has no array of it. */
static void add_proofs(struct pg_args *args, const struct alarm_slots *slots)
{
    char **texts = mem_array(slots->count, sizeof(*texts));
    for (size_t i = 0; i < slots->count; i++)
        texts[i] = jsonx_text(slots->proofs[i]);
    pg_arg_texts(args, (const char *const *)texts, slots->count);
    for (size_t i = 0; i < slots->count; i++)
        mem_free(texts[i]);
    mem_free(texts);
}

/* A ruling refers to its deadline and the other way round: the link back is a statement of its own.
 */
static rc_t link_rulings(pg_t *db, const json_t *deadlines, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_json(&args, deadlines);
    return pg_do(db, &sql_alarm_ruled, &args, NULL, problem);
}

/* The statement's answer are the ids it gave: a task that somebody completes at this moment is
 * skipped by it, and so is not among them. */
rc_t alarm_store_open(pg_t *db, const struct contract_frame *frame, int64_t now_us,
                      const struct alarm_slots *slots, size_t *ret_count, struct problem *problem)
{
    struct pg_args args;
    json_t *deadlines = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, frame->id);
    pg_arg_instant(&args, now_us);
    pg_arg_i64(&args, frame->pack_id);
    pg_arg_i64(&args, frame->calendar_id);
    pg_arg_i64s(&args, slots->schedules, slots->count);
    pg_arg_i64s(&args, slots->first, slots->count);
    pg_arg_instants(&args, slots->due_us, slots->count);
    pg_arg_instants(&args, slots->breach_us, slots->count);
    add_proofs(&args, slots);
    pg_arg_i64s(&args, slots->places, slots->step_count);
    pg_arg_texts(&args, (const char *const *)slots->rules, slots->step_count);
    pg_arg_instants(&args, slots->at_us, slots->step_count);
    pg_arg_texts(&args, slots->audiences, slots->step_count);
    rc_t rc = pg_json(db, &sql_alarm_open, &args, &deadlines, problem);
    if (rc != RC_OK)
        return rc;
    *ret_count = json_array_size(deadlines);
    rc = link_rulings(db, deadlines, problem);
    json_decref(deadlines);
    return rc;
}
