/* Each deadline is compared with what stands, and only the difference is written: a run that
 * changes nothing costs its reads alone, so services may ask for one as often as they like. */
#include "schedule_ledger.h"

#include <stdio.h>
#include <string.h>

#include "ruled_due.h"

/* A deadline as it stood when the run began. */
struct standing {
    int64_t id;
    const char *state;
    int32_t due_on;
    int64_t due_at_us; /* of a day: its last microsecond */
    bool provisional;
    int64_t calendar; /* its day was last looked at under */
    bool closed;      /* met or late */
    int64_t closed_us;
};

/* False for a deadline that was never opened; *ret is then unchanged. */
static bool standing_find(const struct scheduling *run, const char *code, struct standing *ret)
{
    const json_t *row = json_object_get(run->standing, code);
    if (!row)
        return false;
    *ret = (struct standing){
        .id = json_integer_value(json_object_get(row, "id")),
        .state = json_string_value(json_object_get(row, "state")),
        .due_on = (int32_t)json_integer_value(json_object_get(row, "due_on")),
        .due_at_us = json_integer_value(json_object_get(row, "due_at")),
        .provisional = json_is_true(json_object_get(row, "provisional")),
        .calendar = json_integer_value(json_object_get(row, "calendar")),
        .closed = json_is_integer(json_object_get(row, "closed_at")),
        .closed_us = json_integer_value(json_object_get(row, "closed_at")),
    };
    return true;
}

/* Whether it is due at an hour of its day, and not when the day ends. */
static bool in_hours(const struct wanted_deadline *wanted)
{
    return wanted->due_at_us != NO_INSTANT;
}

/* When it is to be due, as the ledger keeps it: hours of one day differ, and so do an hour of a day
 * and the end of it. */
static int64_t wanted_due_us(const struct scheduling *run, const struct wanted_deadline *wanted)
{
    if (in_hours(wanted))
        return wanted->due_at_us;
    return due_edge_of_day(wanted->due.day, run->frame->zone_minutes).due_at_us;
}

/* An instant of an event, in the contract's zone. */
static void add_instant(const struct scheduling *run, json_t *data, const char *key, int64_t us)
{
    char text[INSTANT_TEXT];
    json_object_set_new(data, key,
                        json_string(civil_format_instant(us, run->frame->zone_minutes, text)));
}

/* What a reader of the event log needs without a look at the deadline, which may have moved on
 * by then. */
static rc_t tell_more(const struct scheduling *run, const struct wanted_deadline *wanted,
                      int64_t id, const char *kind, json_t *more)
{
    char due[DATE_TEXT] = "";
    if (wanted->due_known)
        civil_format_date(wanted->due.day, due);
    json_t *data = json_pack("{s:s, s:s}", "code", wanted->code, "kind", wanted->kind);
    if (wanted->due_known) {
        json_object_set_new(data, "clause", json_string(wanted->clause));
        json_object_set_new(data, "title", json_string(wanted->title));
        json_object_set_new(data, "due_on", json_string(due));
    }
    if (wanted->due_known && in_hours(wanted))
        add_instant(run, data, "due_at", wanted->due_at_us);
    if (wanted->system_id)
        json_object_set_new(data, "system", json_integer(wanted->system_id));
    json_object_update(data, more);
    json_decref(more);
    return step_event(run->step, run->frame->code, kind, "deadline", id, data);
}

/* An event that needs no more than the deadline itself. */
static rc_t tell(const struct scheduling *run, const struct wanted_deadline *wanted, int64_t id,
                 const char *kind)
{
    return tell_more(run, wanted, id, kind, json_object());
}

/* From which day it moved, and why: as "was" and "reason" of the event. */
static json_t *moved_json(int32_t was, const char *reason)
{
    char text[DATE_TEXT];
    return json_pack("{s:s, s:s}", "was", civil_format_date(was, text), "reason", reason);
}

/* Phases, findings and incidents are moved by the functions that opened them; they are told of in
 * the same words as terms. */
rc_t schedule_ledger_tell_moved(const struct scheduling *run, const struct wanted_deadline *wanted,
                                int64_t id, int32_t was)
{
    return tell_more(run, wanted, id, "deadline.retargeted", moved_json(was, "calendar"));
}

/* A notice moved it when its day was last looked at under another calendar, else what became
 * known. */
static bool by_notice(const struct scheduling *run, const struct standing *standing)
{
    return standing->calendar != run->frame->calendar_id;
}

/* Within a day the hour is all that moved, so it is told beside the day. */
static rc_t tell_moved(const struct scheduling *run, const struct wanted_deadline *wanted,
                       const struct standing *standing)
{
    json_t *more = moved_json(standing->due_on, by_notice(run, standing) ? "calendar" : "facts");
    if (in_hours(wanted))
        add_instant(run, more, "was_at", standing->due_at_us);
    return tell_more(run, wanted, standing->id, "deadline.retargeted", more);
}

/* The ledger leaves a deadline of this code as it is when another scheduler was faster; the
 * event then says what is true anyway. */
static rc_t open_new(const struct scheduling *run, const struct wanted_deadline *wanted,
                     const struct due *due, int64_t *ret_id)
{
    struct deadline_new deadline = {
        .contract_id = run->frame->id,
        .system_id = wanted->system_id,
        .code = wanted->code,
        .kind = wanted->kind,
        .clause = wanted->clause,
        .title = wanted->title,
        .party = wanted->customer_owes ? "customer" : "vendor",
        .subject_kind = wanted->subject_kind,
        .subject_id = wanted->subject_id,
        .started_us = wanted->started_us,
        .due = *due,
    };
    rc_t rc = deadline_open(run->step->db, &deadline, ret_id, run->step->problem);
    return rc == RC_OK ? tell(run, wanted, *ret_id, "deadline.opened") : rc;
}

/* A deadline that is there gets the wanted due day; one that was void comes back. */
static rc_t move(const struct scheduling *run, const struct wanted_deadline *wanted,
                 const struct standing *standing, const struct due *due)
{
    struct step *step = run->step;
    bool moved = true;
    rc_t rc;
    if (strcmp(standing->state, "void") == 0)
        rc = deadline_revive(step->db, standing->id, due, step->now_us, step->problem);
    else
        rc = deadline_retarget(step->db, standing->id, due, step->now_us, &moved, step->problem);
    if (rc != RC_OK || !moved)
        return rc;
    return tell_moved(run, wanted, standing);
}

/* The ledger would find the same and do nothing, at the cost of a proof and three statements
 * for each deadline of each run. */
static bool has_moved(const struct scheduling *run, const struct wanted_deadline *wanted,
                      const struct standing *standing)
{
    return strcmp(standing->state, "void") == 0 ||
           standing->due_at_us != wanted_due_us(run, wanted) ||
           standing->provisional != wanted->due.provisional || by_notice(run, standing);
}

/* By its kind: a day has warnings before it, hours leave no day for one. */
static void rule_due(const struct scheduling *run, const struct wanted_deadline *wanted,
                     struct ruled_due *ret_due)
{
    struct ruled_instant limit = { .by = wanted->due_at_us,
                                   .provisional = wanted->due.provisional,
                                   .customer_owes = wanted->customer_owes };
    if (in_hours(wanted))
        ruled_due_make_instant(run->frame, limit, wanted->proof, ret_due);
    else
        ruled_due_make(run->frame, wanted->due, wanted->proof, wanted->customer_owes, ret_due);
}

/* Due on the wanted day under the wanted proof: the proof is only written with a new ruling,
 * since the day is what was agreed to. */
static rc_t ensure_due(const struct scheduling *run, const struct wanted_deadline *wanted,
                       const struct standing *standing, int64_t *ret_id)
{
    struct ruled_due due;
    *ret_id = standing->id;
    if (standing->id && !has_moved(run, wanted, standing))
        return RC_OK;
    rule_due(run, wanted, &due);
    rc_t rc = standing->id ? move(run, wanted, standing, &due.due)
                           : open_new(run, wanted, &due.due, ret_id);
    ruled_due_fini(&due);
    return rc;
}

/* Two instants of one day close a deadline of days alike: which of them was recorded does not
 * matter. One of hours is in time by the first and may be late by the second. */
static bool closes_alike(const struct scheduling *run, const struct wanted_deadline *wanted,
                         int64_t standing_us)
{
    int zone = run->frame->zone_minutes;
    if (in_hours(wanted))
        return wanted->closed_us == standing_us;
    return civil_day_of(wanted->closed_us, zone) == civil_day_of(standing_us, zone);
}

/* What is open shall be closed, or the other way round. */
static rc_t ensure_closed(const struct scheduling *run, const struct wanted_deadline *wanted,
                          const struct standing *standing, int64_t id)
{
    struct step *step = run->step;
    rc_t rc = RC_OK;
    if (wanted->closed_by_others && standing->id && strcmp(standing->state, "void") != 0)
        return RC_OK;
    bool agrees =
        standing->closed && wanted->closed && closes_alike(run, wanted, standing->closed_us);
    if (agrees || (!standing->closed && !wanted->closed))
        return RC_OK;
    if (standing->closed)
        /* closed at another instant is open first: the clock's events must tell both */
        rc = deadline_reopen(step->db, id, step->now_us, NULL, step->problem);
    if (rc == RC_OK && wanted->closed)
        rc = deadline_stop(step->db, id, wanted->closed_us, NULL, NULL, step->problem);
    if (rc != RC_OK)
        return rc;
    return tell(run, wanted, id, wanted->closed ? "deadline.stopped" : "deadline.reopened");
}

/* Void, not deleted: that it once was due, and why, stays readable. */
static rc_t ensure_void(const struct scheduling *run, const struct wanted_deadline *wanted,
                        const struct standing *standing)
{
    struct step *step = run->step;
    if (standing->id == 0 || strcmp(standing->state, "void") == 0)
        return RC_OK;
    rc_t rc = deadline_void(step->db, standing->id, step->now_us, NULL, step->problem);
    return rc == RC_OK ? tell(run, wanted, standing->id, "deadline.voided") : rc;
}

/* First the day, then its end: whether a stop was in time is judged by the new day. */
static rc_t apply(const struct scheduling *run, const struct wanted_deadline *wanted,
                  const struct standing *standing, int64_t *ret_id)
{
    if (!wanted->due_known)
        return ensure_void(run, wanted, standing);
    rc_t rc = ensure_due(run, wanted, standing, ret_id);
    return rc == RC_OK ? ensure_closed(run, wanted, standing, *ret_id) : rc;
}

/* What is wanted is taken off the list of what stands; what is left on it at the end is wanted
 * no more. */
rc_t schedule_ledger_apply(const struct scheduling *run, const struct wanted_deadline *wanted,
                           int64_t *ret_id)
{
    struct standing standing = { .id = 0 };
    *ret_id = 0;
    standing_find(run, wanted->code, &standing);
    rc_t rc = apply(run, wanted, &standing, ret_id);
    json_object_del(run->standing, wanted->code);
    return rc;
}

/* Deliverables stay: their rows stay too, and somebody may have handed them in already. */
rc_t schedule_ledger_void_rest(const struct scheduling *run)
{
    rc_t rc = RC_OK;
    const char *code;
    json_t *row;
    json_object_foreach(run->standing, code, row)
    {
        const char *kind = json_string_value(json_object_get(row, "kind"));
        struct wanted_deadline none = { .kind = "term" };
        struct standing standing;
        if (strcmp(kind, "term") != 0 || !standing_find(run, code, &standing))
            continue;
        snprintf(none.code, sizeof(none.code), "%s", code);
        rc = ensure_void(run, &none, &standing);
        if (rc != RC_OK)
            break;
    }
    return rc;
}
