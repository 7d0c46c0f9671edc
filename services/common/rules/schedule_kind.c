/* Kind "schedule": rule schedule.count. */
#include "schedule.h"

#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "jsonx.h"
#include "memory.h"
#include "pack_reader.h"
#include "parse.h"
#include "recurrence_io.h"
#include "rule_io.h"

static const struct fact_row COUNT_FACTS[] = {
    { "pack", FACT_TEXT, true },       { "from", FACT_DATE, true },
    { "to", FACT_DATE, true },         { "start", FACT_DATE, false },
    { "systems", FACT_NUMBER, false }, { "select", FACT_MAP, false },
    { "readings", FACT_MAP, false },   FACTS_END
};

/* ---- what a pack knows ---- */

/* Whether any row of recurring work or any document has this text at the member. */
#define ANY_HAS(pack, member, text)                                                                \
    do {                                                                                           \
        for (size_t i_ = 0; i_ < (pack)->recurring.count; i_++)                                    \
            if ((pack)->recurring.rows[i_].member &&                                               \
                strcmp((pack)->recurring.rows[i_].member, text) == 0)                              \
                return true;                                                                       \
        for (size_t i_ = 0; i_ < (pack)->deliverables.count; i_++)                                 \
            if ((pack)->deliverables.rows[i_].member &&                                            \
                strcmp((pack)->deliverables.rows[i_].member, text) == 0)                           \
                return true;                                                                       \
        return false;                                                                              \
    } while (0)

static bool knows_part(const pack_t *pack, const char *part)
{
    ANY_HAS(pack, part, part);
}

static bool knows_subsystem(const pack_t *pack, const char *subsystem)
{
    ANY_HAS(pack, subsystem, subsystem);
}

static bool knows_service(const pack_t *pack, const char *service)
{
    return pack_service(pack, service) != NULL;
}

static bool knows_unit(const pack_t *pack, const char *unit)
{
    return unit_index(pack, unit) > 0;
}

static bool is_among(const char *const *texts, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(texts[i], text) == 0)
            return true;
    return false;
}

/* Whether a row of work carries the clause: its own, one that says the same, or an item's. */
static bool carries(const struct pack_recurring *row, const char *clause)
{
    for (size_t i = 0; i < row->checklist.count; i++)
        if (strcmp(row->checklist.rows[i].clause, clause) == 0)
            return true;
    return strcmp(row->clause, clause) == 0 || is_among(row->also.rows, row->also.count, clause);
}

static bool cites(const pack_t *pack, const char *clause)
{
    for (size_t i = 0; i < pack->recurring.count; i++)
        if (carries(&pack->recurring.rows[i], clause))
            return true;
    for (size_t i = 0; i < pack->deliverables.count; i++) {
        const struct pack_deliverable *d = &pack->deliverables.rows[i];
        if (strcmp(d->clause, clause) == 0 || is_among(d->also.rows, d->also.count, clause))
            return true;
    }
    return false;
}

/* A clause of the register, whatever the pack makes of it: one that plans nothing is no mistake. */
static bool knows_clause(const pack_t *pack, const char *clause)
{
    size_t len = pack->reg.prefix ? strlen(pack->reg.prefix) : 0;
    uint32_t number;
    if (len > 0 && strncmp(clause, pack->reg.prefix, len) == 0 && clause[len] == '-' &&
        parse_u32(clause + len + 1, &number) && number >= 1 && number <= pack->reg.count)
        return true;
    return cites(pack, clause);
}

/* ---- select ---- */

struct selecting {
    const pack_t *pack;
    struct schedule_select *out;
    const char **texts[5]; /* lists of `out`, to be freed */
    size_t lists;
    struct problem *problem;
};

/* The value at an index of a list, or the only value. */
static const char *text_at(const json_t *value, size_t index)
{
    return json_string_value(json_is_array(value) ? json_array_get(value, index) : value);
}

static size_t texts_in(const json_t *value)
{
    return json_is_array(value) ? json_array_size(value) : 1;
}

/* Refuse naming select.KEY. */
static rc_t refuse(struct problem *problem, const char *key, const char *why, const char *text)
{
    char field[PROBLEM_FIELD_MAX];
    snprintf(field, sizeof(field), "select.%.64s", key);
    return problem_set(problem, RC_INVALID, field, "\"%s\": %s%s%s", key, why, text ? " " : "",
                       text ? text : "");
}

/* A list of texts, or one, each known to the pack. */
static rc_t take_texts(struct selecting *s, const char *key, const json_t *value,
                       bool (*knows)(const pack_t *pack, const char *text), struct text_set *ret)
{
    size_t count = texts_in(value);
    const char **rows = mem_array(count + 1, sizeof(*rows));
    s->texts[s->lists++] = rows;
    if (count == 0)
        return refuse(s->problem, key, "a list must name something", NULL);
    for (size_t i = 0; i < count; i++) {
        rows[i] = text_at(value, i);
        if (!rows[i])
            return refuse(s->problem, key, "must be text, or a list of texts", NULL);
        if (!knows(s->pack, rows[i]))
            return refuse(s->problem, key, "the pack does not know", rows[i]);
    }
    *ret = (struct text_set){ rows, count };
    return RC_OK;
}

/* Bits of words, of which there may be a list. */
static rc_t take_words(struct problem *problem, const char *key, const json_t *value,
                       const char *const words[], unsigned *ret_bits)
{
    unsigned bits = 0;
    for (size_t i = 0; i < texts_in(value); i++) {
        const char *text = text_at(value, i);
        int w = 0;
        while (text && words[w] && strcmp(words[w], text) != 0)
            w++;
        if (!text || !words[w])
            return refuse(problem, key, "not one of the known words:", text);
        bits |= 1U << w;
    }
    if (bits == 0)
        return refuse(problem, key, "a list must name something", NULL);
    *ret_bits = bits;
    return RC_OK;
}

static rc_t take_clause(struct selecting *s, const char *key, const json_t *value)
{
    return take_texts(s, key, value, knows_clause, &s->out->clauses);
}

static rc_t take_part(struct selecting *s, const char *key, const json_t *value)
{
    return take_texts(s, key, value, knows_part, &s->out->parts);
}

static rc_t take_subsystem(struct selecting *s, const char *key, const json_t *value)
{
    return take_texts(s, key, value, knows_subsystem, &s->out->subsystems);
}

static rc_t take_service(struct selecting *s, const char *key, const json_t *value)
{
    return take_texts(s, key, value, knows_service, &s->out->services);
}

static rc_t take_unit(struct selecting *s, const char *key, const json_t *value)
{
    return take_texts(s, key, value, knows_unit, &s->out->units);
}

static rc_t take_kind(struct selecting *s, const char *key, const json_t *value)
{
    static const char *const WORDS[] = { /* by enum work_kind */
                                         "service", "checklist",   "backup",
                                         "routine", "deliverable", NULL
    };
    return take_words(s->problem, key, value, WORDS, &s->out->works);
}

static rc_t take_period(struct selecting *s, const char *key, const json_t *value)
{
    static const char *const WORDS[] = { /* by enum slot_period, from SLOT_DAY on */
                                         "daily",  "weekly",  "monthly", "quarterly",
                                         "yearly", "special", NULL
    };
    unsigned bits;
    rc_t rc = take_words(s->problem, key, value, WORDS, &bits);
    if (rc == RC_OK)
        s->out->periods = bits << SLOT_DAY;
    return rc;
}

static rc_t take_bound(struct selecting *s, const char *key, const json_t *value)
{
    static const char *const WORDS[] = { /* by enum bound_kind */
                                         "plan", "minimum", "quota", NULL
    };
    return take_words(s->problem, key, value, WORDS, &s->out->bounds);
}

static rc_t take_listed(struct selecting *s, const char *key, const json_t *value)
{
    if (!json_is_boolean(value))
        return refuse(s->problem, key, "must be true or false", NULL);
    s->out->by_listed = true;
    s->out->listed = json_is_true(value);
    return RC_OK;
}

static const struct {
    const char *key;
    rc_t (*take)(struct selecting *s, const char *key, const json_t *value);
} CRITERIA[] = {
    { "kind", take_kind },     { "period", take_period },       { "part", take_part },
    { "bound", take_bound },   { "subsystem", take_subsystem }, { "service", take_service },
    { "clause", take_clause }, { "unit", take_unit },           { "listed", take_listed },
};

/* One member; null counts as left out. */
static rc_t take_criterion(struct selecting *s, const char *key, const json_t *value)
{
    for (size_t i = 0; i < COUNT_OF(CRITERIA); i++)
        if (strcmp(CRITERIA[i].key, key) == 0)
            return json_is_null(value) ? RC_OK : CRITERIA[i].take(s, key, value);
    return refuse(s->problem, key, "is nothing to select by", NULL);
}

static rc_t take_select(struct selecting *s, const json_t *object)
{
    json_t *select = (json_t *)(uintptr_t)object;
    rc_t rc = RC_OK;
    for (void *it = json_object_iter(select); it && rc == RC_OK;
         it = json_object_iter_next(select, it))
        rc = take_criterion(s, json_object_iter_key(it), json_object_iter_value(it));
    return rc;
}

/* ---- the answer ---- */

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
    struct selecting s = { .pack = ask->use.pack, .out = &ask->select, .problem = problem };
    rc_t rc = take_select(&s, json_object_get(input, "select"));
    if (rc == RC_OK)
        rc = schedule_count(ask, proof, &schedule, problem);
    if (rc == RC_OK) {
        write_schedule(&schedule, result);
        schedule_fini(&schedule);
    }
    for (size_t i = 0; i < s.lists; i++)
        mem_free(s.texts[i]);
    return rc;
}

static rc_t count_rule(const struct eval_env *env, const json_t *input, json_t *result,
                       proof_t *proof, struct problem *problem)
{
    struct recurrence_input buffer;
    struct schedule_ask ask = { .systems = -1 };
    rc_t rc = io_recurrence(env, input, &buffer, &ask.use, problem);
    if (rc == RC_OK && json_is_integer(json_object_get(input, "systems")))
        rc =
            jsonx_int_field(input, "systems", JSON_OPTIONAL, 0, MAX_SYSTEMS, &ask.systems, problem);
    return rc == RC_OK ? count_selected(&ask, input, result, proof, problem) : rc;
}

static const struct rule_row RULES[] = { { "schedule.count", count_rule, true, COUNT_FACTS },
                                         RULES_END };

const struct kind SCHEDULE_KIND = { .name = "schedule", .rules = RULES };
