/* From facts to tasks that come again by a fact: what the last fact asks for next is wanted, the
 * rest of what stands is over. Nothing is remembered from run to run, so a fact that is voided
 * takes back what it brought about. */
#include "schedule_renewals.h"

#include <stdio.h>
#include <string.h>

#include "civil.h"
#include "deadline_store.h"
#include "memory.h"
#include "review_store.h"
#include "schedule_alarms.h"
#include "schedule_reviews.h"
#include "schedule_slots.h"
#include "task_store.h"

enum { KEY_TEXT = 1500 /* a word, clause and title, four bytes a character */ };

/* One run over one contract. */
struct renewals_run {
    struct step *step;
    const struct contract_frame *frame;
    int32_t today; /* in the contract's zone */
    struct schedule_reviews reviews;
    struct review_slots *slots; /* of each review; the columns below borrow their units */
    struct review_facts facts;
    const json_t *schedules;   /* of review_look.sql */
    struct review_rows wanted; /* every place whose fact is known … */
    struct review_rows near;   /* … and those within the horizon */
    struct review_moves moves;
};

/* ---- reading ---- */

/* Once for each place and due day, without a catch-up of its own: a review that is late is still
 * owed, however long it was forgotten. */
static json_t *schedule_json(const struct schedule_review *review)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:O, s:i, s:i, s:s, s:i, s:I}", "clause", review->clause,
                     "title", review->title, "work", review_kind_word(review->kind), "period",
                     "expiry", "places", review->places, "times", 1, "items", 0, "catch_up",
                     "window", "window_days", 0, "waits",
                     (json_int_t)json_array_size(review->places));
}

/* All of them: those that are there stay as they are. */
static rc_t make_schedules(const struct renewals_run *run)
{
    json_t *list = json_array();
    for (size_t i = 0; i < run->reviews.count; i++)
        json_array_append_new(list, schedule_json(&run->reviews.rows[i]));
    rc_t rc = task_store_schedules(run->step->db, run->frame, list, run->step->problem);
    json_decref(list);
    return rc;
}

/* A contract seen for the first time, or by a version that knows more, has schedules to make. */
static rc_t read_look(const struct renewals_run *run, json_t **ret_look)
{
    struct step *step = run->step;
    rc_t rc = review_store_look(step->db, run->frame->id, ret_look, step->problem);
    if (rc != RC_OK ||
        json_object_size(json_object_get(*ret_look, "schedules")) >= run->reviews.count)
        return rc;
    json_decref(*ret_look);
    *ret_look = NULL;
    rc = make_schedules(run);
    return rc == RC_OK ? review_store_look(step->db, run->frame->id, ret_look, step->problem) : rc;
}

/* A fact about no system has none of its members, which then read as 0. */
static struct review_fact fact_of(const json_t *row)
{
    return (struct review_fact){
        .name = json_string_value(json_object_get(row, "name")),
        .clause = json_string_value(json_object_get(row, "clause")),
        .unit = json_string_value(json_object_get(row, "unit")),
        .system = json_integer_value(json_object_get(row, "system")),
        .serial = json_integer_value(json_object_get(row, "serial")),
        .grade = json_integer_value(json_object_get(row, "grade")),
        .on = (int32_t)json_integer_value(json_object_get(row, "on")),
        .noted_on = (int32_t)json_integer_value(json_object_get(row, "noted_on")),
    };
}

/* In the statement's order, by system and day, which the rules rely on. */
static void read_facts(const json_t *list, struct review_facts *ret)
{
    *ret = (struct review_facts){ .rows = mem_array(json_array_size(list) + 1, sizeof(*ret->rows)),
                                  .count = json_array_size(list) };
    for (size_t i = 0; i < ret->count; i++)
        ret->rows[i] = fact_of(json_array_get(list, i));
}

/* ---- what is wanted ---- */

/* The key is the statement's: a clause may have a filing and an assessment under one title. */
static int64_t schedule_of(const struct renewals_run *run, const struct schedule_review *review)
{
    char key[KEY_TEXT];
    snprintf(key, sizeof(key), "%s %s %s", review_kind_word(review->kind), review->clause,
             review->title);
    return json_integer_value(json_object_get(run->schedules, key));
}

/* Beyond the horizon it is not planned yet, but wanted: what stands for an earlier day is over. */
static void add_slot(struct renewals_run *run, int64_t schedule, const struct review_slot *slot)
{
    struct task_days days = { slot->from, slot->to };
    struct review_row row = { .schedule = schedule,
                              .system = slot->system,
                              .unit = slot->unit,
                              .from = slot->from,
                              .to = slot->to,
                              .since = slot->since,
                              .alarm_us = task_alarm(run->frame, &days) };
    review_rows_add(&run->wanted, &row);
    if (slot->from <= run->today + HORIZON_DAYS)
        review_rows_add(&run->near, &row);
}

/* When the first of those beyond the horizon comes within it; 0: none does before a fact. */
static int64_t next_look(const struct renewals_run *run, const struct review_slots *slots)
{
    int32_t first = NO_DAY;
    for (size_t i = 0; i < slots->count; i++) {
        int32_t from = slots->rows[i].from;
        if (from > run->today + HORIZON_DAYS && (first == NO_DAY || from < first))
            first = from;
    }
    return first == NO_DAY ? 0 : civil_day_start(first - HORIZON_DAYS, run->frame->zone_minutes);
}

/* The slots outlive the loop: the columns borrow their units until everything is written. */
static rc_t add_review(struct renewals_run *run, size_t index)
{
    struct review_slots *slots = &run->slots[index];
    int64_t schedule = schedule_of(run, &run->reviews.rows[index]);
    rc_t rc = review_slots_make(&run->reviews.rows[index], &run->facts, slots, run->step->problem);
    for (size_t i = 0; i < slots->count && rc == RC_OK; i++)
        add_slot(run, schedule, &slots->rows[i]);
    run->moves.ids[index] = schedule;
    run->moves.look_us[index] = next_look(run, slots);
    run->moves.waits[index] = slots->waits;
    run->moves.count = index + 1;
    return rc;
}

/* ---- what is over ---- */

/* The deadline of a task that is over: in time or late by the day it was done, or never due. */
static rc_t end_deadline(const struct renewals_run *run, int64_t deadline, const json_t *done_on)
{
    struct step *step = run->step;
    if (deadline == 0)
        return RC_OK;
    if (!json_is_integer(done_on))
        return deadline_void(step->db, deadline, step->now_us, NULL, step->problem);
    int32_t day = (int32_t)json_integer_value(done_on);
    return deadline_stop(step->db, deadline, civil_day_start(day + 1, run->frame->zone_minutes) - 1,
                         NULL, NULL, step->problem);
}

/* Renewed: the next one is due later. Withdrawn: it was never due, by what is known now. */
static rc_t tell_over(const struct renewals_run *run, const json_t *row)
{
    char on[DATE_TEXT];
    const json_t *done_on = json_object_get(row, "done_on");
    bool done = json_is_integer(done_on);
    json_t *data = json_pack("{s:O, s:O}", "unit", json_object_get(row, "unit"), "due_on",
                             json_object_get(row, "due_on"));
    if (done)
        json_object_set_new(
            data, "on", json_string(civil_format_date((int32_t)json_integer_value(done_on), on)));
    return step_event(run->step, run->frame->code, done ? "task.renewed" : "task.withdrawn", "task",
                      json_integer_value(json_object_get(row, "id")), data);
}

/* One event and one deadline each: they are few, and people look for them one by one. */
static rc_t close_old(const struct renewals_run *run)
{
    struct step *step = run->step;
    json_t *gone = NULL;
    rc_t rc = review_store_close(step->db, run->moves.ids, run->moves.count, &run->wanted, &gone,
                                 step->problem);
    for (size_t i = 0; i < json_array_size(gone) && rc == RC_OK; i++) {
        const json_t *row = json_array_get(gone, i);
        rc = end_deadline(run, json_integer_value(json_object_get(row, "deadline")),
                          json_object_get(row, "done_on"));
        if (rc == RC_OK)
            rc = tell_over(run, row);
    }
    json_decref(gone);
    return rc;
}

/* ---- all of them ---- */

/* First what is over: the next one may begin on the day the old one did. */
static rc_t write_all(const struct renewals_run *run)
{
    struct step *step = run->step;
    rc_t rc = close_old(run);
    if (rc == RC_OK && run->near.count > 0)
        rc = review_store_put(step->db, run->frame->id, &run->near, step->problem);
    return rc == RC_OK ? review_store_moved(step->db, &run->moves, step->problem) : rc;
}

/* Every review is reckoned before anything is written: `wanted` must be whole, for what is not in
 * it is over. */
static rc_t apply(struct renewals_run *run, const json_t *look)
{
    size_t count = run->reviews.count;
    rc_t rc = RC_OK;
    run->schedules = json_object_get(look, "schedules");
    read_facts(json_object_get(look, "facts"), &run->facts);
    run->slots = mem_array(count, sizeof(*run->slots));
    run->moves = (struct review_moves){ .ids = mem_array(count, sizeof(int64_t)),
                                        .look_us = mem_array(count, sizeof(int64_t)),
                                        .waits = mem_array(count, sizeof(int64_t)) };
    for (size_t i = 0; i < count && rc == RC_OK; i++)
        rc = add_review(run, i);
    return rc == RC_OK ? write_all(run) : rc;
}

/* Safe at every stage: what was not made yet is NULL. */
static void run_fini(struct renewals_run *run)
{
    for (size_t i = 0; run->slots && i < run->reviews.count; i++)
        review_slots_fini(&run->slots[i]);
    mem_free(run->slots);
    mem_free(run->facts.rows);
    mem_free(run->moves.ids);
    mem_free(run->moves.look_us);
    mem_free(run->moves.waits);
    review_rows_fini(&run->wanted);
    review_rows_fini(&run->near);
    schedule_reviews_fini(&run->reviews);
}

/* Without a fact there is nothing to reckon, and without a task or a look nothing to take back. */
static bool is_idle(const json_t *look)
{
    return json_array_size(json_object_get(look, "facts")) == 0 &&
           json_integer_value(json_object_get(look, "standing")) == 0;
}

/* A pack without filings and certificates costs nothing here, a contract without facts one read. */
rc_t schedule_renewals_apply(struct step *step, const struct contract_frame *frame)
{
    struct renewals_run run = { .step = step,
                                .frame = frame,
                                .today = civil_day_of(step->now_us, frame->zone_minutes) };
    json_t *look = NULL;
    rc_t rc = RC_OK;
    schedule_reviews_make(frame->pack, &run.reviews);
    if (run.reviews.count > 0)
        rc = read_look(&run, &look);
    if (rc == RC_OK && look && !is_idle(look))
        rc = apply(&run, look);
    run_fini(&run);
    json_decref(look);
    return rc;
}
