/* Kind "term": section `terms`, rule term.due. */
#include <stdio.h>
#include <string.h>

#include "pack_reader.h"
#include "rule_io.h"
#include "term.h"

/* ---- reading ---- */

/* The key that states the shape also states its facts or its date. Order in the file does not
 * matter: whichever shape comes second is the one refused. */
static rc_t take_shape(struct pack_reader *reader, const struct yaml_node *node,
                       struct pack_term *term, enum term_shape shape)
{
    if (term->shape != TERM_UNSTATED)
        return reader_refuse(reader, &node->key_at,
                             "a term has one of after, before, on, fixed and halfway");
    term->shape = shape;
    return shape == TERM_FIXED ? read_date(reader, node, &term->fixed_day)
                               : read_texts(reader, node, &term->starts);
}

/* Forward from the latest of one to four facts; the first day is left out unless the row says
 * otherwise (K2). */
static rc_t read_after(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return take_shape(reader, node, out, TERM_AFTER);
}

/* Backward from one fact; never rolled (K5). */
static rc_t read_before(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return take_shape(reader, node, out, TERM_BEFORE);
}

/* The fact's own day, such as the end of the period; never rolled (K5). */
static rc_t read_on(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return take_shape(reader, node, out, TERM_ON);
}

/* A date of the text; it has no starting fact and never moves (K5). */
static rc_t read_fixed(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return take_shape(reader, node, out, TERM_FIXED);
}

/* Between two facts, the earlier one first (K17). */
static rc_t read_halfway(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return take_shape(reader, node, out, TERM_HALFWAY);
}

#define TERM(key, member, read, need)                                                              \
    {                                                                                              \
        key, read, offsetof(struct pack_term, member), need                                        \
    }

/* {clause: …, title: …, after: [a, b], within: 15 working days, closed_by: c, amount: 60%}
 * `by` and `within` are one field: backward terms read better with `by`. */
static const struct field FIELDS[] = {
    TERM("clause", clause, read_text, FIELD_REQUIRED),
    TERM("title", title, read_text, FIELD_REQUIRED),
    TERM("owed_by", owed_by, read_text, FIELD_OPTIONAL),
    { "after", read_after, 0, FIELD_OPTIONAL },
    { "before", read_before, 0, FIELD_OPTIONAL },
    { "on", read_on, 0, FIELD_OPTIONAL },
    { "fixed", read_fixed, 0, FIELD_OPTIONAL },
    { "halfway", read_halfway, 0, FIELD_OPTIONAL },
    TERM("within", within, read_within, FIELD_OPTIONAL),
    TERM("by", within, read_within, FIELD_OPTIONAL),
    TERM("closed_by", closed_by, read_text, FIELD_OPTIONAL),
    TERM("amount", amount_bp, read_percent, FIELD_OPTIONAL),
    TERM("deemed_accepted", deemed_accepted, read_bool, FIELD_OPTIONAL),
    TERM("opens_on", opens_on, read_within, FIELD_OPTIONAL),
    TERM("opens_after", opens_after, read_within, FIELD_OPTIONAL),
    TERM("count_first_day", count_first_day, read_bool, FIELD_OPTIONAL),
    TERM("in", hours, read_text, FIELD_OPTIONAL),
};
static const struct row_shape SHAPE = ROW_SHAPE("term", FIELDS, struct pack_term);

/* In the document's order; the clause is the key, so a clause states one term. */
static rc_t read_terms(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &SHAPE, out);
}

/* ---- checking ---- */

/* What each shape needs: how many starts, and whether a duration. By enum term_shape. */
static const struct {
    size_t least, most;
    bool duration;
    const char *needs;
} NEEDS[] = {
    [TERM_UNSTATED] = { 1, 0, false, "one of after, before, on, fixed and halfway" },
    [TERM_AFTER] = { 1, STARTS_MAX, true,
                     "1 to 4 starting facts and one of within, opens_on, opens_after" },
    [TERM_BEFORE] = { 1, 1, true, "one fact and \"by\"" },
    [TERM_ON] = { 1, 1, false, "one fact and no duration" },
    [TERM_FIXED] = { 0, 0, false, "a date and no duration" },
    [TERM_HALFWAY] = { 2, 2, false, "two facts and no duration" },
};

/* Minutes and hours; an unstated duration is neither. */
static bool is_clock_time(const struct duration *d)
{
    return d->amount > 0 && (d->unit == UNIT_MINUTES || d->unit == UNIT_HOURS);
}

/* A window needs time that runs in it, a first day to count needs days, and only terms after an
 * event run in hours. */
static rc_t check_units(struct pack_reader *reader, const struct pack *pack,
                        const struct pack_term *t)
{
    bool hours = is_clock_time(&t->within);
    if (is_clock_time(&t->opens_on) || is_clock_time(&t->opens_after) ||
        (hours && t->shape != TERM_AFTER))
        return reader_refuse(reader, &t->at, "term %s must run in days or months", t->clause);
    if (t->hours && !hours)
        return reader_refuse(reader, &t->at, "term %s runs in a window but not in min or h",
                             t->clause);
    if (t->hours && !pack_hours(pack, t->hours))
        return reader_refuse(reader, &t->at, "there is no window \"%s\"", t->hours);
    if (t->count_first_day && (hours || t->shape != TERM_AFTER || t->within.unit == UNIT_MONTHS))
        return reader_refuse(reader, &t->at, "term %s has no first day to count", t->clause);
    return RC_OK;
}

/* A start that is a reading's value needs the reading. */
static rc_t check_starts(struct pack_reader *reader, const struct pack *pack,
                         const struct pack_term *t)
{
    for (size_t i = 0; i < t->starts.count; i++) {
        const char *start = t->starts.rows[i];
        if (start[0] != '$')
            continue;
        const struct pack_reading *r = pack_reading(pack, start + 1);
        if (!r)
            return reader_refuse(reader, &t->at, "there is no reading \"%s\"", start + 1);
        if (!r->value)
            return reader_refuse(reader, &t->at, "reading \"%s\" has no value to start from",
                                 start + 1);
    }
    return RC_OK;
}

/* Shape, starts and durations must fit each other; see NEEDS. */
static rc_t check_term(struct pack_reader *reader, const struct pack *pack,
                       const struct pack_term *t)
{
    int durations = (t->within.amount > 0) + (t->opens_on.amount > 0) + (t->opens_after.amount > 0);
    bool opens = t->opens_on.amount > 0 || t->opens_after.amount > 0;
    if (t->starts.count < NEEDS[t->shape].least || t->starts.count > NEEDS[t->shape].most ||
        durations != NEEDS[t->shape].duration || (opens && t->shape != TERM_AFTER))
        return reader_refuse(reader, &t->at, "term %s needs %s", t->clause, NEEDS[t->shape].needs);
    rc_t rc = check_units(reader, pack, t);
    return rc == RC_OK ? check_starts(reader, pack, t) : rc;
}

/* Uniqueness first: what is checked next looks terms up by clause. */
static rc_t check(struct pack_reader *reader, struct pack *pack)
{
    rc_t rc = reader_unique(reader, &SHAPE, &pack->terms, offsetof(struct pack_term, clause));
    for (size_t i = 0; i < pack->terms.count && rc == RC_OK; i++)
        rc = check_term(reader, pack, &pack->terms.rows[i]);
    return rc;
}

static const struct field SECTIONS[] = {
    { "terms", read_terms, offsetof(struct pack, terms), FIELD_OPTIONAL },
    SECTIONS_END,
};

/* ---- term.due ---- */

enum { FACTS_MAX = 16 };

/* Whether a start is, or under some reading may be, this fact. Facts of the other reading are
 * welcome, so that one set of facts answers under both. */
static bool start_allows(const struct pack *pack, const char *start, const char *name)
{
    if (start[0] != '$')
        return strcmp(start, name) == 0;
    const struct pack_reading *r = pack_reading(pack, start + 1);
    for (size_t i = 0; i < r->one_of.count; i++)
        if (strcmp(r->one_of.rows[i], name) == 0)
            return true;
    return strcmp(r->value, name) == 0;
}

/* Whether the clause knows a fact of this name. */
static bool wants(const struct pack *pack, const struct pack_term *t, const char *name)
{
    for (size_t i = 0; i < t->starts.count; i++)
        if (start_allows(pack, t->starts.rows[i], name))
            return true;
    return (t->closed_by && strcmp(t->closed_by, name) == 0) || strcmp(name, "as_of") == 0;
}

/* Days by name; an instant counts as its day in the contract's zone. null counts as not given. The
 * clause's own names are the only ones, so the number is bounded as well. */
static rc_t take_facts(const struct term_case *ask, const struct pack_term *t, const json_t *facts,
                       struct day_fact *out, size_t *ret_count, struct problem *problem)
{
    json_t *all = (json_t *)(uintptr_t)facts;
    size_t n = 0;
    for (void *it = json_object_iter(all); it; it = json_object_iter_next(all, it)) {
        const char *name = json_object_iter_key(it);
        const json_t *value = json_object_iter_value(it);
        char field[PROBLEM_FIELD_MAX];
        snprintf(field, sizeof(field), "facts.%.64s", name);
        if (!wants(ask->pack, t, name) || n == FACTS_MAX)
            return problem_set(problem, RC_INVALID, field, "clause %s knows no fact \"%s\"",
                               t->clause, name);
        if (json_typeof(value) == JSON_NULL)
            continue;
        out[n] = (struct day_fact){ .name = name };
        rc_t rc = io_day(ask->pack, value, field, &out[n].day, problem);
        if (rc != RC_OK)
            return rc;
        out[n].timed = civil_parse_instant(json_string_value(value), &out[n].at);
        n++;
    }
    *ret_count = n;
    return RC_OK;
}

/* Fields that only some clauses have. */
static void set_optional(json_t *result, const struct term_ruling *r, int zone_minutes)
{
    if (r->due_at != NO_INSTANT)
        io_set_instant(result, "due_at", r->due_at, zone_minutes);
    if (r->due_at != NO_INSTANT && r->closed)
        json_object_set_new(result, "late_s", json_integer(r->late_s));
    if (r->closed)
        json_object_set_new(result, "late", json_integer(r->late));
    if (r->has_used)
        json_object_set_new(result, "used_days", json_integer(r->used_days));
    if (r->deems) {
        json_object_set_new(result, "deemed_accepted", json_boolean(r->deemed_accepted));
        io_set_day(result, "deemed_accepted_from", r->deemed_accepted_from);
    }
    if (r->opens != NO_DAY)
        io_set_day(result, "opens", r->opens);
    if (r->has_open)
        json_object_set_new(result, "open", json_boolean(r->open));
    if (r->has_amount)
        json_object_set_new(result, "amount_fen", json_integer(r->amount_fen));
}

/* `facts` is checked against the clause: its starts under any reading, its closing fact, as_of. */
static const struct fact_row DUE_FACTS[] = { { "pack", FACT_TEXT, true },
                                             { "clause", FACT_TEXT, true },
                                             { "facts", FACT_MAP, false },
                                             { "readings", FACT_MAP, false },
                                             FACTS_END };

/* The facts are checked against the clause before the rule is asked: one that the clause does not
 * know is a misunderstanding and not a detail to pass over. */
static rc_t due(const struct eval_env *env, const json_t *input, json_t *result, proof_t *proof,
                struct problem *problem)
{
    struct day_fact facts[FACTS_MAX];
    struct readings_buffer buffer;
    struct readings readings;
    struct term_ruling r;
    struct term_case ask = { .facts = facts, .readings = &readings };
    rc_t rc = io_pack(env, input, &ask.pack, problem);
    if (rc == RC_OK)
        rc = io_readings(ask.pack, input, &buffer, &readings, problem);
    if (rc != RC_OK)
        return rc;
    struct calendar_use use = io_calendar(env, ask.pack);
    ask.calendar = &use;
    ask.clause = json_string_value(json_object_get(input, "clause"));
    const struct pack_term *t = pack_term(ask.pack, ask.clause);
    if (!t)
        return problem_set(problem, RC_INVALID, "clause", "pack %s has no term of clause %s",
                           ask.pack->name, ask.clause);
    rc = take_facts(&ask, t, json_object_get(input, "facts"), facts, &ask.fact_count, problem);
    if (rc == RC_OK)
        rc = term_rule(&ask, proof, &r, problem);
    if (rc != RC_OK)
        return rc;
    io_set_day(result, "due", r.due);
    io_set_day(result, "reminder", r.reminder);
    json_object_set_new(result, "provisional", json_boolean(r.provisional));
    set_optional(result, &r, ask.pack->zone_minutes);
    return RC_OK;
}

static const struct rule_row RULES[] = { { "term.due", due, true, DUE_FACTS }, RULES_END };

const struct kind TERM_KIND = {
    .name = "term", .sections = SECTIONS, .check = check, .rules = RULES
};
