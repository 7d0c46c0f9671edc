/* What a pack enumerates itself: its lists, and the other names it declares for things. */
#include <string.h>

#include "attr.h"
#include "query.h"

/* How any PACK_ROWS looks. */
struct any_rows {
    const char *rows;
    size_t count;
};

/* Copied byte by byte, because each PACK_ROWS is a type of its own and reading it through another
 * would break aliasing. */
static struct any_rows rows_at(const char *at)
{
    struct any_rows list;
    memcpy(&list, at, sizeof(list));
    return list;
}

#define LIST_OF(list, type) offsetof(struct pack, list), sizeof(struct type)

/* ---- other names ---- */

/* Names are compared as they are written: width and case of letters are the document's, and folding
 * could make two systems one. */
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

/* A list has no fixed name column, so an alias belongs to whatever its row says in any single
 * value. */
static bool is_list_alias(const struct pack_list *list, const char *name, const char *value)
{
    for (size_t i = 0; i < list->rows.count; i++) {
        const struct list_row *row = &list->rows.rows[i];
        if (among(name, row->aliases.rows, row->aliases.count) && row_says(row, value))
            return true;
    }
    return false;
}

/* Where names and their other names stand, besides in lists. */
static const struct {
    size_t list, row_size, name, aliases;
} NAMED[] = {
    { LIST_OF(systems, pack_system), offsetof(struct pack_system, name),
      offsetof(struct pack_system, aliases) },
    { LIST_OF(services, pack_service), offsetof(struct pack_service, name),
      offsetof(struct pack_service, aliases) },
};

/* Whether one of some rows has this name and that other one. */
static bool rows_alias(struct any_rows list, size_t row_size, size_t name_at, size_t aliases_at,
                       const char *const names[2])
{
    for (size_t i = 0; i < list.count; i++) {
        const char *row = list.rows + i * row_size;
        PACK_ROWS(const char *) aliases;
        const char *name;
        memcpy(&name, row + name_at, sizeof(name));
        memcpy(&aliases, row + aliases_at, sizeof(aliases));
        if (strcmp(name, names[0]) == 0 && among(names[1], aliases.rows, aliases.count))
            return true;
    }
    return false;
}

/* Clients stand one level deeper than other names, inside their licences; the same client may stand
 * in several. */
static bool is_client_alias(const struct pack *pack, const char *const names[2])
{
    for (size_t i = 0; i < pack->licences.count; i++) {
        const struct pack_licence *licence = &pack->licences.rows[i];
        struct any_rows rows = rows_at((const char *)&licence->rows);
        if (rows_alias(rows, sizeof(struct licence_row), offsetof(struct licence_row, client),
                       offsetof(struct licence_row, aliases), names))
            return true;
    }
    return false;
}

/* Declared aliases only: no similarity, no substring. A name that merely looks alike is another
 * thing until the pack says otherwise. */
bool query_is_alias(const struct pack *pack, const char *name, const char *value)
{
    const char *const names[2] = { value, name };
    for (size_t i = 0; i < COUNT_OF(NAMED); i++)
        if (rows_alias(rows_at((const char *)pack + NAMED[i].list), NAMED[i].row_size,
                       NAMED[i].name, NAMED[i].aliases, names))
            return true;
    for (size_t i = 0; i < pack->lists.count; i++)
        if (is_list_alias(&pack->lists.rows[i], name, value))
            return true;
    return is_client_alias(pack, names);
}

/* ---- lists of the pack ---- */

/* The type was decided when the pack was read; a text of digits in quotes stays a text. */
static json_t *scalar_json(const struct pack_scalar *scalar)
{
    if (scalar->type == SCALAR_NUMBER)
        return json_integer(scalar->number);
    return scalar->type == SCALAR_BOOL ? json_boolean(scalar->flag) : json_string(scalar->text);
}

/* One place where the pack's values become JSON, so lists and contradictions show them alike. */
json_t *query_scalars(const struct pack_scalar *rows, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, scalar_json(&rows[i]));
    return list;
}

/* The list's clause stands in where a row has none of its own. Aliases are not shown: they are for
 * finding an entry and no part of it. */
static json_t *list_entry(const struct pack_list *list, const struct list_row *row)
{
    json_t *entry = json_object();
    const char *clause = row->clause ? row->clause : list->clause;
    json_object_set_new(entry, "clause", clause ? json_string(clause) : json_null());
    for (size_t i = 0; i < row->cells.count; i++) {
        const struct pack_cell *c = &row->cells.rows[i];
        json_object_set_new(entry, c->key,
                            c->list ? query_scalars(c->values.rows, c->values.count)
                                    : scalar_json(&c->values.rows[0]));
    }
    return entry;
}

/* An empty list of that name gives an empty array and not NULL: the pack has such a list, there is
 * just nothing in it. */
json_t *query_list(const struct pack *pack, const char *of)
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
