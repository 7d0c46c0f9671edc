/* The kinds of entries that can be asked for, as a table of columns over the pack's rows. What a
 * pack enumerates itself comes from its `lists`; nothing here knows their names. */
#include <string.h>

#include "attr.h"
#include "query.h"
#include "slots.h"

/* What an entry is made from. */
struct entry_of {
    const struct pack *pack; /* resolves what a row only names */
    const char *row, *part;  /* `part`: of what is nested in the row, else NULL */
    const char *word;        /* of the nested list, else NULL */
};

/* A member of a row or part as JSON. */
typedef json_t *value_of_fn(const struct entry_of *entry, const void *member);

/* One member of an entry. `offset` is into the row or the part, which the type of `value` must fit:
 * nothing checks it but the macros below. */
struct query_column {
    const char *name;
    value_of_fn *value;
    size_t offset;
    bool of_part; /* member of the nested part, not of the row */
};

struct query_nested { /* rows inside a row: each makes an entry */
    size_t offset;    /* of a PACK_ROWS in the row */
    size_t size;      /* of one part; 0 ends a list */
    const char *word;
};

enum { NESTED_MAX = 2, COLUMNS_MAX = 10 };

/* One kind of entries. The arrays end with a zeroed element, so a kind states only the columns it
 * has. */
struct query_source {
    const char *of;
    size_t list; /* offset of a PACK_ROWS in struct pack */
    size_t row_size;
    struct query_nested nested[NESTED_MAX + 1]; /* none: each row is one entry */
    struct query_column columns[COLUMNS_MAX + 1];
    json_t *(*own)(const struct pack *pack, const struct query_source *source); /* or NULL */
};

static json_t *title_rows(const struct pack *pack, const struct query_source *source);

/* How any PACK_ROWS looks. */
struct any_rows {
    const char *rows;
    size_t count;
};

/* ---- values ---- */

/* null says that the pack leaves the value out; "" never occurs, since no text of a pack is
 * empty. */
static json_t *text_or_null(const char *text)
{
    return text ? json_string(text) : json_null();
}

/* The member's bytes are copied, as the row's type is not known here; the table's offsets are what
 * keeps it right. */
static json_t *text_value(const struct entry_of *entry, const void *member)
{
    const char *text;
    (void)entry;
    memcpy(&text, member, sizeof(text));
    return text_or_null(text);
}

/* For numbers that a row always has; where 0 means "not stated" the table uses stated_value. */
static json_t *number_value(const struct entry_of *entry, const void *member)
{
    int64_t number;
    (void)entry;
    memcpy(&number, member, sizeof(number));
    return json_integer(number);
}

/* Absent in the file means false, and is shown as false: a flag is never null. */
static json_t *flag_value(const struct entry_of *entry, const void *member)
{
    bool flag;
    (void)entry;
    memcpy(&flag, member, sizeof(flag));
    return json_boolean(flag);
}

/* A number that the document may leave out. */
static json_t *stated_value(const struct entry_of *entry, const void *member)
{
    int64_t number;
    (void)entry;
    memcpy(&number, member, sizeof(number));
    return number > 0 ? json_integer(number) : json_null();
}

/* The nested list that the part stands in. */
static json_t *word_value(const struct entry_of *entry, const void *member)
{
    (void)member;
    return json_string(entry->word);
}

/* The contract's own period and not the slot of a spread: 4 a year stays "yearly" here, as the
 * clause says it. */
static json_t *period_value(const struct entry_of *entry, const void *member)
{
    (void)entry;
    return json_string(slot_period_word(((const struct pack_recurring *)member)->again.per));
}

/* A team is stored by its code and asked for by its name. */
static json_t *team_value(const struct entry_of *entry, const void *member)
{
    const char *code;
    memcpy(&code, member, sizeof(code));
    const struct pack_team *team = code ? pack_team(entry->pack, code) : NULL;
    return text_or_null(team ? team->name : NULL);
}

/* Limits in hours and in minutes are made comparable; whole minutes lose nothing, for no pack
 * states seconds. */
static json_t *minutes_value(const struct entry_of *entry, const void *member)
{
    enum { SECONDS_PER_MINUTE = 60 };
    (void)entry;
    return json_integer(duration_seconds(member) / SECONDS_PER_MINUTE);
}

/* The bare number: the unit, days or working days, is the row's own and is not converted, since the
 * two do not convert. */
static json_t *amount_value(const struct entry_of *entry, const void *member)
{
    const struct duration *duration = member;
    (void)entry;
    return json_integer(duration->amount);
}

/* By enum kpi_type. */
static json_t *kpi_type_value(const struct entry_of *entry, const void *member)
{
    static const char *const WORDS[] = { "numeric", "none_means_zero", "qualitative" };
    (void)entry;
    return json_string(WORDS[((const struct pack_kpi *)member)->type]);
}

/* Of the rows that state a number; the others have no operator of their own. */
static json_t *kpi_op_value(const struct entry_of *entry, const void *member)
{
    const struct pack_kpi *kpi = member;
    (void)entry;
    return text_or_null(kpi->type == KPI_NUMERIC ? compare_word(kpi->op) : NULL);
}

/* Empty where the sides of a contradiction cannot be compared as values; what they say in words is
 * in its findings. */
static json_t *sides_value(const struct entry_of *entry, const void *member)
{
    const struct pack_contradiction *c = member;
    (void)entry;
    return query_scalars(c->values.rows, c->values.count);
}

/* A copy of the ids in the document's order; their number tells how often it contradicts itself. */
static json_t *clauses_value(const struct entry_of *entry, const void *member)
{
    const struct pack_contradiction *c = member;
    json_t *list = json_array();
    (void)entry;
    for (size_t i = 0; i < c->clauses.count; i++)
        json_array_append_new(list, json_string(c->clauses.rows[i]));
    return list;
}

/* ---- the table ---- */

#define OF(type, name, member, value)                                                              \
    {                                                                                              \
        name, value, offsetof(struct type, member), false                                          \
    }
#define WHOLE(name, value)                                                                         \
    {                                                                                              \
        name, value, 0, false                                                                      \
    }
#define PART(type, name, member, value)                                                            \
    {                                                                                              \
        name, value, offsetof(struct type, member), true                                           \
    }
#define PART_WHOLE(name, value)                                                                    \
    {                                                                                              \
        name, value, 0, true                                                                       \
    }
#define LIST_OF(list, type) offsetof(struct pack, list), sizeof(struct type)

static const struct query_source SOURCES[] = {
    { "system",
      LIST_OF(systems, pack_system),
      { { 0, 0, NULL } },
      { OF(pack_system, "clause", clause, text_value), OF(pack_system, "serial", no, number_value),
        OF(pack_system, "name", name, text_value), OF(pack_system, "team", team, team_value),
        OF(pack_system, "grade", grade, number_value) },
      NULL },
    { "checklist_item",
      LIST_OF(recurring, pack_recurring),
      { { offsetof(struct pack_recurring, checklist), sizeof(struct checklist_item), NULL } },
      { PART(checklist_item, "clause", clause, text_value),
        PART(checklist_item, "key", key, text_value),
        PART(checklist_item, "text", text, text_value),
        OF(pack_recurring, "subsystem", subsystem, text_value), WHOLE("period", period_value) },
      NULL },
    { "post",
      LIST_OF(posts, pack_post),
      { { 0, 0, NULL } },
      { OF(pack_post, "clause", clause, text_value), OF(pack_post, "row", row, number_value),
        OF(pack_post, "role", role, text_value),
        OF(pack_post, "headcount", headcount, number_value),
        OF(pack_post, "onsite_min", onsite_min, number_value) },
      NULL },
    { "service",
      LIST_OF(services, pack_service),
      { { 0, 0, NULL } },
      { OF(pack_service, "clause", clause, text_value),
        OF(pack_service, "service", code, text_value), OF(pack_service, "name", name, text_value),
        OF(pack_service, "line", line, stated_value), OF(pack_service, "group", group, text_value),
        OF(pack_service, "quantity", quantity, stated_value),
        OF(pack_service, "unit", unit, text_value),
        OF(pack_service, "category", category, text_value),
        OF(pack_service, "frequency", frequency, text_value) },
      NULL },
    { "licence",
      LIST_OF(licences, pack_licence),
      { { offsetof(struct pack_licence, rows), sizeof(struct licence_row), NULL } },
      { PART(licence_row, "clause", clause, text_value),
        OF(pack_licence, "network", network, text_value),
        OF(pack_licence, "service", service, text_value),
        PART(licence_row, "client", client, text_value),
        PART(licence_row, "class", class, text_value),
        PART(licence_row, "points", points, number_value) },
      NULL },
    { "indicator",
      LIST_OF(steps, pack_step),
      { { 0, 0, NULL } },
      { OF(pack_step, "clause", clause, text_value), OF(pack_step, "service", service, text_value),
        OF(pack_step, "step", step, text_value),
        OF(pack_step, "important", important, flag_value) },
      NULL },
    { "title",
      LIST_OF(deliverables, pack_deliverable),
      { { 0, 0, NULL } },
      { OF(pack_deliverable, "clause", clause, text_value), PART_WHOLE("title", text_value),
        OF(pack_deliverable, "service", service, text_value),
        OF(pack_deliverable, "listed", listed, flag_value) },
      title_rows },
    { "phase",
      LIST_OF(phases, pack_phase),
      { { 0, 0, NULL } },
      { OF(pack_phase, "clause", clause, text_value), OF(pack_phase, "phase", no, number_value),
        OF(pack_phase, "name", name, text_value), OF(pack_phase, "limit", limit, amount_value) },
      NULL },
    { "kpi",
      LIST_OF(kpis, pack_kpi),
      { { 0, 0, NULL } },
      { OF(pack_kpi, "clause", clause, text_value), OF(pack_kpi, "row", row, text_value),
        OF(pack_kpi, "title", title, text_value), OF(pack_kpi, "level1", level1, text_value),
        OF(pack_kpi, "level2", level2, text_value), WHOLE("type", kpi_type_value),
        WHOLE("op", kpi_op_value) },
      NULL },
    { "sla_limit",
      LIST_OF(clocks, pack_clock),
      { { offsetof(struct pack_clock, respond), sizeof(struct clock_limit), "respond" },
        { offsetof(struct pack_clock, onsite), sizeof(struct clock_limit), "onsite" } },
      { OF(pack_clock, "clause", clause, text_value), WHOLE("event", word_value),
        PART(clock_limit, "limit_minutes", within, minutes_value) },
      NULL },
    { "contradiction",
      LIST_OF(contradictions, pack_contradiction),
      { { 0, 0, NULL } },
      { OF(pack_contradiction, "topic", topic, text_value),
        OF(pack_contradiction, "service", service, text_value),
        OF(pack_contradiction, "field", field, text_value), WHOLE("values", sides_value),
        WHOLE("clauses", clauses_value), OF(pack_contradiction, "about", about, text_value),
        OF(pack_contradiction, "reading", reading, text_value) },
      NULL },
};

/* The pack's own list of the same name comes before these: see query_rows. */
static const struct query_source *source_of(const char *of)
{
    for (size_t i = 0; i < COUNT_OF(SOURCES); i++)
        if (strcmp(SOURCES[i].of, of) == 0)
            return &SOURCES[i];
    return NULL;
}

/* Asked only for fields that no entry shows, so that an unused column of a kind is no unknown
 * field. Lists of a pack have no columns here: their fields are those their rows show. */
bool query_has_field(const char *of, const char *field)
{
    const struct query_source *source = source_of(of);
    for (const struct query_column *c = source ? source->columns : NULL; c && c->name; c++)
        if (strcmp(c->name, field) == 0)
            return true;
    return false;
}

/* Each column gives exactly one member, so all entries of a kind have the same fields. */
static json_t *entry_json(const struct query_source *source, const struct entry_of *entry)
{
    json_t *object = json_object();
    for (const struct query_column *c = source->columns; c->name; c++)
        json_object_set_new(object, c->name,
                            c->value(entry, (c->of_part ? entry->part : entry->row) + c->offset));
    return object;
}

/* A copy of the two members, as in query_lists.c: the list's own type is only known to the pack. */
static struct any_rows rows_at(const char *at)
{
    struct any_rows list;
    memcpy(&list, at, sizeof(list));
    return list;
}

/* `entry` comes by value, for each part of each nested list needs its own `word` and `part`. */
static void add_nested(json_t *rows, const struct query_source *source, struct entry_of entry)
{
    for (const struct query_nested *n = source->nested; n->size; n++) {
        struct any_rows parts = rows_at(entry.row + n->offset);
        entry.word = n->word;
        for (size_t i = 0; i < parts.count; i++) {
            entry.part = parts.rows + i * n->size;
            json_array_append_new(rows, entry_json(source, &entry));
        }
    }
}

/* A row whose nested list is empty makes no entry: what is asked for are the parts. */
static json_t *source_rows(const struct pack *pack, const struct query_source *source)
{
    json_t *rows = json_array();
    struct any_rows list = rows_at((const char *)pack + source->list);
    for (size_t i = 0; i < list.count; i++) {
        struct entry_of entry = { .pack = pack, .row = list.rows + i * source->row_size };
        if (source->nested[0].size)
            add_nested(rows, source, entry);
        else
            json_array_append_new(rows, entry_json(source, &entry));
    }
    return rows;
}

/* ---- documents ---- */

/* Whether the text is the title of a document as the documents write it: 《…》. */
static bool is_title(const char *text)
{
    static const char MARK[] = "《";
    return strncmp(text, MARK, sizeof(MARK) - 1) == 0;
}

/* Titles are compared as texts with their marks. Quadratic in the documents of a pack, some
 * hundreds at most. */
static bool has_title(const json_t *rows, const char *title)
{
    for (size_t i = 0; i < json_array_size(rows); i++)
        if (strcmp(json_string_value(json_object_get(json_array_get(rows, i), "title")), title) ==
            0)
            return true;
    return false;
}

/* Titles of documents, each once however often the document names it. */
static json_t *title_rows(const struct pack *pack, const struct query_source *source)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < pack->deliverables.count; i++) {
        const struct pack_deliverable *d = &pack->deliverables.rows[i];
        const char *const *titles = d->titles.count > 0 ? d->titles.rows : &d->title;
        size_t count = d->titles.count > 0 ? d->titles.count : 1;
        for (size_t k = 0; k < count && !d->same_as; k++) {
            struct entry_of entry = { pack, (const char *)d, (const char *)&titles[k], NULL };
            if (is_title(titles[k]) && !has_title(rows, titles[k]))
                json_array_append_new(rows, entry_json(source, &entry));
        }
    }
    return rows;
}

/* The pack's own lists win over the built-in kinds, so that an author may enumerate in their own
 * way what a kind would only derive. */
json_t *query_rows(const struct pack *pack, const char *of)
{
    const struct query_source *source = source_of(of);
    json_t *rows = query_list(pack, of);
    if (rows || !source)
        return rows;
    return source->own ? source->own(pack, source) : source_rows(pack, source);
}
