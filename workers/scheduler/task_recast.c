#include "task_recast.h"

#include <string.h>

#include "civil.h"
#include "recast_store.h"
#include "schedule_alarms.h"
#include "slots.h"

static const char *text_of(const json_t *task, const char *key)
{
    return json_string_value(json_object_get(task, key));
}

struct task_days task_days_of(const json_t *task)
{
    return (struct task_days){ (int32_t)json_integer_value(json_object_get(task, "from")),
                               (int32_t)json_integer_value(json_object_get(task, "due")) };
}

/* ---- does it stand ---- */

/* The pack's row behind a task; NULL of a filing or a certificate, which come by facts. */
static const struct schedule_work *work_of(const struct schedule_works *works, const json_t *task)
{
    for (size_t i = 0; i < works->count; i++) {
        const struct schedule_work *work = &works->rows[i];
        if (strcmp(work->clause, text_of(task, "clause")) == 0 &&
            strcmp(work->title, text_of(task, "title")) == 0 &&
            strcmp(schedule_work_word(work->work), text_of(task, "work")) == 0)
            return work;
    }
    return NULL;
}

bool task_stands(const struct contract_frame *frame, const struct schedule_works *works,
                 const json_t *task)
{
    const struct schedule_work *work = work_of(works, task);
    struct recurrence_use use = schedule_use(frame);
    struct slot slot;
    int32_t day = task_days_of(task).from;
    if (!json_is_true(json_object_get(task, "guess")) || !work || !work->again ||
        !schedule_leans(work))
        return true;
    struct slot_plan plan = recurrence_plan(&use, work->again);
    return slot_next(&plan, day, &slot) && slot.from <= day;
}

/* ---- ladders that have not begun ---- */

static void add_slot(const struct scheduling *run, const struct schedule_works *works,
                     const json_t *slot, struct recast_alarms *alarms)
{
    struct task_days days = task_days_of(slot);
    int32_t today = civil_day_of(run->step->now_us, run->frame->zone_minutes);
    bool gone = days.from <= today && !task_stands(run->frame, works, slot);
    recast_alarms_add(alarms, json_integer_value(json_object_get(slot, "schedule")), &days,
                      gone ? 0 : task_alarm(run->frame, &days));
}

/* As schedule_tasks tells of the days to come. */
static rc_t tell_gone(const struct scheduling *run, const json_t *gone)
{
    rc_t rc = RC_OK;
    size_t i;
    const json_t *row;
    json_array_foreach(gone, i, row)
    {
        json_t *data =
            json_pack("{s:s, s:O, s:O, s:O}", "reason", "calendar", "withdrawn",
                      json_object_get(row, "withdrawn"), "clause", json_object_get(row, "clause"),
                      "title", json_object_get(row, "title"));
        if (rc == RC_OK)
            rc = step_event(run->step, run->frame->code, "schedule.recast", "schedule",
                            json_integer_value(json_object_get(row, "schedule")), data);
        else
            json_decref(data);
    }
    return rc;
}

static rc_t move_slots(const struct scheduling *run, const json_t *slots)
{
    struct step *step = run->step;
    struct schedule_works works;
    struct recast_alarms alarms = { .count = 0 };
    json_t *gone = NULL;
    const json_t *slot;
    size_t i;
    rc_t rc = schedule_works_make(run->frame, &works, step->problem);
    if (rc != RC_OK)
        return rc;
    json_array_foreach(slots, i, slot) add_slot(run, &works, slot, &alarms);
    rc = recast_store_alarms_move(step->db, run->frame, &alarms, &gone, step->problem);
    if (rc == RC_OK)
        rc = tell_gone(run, gone);
    json_decref(gone);
    recast_alarms_fini(&alarms);
    schedule_works_fini(&works);
    return rc;
}

rc_t task_recast_alarms(const struct scheduling *run)
{
    struct step *step = run->step;
    json_t *slots = NULL;
    rc_t rc = recast_store_alarms(step->db, run->frame->id, run->frame->calendar_id, &slots,
                                  step->problem);
    if (rc == RC_OK && json_array_size(slots) > 0)
        rc = move_slots(run, slots);
    json_decref(slots);
    return rc;
}
