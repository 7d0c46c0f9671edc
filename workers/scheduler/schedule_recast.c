#include "schedule_recast.h"

#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "incident_due.h"
#include "lifecycle_due.h"
#include "memory.h"
#include "recast_store.h"
#include "task_recast.h"

/* One deadline on its way. */
struct recast {
    const struct scheduling *run;
    const struct schedule_works *works;
    const json_t *row;           /* as recast_rows.sql says */
    int64_t id;                  /* of the deadline */
    struct contract_frame rules; /* the contract's, with the pack that binds the deadline */
    bool owed;                   /* set by the rule: something is due; else the calendar decides
                                    nothing here */
    struct ruled_due due;        /* set by the rule, when something is */
    bool gone;                   /* set by the rule: there never was such a day */
    struct ladder ladder;        /* set by the rule, where only the steps may move; else empty */
};

static int64_t number_of(const struct recast *self, const char *key)
{
    return json_integer_value(json_object_get(self->row, key));
}

static const char *text_of(const struct recast *self, const char *key)
{
    return json_string_value(json_object_get(self->row, key));
}

/* ---- what the rules say now ---- */

/* The pauses of a phase's clock so far; one that is not over adds nothing until it is resumed. */
static rc_t fold_clock(const struct recast *self, struct clock_state *ret_clock)
{
    struct step *step = self->run->step;
    struct clock_event *events = NULL;
    size_t count = 0;
    rc_t rc = deadline_clock(step->db, self->id, &events, &count, step->problem);
    if (rc != RC_OK)
        return rc;
    struct clock_fold_ask ask = { .events = events,
                                  .count = count,
                                  .zone_minutes = self->rules.zone_minutes,
                                  .known_at = INT64_MAX };
    rc = clock_fold(&ask, ret_clock, step->problem);
    mem_free(events);
    return rc;
}

static rc_t rule_phase(struct recast *self)
{
    struct step *step = self->run->step;
    const struct pack_phase *phase = pack_phase(self->rules.pack, number_of(self, "number"));
    struct clock_state clock;
    if (!phase)
        return problem_set(step->problem, RC_INTERNAL, "phase", "pack %s has no phase of %s",
                           self->rules.pack->name, text_of(self, "code"));
    rc_t rc = fold_clock(self, &clock);
    if (rc != RC_OK)
        return rc;
    rc = due_of_phase(&self->rules, phase, (int32_t)number_of(self, "from"), &clock, &self->due,
                      step->problem);
    clock_state_fini(&clock);
    self->owed = rc == RC_OK;
    return rc;
}

/* A pack without the term would not have opened the deadline; one pinned to it still has it. */
static rc_t rule_finding(struct recast *self)
{
    const struct pack_term *term = finding_term(self->rules.pack);
    if (!term)
        return RC_OK;
    rc_t rc = due_of_finding(&self->rules, term, (int32_t)number_of(self, "found"), &self->due,
                             self->run->step->problem);
    self->owed = rc == RC_OK;
    return rc;
}

static int64_t instant_of(const struct recast *self, const char *key)
{
    const json_t *us = json_object_get(self->row, key);
    return json_is_integer(us) ? json_integer_value(us) : NO_INSTANT;
}

static struct sla_facts incident_facts_of(const struct recast *self)
{
    struct sla_facts facts = sla_facts_none();
    facts.occurred_at = instant_of(self, "occurred");
    facts.responded_at = instant_of(self, "responded");
    facts.remote_resolved_at = instant_of(self, "remote_resolved");
    facts.onsite_requested_at = instant_of(self, "onsite_requested");
    facts.arrived_at = instant_of(self, "arrived");
    facts.grade = text_of(self, "grade");
    facts.suburb = json_is_true(json_object_get(self->row, "suburb"));
    facts.major = json_is_true(json_object_get(self->row, "major"));
    return facts;
}

/* An incident that was graded anew may owe nothing by this clause any more: what was closed then
 * stays as it was closed. */
static rc_t rule_incident(struct recast *self)
{
    const struct sla_facts facts = incident_facts_of(self);
    struct sla_ask ask = { self->rules.pack, text_of(self, "clause"), &facts,
                           &self->rules.calendar };
    struct sla_ruling ruling;
    enum incident_side side;
    if (!incident_side_of_code(text_of(self, "code"), &side))
        return RC_OK;
    proof_t *proof = proof_new(self->rules.zone_minutes);
    rc_t rc = sla_clock_rule(&ask, proof, &ruling, self->run->step->problem);
    if (rc == RC_OK) {
        struct ruled_instant limit = incident_limit(&ruling, side);
        self->owed = limit.by != NO_INSTANT;
        if (self->owed)
            ruled_due_make_instant(&self->rules, limit, proof, &self->due);
    }
    proof_destroy(&proof);
    return rc;
}

/* The slot is the due day, whatever the calendar; nobody is ruled anew, but the working days around
 * it may lie elsewhere. */
static rc_t rule_task(struct recast *self)
{
    const json_t *task = json_object_get(self->row, "task");
    struct task_days days = task_days_of(task);
    bool open = json_is_true(json_object_get(task, "open"));
    self->gone = open && !task_stands(&self->rules, self->works, task);
    task_ladder(&self->rules, &days, &self->ladder);
    return RC_OK;
}

/* Kinds of deadlines that are ruled by others than the scheduler; the statement knows the same. */
static const struct {
    const char *kind;
    rc_t (*rule)(struct recast *self);
} RULES[] = {
    { "phase", rule_phase },
    { "finding", rule_finding },
    { "sla", rule_incident },
    { "task", rule_task },
};

static rc_t rule(struct recast *self)
{
    const char *kind = text_of(self, "kind");
    if (json_is_true(json_object_get(self->row, "void")))
        return RC_OK; /* who brings it back rules it */
    for (size_t i = 0; i < COUNT_OF(RULES); i++)
        if (strcmp(RULES[i].kind, kind) == 0)
            return RULES[i].rule(self);
    return RC_OK;
}

/* ---- what follows ---- */

static void add_window(struct recast_windows *windows, int64_t id, int64_t from, int64_t to)
{
    if (windows->count == PHASES_MAX)
        return;
    windows->ids[windows->count] = id;
    windows->from[windows->count] = from;
    windows->to[windows->count++] = to;
}

/* The phase that runs is expected to end when it is due, those that wait come one after the
 * other, as when it began. */
static rc_t forecast(const struct recast *self)
{
    struct step *step = self->run->step;
    struct recast_windows windows = { .count = 0 };
    int32_t end = self->due.due.edge.due_on;
    rc_t rc = RC_OK;
    size_t i;
    const json_t *phase;
    add_window(&windows, number_of(self, "phase"), number_of(self, "from"), end);
    json_array_foreach(json_object_get(self->row, "planned"), i, phase)
    {
        int32_t to = end;
        if (rc == RC_OK)
            rc = forecast_of_phase(&self->rules,
                                   json_integer_value(json_object_get(phase, "number")), end, &to,
                                   step->problem);
        add_window(&windows, json_integer_value(json_object_get(phase, "id")), end + 1, to);
        end = to;
    }
    return rc == RC_OK ? recast_store_forecast(step->db, &windows, step->problem) : rc;
}

/* As the scheduler tells of its own deadlines. */
static rc_t tell(const struct recast *self)
{
    struct wanted_deadline moved = {
        .kind = text_of(self, "kind"),
        .clause = text_of(self, "clause"),
        .title = text_of(self, "title"),
        .system_id = number_of(self, "system"),
        .due_known = true,
        .due = { self->due.due.edge.due_on, self->due.due.provisional },
        .due_at_us = NO_INSTANT, /* the hours of an incident are in deadline.moved */
    };
    snprintf(moved.code, sizeof(moved.code), "%s", text_of(self, "code"));
    return schedule_ledger_tell_moved(self->run, &moved, self->id,
                                      (int32_t)number_of(self, "due_on"));
}

/* As a task that a fact takes away: skipped, its deadline void with its steps and reminders, and a
 * breach of it counts no more (deadline_void says so to whoever assesses). */
static rc_t withdraw(const struct recast *self)
{
    struct step *step = self->run->step;
    const json_t *task = json_object_get(self->row, "task");
    int64_t id = json_integer_value(json_object_get(task, "id"));
    rc_t rc = recast_store_skip(step->db, id, step->problem);
    if (rc == RC_OK)
        rc = deadline_confirm(step->db, self->id, self->rules.calendar_id, NULL, step->problem);
    if (rc == RC_OK)
        rc = deadline_void(step->db, self->id, step->now_us, NULL, step->problem);
    if (rc != RC_OK)
        return rc;
    return step_event(step, self->run->frame->code, "task.withdrawn", "task", id,
                      json_pack("{s:O, s:O, s:s}", "unit", json_object_get(task, "unit"), "due_on",
                                json_object_get(task, "due_on"), "reason", "calendar"));
}

/* Ruling, steps, forecasts and event in one transaction: nobody meets half of a move. */
static rc_t apply(struct recast *self)
{
    struct step *step = self->run->step;
    bool moved = false;
    if (self->gone)
        return withdraw(self);
    if (!self->owed)
        return deadline_confirm(step->db, self->id, self->rules.calendar_id, &self->ladder,
                                step->problem);
    rc_t rc =
        deadline_retarget(step->db, self->id, &self->due.due, step->now_us, &moved, step->problem);
    if (rc == RC_OK && json_is_true(json_object_get(self->row, "running")))
        rc = forecast(self);
    return rc == RC_OK && moved ? tell(self) : rc;
}

/* A cycle keeps the pack of its opening, whatever pack the contract has by now. */
static rc_t recast_row(const struct scheduling *run, const struct schedule_works *works,
                       const json_t *row)
{
    struct recast recast = { .run = run, .works = works, .row = row, .rules = *run->frame };
    struct step *step = run->step;
    recast.id = number_of(&recast, "id");
    recast.rules.pack_id = number_of(&recast, "pack");
    rc_t rc = rulebook_pack(step->local, step->db, recast.rules.pack_id, &recast.rules.pack,
                            step->problem);
    if (rc == RC_OK)
        rc = rule(&recast);
    if (rc == RC_OK)
        rc = apply(&recast);
    if (recast.owed)
        ruled_due_fini(&recast.due);
    return rc;
}

static rc_t recast_all(const struct scheduling *run, const json_t *stale)
{
    struct step *step = run->step;
    struct schedule_works works;
    json_t *rows = NULL;
    const json_t *row;
    size_t i;
    rc_t rc = schedule_works_make(run->frame, &works, step->problem);
    if (rc != RC_OK)
        return rc;
    rc = recast_store_rows(step->db, stale, &rows, step->problem);
    json_array_foreach(rows, i, row)
    {
        rc = recast_row(run, &works, row);
        if (rc != RC_OK)
            break;
    }
    json_decref(rows);
    schedule_works_fini(&works);
    return rc;
}

/* A full batch may not have been the last: the contract is due again. */
rc_t schedule_recast(const struct scheduling *run)
{
    struct step *step = run->step;
    json_t *stale = NULL;
    rc_t rc = recast_store_stale(step->db, run->frame->id, run->frame->calendar_id, RECAST_BATCH,
                                 &stale, step->problem);
    size_t count = json_array_size(stale);
    if (rc == RC_OK && count > 0)
        rc = recast_all(run, stale);
    if (rc == RC_OK && count == RECAST_BATCH)
        rc = contract_work_bump(step->db, run->frame->id, step->problem);
    json_decref(stale);
    return rc;
}
