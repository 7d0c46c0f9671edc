/* The kinds of entries that can be asked for, as a table of columns over the pack's rows. What a
 * pack enumerates itself comes from its `lists`; nothing here knows their names. */
#include <string.h>

#include "attr.h"
#include "query.h"

/* A member of a row as JSON. `pack` resolves what a row only names. */
typedef json_t *value_of_fn(const struct pack *pack, const void *member);

struct query_column {
    const char *name;
    value_of_fn *value; /* NULL: the word of the nested list that the part stands in */
    size_t offset;
    bool of_part; /* member of the nested part, not of the row */
};

struct query_nested { /* rows inside a row: each makes an entry */
    size_t offset;    /* of a PACK_ROWS in the row */
    size_t size;      /* of one part; 0 ends a list */
    const char *word;
};

enum { NESTED_MAX = 2, COLUMNS_MAX = 10 };

struct query_source {
    const char *of;
    size_t list; /* offset of a PACK_ROWS in struct pack */
    size_t row_size;
    struct query_nested nested[NESTED_MAX + 1]; /* none: each row is one entry */
    struct query_column columns[COLUMNS_MAX + 1];
};

/* How any PACK_ROWS looks. */
struct any_rows {
    const char *rows;
    size_t count;
};

/* ---- values ---- */

static json_t *text_or_null(const char *text)
{
    return text ? json_string(text) : json_null();
}

static json_t *text_value(const struct pack *pack, const void *member)
{
    const char *text;
    (void)pack;
    memcpy(&text, member, sizeof(text));
    return text_or_null(text);
}

static json_t *number_value(const struct pack *pack, const void *member)
{
    int64_t number;
    (void)pack;
    memcpy(&number, member, sizeof(number));
    return json_integer(number);
}

/* A team is stored by its code and asked for by its name. */
static json_t *team_value(const struct pack *pack, const void *member)
{
    const char *code;
    memcpy(&code, member, sizeof(code));
    const struct pack_team *team = code ? pack_team(pack, code) : NULL;
    return text_or_null(team ? team->name : NULL);
}

static json_t *minutes_value(const struct pack *pack, const void *member)
{
    enum { SECONDS_PER_MINUTE = 60 };
    (void)pack;
    return json_integer(duration_seconds(member) / SECONDS_PER_MINUTE);
}

static json_t *amount_value(const struct pack *pack, const void *member)
{
    const struct duration *duration = member;
    (void)pack;
    return duration->amount > 0 ? json_integer(duration->amount) : json_null();
}

/* By enum kpi_type. */
static json_t *kpi_type_value(const struct pack *pack, const void *member)
{
    static const char *const WORDS[] = { "numeric", "none_means_zero", "qualitative" };
    (void)pack;
    return json_string(WORDS[((const struct pack_kpi *)member)->type]);
}

/* Of the rows that state a number; the others have no operator of their own. */
static json_t *kpi_op_value(const struct pack *pack, const void *member)
{
    const struct pack_kpi *kpi = member;
    (void)pack;
    return text_or_null(kpi->type == KPI_NUMERIC ? compare_word(kpi->op) : NULL);
}

static json_t *scalar_json(const struct pack_scalar *scalar)
{
    if (scalar->type == SCALAR_NUMBER)
        return json_integer(scalar->number);
    return scalar->type == SCALAR_BOOL ? json_boolean(scalar->flag) : json_string(scalar->text);
}

static json_t *scalars_json(const struct pack_scalar *rows, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, scalar_json(&rows[i]));
    return list;
}

static json_t *sides_value(const struct pack *pack, const void *member)
{
    const struct pack_contradiction *c = member;
    (void)pack;
    return scalars_json(c->values.rows, c->values.count);
}

static json_t *clauses_value(const struct pack *pack, const void *member)
{
    const struct pack_contradiction *c = member;
    json_t *list = json_array();
    (void)pack;
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
#define LIST_OF(list, type) offsetof(struct pack, list), sizeof(struct type)

static const struct query_source SOURCES[] = {
    { "system",
      LIST_OF(systems, pack_system),
      { { 0, 0, NULL } },
      { OF(pack_system, "clause", clause, text_value), OF(pack_system, "serial", no, number_value),
        OF(pack_system, "name", name, text_value), OF(pack_system, "team", team, team_value),
        OF(pack_system, "grade", grade, number_value) } },
    { "phase",
      LIST_OF(phases, pack_phase),
      { { 0, 0, NULL } },
      { OF(pack_phase, "clause", clause, text_value), OF(pack_phase, "phase", no, number_value),
        OF(pack_phase, "name", name, text_value), OF(pack_phase, "limit", limit, amount_value) } },
    { "kpi",
      LIST_OF(kpis, pack_kpi),
      { { 0, 0, NULL } },
      { OF(pack_kpi, "clause", clause, text_value), OF(pack_kpi, "row", row, text_value),
        OF(pack_kpi, "title", title, text_value), OF(pack_kpi, "level1", level1, text_value),
        OF(pack_kpi, "level2", level2, text_value), WHOLE("type", kpi_type_value),
        WHOLE("op", kpi_op_value) } },
    { "sla_limit",
      LIST_OF(clocks, pack_clock),
      { { offsetof(struct pack_clock, respond), sizeof(struct clock_limit), "respond" },
        { offsetof(struct pack_clock, onsite), sizeof(struct clock_limit), "onsite" } },
      { OF(pack_clock, "clause", clause, text_value), WHOLE("event", NULL),
        PART(clock_limit, "limit_minutes", within, minutes_value) } },
    { "contradiction",
      LIST_OF(contradictions, pack_contradiction),
      { { 0, 0, NULL } },
      { OF(pack_contradiction, "topic", topic, text_value),
        OF(pack_contradiction, "service", service, text_value),
        OF(pack_contradiction, "field", field, text_value), WHOLE("values", sides_value),
        WHOLE("clauses", clauses_value), OF(pack_contradiction, "about", about, text_value),
        OF(pack_contradiction, "reading", reading, text_value) } },
};

static const struct query_source *source_of(const char *of)
{
    for (size_t i = 0; i < COUNT_OF(SOURCES); i++)
        if (strcmp(SOURCES[i].of, of) == 0)
            return &SOURCES[i];
    return NULL;
}

bool query_has_field(const char *of, const char *field)
{
    const struct query_source *source = source_of(of);
    for (const struct query_column *c = source ? source->columns : NULL; c && c->name; c++)
        if (strcmp(c->name, field) == 0)
            return true;
    return false;
}

/* One entry: the row's columns, and those of the part where there is one. */
static json_t *entry_json(const struct pack *pack, const struct query_source *source,
                          const char *row, const char *part, const char *word)
{
    json_t *entry = json_object();
    for (const struct query_column *c = source->columns; c->name; c++)
        json_object_set_new(entry, c->name,
                            c->value ? c->value(pack, (c->of_part ? part : row) + c->offset)
                                     : json_string(word));
    return entry;
}

static struct any_rows rows_at(const char *at)
{
    struct any_rows list;
    memcpy(&list, at, sizeof(list));
    return list;
}

static void add_nested(json_t *rows, const struct pack *pack, const struct query_source *source,
                       const char *row)
{
    for (const struct query_nested *n = source->nested; n->size; n++) {
        struct any_rows parts = rows_at(row + n->offset);
        for (size_t i = 0; i < parts.count; i++)
            json_array_append_new(rows,
                                  entry_json(pack, source, row, parts.rows + i * n->size, n->word));
    }
}

static json_t *source_rows(const struct pack *pack, const struct query_source *source)
{
    json_t *rows = json_array();
    struct any_rows list = rows_at((const char *)pack + source->list);
    for (size_t i = 0; i < list.count; i++) {
        const char *row = list.rows + i * source->row_size;
        if (source->nested[0].size)
            add_nested(rows, pack, source, row);
        else
            json_array_append_new(rows, entry_json(pack, source, row, NULL, NULL));
    }
    return rows;
}

/* ---- other names ---- */

static bool among(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* Whether a row of a list says `value` somewhere. */
static bool row_says(const struct list_row *row, const char *value)
{
    for (size_t i = 0; i < row->cells.count; i++)
        if (!row->cells.rows[i].list && strcmp(row->cells.rows[i].values.rows[0].text, value) == 0)
            return true;
    return false;
}

static bool is_list_alias(const struct pack_list *list, const char *name, const char *value)
{
    for (size_t i = 0; i < list->rows.count; i++) {
        const struct list_row *row = &list->rows.rows[i];
        if (among(name, row->aliases.rows, row->aliases.count) && row_says(row, value))
            return true;
    }
    return false;
}

bool query_is_alias(const struct pack *pack, const char *name, const char *value)
{
    for (size_t i = 0; i < pack->systems.count; i++) {
        const struct pack_system *s = &pack->systems.rows[i];
        if (strcmp(s->name, value) == 0 && among(name, s->aliases.rows, s->aliases.count))
            return true;
    }
    for (size_t i = 0; i < pack->lists.count; i++)
        if (is_list_alias(&pack->lists.rows[i], name, value))
            return true;
    return false;
}

/* ---- lists of the pack ---- */

static json_t *list_entry(const struct pack_list *list, const struct list_row *row)
{
    json_t *entry = json_object();
    const char *clause = row->clause ? row->clause : list->clause;
    json_object_set_new(entry, "clause", text_or_null(clause));
    for (size_t i = 0; i < row->cells.count; i++) {
        const struct pack_cell *c = &row->cells.rows[i];
        json_object_set_new(entry, c->key,
                            c->list ? scalars_json(c->values.rows, c->values.count)
                                    : scalar_json(&c->values.rows[0]));
    }
    return entry;
}

/* Lists of the same name continue each other. */
static json_t *list_rows(const struct pack *pack, const char *of)
{
    json_t *rows = NULL;
    for (size_t i = 0; i < pack->lists.count; i++) {
        const struct pack_list *list = &pack->lists.rows[i];
        if (strcmp(list->of, of) != 0)
            continue;
        rows = rows ? rows : json_array();
        for (size_t k = 0; k < list->rows.count; k++)
            json_array_append_new(rows, list_entry(list, &list->rows.rows[k]));
    }
    return rows;
}

json_t *query_rows(const struct pack *pack, const char *of)
{
    const struct query_source *source = source_of(of);
    json_t *rows = list_rows(pack, of);
    return rows || !source ? rows : source_rows(pack, source);
}
