/* Open maps: rows whose keys the pack's author chooses. A value's type is decided by its looks, so
 * that a number can be added up and compared without a table of fields. */
#include <string.h>

#include "pack_schema.h"
#include "parse.h"

/* One scalar. A number must fit 64 bits; what does not is text. `text` is kept for every type:
 * looking a name up in a row compares texts, numbers included. */
static rc_t read_scalar(struct pack_reader *reader, const struct yaml_node *node,
                        struct pack_scalar *out)
{
    struct pack_scalar scalar = { .type = SCALAR_TEXT };
    rc_t rc = read_text(reader, node, &scalar.text);
    if (rc != RC_OK)
        return rc;
    if (!node->quoted && parse_i64(node->text, &scalar.number)) {
        scalar.type = SCALAR_NUMBER;
    } else if (!node->quoted &&
               (strcmp(node->text, "true") == 0 || strcmp(node->text, "false") == 0)) {
        scalar.type = SCALAR_BOOL;
        scalar.flag = node->text[0] == 't';
    }
    *out = scalar;
    return RC_OK;
}

/* One value alone becomes a list of one, so that no reader of the rows needs both cases. Maps are
 * refused: an open row is flat. `out` is written only when every value was read. */
rc_t read_scalars(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    if (reader->describer)
        return schema_note(reader, node, SCHEMA_SCALARS);
    PACK_ROWS(struct pack_scalar) list = { NULL, 1 };
    if (node->kind == YAML_MAP)
        return reader_refuse(reader, &node->at, "\"%s\" must be a value or a list of values",
                             node->key);
    list.count = node->kind == YAML_LIST ? node->count : 1;
    struct pack_scalar *values = arena_array(reader->memory.texts, list.count, sizeof(*values));
    list.rows = values;
    rc_t rc = node->kind == YAML_TEXT ? read_scalar(reader, node, values) : RC_OK;
    for (const struct yaml_node *n = node->first; n && rc == RC_OK; n = n->next)
        rc = read_scalar(reader, n, values++);
    if (rc == RC_OK)
        memcpy(out, &list, sizeof(list));
    return rc;
}

/* Whether it stood in a list is remembered, since a list of one and one value are told apart when
 * the row is shown again. */
rc_t read_cell(struct pack_reader *reader, const struct yaml_node *node, struct pack_cell *out)
{
    out->at = node->key_at;
    out->key = node->key;
    out->list = node->kind == YAML_LIST;
    return read_scalars(reader, node, &out->values);
}

/* Keys need no check for repetition: the tree refused a key that stands twice in one map. The array
 * is exact in size, for the count of members is known. */
rc_t read_cells(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    if (reader->describer)
        return schema_note(reader, node, SCHEMA_CELLS);
    if (node->kind != YAML_MAP)
        return reader_refuse(reader, &node->at, "\"%s\" must be a map", node->key);
    struct pack_cell *cells = arena_array(reader->memory.texts, node->count, sizeof(*cells));
    PACK_ROWS(struct pack_cell) list = { cells, node->count };
    rc_t rc = RC_OK;
    for (const struct yaml_node *n = node->first; n && rc == RC_OK; n = n->next)
        rc = read_cell(reader, n, cells++);
    if (rc == RC_OK)
        memcpy(out, &list, sizeof(list));
    return rc;
}
