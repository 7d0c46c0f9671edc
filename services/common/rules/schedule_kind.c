/* Kind "schedule": rule schedule.count. */
#include "schedule.h"

#include "jsonx.h"
#include "recurrence_io.h"
#include "rule_io.h"
#include "schedule_select.h"

/* `start` is the first day of the contract's years, without it that of the range; `select` narrows
 * what is counted, and without it all of the pack is. */
static const struct fact_row COUNT_FACTS[] = {
    { "pack", FACT_TEXT, true },       { "from", FACT_DATE, true },
    { "to", FACT_DATE, true },         { "start", FACT_DATE, false },
    { "systems", FACT_NUMBER, false }, { "select", FACT_MAP, false },
    { "readings", FACT_MAP, false },   FACTS_END
};

/* ---- the answer ---- */

/* `units` is null where the clause is not per unit. */
static json_t *row_json(const struct schedule_row *row)
{
    static const char *const BOUNDS[] = { "plan", "minimum", "quota" };
    json_t *json = json_object();
    json_object_set_new(json, "clause", json_string(row->clause));
    json_object_set_new(json, "title", json_string(row->title));
    json_object_set_new(json, "bound", json_string(BOUNDS[row->bound]));
    json_object_set_new(json, "period", json_string(slot_period_word(row->period)));
    json_object_set_new(json, "units", row->per_unit ? json_integer(row->units) : json_null());
    json_object_set_new(json, "instances", json_integer(row->instances));
    json_object_set_new(json, "items", json_integer(row->items));
    json_object_set_new(json, "quota", json_integer(row->quota));
    return json;
}

/* Nothing is left over of calendar weeks, so there the remainder does not apply. */
static void write_schedule(const struct schedule *s, json_t *result)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < s->count; i++)
        json_array_append_new(rows, row_json(&s->rows[i]));
    json_object_set_new(result, "instances", json_integer(s->instances));
    json_object_set_new(result, "items", json_integer(s->items));
    json_object_set_new(result, "kinds", json_integer((json_int_t)s->count));
    json_object_set_new(result, "quota", json_integer(s->quota));
    json_object_set_new(result, "rows", rows);
    json_object_set_new(result, "remainder_days",
                        s->rolling ? json_integer(s->remainder_days) : json_null());
    json_object_set_new(result, "provisional", json_boolean(s->provisional));
}

/* Select, count, answer. */
static rc_t count_selected(struct schedule_ask *ask, const json_t *input, json_t *result,
                           proof_t *proof, struct problem *problem)
{
    struct schedule schedule;
    struct schedule_selection selection;
    rc_t rc = schedule_selection_read(ask->use.pack, json_object_get(input, "select"), &selection,
                                      problem);
    ask->select = selection.select;
    if (rc == RC_OK)
        rc = schedule_count(ask, proof, &schedule, problem);
    if (rc == RC_OK) {
        write_schedule(&schedule, result);
        schedule_fini(&schedule);
    }
    schedule_selection_fini(&selection);
    return rc;
}

/* `systems` is -1 until given, since 0 systems is an answer of its own; the pack's list then says
 * how many there are. */
static rc_t count_rule(const struct eval_env *env, const json_t *input, json_t *result,
                       proof_t *proof, struct problem *problem)
{
    struct recurrence_input buffer;
    struct schedule_ask ask = { .systems = -1 };
    rc_t rc = io_recurrence(env, input, &buffer, &ask.use, problem);
    if (rc == RC_OK && jsonx_is_int(json_object_get(input, "systems")))
        rc =
            jsonx_int_field(input, "systems", JSON_OPTIONAL, 0, MAX_SYSTEMS, &ask.systems, problem);
    return rc == RC_OK ? count_selected(&ask, input, result, proof, problem) : rc;
}

static const struct rule_row RULES[] = { { "schedule.count", count_rule, true, COUNT_FACTS },
                                         RULES_END };

const struct kind SCHEDULE_KIND = { .name = "schedule", .rules = RULES };
