/* Generic part of the loader. A row shape says which keys a map may have and where each value
 * goes; rows are collected in the pack's arena and end up as a constant list. `use` splices rows
 * of another document, which keep their own file name and line. */
#include "pack_reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ceilings.h"
#include "pack_entry.h"
#include "pack_schema.h"
#include "textw.h"

/* How a PACK_ROWS looks to code that does not know the rows' type. */
struct any_rows {
    const void *rows;
    size_t count;
};

/* A field by key; NULL for an unknown key. Keys are compared exactly: a pack's language has no case
 * to fold. */
static const struct field *field_of(const struct row_shape *shape, const char *key)
{
    for (size_t i = 0; i < shape->field_count; i++)
        if (strcmp(shape->fields[i].key, key) == 0)
            return &shape->fields[i];
    return NULL;
}

/* Every required key is there. Told at the map and not at a key, since the key is what is not
 * there. */
static rc_t require_fields(struct pack_reader *reader, const struct yaml_node *node,
                           const struct row_shape *shape)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *f = &shape->fields[i];
        if (f->need == FIELD_REQUIRED && !yaml_member(node, f->key))
            return reader_refuse(reader, &node->at, "a %s needs \"%s\"", shape->what, f->key);
    }
    return RC_OK;
}

/* `also: [ids]`: further clauses that an entry carries. They are collected with the entry. */
static rc_t read_also(struct pack_reader *reader, const struct yaml_node *node)
{
    PACK_ROWS(const char *) ids;
    return read_texts(reader, node, &ids);
}

/* Only rows that may cite a clause may cite further ones; elsewhere "also" is a key like any other
 * and refused as unknown. */
static bool is_also(const struct row_shape *shape, const struct yaml_node *node)
{
    return strcmp(node->key, "also") == 0 && field_of(shape, "clause");
}

/* What an open row holds beside its fields, in the order of the file. Cells are collected after the
 * fields, so that a row's own keys never depend on their place in the file. */
static rc_t read_rest(struct pack_reader *reader, const struct yaml_node *node,
                      const struct row_shape *shape, void *out)
{
    struct pack_cell *cells = arena_array(reader->memory.texts, node->count, sizeof(*cells));
    PACK_ROWS(struct pack_cell) list = { cells, 0 };
    rc_t rc = RC_OK;
    for (const struct yaml_node *n = node->first; n && rc == RC_OK; n = n->next)
        if (!field_of(shape, n->key) && !is_also(shape, n))
            rc = read_cell(reader, n, &cells[list.count++]);
    memcpy((char *)out + shape->cells, &list, sizeof(list));
    return rc;
}

/* A clause's number is the key of all that is owed by it, so what no column can hold is refused
 * where its author still sees it, and not by the database when the contract is scheduled. Every
 * field "clause" has been read by read_text by then, so the node is a text. */
static rc_t check_clause(struct pack_reader *reader, const struct yaml_node *node)
{
    if (strcmp(node->key, "clause") != 0 || text_chars(node->text) <= MAX_CLAUSE_FIELD)
        return RC_OK;
    return reader_refuse(reader, &node->at, "a clause has at most %d characters", MAX_CLAUSE_FIELD);
}

/* One member of a map, into its field. An open row passes unknown keys over here; read_rest takes
 * them. */
static rc_t read_member(struct pack_reader *reader, const struct yaml_node *node,
                        const struct row_shape *shape, void *out)
{
    const struct field *f = field_of(shape, node->key);
    if (f) {
        rc_t rc = f->read(reader, node, (char *)out + f->offset);
        return rc == RC_OK ? check_clause(reader, node) : rc;
    }
    if (is_also(shape, node))
        return read_also(reader, node);
    if (shape->cells)
        return RC_OK;
    return reader_refuse(reader, &node->key_at, "unknown key \"%s\" in a %s", node->key,
                         shape->what);
}

/* The place is written first, for every row begins with its pack_place. `outer` is restored on
 * every way out; required keys are looked at last, so that a misspelt key is named before the one
 * it left missing. */
rc_t reader_map(struct pack_reader *reader, const struct yaml_node *node,
                const struct row_shape *shape, void *out)
{
    if (reader->describer)
        return schema_note_shape(reader, node, shape, false);
    if (node->kind != YAML_MAP)
        return reader_refuse(reader, &node->at, "a %s must be a map", shape->what);
    memcpy(out, &node->at, sizeof(node->at));
    const struct yaml_node *outer = reader->outer;
    reader->outer = outer ? outer : node;
    pack_entry_note(reader, node);
    rc_t rc = RC_OK;
    for (const struct yaml_node *n = node->first; n && rc == RC_OK; n = n->next)
        rc = read_member(reader, n, shape, out);
    if (rc == RC_OK && shape->cells)
        rc = read_rest(reader, node, shape, out);
    reader->outer = outer;
    return rc == RC_OK ? require_fields(reader, node, shape) : rc;
}

/* ---- rows and `use` ---- */

/* `only` changes while sections of other packs are spliced in and is put back after each; the rows
 * stay in the arena of texts. */
struct row_list { /* rows being collected */
    struct pack_reader *reader;
    const struct row_shape *shape;
    char *rows;
    size_t count, cap;
    const struct yaml_node *only; /* clauses wanted of a used section; NULL: all */
};

/* Room for one more row. Old arrays stay in the arena; doubling bounds them to the size of the
 * list. The room is not cleared here; the caller zeroes its row. */
static void *list_room(struct row_list *list)
{
    size_t size = list->shape->row_size;
    if (list->count == list->cap) {
        size_t cap = list->cap ? list->cap * 2 : 8;
        char *rows = arena_array(list->reader->memory.texts, cap, size);
        if (list->count > 0)
            memcpy(rows, list->rows, list->count * size);
        list->rows = rows;
        list->cap = cap;
    }
    return list->rows + list->count * size;
}

/* Whether `only`, where there is one, names the row's clause. Rows without a clause are never among
 * those that `only` names. */
static bool is_wanted(const struct row_list *list, const struct yaml_node *row)
{
    const struct yaml_node *clause = yaml_member(row, "clause");
    if (!list->only)
        return true;
    for (const struct yaml_node *n = list->only->first; n; n = n->next)
        if (clause && clause->kind == YAML_TEXT && n->kind == YAML_TEXT &&
            strcmp(clause->text, n->text) == 0)
            return true;
    return false;
}

static rc_t add_list(struct row_list *list, const struct yaml_node *node);

/* Ask for the text of another pack and parse it, once per pack. The text is asked for once, also
 * where several sections use the pack; MAX_USED_PACKS bounds what an author can make the reader
 * load. */
static rc_t parse_used(struct pack_reader *reader, const struct yaml_node *node, const char *name,
                       const struct yaml_node **ret_root)
{
    struct pack_source source = { .file_name = name };
    if (reader->used_count == MAX_USED_PACKS)
        return reader_refuse(reader, &node->at, "a pack uses at most %d others", MAX_USED_PACKS);
    if (!reader->use || reader->use(reader->use_arg, name, &source.bytes, &source.len) != RC_OK)
        return reader_refuse(reader, &node->at, "there is no pack \"%s\" to use", name);
    rc_t rc = yaml_tree_read(&source, &reader->memory, ret_root, reader->problem);
    if (rc == RC_OK)
        reader->used[reader->used_count++] = (struct used_pack){ name, *ret_root };
    return rc;
}

/* A used pack's document, from the cache or parsed now. */
static rc_t used_root(struct pack_reader *reader, const struct yaml_node *node, const char *name,
                      const struct yaml_node **ret_root)
{
    for (size_t i = 0; i < reader->used_count; i++) {
        if (strcmp(reader->used[i].name, name) == 0) {
            *ret_root = reader->used[i].root;
            return RC_OK;
        }
    }
    return parse_used(reader, node, name, ret_root);
}

/* Find the section that "pack/section" names. Names the whole "PACK/SECTION", because a section
 * alone would leave open whose rows these are. */
static rc_t resolve_use(struct pack_reader *reader, const struct yaml_node *node,
                        const struct yaml_node **ret_section)
{
    const struct yaml_node *root;
    const char *slash = node->kind == YAML_TEXT ? strchr(node->text, '/') : NULL;
    if (!slash || slash == node->text || slash[1] == '\0')
        return reader_refuse(reader, &node->at, "\"use\" must name PACK/SECTION");
    const char *name = arena_text(reader->memory.texts, node->text, (size_t)(slash - node->text));
    rc_t rc = used_root(reader, node, name, &root);
    if (rc != RC_OK)
        return rc;
    *ret_section = yaml_member(root, slash + 1);
    if (!*ret_section)
        return reader_refuse(reader, &node->at, "pack \"%s\" has no section \"%s\"", name,
                             slash + 1);
    return RC_OK;
}

/* Every clause that `only` asks for must be there. Counts instead of looking: with clauses that are
 * keys, fewer rows mean that one is missing. */
static rc_t check_only(struct row_list *list, const struct yaml_node *only, size_t before)
{
    if (only && list->count - before != only->count)
        return reader_refuse(list->reader, &only->at,
                             "\"only\" names %zu clauses, of which %zu are in the used section",
                             only->count, list->count - before);
    return RC_OK;
}

/* Splice a section of another pack. Depth is bounded, since packs could use each other in a
 * circle. */
static rc_t add_used(struct row_list *list, const struct yaml_node *entry)
{
    struct pack_reader *reader = list->reader;
    const struct yaml_node *section;
    const struct yaml_node *only = yaml_member(entry, "only");
    const struct yaml_node *outer = list->only;
    size_t before = list->count;
    for (const struct yaml_node *n = entry->first; n; n = n->next)
        if (strcmp(n->key, "use") != 0 && strcmp(n->key, "only") != 0)
            return reader_refuse(reader, &n->key_at, "unknown key \"%s\" beside \"use\"", n->key);
    if (only && only->kind != YAML_LIST)
        return reader_refuse(reader, &only->at, "\"only\" must be a list of clauses");
    if (reader->use_depth == MAX_USE_DEPTH)
        return reader_refuse(reader, &entry->at, "packs use each other more than %d deep",
                             MAX_USE_DEPTH);
    rc_t rc = resolve_use(reader, yaml_member(entry, "use"), &section);
    if (rc != RC_OK)
        return rc;
    reader->use_depth++;
    list->only = only ? only : outer;
    rc = add_list(list, section);
    list->only = outer;
    reader->use_depth--;
    return rc == RC_OK ? check_only(list, only, before) : rc;
}

/* One entry of a list: a row, or a `use` that stands for rows. */
static rc_t add_entry(struct row_list *list, const struct yaml_node *entry)
{
    if (yaml_member(entry, "use"))
        return add_used(list, entry);
    if (!is_wanted(list, entry))
        return RC_OK;
    if (list->count == MAX_ROWS)
        return reader_refuse(list->reader, &entry->at, "a section has at most %d rows", MAX_ROWS);
    void *row = list_room(list);
    memset(row, 0, list->shape->row_size);
    list->count++;
    return reader_map(list->reader, entry, list->shape, row);
}

/* A whole section: a list, or a map that is one `use`. */
static rc_t add_list(struct row_list *list, const struct yaml_node *node)
{
    rc_t rc = RC_OK;
    if (yaml_member(node, "use"))
        return add_used(list, node);
    if (node->kind != YAML_LIST)
        return reader_refuse(list->reader, &node->at, "expected a list of %ss", list->shape->what);
    for (const struct yaml_node *n = node->first; n && rc == RC_OK; n = n->next)
        rc = add_entry(list, n);
    return rc;
}

/* The list is handed over only when complete: a failed section leaves the zeroes of the new pack
 * behind. */
rc_t reader_rows(struct pack_reader *reader, const struct yaml_node *node,
                 const struct row_shape *shape, void *ret_rows)
{
    if (reader->describer)
        return schema_note_shape(reader, node, shape, true);
    struct row_list list = { .reader = reader, .shape = shape };
    rc_t rc = add_list(&list, node);
    if (rc == RC_OK)
        memcpy(ret_rows, &(struct any_rows){ list.rows, list.count }, sizeof(struct any_rows));
    return rc;
}

/* ---- what checks use ---- */

/* Bounded, because an author's slip may repeat on each row and a hundred warnings tell no more than
 * the first ones. */
void reader_warn(struct pack_reader *reader, const struct pack_place *at, const char *fmt, ...)
{
    char text[PROBLEM_TEXT_MAX];
    if (reader->warning_count == MAX_WARNINGS)
        return;
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    text_trim_partial(text);
    reader->warnings[reader->warning_count++] =
        (struct pack_warning){ *at, arena_text(reader->memory.texts, text, strlen(text)) };
}

/* The text member at an offset of the i-th row. NULL where the row leaves the field out; NULLs are
 * never equal to each other. */
static const char *text_at(const struct row_shape *shape, const void *rows, size_t index,
                           size_t offset)
{
    const char *text;
    memcpy(&text, (const char *)rows + index * shape->row_size + offset, sizeof(text));
    return text;
}

/* Told at the later row, as a reader of the file meets it. Quadratic, but over at most MAX_ROWS
 * rows, once per load. */
rc_t reader_unique(struct pack_reader *reader, const struct row_shape *shape, const void *rows,
                   size_t offset)
{
    const struct any_rows *all = rows;
    for (size_t i = 1; i < all->count; i++) {
        const char *text = text_at(shape, all->rows, i, offset);
        for (size_t k = 0; text && k < i; k++) {
            const char *other = text_at(shape, all->rows, k, offset);
            struct pack_place at;
            if (!other || strcmp(other, text) != 0)
                continue;
            memcpy(&at, (const char *)all->rows + i * shape->row_size, sizeof(at));
            return reader_refuse(reader, &at, "there is another %s \"%s\"", shape->what, text);
        }
    }
    return RC_OK;
}
