/* One ladder a slot, for all the tasks in it: they begin and end on the same days. */
#include "schedule_alarms.h"

#include "alarm_store.h"
#include "proof.h"

/* ---- when (pure) ---- */

void task_ladder(const struct contract_frame *frame, const struct task_days *days,
                 struct ladder *ret_ladder)
{
    struct ladder_ask ask = { .reminders = &frame->pack->reminders,
                              .calendar = &frame->calendar,
                              .zone_minutes = frame->zone_minutes };
    struct due_edge edge = due_edge_of_day(days->due, frame->zone_minutes);
    int64_t begins_us = civil_day_start(days->from, frame->zone_minutes);
    size_t kept = 0;
    ladder_of_day(&ask, &edge, ret_ladder);
    for (size_t i = 0; i < ret_ladder->count; i++)
        if (ret_ladder->steps[i].at_us >= begins_us)
            ret_ladder->steps[kept++] = ret_ladder->steps[i];
    ret_ladder->count = kept;
}

/* There is always a breach, so there is a first step. Not the breach alone: who is only told when
 * it is too late was not warned. */
int64_t task_alarm(const struct contract_frame *frame, const struct task_days *days)
{
    struct ladder ladder;
    task_ladder(frame, days, &ladder);
    int64_t first_us = ladder.steps[0].at_us;
    for (size_t i = 1; i < ladder.count; i++)
        if (ladder.steps[i].at_us < first_us)
            first_us = ladder.steps[i].at_us;
    return first_us;
}

/* ---- opening ---- */

/* The slot is the whole reason: what it follows from is in the schedule. */
static json_t *prove(const struct contract_frame *frame, const json_t *row,
                     const struct task_days *days)
{
    proof_t *proof = proof_new(frame->zone_minutes);
    proof_clause(proof, json_string_value(json_object_get(row, "clause")),
                 json_string_value(json_object_get(row, "title")));
    proof_days(proof, WHY_RANGE, days->from, days->due, days->due - days->from + 1);
    proof_day(proof, WHY_DUE, days->due);
    json_t *json = proof_json(proof);
    proof_destroy(&proof);
    return json;
}

/* One slot as alarm_due.sql gives it. */
static void add_slot(const struct contract_frame *frame, const json_t *row,
                     struct alarm_slots *slots)
{
    struct task_days days = { (int32_t)json_integer_value(json_object_get(row, "from")),
                              (int32_t)json_integer_value(json_object_get(row, "due")) };
    struct due_edge edge = due_edge_of_day(days.due, frame->zone_minutes);
    struct ladder ladder;
    task_ladder(frame, &days, &ladder);
    alarm_slots_add(slots, json_integer_value(json_object_get(row, "schedule")), days.from, &edge,
                    prove(frame, row, &days));
    alarm_slots_steps(slots, &ladder);
}

/* One event for all of them: a row of `deadline` each says the rest. */
static rc_t tell(struct step *step, const struct contract_frame *frame, size_t count)
{
    if (count == 0)
        return RC_OK;
    return step_event(step, frame->code, "task.alarmed", "contract", frame->id,
                      json_pack("{s:I}", "deadlines", (json_int_t)count));
}

/* The ladder is made again here and not kept from when the task was planned: by now another
 * calendar may say what a working day is. */
static rc_t open_slots(struct step *step, const struct contract_frame *frame, const json_t *due)
{
    struct alarm_slots slots = { .count = 0 };
    size_t count = 0, i;
    json_t *row;
    json_array_foreach(due, i, row) add_slot(frame, row, &slots);
    rc_t rc = alarm_store_open(step->db, frame, step->now_us, &slots, &count, step->problem);
    alarm_slots_fini(&slots);
    return rc == RC_OK ? tell(step, frame, count) : rc;
}

/* What is left over a full batch is due still: the contract's wake-up is the first alarm that is
 * there. */
rc_t schedule_alarms_apply(struct step *step, const struct contract_frame *frame)
{
    json_t *due = NULL;
    rc_t rc =
        alarm_store_due(step->db, frame->id, step->now_us, ALARM_SLOTS_MAX, &due, step->problem);
    if (rc == RC_OK && json_array_size(due) > 0)
        rc = open_slots(step, frame, due);
    json_decref(due);
    return rc;
}
