/* One transaction a contract: looks at what is due, then three statements for all of them. Its size
 * is bounded by the tasks it may write; what found no room stays due, so a run cut short needs no
 * memory of where it was. */
#include "schedule_tasks.h"

#include <stdio.h>
#include <string.h>

#include "civil.h"
#include "memory.h"
#include "schedule_alarms.h"
#include "schedule_slots.h"
#include "task_store.h"

enum {
    KEY_TEXT = 1500, /* a word, clause and title, four bytes a character */
    /* Tasks of one transaction: what a contract entered years late, or a pack at its ceilings, asks
     * for at once is written in so many pieces. Of each schedule it is one slot at least. */
    RUN_TASKS = 50000,
};

/* One run over one contract. */
struct tasks_run {
    struct step *step;
    const struct contract_frame *frame;
    struct recurrence_use use;
    struct schedule_works works;
    const json_t *due; /* of schedule_look.sql */
    int32_t today;     /* in the contract's zone */
    int64_t left;      /* tasks that this run may still write */
    struct task_rows rows;
    struct schedule_moves moves;
    struct recast_spans recast; /* days that a new calendar may have moved */
};

/* ---- schedules ---- */

/* As the pack has it today. A schedule that is there is not changed by it: what was planned by an
 * earlier version was agreed to. */
static json_t *schedule_json(const struct schedule_work *work)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:O, s:I, s:I, s:s, s:I}", "clause", work->clause,
                     "title", work->title, "work", schedule_work_word(work->work), "period",
                     slot_period_word(work->period), "places", work->places, "times",
                     (json_int_t)work->times, "items", (json_int_t)work->items, "catch_up",
                     catch_up_word(work->catch_up), "window_days", (json_int_t)work->window_days);
}

/* All of them: those that are there stay as they are. */
static rc_t make_schedules(const struct tasks_run *run)
{
    json_t *list = json_array();
    for (size_t i = 0; i < run->works.count; i++)
        json_array_append_new(list, schedule_json(&run->works.rows[i]));
    rc_t rc = task_store_schedules(run->step->db, run->frame, list, run->step->problem);
    json_decref(list);
    return rc;
}

/* A contract seen for the first time, or by a version that knows more, has schedules to make. */
static rc_t read_due(const struct tasks_run *run, json_t **ret_look)
{
    struct step *step = run->step;
    rc_t rc = task_store_look(step->db, run->frame, step->now_us, ret_look, step->problem);
    if (rc != RC_OK ||
        json_integer_value(json_object_get(*ret_look, "count")) >= (json_int_t)run->works.count)
        return rc;
    json_decref(*ret_look);
    *ret_look = NULL;
    rc = make_schedules(run);
    return rc == RC_OK
               ? task_store_look(step->db, run->frame, step->now_us, ret_look, step->problem)
               : rc;
}

/* NULL for a schedule that is not to be looked at. */
static const json_t *due_of(const struct tasks_run *run, const struct schedule_work *work)
{
    char key[KEY_TEXT];
    snprintf(key, sizeof(key), "%s %s %s", schedule_work_word(work->work), work->clause,
             work->title);
    return json_object_get(run->due, key);
}

/* ---- events ---- */

/* Told by clause and title, which a person knows, beside the row's id. Takes `data`. */
static rc_t tell(const struct tasks_run *run, const struct schedule_work *work, int64_t id,
                 const char *kind, json_t *data)
{
    json_object_set_new(data, "clause", json_string(work->clause));
    json_object_set_new(data, "title", json_string(work->title));
    return step_event(run->step, run->frame->code, kind, "schedule", id, data);
}

/* What went by while nobody looked, and what is still asked for. */
static rc_t tell_missed(const struct tasks_run *run, const struct schedule_work *work, int64_t id,
                        const struct schedule_look *look)
{
    char from[DATE_TEXT], to[DATE_TEXT];
    if (look->missed == 0)
        return RC_OK;
    return tell(run, work, id, "schedule.missed",
                json_pack("{s:I, s:I, s:s, s:s}", "missed", (json_int_t)look->missed, "made_up",
                          (json_int_t)look->made_up, "from",
                          civil_format_date(look->missed_first, from), "to",
                          civil_format_date(look->missed_last, to)));
}

/* Nobody can plan what only a notice will say; somebody has to ask for the notice. */
static rc_t tell_horizon(const struct tasks_run *run, const struct schedule_work *work, int64_t id,
                         const struct schedule_look *look)
{
    char from[DATE_TEXT], to[DATE_TEXT];
    if (!look->alarm)
        return RC_OK;
    return tell(run, work, id, "schedule.horizon",
                json_pack("{s:s, s:s}", "from", civil_format_date(look->horizon_on, from),
                          "service_to", civil_format_date(run->frame->service_to, to)));
}

/* ---- one schedule ---- */

/* One at least: a row without places is none. */
static int64_t tasks_of_slot(const struct schedule_work *work)
{
    return (int64_t)json_array_size(work->places) * work->times;
}

/* NO_DAY where the row has none. */
static int32_t day_at(const json_t *row, const char *key)
{
    const json_t *day = json_object_get(row, key);
    return json_is_integer(day) ? (int32_t)json_integer_value(day) : NO_DAY;
}

/* Slots that a look may take: one at least while the run may write anything. */
static size_t most_slots(const struct tasks_run *run, const struct schedule_work *work)
{
    int64_t slots = run->left / tasks_of_slot(work);
    if (run->left <= 0)
        return 0;
    return slots > 0 ? (size_t)slots : 1;
}

/* As it stands; under another calendar than the one it was planned by, all of it is to be looked at
 * again, whatever was left of an earlier recast. */
static struct schedule_state state_of(const struct tasks_run *run, const struct schedule_work *work,
                                      const json_t *row)
{
    bool recast = schedule_leans(work) && json_is_false(json_object_get(row, "same_calendar"));
    return (struct schedule_state){
        .next_from = day_at(row, "next_from"),
        .recast_from = recast ? run->frame->service_from : day_at(row, "recast_from"),
        .horizon_on = day_at(row, "horizon_on"),
        .catch_up = catch_up_from_word(json_string_value(json_object_get(row, "catch_up"))),
        .window_days = (int32_t)json_integer_value(json_object_get(row, "window_days")),
        .most = most_slots(run, work),
    };
}

/* Into the columns; nothing is written before all the looks of the run are made. */
static void note_look(struct tasks_run *run, int64_t id, const struct schedule_look *look)
{
    const struct contract_frame *frame = run->frame;
    for (size_t i = 0; i < look->count; i++) {
        const struct schedule_slot *slot = &look->slots[i];
        struct task_days days = { slot->from, slot->to };
        task_rows_add(&run->rows, &(struct task_slot){ .schedule = id,
                                                       .first = slot->from,
                                                       .last = slot->to,
                                                       .missed = slot->missed,
                                                       .alarm_us = task_alarm(frame, &days) });
    }
    schedule_moves_add(&run->moves,
                       &(struct schedule_move){
                           .id = id,
                           .next_from = look->next_from,
                           .recast_from = look->recast_from,
                           .look_us = look->look_on == NO_DAY
                                          ? 0
                                          : civil_day_start(look->look_on, frame->zone_minutes),
                           .horizon_on = look->horizon_on,
                           .missed = look->missed });
    if (look->recast.from != NO_DAY)
        recast_spans_add(&run->recast, id, &look->recast);
}

/* The events go into the transaction with the rows they tell of. */
static rc_t look_at(struct tasks_run *run, const struct schedule_work *work, const json_t *row)
{
    struct schedule_look look;
    int64_t id = json_integer_value(json_object_get(row, "id"));
    struct schedule_state state = state_of(run, work, row);
    schedule_look_make(&run->use, work, &state, run->today, &look);
    /* counted whether or not they are there already: what is compared costs nearly what is made */
    run->left -= (int64_t)look.count * tasks_of_slot(work);
    note_look(run, id, &look);
    rc_t rc = tell_missed(run, work, id, &look);
    if (rc == RC_OK)
        rc = tell_horizon(run, work, id, &look);
    schedule_look_fini(&look);
    return rc;
}

/* ---- all of them ---- */

/* Only schedules of this look can have lost anything, so it is never NULL there. */
static const struct schedule_work *work_of(const struct tasks_run *run, json_int_t id)
{
    for (size_t i = 0; i < run->works.count; i++) {
        const json_t *row = due_of(run, &run->works.rows[i]);
        if (row && json_integer_value(json_object_get(row, "id")) == id)
            return &run->works.rows[i];
    }
    return NULL;
}

/* Days that the new calendar no longer has. */
static rc_t withdraw(const struct tasks_run *run)
{
    struct step *step = run->step;
    json_t *gone = NULL;
    size_t i;
    json_t *pair;
    if (run->recast.count == 0)
        return RC_OK;
    rc_t rc = task_store_withdraw(step->db, &run->recast, &run->rows, &gone, step->problem);
    json_array_foreach(gone, i, pair)
    {
        json_int_t id = json_integer_value(json_array_get(pair, 0));
        const struct schedule_work *work = work_of(run, id);
        json_t *data =
            json_pack("{s:s, s:O}", "reason", "calendar", "withdrawn", json_array_get(pair, 1));
        rc = tell(run, work, id, "schedule.recast", data);
        if (rc != RC_OK)
            break;
    }
    json_decref(gone);
    return rc;
}

/* One statement each, however many tasks there are. */
static rc_t write_all(const struct tasks_run *run)
{
    struct step *step = run->step;
    /* first what is gone: the rows that stay are still to be told from those that go */
    rc_t rc = withdraw(run);
    if (rc == RC_OK && run->rows.count > 0)
        rc = task_store_make(step->db, run->frame->id, &run->rows, NULL, step->problem);
    if (rc == RC_OK && run->moves.count > 0)
        rc = task_store_moved(step->db, run->frame->calendar_id, &run->moves, step->problem);
    return rc;
}

/* Its time has come: left as it is it stays due, and the next run begins with it. One that is here
 * for its calendar alone has no time of its own: a look that takes nothing gives it one. */
static bool can_wait(const json_t *row)
{
    return json_is_true(json_object_get(row, "look"));
}

/* In the pack's order, so that any two schedulers begin with the same. */
static rc_t apply_due(struct tasks_run *run)
{
    rc_t rc = RC_OK;
    for (size_t i = 0; i < run->works.count && rc == RC_OK; i++) {
        const json_t *row = due_of(run, &run->works.rows[i]);
        if (row && (run->left > 0 || !can_wait(row)))
            rc = look_at(run, &run->works.rows[i], row);
    }
    return rc == RC_OK ? write_all(run) : rc;
}

/* The pack is read before the database: one that asks for too much is refused without a trace. */
rc_t schedule_tasks_apply(struct step *step, const struct contract_frame *frame)
{
    struct tasks_run run = { .step = step,
                             .frame = frame,
                             .use = schedule_use(frame),
                             .left = RUN_TASKS,
                             .today = civil_day_of(step->now_us, frame->zone_minutes) };
    json_t *look = NULL;
    rc_t rc = schedule_works_make(frame, &run.works, step->problem);
    if (rc != RC_OK)
        return rc;
    rc = read_due(&run, &look);
    if (rc == RC_OK) {
        run.due = json_object_get(look, "due");
        rc = apply_due(&run);
    }
    recast_spans_fini(&run.recast);
    task_rows_fini(&run.rows);
    schedule_moves_fini(&run.moves);
    schedule_works_fini(&run.works);
    json_decref(look);
    return rc;
}
