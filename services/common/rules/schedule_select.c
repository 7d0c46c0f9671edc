/* What work and which documents a question selects. Every text must be one that the pack knows, so
 * that a slip is no empty answer. */
#include "schedule_select.h"

#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "memory.h"
#include "parse.h"

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

/* Known is what some row says: parts are not declared in a section of their own. */
static bool knows_part(const pack_t *pack, const char *part)
{
    ANY_HAS(pack, part, part);
}

/* As parts: a subsystem exists as soon as work or a document names it. */
static bool knows_subsystem(const pack_t *pack, const char *subsystem)
{
    ANY_HAS(pack, subsystem, subsystem);
}

/* Only codes of the list of services, so that a service without recurring work can be asked for and
 * gives 0. */
static bool knows_service(const pack_t *pack, const char *service)
{
    return pack_service(pack, service) != NULL;
}

/* Units have made-up names, so the name is looked up among them and not in any row. */
static bool knows_unit(const pack_t *pack, const char *unit)
{
    return unit_index(pack, unit) > 0;
}

/* Clause ids are compared byte by byte; the register's padding is part of them. */
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

/* For packs without a register: then only what some row cites is a clause. */
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

/* A clause of the register, whatever the pack makes of it: one that plans nothing is no mistake.
 * The number alone is compared with the register's count, for an id of the register may be one that
 * no row cites. */
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
    struct schedule_selection *into;
    struct schedule_select *out; /* of `into` */
    struct problem *problem;
};

/* The value at an index of a list, or the only value. */
static const char *text_at(const json_t *value, size_t index)
{
    return json_string_value(json_typeof(value) == JSON_ARRAY ? json_array_get(value, index)
                                                              : value);
}

/* null never comes here, for a criterion of null was left out before; a value alone counts
 * as one. */
static size_t texts_in(const json_t *value)
{
    return json_typeof(value) == JSON_ARRAY ? json_array_size(value) : 1;
}

/* Refuse naming select.KEY. */
static rc_t refuse(struct problem *problem, const char *key, const char *why, const char *text)
{
    char field[PROBLEM_FIELD_MAX];
    snprintf(field, sizeof(field), "select.%.64s", key);
    return problem_set(problem, RC_INVALID, field, "\"%s\": %s%s%s", key, why, text ? " " : "",
                       text ? text : "");
}

/* A list of texts, or one, each known to the pack. The list is handed to the selection before it is
 * filled, so it is freed there also when one of its texts is refused. */
static rc_t take_texts(struct selecting *s, const char *key, const json_t *value,
                       bool (*knows)(const pack_t *pack, const char *text), struct text_set *ret)
{
    size_t count = texts_in(value);
    const char **rows = mem_array(count + 1, sizeof(*rows));
    s->into->texts[s->into->lists++] = rows;
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

/* Bits of words, of which there may be a list. Words are few and their bits fit an unsigned; an
 * empty list is refused, since it would select everything. */
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

/* Any clause of the register may be asked for; one that plans nothing gives a count of 0 and no
 * error. */
static rc_t take_clause(struct selecting *s, const char *key, const json_t *value)
{
    return take_texts(s, key, value, knows_clause, &s->out->clauses);
}

/* Several parts mean any of them; the other criteria must hold besides. */
static rc_t take_part(struct selecting *s, const char *key, const json_t *value)
{
    return take_texts(s, key, value, knows_part, &s->out->parts);
}

/* By the pack's own names; a slip is refused, since an empty answer would look like "nothing is
 * due". */
static rc_t take_subsystem(struct selecting *s, const char *key, const json_t *value)
{
    return take_texts(s, key, value, knows_subsystem, &s->out->subsystems);
}

/* By code, not by name: names may be written in several ways, codes in one. */
static rc_t take_service(struct selecting *s, const char *key, const json_t *value)
{
    return take_texts(s, key, value, knows_service, &s->out->services);
}

/* Selecting units turns counts per unit into counts for these units, so work that is not per unit
 * falls out. */
static rc_t take_unit(struct selecting *s, const char *key, const json_t *value)
{
    return take_texts(s, key, value, knows_unit, &s->out->units);
}

/* "deliverable" is what people call a document of the contract; the enum calls it WORK_DOCUMENT. */
static rc_t take_kind(struct selecting *s, const char *key, const json_t *value)
{
    static const char *const WORDS[] = { /* by enum work_kind */
                                         "service", "checklist",   "backup",
                                         "routine", "deliverable", NULL
    };
    return take_words(s->problem, key, value, WORDS, &s->out->works);
}

/* The words leave out "once", which is no period, so the bits are moved up by SLOT_DAY to those of
 * the enum. */
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

/* Bits in the order of enum bound_kind; a quota is planned only by what happens, so it can be asked
 * for apart. */
static rc_t take_bound(struct selecting *s, const char *key, const json_t *value)
{
    static const char *const WORDS[] = { /* by enum bound_kind */
                                         "plan", "minimum", "quota", NULL
    };
    return take_words(s->problem, key, value, WORDS, &s->out->bounds);
}

/* true or false both select, and documents only; a criterion left out selects neither. */
static rc_t take_listed(struct selecting *s, const char *key, const json_t *value)
{
    json_type type = json_typeof(value);
    if (type != JSON_TRUE && type != JSON_FALSE)
        return refuse(s->problem, key, "must be true or false", NULL);
    s->out->by_listed = true;
    s->out->listed = type == JSON_TRUE;
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
            return json_typeof(value) == JSON_NULL ? RC_OK : CRITERIA[i].take(s, key, value);
    return refuse(s->problem, key, "is nothing to select by", NULL);
}

/* The selection is set to empty before anything can fail, so freeing it is safe on every way. Texts
 * stay those of the question's JSON. */
rc_t schedule_selection_read(const struct pack *pack, const json_t *json,
                             struct schedule_selection *ret, struct problem *problem)
{
    struct selecting s = { pack, ret, &ret->select, problem };
    json_t *select = (json_t *)(uintptr_t)json;
    rc_t rc = RC_OK;
    *ret = (struct schedule_selection){ .lists = 0 };
    for (void *it = json_object_iter(select); it && rc == RC_OK;
         it = json_object_iter_next(select, it))
        rc = take_criterion(&s, json_object_iter_key(it), json_object_iter_value(it));
    return rc;
}

/* At most one list for each criterion of texts, so SELECT_LISTS bounds them; texts are borrowed. */
void schedule_selection_fini(struct schedule_selection *self)
{
    for (size_t i = 0; i < self->lists; i++)
        mem_free(self->texts[i]);
    self->lists = 0;
}
