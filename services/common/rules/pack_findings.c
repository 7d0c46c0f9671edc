/* Reports about a pack as data. A contradiction of the document is a fact about the document: it is
 * reported each time and decided by a reading, never here. */
#include "pack_findings.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "memory.h"
#include "pack_entry.h"
#include "register.h"

enum { PLACE_TEXT = 400 };

/* file:line:column, the form that editors jump to. The file name is cut, for it is only shown. */
static json_t *place_json(const struct pack_place *at)
{
    char text[PLACE_TEXT];
    snprintf(text, sizeof(text), "%.300s:%" PRIu32 ":%" PRIu32, at->file, at->line, at->column);
    return json_string(text);
}

/* A copy, so the report may outlive the pack. */
static json_t *texts_json(const char *const *texts, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_string(texts[i]));
    return list;
}

/* The frame that both kinds of findings share; text is for people, kind and place for programs. */
static json_t *finding(const char *kind, const struct pack_place *at, const char *text)
{
    return json_pack("{s:s, s:o, s:s}", "kind", kind, "at", place_json(at), "text", text);
}

/* Each time and in full, also where a reading decides: what the document says twice stays a fact
 * about it (C13). */
static void add_contradictions(json_t *list, const pack_t *pack)
{
    for (size_t i = 0; i < pack->contradictions.count; i++) {
        const struct pack_contradiction *c = &pack->contradictions.rows[i];
        json_t *row = finding("contradiction", &c->at, c->about);
        json_object_set_new(row, "topic", json_string(c->topic));
        json_object_set_new(row, "clauses", texts_json(c->clauses.rows, c->clauses.count));
        json_object_set_new(row, "says", texts_json(c->says.rows, c->says.count));
        json_object_set_new(row, "reading", c->reading ? json_string(c->reading) : json_null());
        json_object_set_new(row, "service", c->service ? json_string(c->service) : json_null());
        json_object_set_new(row, "field", c->field ? json_string(c->field) : json_null());
        json_array_append_new(list, row);
    }
}

/* ---- the register ---- */

/* Rows for every clause; NULL without a register. Caller frees. One row for each clause of the
 * register, clause 1 first. */
static struct clause_cover *covers_of(const pack_t *pack)
{
    if (pack->reg.count == 0)
        return NULL;
    struct clause_cover *rows = mem_new((size_t)pack->reg.count * sizeof(*rows));
    register_covers(pack, rows);
    return rows;
}

/* Every clause of the register must become something; one that nobody cites was forgotten. The
 * place is the register's, for the clause itself has none. */
static void warn_missing(json_t *list, const pack_t *pack, const struct clause_cover *covers)
{
    char clause[CLAUSE_TEXT];
    char text[CLAUSE_TEXT + 64];
    for (int64_t no = 1; no <= pack->reg.count; no++) {
        if (covers[no - 1].class != CLASS_MISSING)
            continue;
        snprintf(text, sizeof(text), "no entry cites clause %s", register_clause(pack, no, clause));
        json_array_append_new(list, finding("warning", &pack->reg.at, text));
    }
}

/* A clause that a rule reckons with or a task tracks need not be kept as text too. The stronger
 * class wins in the report anyway; the warning says that one of the two entries could go. */
static void warn_idle_records(json_t *list, const pack_t *pack, const struct clause_cover *covers)
{
    for (size_t i = 0; i < pack->records.count; i++) {
        const struct pack_record *r = &pack->records.rows[i];
        char text[CLAUSE_TEXT + 64];
        int64_t no = register_number(pack, r->clause);
        if (no < 1 || covers[no - 1].class == CLASS_RECORDED)
            continue;
        snprintf(text, sizeof(text), "clause %.60s is recorded although it is %s", r->clause,
                 clause_class_word(covers[no - 1].class));
        json_array_append_new(list, finding("warning", &r->at, text));
    }
}

/* Contradictions, then what the checks collected, then the register: the order in which a reader
 * has to act. */
json_t *pack_findings(const pack_t *pack)
{
    json_t *list = json_array();
    struct clause_cover *covers = covers_of(pack);
    add_contradictions(list, pack);
    for (size_t i = 0; i < pack->warnings.count; i++)
        json_array_append_new(
            list, finding("warning", &pack->warnings.rows[i].at, pack->warnings.rows[i].text));
    if (covers) {
        warn_idle_records(list, pack, covers);
        warn_missing(list, pack, covers);
    }
    mem_free(covers);
    return list;
}

/* The entry's own title or name, for the reader of the list. */
static const char *title_of(const struct pack_entry *entry)
{
    static const char *const KEYS[] = { "title", "name", "text", "role" };
    for (size_t k = 0; k < COUNT_OF(KEYS); k++)
        for (size_t i = 0; i < entry->fields.count; i++)
            if (strcmp(entry->fields.rows[i].key, KEYS[k]) == 0)
                return entry->fields.rows[i].text;
    return NULL;
}

/* Place and title are of the entry that gave the clause its class; a missing clause has null in all
 * of them. */
static json_t *clause_json(const pack_t *pack, int64_t no, const struct clause_cover *cover)
{
    char clause[CLAUSE_TEXT];
    const struct pack_entry *entry = cover->entry;
    return json_pack("{s:s, s:s, s:s?, s:o, s:s?, s:s?}", "clause",
                     register_clause(pack, no, clause), "class", clause_class_word(cover->class),
                     "section", entry ? entry->section : NULL, "at",
                     entry ? place_json(&entry->at) : json_null(), "title",
                     entry ? title_of(entry) : NULL, "why", entry ? entry->why : NULL);
}

/* All classes are written, also those with 0, so that the numbers of a report always add up to
 * `count`. */
json_t *pack_coverage(const pack_t *pack)
{
    int64_t counts[CLASS__COUNT] = { 0 };
    json_t *clauses = json_array();
    struct clause_cover *covers = covers_of(pack);
    for (int64_t no = 1; no <= pack->reg.count; no++) {
        counts[covers[no - 1].class]++;
        json_array_append_new(clauses, clause_json(pack, no, &covers[no - 1]));
    }
    mem_free(covers);
    json_t *report =
        json_pack("{s:s, s:I}", "pack", pack->name, "count", (json_int_t)pack->reg.count);
    for (int class = 0; class < CLASS__COUNT; class ++)
        json_object_set_new(report, clause_class_word((enum clause_class) class),
                            json_integer(counts[class]));
    json_object_set_new(report, "clauses", clauses);
    return report;
}

/* ---- kinds of clauses ---- */

/* Kinds of the register whose clauses state something that a rule can reckon with. Kinds of the
 * register table and not of this program; the list says which clauses a reviewer expects a rule
 * for. */
static bool is_computable(const char *kind)
{
    static const char *const KINDS[] = { "sla",     "frequency",  "payment",
                                         "penalty", "settlement", "licence",
                                         "kpi",     "staffing",   "phase" };
    for (size_t i = 0; i < COUNT_OF(KINDS); i++)
        if (strcmp(KINDS[i], kind) == 0)
            return true;
    return false;
}

/* State of one walk over the register's table; `warnings` is owned until the report takes it. */
struct kinds_reading {
    const struct csv_source *source;
    json_t *clauses, *warnings;
    size_t next; /* clause of the report that the next row must name */
};

/* Row by row against the report's own order: a table with a gap or a swap is refused at its line
 * and not silently shifted. */
static rc_t take_kind(void *arg, const struct csv_row *row, struct problem *problem)
{
    struct kinds_reading *self = arg;
    json_t *clause = json_array_get(self->clauses, self->next++);
    const char *id = json_string_value(json_object_get(clause, "clause"));
    const char *class = json_string_value(json_object_get(clause, "class"));
    if (!id || strcmp(id, row->fields[0]) != 0)
        return csv_refuse(problem, self->source, row, "is not the register's next clause");
    json_object_set_new(clause, "kind", json_string(row->fields[1]));
    if (is_computable(row->fields[1]) && strcmp(class, clause_class_word(CLASS_RECORDED)) == 0)
        json_array_append(self->warnings, clause);
    return RC_OK;
}

/* A table that is too short is told by its end, one too long by its row. `warnings` is set only
 * when all of it fitted. */
rc_t pack_coverage_kinds(json_t *report, const struct csv_source *source, struct problem *problem)
{
    struct kinds_reading reading = { source, json_object_get(report, "clauses"), json_array(), 0 };
    rc_t rc = csv_read(source, take_kind, &reading, problem);
    if (rc == RC_OK && reading.next != json_array_size(reading.clauses))
        rc = problem_set(problem, RC_INVALID, source->name, "%s has %zu clauses, the register %zu",
                         source->name, reading.next, json_array_size(reading.clauses));
    if (rc == RC_OK)
        json_object_set(report, "warnings", reading.warnings);
    json_decref(reading.warnings);
    return rc;
}
