/* Kind "fulfil": rule service.fulfil. */
#include "fulfil.h"

#include <stdio.h>
#include <string.h>

#include "jsonx.h"
#include "memory.h"
#include "pack_reader.h"
#include "recurrence_io.h"

/* What one question may hold; both are checked before anything is allocated. */
enum { MAX_NAMED_UNITS = 1000, MAX_RECORDS = 100000 };

/* `as_of` divides what is overdue from what may still come; without it the whole range is
 * judged. */
static const struct fact_row FULFIL_FACTS[] = {
    { "pack", FACT_TEXT, true },     { "clause", FACT_TEXT, true },
    { "from", FACT_DATE, true },     { "to", FACT_DATE, true },
    { "start", FACT_DATE, false },   { "as_of", FACT_DATE, false },
    { "units", FACT_LIST, false },   { "records", FACT_LIST, false },
    { "readings", FACT_MAP, false }, FACTS_END
};

/* What the question's pointers point to. */
struct fulfil_input {
    struct recurrence_input base;
    const char **units;
    char (*names)[UNIT_NAME_TEXT]; /* of the pack's units, when the question names none */
    struct work_record *records;
};

/* The clause's one recurrence with a number. Rows without a number state no slots and cannot be
 * fulfilled; of several it would be open which is meant. */
static rc_t take_row(const pack_t *pack, const char *clause, const struct pack_recurring **ret_row,
                     struct problem *problem)
{
    const struct pack_recurring *found = NULL;
    for (size_t i = 0; i < pack->recurring.count; i++) {
        const struct pack_recurring *row = &pack->recurring.rows[i];
        if (row->again.times == 0 || strcmp(row->clause, clause) != 0)
            continue;
        if (found)
            return problem_set(problem, RC_INVALID, "clause",
                               "clause %s states several recurrences", clause);
        found = row;
    }
    if (!found)
        return problem_set(problem, RC_INVALID, "clause",
                           "pack %s has no recurring work with a number in clause %s", pack->name,
                           clause);
    *ret_row = found;
    return RC_OK;
}

/* ---- units ---- */

/* Index of a unit among the first `count`; `count` when it is not there. */
static size_t unit_at(const char *const *units, size_t count, const char *name)
{
    size_t i = 0;
    while (i < count && strcmp(units[i], name) != 0)
        i++;
    return i;
}

/* Names that the question gives, each once. The list is small and checked once, so each name is
 * compared with those before it. */
static rc_t take_named(const json_t *list, struct fulfil_input *in, size_t *ret_count,
                       struct problem *problem)
{
    size_t count = json_array_size(list);
    if (count == 0 || count > MAX_NAMED_UNITS)
        return problem_set(problem, RC_INVALID, "units", "\"units\" must name 1 to %d units",
                           MAX_NAMED_UNITS);
    in->units = mem_array(count, sizeof(*in->units));
    for (size_t i = 0; i < count; i++) {
        const char *name = json_string_value(json_array_get(list, i));
        if (!name || *name == '\0' || unit_at(in->units, i, name) < i)
            return problem_set(problem, RC_INVALID, "units",
                               "\"units\" must be names, each of them once");
        in->units[i] = name;
    }
    *ret_count = count;
    return RC_OK;
}

/* All units of the pack. Names are made from numbers and kept in `in->names`, to which the list of
 * units points. */
static void take_all(const pack_t *pack, struct fulfil_input *in, size_t *ret_count)
{
    size_t count = (size_t)pack->units.count;
    in->units = mem_array(count, sizeof(*in->units));
    in->names = mem_array(count, sizeof(*in->names));
    for (size_t i = 0; i < count; i++)
        in->units[i] = unit_name(pack, (int64_t)i + 1, in->names[i]);
    *ret_count = count;
}

/* Those named by the question; else the pack's. None for a clause that is not per unit. A row with
 * named units cannot do without names, because the pack knows only how many there are. */
static rc_t take_units(const struct fulfil_ask *ask, const json_t *list, struct fulfil_input *in,
                       size_t *ret_count, struct problem *problem)
{
    bool given = jsonx_is_list(list);
    if (given != (ask->row->units > 0) && (given || ask->row->named))
        return problem_set(problem, RC_INVALID, "units",
                           given ? "clause %s is not per unit"
                                 : "\"units\" must name the units of clause %s",
                           ask->row->clause);
    if (given)
        return take_named(list, in, ret_count, problem);
    if (ask->row->units > 0)
        take_all(ask->use.pack, in, ret_count);
    return RC_OK;
}

/* ---- records ---- */

/* The unit of a record, which must be one of those served. A clause without units takes records
 * without one; null is the same as left out. */
static rc_t take_unit(const struct fulfil_ask *ask, const json_t *object, const char *field,
                      size_t *ret_unit, struct problem *problem)
{
    const json_t *value = json_object_get(object, "unit");
    const char *name = json_string_value(value);
    bool none = !value || json_typeof(value) == JSON_NULL;
    if (ask->unit_count == 0 && none)
        return RC_OK;
    size_t unit = name ? unit_at(ask->units, ask->unit_count, name) : ask->unit_count;
    if (unit == ask->unit_count)
        return problem_set(problem, RC_INVALID, field,
                           "\"unit\" must be one of the units of clause %s", ask->row->clause);
    *ret_unit = unit;
    return RC_OK;
}

/* `closed` is true unless said otherwise: a record is of what was done. A day in the future is
 * taken as it is: rules know no clock. */
static rc_t take_record(const struct fulfil_ask *ask, const json_t *object, size_t index,
                        struct work_record *ret, struct problem *problem)
{
    static const char *const KNOWN[] = { "on", "unit", "closed", NULL };
    struct problem why = { .rc = RC_OK };
    char field[PROBLEM_FIELD_MAX];
    snprintf(field, sizeof(field), "records[%zu]", index);
    if (json_typeof(object) != JSON_OBJECT)
        return problem_set(problem, RC_INVALID, field, "a record must be an object");
    rc_t rc = jsonx_only(object, KNOWN, &why);
    ret->closed = true;
    if (rc == RC_OK)
        rc = io_day(ask->use.pack, json_object_get(object, "on"), "on", &ret->on, &why);
    if (rc == RC_OK)
        rc = take_unit(ask, object, "unit", &ret->unit, &why);
    if (rc == RC_OK)
        rc = jsonx_bool_field(object, "closed", JSON_OPTIONAL, &ret->closed, &why);
    if (rc == RC_OK)
        return RC_OK;
    snprintf(field, sizeof(field), "records[%zu].%.60s", index, why.field);
    return problem_set(problem, rc, field, "%s", why.text);
}

/* Indexes in the answer are places in this list. One element more, so that no records are an array
 * too. */
static rc_t take_records(struct fulfil_ask *ask, const json_t *list, struct fulfil_input *in,
                         struct problem *problem)
{
    rc_t rc = RC_OK;
    size_t count = json_array_size(list);
    if (count > MAX_RECORDS)
        return problem_set(problem, RC_INVALID, "records", "at most %d records are judged at once",
                           MAX_RECORDS);
    in->records = mem_array(count + 1, sizeof(*in->records));
    for (size_t i = 0; i < count && rc == RC_OK; i++)
        rc = take_record(ask, json_array_get(list, i), i, &in->records[i], problem);
    ask->records = in->records;
    ask->record_count = count;
    return rc;
}

/* ---- the answer ---- */

/* Members are always there, null where they do not apply, so that nobody has to ask which kind of
 * row it was. */
static void set_number(json_t *object, const char *key, bool applies, int64_t number)
{
    json_object_set_new(object, key, applies ? json_integer(number) : json_null());
}

/* A name, or null for a record outside all slots. */
static void set_slot(json_t *object, const struct fulfilment *f, int64_t slot)
{
    char name[SLOT_NAME_TEXT];
    json_object_set_new(object, "slot",
                        slot == NO_SLOT
                            ? json_null()
                            : json_string(slot_name(&f->plan, &f->slots[slot].slot, name)));
}

/* One entry for each slot that is open, or record too many. */
static json_t *gaps_json(const struct fulfil_ask *ask, const struct fulfilment *f,
                         const struct fulfil_gap *gaps, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        for (int64_t n = 0; n < gaps[i].number; n++) {
            json_t *gap = json_object();
            json_object_set_new(
                gap, "unit", ask->unit_count ? json_string(ask->units[gaps[i].unit]) : json_null());
            set_slot(gap, f, (int64_t)gaps[i].slot);
            json_array_append_new(list, gap);
        }
    }
    return list;
}

/* n slots of a window stand n times. */
static json_t *slots_json(const struct fulfilment *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->slot_count; i++) {
        for (int64_t n = 0; n < f->times; n++) {
            json_t *slot = json_object();
            set_slot(slot, f, (int64_t)i);
            io_set_day(slot, "from", f->slots[i].slot.from);
            io_set_day(slot, "to", f->slots[i].slot.to);
            json_array_append_new(list, slot);
        }
    }
    return list;
}

/* One entry for each record, also for those that fill nothing. */
static json_t *placed_json(const struct fulfil_ask *ask, const struct fulfilment *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < ask->record_count; i++) {
        json_t *placed = json_pack("{s:i}", "record", (int)i);
        set_slot(placed, f, f->placed[i]);
        json_array_append_new(list, placed);
    }
    return list;
}

/* Records whose matter is not closed yet. Only a quota's uses can stay open; elsewhere a record is
 * of work that was done. */
static json_t *open_json(const struct fulfil_ask *ask)
{
    json_t *list = json_array();
    for (size_t i = 0; i < ask->record_count && ask->row->bound == BOUND_QUOTA; i++)
        if (!ask->records[i].closed)
            json_array_append_new(list, json_integer((json_int_t)i));
    return list;
}

/* A plan and a minimum have dues, a quota has uses; what does not apply is null. */
static void write_fulfilment(const struct fulfil_ask *ask, const struct fulfilment *f,
                             json_t *result)
{
    bool quota = ask->row->bound == BOUND_QUOTA;
    set_number(result, "due", !quota, f->due);
    set_number(result, "satisfied", !quota, f->satisfied);
    set_number(result, "shortfall", !quota, f->due - f->satisfied);
    json_object_set_new(result, "percent", io_percent(f->satisfied, f->due));
    json_object_set_new(result, "complete",
                        quota ? json_null() : json_boolean(f->satisfied == f->due));
    json_object_set_new(result, "overdue", gaps_json(ask, f, f->overdue, f->overdue_count));
    json_object_set_new(result, "surplus", gaps_json(ask, f, f->surplus, f->surplus_count));
    json_object_set_new(result, "slots", slots_json(f));
    json_object_set_new(result, "placed", placed_json(ask, f));
    set_number(result, "quota", quota, f->quota);
    set_number(result, "used", quota, f->used);
    set_number(result, "over", quota, f->over);
    set_number(result, "substitutes", ask->row->substitutes, f->substitutes);
    json_object_set_new(result, "open", open_json(ask));
}

/* All that is asked about one clause. What it allocates is the caller's to free, also after a
 * refusal. */
static rc_t take_ask(const struct eval_env *env, const json_t *input, struct fulfil_input *in,
                     struct fulfil_ask *ask, struct problem *problem)
{
    const json_t *as_of = json_object_get(input, "as_of");
    rc_t rc = io_recurrence(env, input, &in->base, &ask->use, problem);
    if (rc == RC_OK)
        rc = take_row(ask->use.pack, json_string_value(json_object_get(input, "clause")), &ask->row,
                      problem);
    if (rc == RC_OK && jsonx_is_text(as_of))
        rc = io_day(ask->use.pack, as_of, "as_of", &ask->as_of, problem);
    if (rc == RC_OK)
        rc = take_units(ask, json_object_get(input, "units"), in, &ask->unit_count, problem);
    ask->units = in->units;
    return rc == RC_OK ? take_records(ask, json_object_get(input, "records"), in, problem) : rc;
}

/* service.fulfil. Units and records are freed here on every path: the ask only borrows them and the
 * answer holds copies. */
static rc_t fulfil(const struct eval_env *env, const json_t *input, json_t *result, proof_t *proof,
                   struct problem *problem)
{
    struct fulfil_input in = { .units = NULL };
    struct fulfil_ask ask = { .as_of = NO_DAY };
    struct fulfilment f;
    rc_t rc = take_ask(env, input, &in, &ask, problem);
    if (rc == RC_OK)
        rc = fulfil_rule(&ask, proof, &f, problem);
    if (rc == RC_OK) {
        write_fulfilment(&ask, &f, result);
        fulfilment_fini(&f);
    }
    mem_free(in.units);
    mem_free(in.names);
    mem_free(in.records);
    return rc;
}

static const struct rule_row RULES[] = { { "service.fulfil", fulfil, true, FULFIL_FACTS },
                                         RULES_END };

const struct kind FULFIL_KIND = { .name = "fulfil", .rules = RULES };
