/* Kind "recurring": sections `units`, `services` and `recurring`. */
#include <string.h>

#include "pack_reader.h"
#include "recurrence_read.h"
#include "rule_io.h"

enum { MAX_UNITS = 99 }; /* their names have two digits */

#define ROW(type, key, member, read, need)                                                         \
    {                                                                                              \
        key, read, offsetof(struct type, member), need                                             \
    }

/* ---- units and services ---- */

/* {prefix: B, count: 9, clause: …, excluded: reading, count_from: reading} */
static const struct field UNIT_FIELDS[] = {
    ROW(pack_units, "clause", clause, read_text, FIELD_REQUIRED),
    ROW(pack_units, "prefix", prefix, read_text, FIELD_REQUIRED),
    ROW(pack_units, "count", count, read_count, FIELD_REQUIRED),
    ROW(pack_units, "excluded", excluded, read_text, FIELD_OPTIONAL),
    ROW(pack_units, "count_from", count_from, read_text, FIELD_OPTIONAL),
};
static const struct row_shape UNITS = ROW_SHAPE("list of units", UNIT_FIELDS, struct pack_units);

/* One map, as a contract serves one family of units; their names are made from prefix and number
 * and not listed. */
static rc_t read_units(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_map(reader, node, &UNITS, out);
}

/* {code: A1, clause: …, name: …, line: 1, group: …, quantity: 1, unit: 项} */
static const struct field SERVICE_FIELDS[] = {
    ROW(pack_service, "clause", clause, read_text, FIELD_REQUIRED),
    ROW(pack_service, "code", code, read_text, FIELD_REQUIRED),
    ROW(pack_service, "name", name, read_text, FIELD_REQUIRED),
    ROW(pack_service, "aliases", aliases, read_texts, FIELD_OPTIONAL),
    ROW(pack_service, "line", line, read_count, FIELD_OPTIONAL),
    ROW(pack_service, "group", group, read_text, FIELD_OPTIONAL),
    ROW(pack_service, "quantity", quantity, read_count, FIELD_OPTIONAL),
    ROW(pack_service, "unit", unit, read_text, FIELD_OPTIONAL),
    ROW(pack_service, "category", category, read_text, FIELD_OPTIONAL),
    ROW(pack_service, "frequency", frequency, read_text, FIELD_OPTIONAL),
    ROW(pack_service, "items", items, read_texts, FIELD_OPTIONAL),
};
static const struct row_shape SERVICE = ROW_SHAPE("service", SERVICE_FIELDS, struct pack_service);

/* In the document's order. Codes are unique by the check, since recurring work and staff refer to
 * them. */
static rc_t read_services(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &SERVICE, out);
}

/* ---- recurring work ---- */

/* What `select.kind` means; documents have a section of their own. */
static rc_t read_work(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    static const char *const WORDS[] = { "service", "checklist", "backup", "routine", NULL };
    int index;
    rc_t rc = read_word(reader, node, "\"work\"", WORDS, &index);
    if (rc == RC_OK)
        memcpy(out, &(enum work_kind){ (enum work_kind)index }, sizeof(enum work_kind));
    return rc;
}

/* Units named by the question: {named: true, count: 3}. */
struct named_units {
    struct pack_place at;
    bool named;
    int64_t count;
};

static const struct field NAMED_FIELDS[] = {
    ROW(named_units, "named", named, read_bool, FIELD_REQUIRED),
    ROW(named_units, "count", count, read_count, FIELD_REQUIRED),
};
static const struct row_shape NAMED =
    ROW_SHAPE("list of named units", NAMED_FIELDS, struct named_units);

/* A number of the pack's units, or of units that the question names. */
static rc_t read_unit_count(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    struct pack_recurring *row = out;
    struct named_units units = { .named = false };
    rc_t rc = node->kind == YAML_MAP ? reader_map(reader, node, &NAMED, &units)
                                     : read_count(reader, node, &units.count);
    if (rc == RC_OK && units.count == 0)
        rc = reader_refuse(reader, &node->at, "\"units\" must be at least 1");
    row->units = units.count;
    row->named = units.named;
    return rc;
}

/* {clause: …, key: front.daily.01, text: …} */
static const struct field ITEM_FIELDS[] = {
    ROW(checklist_item, "clause", clause, read_text, FIELD_REQUIRED),
    ROW(checklist_item, "key", key, read_text, FIELD_REQUIRED),
    ROW(checklist_item, "text", text, read_text, FIELD_REQUIRED),
};
static const struct row_shape ITEM =
    ROW_SHAPE("checklist item", ITEM_FIELDS, struct checklist_item);

/* Each item cites a clause of its own, so that single items can be asked for and counted. */
static rc_t read_checklist(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &ITEM, out);
}

/* {clause: …, title: …, work: service, times: 2, per: year, bound: minimum} */
static const struct field RECURRING_FIELDS[] = {
    ROW(pack_recurring, "clause", clause, read_text, FIELD_REQUIRED),
    ROW(pack_recurring, "title", title, read_text, FIELD_REQUIRED),
    ROW(pack_recurring, "work", work, read_work, FIELD_REQUIRED),
    RECURRENCE_FIELDS(struct pack_recurring),
    ROW(pack_recurring, "bound", bound, read_bound, FIELD_OPTIONAL),
    ROW(pack_recurring, "substitutes", substitutes, read_bool, FIELD_OPTIONAL),
    ROW(pack_recurring, "continuous", continuous, read_bool, FIELD_OPTIONAL),
    ROW(pack_recurring, "on_demand", on_demand, read_bool, FIELD_OPTIONAL),
    { "units", read_unit_count, 0, FIELD_OPTIONAL },
    ROW(pack_recurring, "service", service, read_text, FIELD_OPTIONAL),
    ROW(pack_recurring, "part", part, read_text, FIELD_OPTIONAL),
    ROW(pack_recurring, "subsystem", subsystem, read_text, FIELD_OPTIONAL),
    ROW(pack_recurring, "checklist", checklist, read_checklist, FIELD_OPTIONAL),
    ROW(pack_recurring, "same_as", same_as, read_text, FIELD_OPTIONAL),
    ROW(pack_recurring, "also", also, read_texts, FIELD_OPTIONAL),
};
static const struct row_shape RECURRING =
    ROW_SHAPE("recurring work", RECURRING_FIELDS, struct pack_recurring);

/* Rows may share a clause where a clause states several kinds of work; clause and title together
 * are unique. */
static rc_t read_recurring(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &RECURRING, out);
}

/* ---- checking ---- */

/* A reading that `units` refers to. */
static rc_t check_reading(struct pack_reader *reader, const struct pack *pack, const char *name)
{
    if (name && !pack_reading(pack, name))
        return reader_refuse(reader, &pack->units.at, "there is no reading \"%s\"", name);
    return RC_OK;
}

/* Without a prefix the pack has no such section. */
static rc_t check_units(struct pack_reader *reader, const struct pack *pack)
{
    const struct pack_units *units = &pack->units;
    if (!units->prefix)
        return RC_OK;
    if (units->count < 1 || units->count > MAX_UNITS)
        return reader_refuse(reader, &units->at, "a pack has 1 to %d units", MAX_UNITS);
    rc_t rc = check_reading(reader, pack, units->excluded);
    return rc == RC_OK ? check_reading(reader, pack, units->count_from) : rc;
}

/* Same title under the same clause would be the same work twice. Quadratic in the rows of recurring
 * work, of which a contract has some dozens. */
static rc_t check_alone(struct pack_reader *reader, const struct pack *pack, size_t index)
{
    const struct pack_recurring *row = &pack->recurring.rows[index];
    for (size_t i = 0; i < index; i++)
        if (strcmp(pack->recurring.rows[i].clause, row->clause) == 0 &&
            strcmp(pack->recurring.rows[i].title, row->title) == 0)
            return reader_refuse(reader, &row->at, "there is another recurring work \"%s\" of %s",
                                 row->title, row->clause);
    return RC_OK;
}

/* What the fields of one row must be to each other. Exactly one way of saying how often: with none
 * of them nobody could tell a forgotten number from work that is done on demand. */
static rc_t check_fit(struct pack_reader *reader, const struct pack *pack,
                      const struct pack_recurring *row)
{
    if ((row->again.times > 0) + row->continuous + row->on_demand != 1)
        return reader_refuse(
            reader, &row->at,
            "recurring work %s needs one of every, times, continuous and on_demand", row->clause);
    if (row->bound == BOUND_QUOTA &&
        (row->units > 0 || row->again.per != SLOT_YEAR || row->again.spread != SLOT_ONCE))
        return reader_refuse(reader, &row->at,
                             "a quota is so many times per year, for all units together");
    if (row->substitutes && row->bound != BOUND_QUOTA)
        return reader_refuse(reader, &row->at, "only a quota has substitutes");
    if (row->checklist.count > 0 && row->work != WORK_CHECKLIST)
        return reader_refuse(reader, &row->at, "a checklist needs \"work: checklist\"");
    if (row->units > 0 && !row->named && row->units > pack->units.count)
        return reader_refuse(reader, &row->at, "the pack has %d units", (int)pack->units.count);
    return RC_OK;
}

/* What a row refers to. A chain of `same_as` is refused, so that whoever follows one needs a single
 * step. */
static rc_t check_references(struct pack_reader *reader, const struct pack *pack,
                             const struct pack_recurring *row)
{
    const struct pack_recurring *other = row->same_as ? pack_recurring(pack, row->same_as) : NULL;
    if (row->service && !pack_service(pack, row->service))
        return reader_refuse(reader, &row->at, "there is no service \"%s\"", row->service);
    if (row->same_as && (!other || other->same_as))
        return reader_refuse(reader, &row->at, "\"same_as\" must name a row that counts: %s",
                             row->same_as);
    return reader_unique(reader, &ITEM, &row->checklist, offsetof(struct checklist_item, key));
}

/* Row by row, so that the first mistake of the file is the one that is told. */
static rc_t check(struct pack_reader *reader, struct pack *pack)
{
    rc_t rc = check_units(reader, pack);
    if (rc == RC_OK)
        rc = reader_unique(reader, &SERVICE, &pack->services, offsetof(struct pack_service, code));
    for (size_t i = 0; i < pack->recurring.count && rc == RC_OK; i++) {
        const struct pack_recurring *row = &pack->recurring.rows[i];
        rc = recurrence_check(reader, &row->at, &row->again);
        if (rc == RC_OK)
            rc = check_fit(reader, pack, row);
        if (rc == RC_OK)
            rc = check_references(reader, pack, row);
        if (rc == RC_OK)
            rc = check_alone(reader, pack, i);
    }
    return rc;
}

static const struct field SECTIONS[] = {
    { "units", read_units, offsetof(struct pack, units), FIELD_OPTIONAL },
    { "services", read_services, offsetof(struct pack, services), FIELD_OPTIONAL },
    { "recurring", read_recurring, offsetof(struct pack, recurring), FIELD_OPTIONAL },
    SECTIONS_END,
};

const struct kind RECURRING_KIND = { .name = "recurring", .sections = SECTIONS, .check = check };
