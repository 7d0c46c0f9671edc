/* Kind "clock_history": rule clock.history. It joins a term of a pack with the record of its clock.
 */
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "clock_history.h"
#include "jsonx.h"
#include "memory.h"
#include "rule_io.h"
#include "term.h"

/* `facts` are those of term.due; `known_at` asks for the versions known then; `as_of` is the day to
 * which open pauses count. */
static const struct fact_row FACTS[] = {
    { "pack", FACT_TEXT, true },         { "clause", FACT_TEXT, true },
    { "facts", FACT_MAP, false },        { "events", FACT_LIST, true },
    { "known_at", FACT_INSTANT, false }, { "as_of", FACT_DATE, false },
    { "readings", FACT_MAP, false },     FACTS_END,
};

/* Void events may name what they withdraw, agreements their new day. Each detail belongs to one
 * type and is refused with another, so that a slip of the type is noticed. */
static rc_t take_details(const pack_t *pack, const json_t *json, struct clock_event *ret,
                         struct problem *problem)
{
    rc_t rc = jsonx_int_field(json, "voids", JSON_OPTIONAL, 1, INT64_MAX, &ret->voids, problem);
    if (rc == RC_OK)
        rc = io_day_field(pack, json, "target", &ret->target, problem);
    if (rc != RC_OK)
        return rc;
    if ((ret->type == CLOCK_RETARGET) != (ret->target != NO_DAY))
        return problem_set(problem, RC_INVALID, "target", "a retarget has a \"target\", alone");
    if (ret->type != CLOCK_VOID && ret->voids != 0)
        return problem_set(problem, RC_INVALID, "voids", "only a void has \"voids\"");
    return RC_OK;
}

/* {id, type, occurred_at, recorded_at, voids, target} Unknown members are refused: a misspelt
 * `voids` would otherwise make a void of the whole clock. */
static rc_t take_event(const pack_t *pack, const json_t *json, struct clock_event *ret,
                       struct problem *problem)
{
    static const char *const KNOWN[] = { "id",    "type",   "occurred_at", "recorded_at",
                                         "voids", "target", NULL };
    const char *type = NULL;
    *ret = (struct clock_event){ .voids = 0 };
    rc_t rc = json_typeof(json) == JSON_OBJECT
                  ? jsonx_only(json, KNOWN, problem)
                  : problem_set(problem, RC_INVALID, "", "an event must be an object");
    if (rc == RC_OK)
        rc = jsonx_int_field(json, "id", JSON_REQUIRED, 1, INT64_MAX, &ret->id, problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(json, "type", JSON_REQUIRED, 16, &type, problem);
    if (rc == RC_OK)
        rc = jsonx_instant_field(json, "occurred_at", JSON_REQUIRED, &ret->occurred_at, problem);
    if (rc == RC_OK)
        rc = jsonx_instant_field(json, "recorded_at", JSON_REQUIRED, &ret->recorded_at, problem);
    if (rc != RC_OK)
        return rc;
    if (!clock_event_from_word(type, &ret->type))
        return problem_set(problem, RC_INVALID, "type", "there is no event \"%s\"", type);
    return take_details(pack, json, ret, problem);
}

/* One id, one event: a void must be able to name it. */
static rc_t check_id(const struct clock_event *events, size_t index, struct problem *problem)
{
    for (size_t i = 0; i < index; i++)
        if (events[i].id == events[index].id)
            return problem_set(problem, RC_INVALID, "id", "another event has this id");
    return RC_OK;
}

/* Refusals name events[i].FIELD. `out` has room for CLOCK_EVENTS_MAX; *ret_count is written only
 * when every event was read. */
static rc_t take_events(const pack_t *pack, const json_t *list, struct clock_event *out,
                        size_t *ret_count, struct problem *problem)
{
    size_t count = json_array_size(list);
    if (count == 0 || count > CLOCK_EVENTS_MAX)
        return problem_set(problem, RC_INVALID, "events", "1 to %d events make a history",
                           CLOCK_EVENTS_MAX);
    for (size_t i = 0; i < count; i++) {
        struct problem why = { .rc = RC_OK };
        char where[32];
        snprintf(where, sizeof(where), "events[%zu]", i);
        rc_t rc = take_event(pack, json_array_get(list, i), &out[i], &why);
        if (rc == RC_OK)
            rc = check_id(out, i, &why);
        if (rc != RC_OK)
            return io_inside(problem, where, &why);
    }
    *ret_count = count;
    return RC_OK;
}

/* The last version is what stands; without a known record there is none: status is idle and due
 * null. Instants are shown in the zone of the pack. */
static void write_history(const pack_t *pack, const struct clock_version *rows, size_t count,
                          json_t *result)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *row = json_object();
        io_set_instant(row, "known_from", rows[i].known_from, pack->zone_minutes);
        io_set_instant(row, "superseded_at", rows[i].superseded_at, pack->zone_minutes);
        json_object_set_new(row, "status", json_string(clock_status_word(rows[i].status)));
        io_set_day(row, "due", rows[i].due.day);
        json_object_set_new(row, "provisional", json_boolean(rows[i].due.provisional));
        json_array_append_new(list, row);
    }
    const struct clock_version none = { .status = CLOCK_IDLE, .due = { NO_DAY, false } };
    const struct clock_version *last = count > 0 ? &rows[count - 1] : &none;
    json_object_set_new(result, "status", json_string(clock_status_word(last->status)));
    io_set_day(result, "due", last->due.day);
    json_object_set_new(result, "versions", list);
}

/* The term as term.due rules it, without its clock: where the history begins. Asked through the
 * table of rules, so that the two can never rule differently; its proof goes before the clock's. */
static rc_t rule_base(const struct eval_env *env, const json_t *input, proof_t *proof,
                      struct clock_due_ask *ret, struct problem *problem)
{
    static const char *const PASSED[] = { "pack", "clause", "facts", "readings" };
    json_t *question = json_object();
    json_t *ruled = json_object();
    for (size_t i = 0; i < COUNT_OF(PASSED); i++)
        json_object_set(question, PASSED[i], json_object_get(input, PASSED[i]));
    rc_t rc = kinds_rule("term.due")->rule(env, question, ruled, proof, problem);
    const char *due = json_string_value(json_object_get(ruled, "due"));
    if (rc == RC_OK && (!due || json_object_get(ruled, "due_at")))
        rc = problem_set(problem, RC_INVALID, "clause", "the clause has no due day to keep");
    if (rc == RC_OK)
        (void)civil_parse_date(due, &ret->due);
    json_decref(ruled);
    json_decref(question);
    return rc;
}

/* How the term's days count when pauses are added, by the pack and its readings. */
static void take_basis(const pack_t *pack, const json_t *input, struct clock_due_ask *ret)
{
    struct readings_buffer buffer;
    struct readings readings = { NULL, 0 };
    struct problem none = { .rc = RC_OK }; /* term.due has checked clause and readings */
    const struct pack_term *term =
        pack_term(pack, json_string_value(json_object_get(input, "clause")));
    (void)!io_readings(pack, input, &buffer, &readings, &none);
    ret->basis = term->within.unit == UNIT_WORKING_DAYS ? BASIS_WORKING : BASIS_CALENDAR;
    ret->roll = reading_is_true(pack, &readings, "roll");
}

/* clock.history. The term is ruled first, so a clause without a due day is refused before any event
 * is looked at. Without `known_at` everything recorded is known. */
static rc_t history(const struct eval_env *env, const json_t *input, json_t *result, proof_t *proof,
                    struct problem *problem)
{
    const pack_t *pack = NULL;
    struct clock_event events[CLOCK_EVENTS_MAX];
    struct clock_version *rows = NULL;
    size_t count = 0;
    struct clock_history_ask ask = { .events = events, .known_at = INT64_MAX };
    rc_t rc = io_pack(env, input, &pack, problem);
    if (rc == RC_OK)
        rc = rule_base(env, input, proof, &ask.due, problem);
    if (rc == RC_OK)
        rc = take_events(pack, json_object_get(input, "events"), events, &ask.count, problem);
    if (rc != RC_OK)
        return rc;
    take_basis(pack, input, &ask.due);
    const char *known_at = json_string_value(json_object_get(input, "known_at"));
    if (known_at) /* an instant, by the rule's facts */
        (void)civil_parse_instant(known_at, &ask.known_at);
    struct calendar_use use = io_calendar(env, pack);
    ask.due.calendar = &use;
    ask.due.as_of = io_fact_day(pack, input, "as_of");
    ask.zone_minutes = pack->zone_minutes;
    rc = clock_history(&ask, proof, &rows, &count, problem);
    if (rc == RC_OK)
        write_history(pack, rows, count, result);
    mem_free(rows);
    return rc;
}

static const struct rule_row RULES[] = { { "clock.history", history, true, FACTS }, RULES_END };

const struct kind CLOCK_HISTORY_KIND = { .name = "clock_history", .rules = RULES };
