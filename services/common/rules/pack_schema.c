/* A reader is handed one stand-in after another: a text, lists, maps. It looks at the stand-in as
 * at any value and ends up in one of the readers of pack_reader.h, which note what they would read
 * and where in the stand-in. So readers of their own (a list or one alone, a set under `all` or
 * `any`) are described without a line of theirs. A shape is described once and then referred to. */
#include "pack_schema.h"

#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "kinds.h"
#include "memory.h"
#include "pack_frame.h"

enum { DEF_NAME = 80 };

/* A shape that is among the definitions, and its name there. */
struct described {
    const struct row_shape *shape;
    char name[DEF_NAME];
    struct described *next;
};

struct pack_describer {
    json_t *defs; /* by name */
    struct described *shapes;
    const struct yaml_node *stand_in; /* handed to the reader */
    json_t *found;                    /* what readers noted of it: alternatives */
};

/* ---- stand-ins ---- */

static const char ANY_KEY[] = "*"; /* of a map whose keys the author chooses */

/* A text or a map; in a list; under a key. */
static const struct {
    enum yaml_kind part;
    bool in_list;
    const char *key; /* NULL: under none */
} STAND_INS[] = {
    { YAML_TEXT, false, NULL }, { YAML_MAP, false, NULL },     { YAML_TEXT, true, NULL },
    { YAML_MAP, true, NULL },   { YAML_TEXT, false, ANY_KEY }, { YAML_TEXT, true, "any" },
    { YAML_MAP, true, "any" },  { YAML_TEXT, true, "all" },    { YAML_MAP, true, "all" },
};

/* The place is made up, for a refusal of a stand-in is never shown. Key "value" lets readers that
 * name their key run unchanged. */
static struct yaml_node *node_new(struct pack_reader *reader, enum yaml_kind kind,
                                  struct yaml_node *member)
{
    struct yaml_node *node = arena_array(reader->memory.nodes, 1, sizeof(*node));
    *node =
        (struct yaml_node){ .at = { "schema", 1, 1 }, .kind = kind, .text = "", .key = "value" };
    node->key_at = node->at;
    node->first = member;
    node->last = member;
    node->count = member ? 1 : 0;
    return node;
}

/* From the inside outwards: the list around the part, the map around the list, so wrap() can
 * retrace it by `first` alone. */
static struct yaml_node *stand_in(struct pack_reader *reader, size_t index)
{
    struct yaml_node *node = node_new(reader, STAND_INS[index].part, NULL);
    if (STAND_INS[index].in_list)
        node = node_new(reader, YAML_LIST, node);
    if (STAND_INS[index].key) {
        node->key = STAND_INS[index].key;
        node = node_new(reader, YAML_MAP, node);
    }
    return node;
}

/* The schema of the whole stand-in, when `node`, which is in it, is of `schema` (stolen). Goes down
 * by first members, as a stand-in has no others, and builds the schema on the way back. */
static json_t *wrap(const struct yaml_node *root, const struct yaml_node *node, json_t *schema)
{
    if (root == node)
        return schema;
    schema = wrap(root->first, node, schema);
    if (root->kind == YAML_LIST)
        return json_pack("{s:s, s:o}", "type", "array", "items", schema);
    const char *key = root->first->key;
    if (strcmp(key, ANY_KEY) == 0)
        return json_pack("{s:s, s:o}", "type", "object", "additionalProperties", schema);
    return json_pack("{s:s, s:{s:o}, s:[s], s:b}", "type", "object", "properties", key, schema,
                     "required", key, "additionalProperties", 0);
}

/* ---- values ---- */

#define SCALAR       "\"type\":[\"string\",\"number\",\"boolean\"]"
#define LISTED(item) "{\"anyOf\":[" item ",{\"type\":\"array\",\"items\":" item "}]}"
#define TEXT         "{" SCALAR ",\"minLength\":1,\"maxLength\":300}"
#define COUNT        "{\"type\":\"integer\",\"minimum\":0,\"maximum\":1000000000}"

/* By enum schema_value. A plain 3 or true is a text where a text is read, so it passes there. */
static const char *const VALUES[SCHEMA__COUNT] = {
    [SCHEMA_TEXT] = TEXT,
    [SCHEMA_CODE] = "{" SCALAR ",\"pattern\":\"^[a-z0-9_-]{1,64}$\"}",
    [SCHEMA_TEXTS] = LISTED(TEXT),
    [SCHEMA_COUNT] = COUNT,
    [SCHEMA_COUNTS] = "{\"type\":\"array\",\"items\":" COUNT "}",
    [SCHEMA_BOOL] = "{\"type\":\"boolean\"}",
    [SCHEMA_YUAN] =
        "{\"type\":[\"string\",\"number\"],\"minimum\":0,\"pattern\":\"^[0-9]+([.][0-9]{1,"
        "2})?$\"}",
    [SCHEMA_PERCENT] = "{\"type\":\"string\",\"pattern\":\"^[0-9]{1,3}([.][0-9]{1,2})?%$\"}",
    [SCHEMA_DATE] = "{\"type\":\"string\",\"pattern\":\"^[0-9]{4}-[0-9]{2}-[0-9]{2}$\"}",
    [SCHEMA_DURATION] = "{\"type\":\"string\",\"pattern\":\"^[1-9][0-9]* (working "
                        "days?|days?|months?|min|h)$\"}",
    [SCHEMA_COMPARISON] = "{\"type\":[\"string\",\"number\"],\"pattern\":\"^(((==|!=|>=|>|<=|<) "
                          ")?-?[0-9]+([.][0-9]+)?%?|"
                          "-?[0-9.]+ [.][.] -?[0-9.]+)$\"}",
    [SCHEMA_CONDITION] =
        "{\"type\":\"object\",\"minProperties\":1,\"additionalProperties\":{\"anyOf\":[{" SCALAR
        "},{\"type\":\"array\",\"minItems\":1,\"items\":{\"anyOf\":[{" SCALAR
        "},{\"type\":\"object\","
        "\"minProperties\":1}]}}]}}",
    [SCHEMA_SCALARS] = LISTED(TEXT),
    [SCHEMA_CELLS] = "{\"type\":\"object\",\"additionalProperties\":" LISTED(TEXT) "}",
};

/* Add an alternative, once. Readers try one form after another; the same schema found twice is one
 * alternative. */
static rc_t add_found(struct pack_describer *self, const struct yaml_node *node, json_t *schema)
{
    schema = wrap(self->stand_in, node, schema);
    for (size_t i = 0; i < json_array_size(self->found); i++) {
        if (json_equal(json_array_get(self->found, i), schema)) {
            json_decref(schema);
            return RC_NOT_FOUND;
        }
    }
    json_array_append_new(self->found, schema);
    return RC_NOT_FOUND;
}

/* The values are constants of this file and always parse, so no error of json_loads needs an answer
 * here. */
rc_t schema_note(struct pack_reader *reader, const struct yaml_node *node, enum schema_value value)
{
    return add_found(reader->describer, node, json_loads(VALUES[value], 0, NULL));
}

/* The words come from the reader's own table, so the schema cannot lag behind what is accepted. */
rc_t schema_note_word(struct pack_reader *reader, const struct yaml_node *node,
                      const char *const words[])
{
    json_t *list = json_array();
    for (size_t i = 0; words[i]; i++)
        json_array_append_new(list, json_string(words[i]));
    return add_found(reader->describer, node, json_pack("{s:o}", "enum", list));
}

/* ---- shapes ---- */

/* Show a reader every stand-in, with a fresh row each time; what it notes is the field's schema. A
 * reader that notes nothing takes anything. The describer's state is put back, since fields nest: a
 * field of maps describes further fields inside of it. */
static json_t *describe_field(struct pack_reader *reader, const struct field *field,
                              size_t row_size)
{
    struct pack_describer *self = reader->describer;
    const struct pack_describer before = *self;
    json_t *found = json_array();
    self->found = found;
    bool any_key = false; /* then the keys "any" and "all" are two of many */
    for (size_t i = 0; i < COUNT_OF(STAND_INS) && !any_key; i++) {
        struct problem problem = { .rc = RC_OK };
        size_t noted = json_array_size(found);
        char *row = arena_array(reader->memory.nodes, 1, row_size);
        reader->problem = &problem;
        self->stand_in = stand_in(reader, i);
        (void)field->read(reader, self->stand_in, row + field->offset);
        any_key = STAND_INS[i].key == ANY_KEY && json_array_size(found) > noted;
    }
    self->stand_in = before.stand_in;
    self->found = before.found;
    if (json_array_size(found) != 1)
        return json_array_size(found) == 0 ? (json_decref(found), json_object())
                                           : json_pack("{s:o}", "anyOf", found);
    json_t *only = json_incref(json_array_get(found, 0));
    json_decref(found);
    return only;
}

/* All fields of a table into an object's schema. `also` is added where a row may cite a clause, as
 * the reader takes it there without a field of its own. */
static json_t *describe_fields(struct pack_reader *reader, const struct row_shape *shape)
{
    json_t *properties = json_object();
    json_t *required = json_array();
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *f = &shape->fields[i];
        json_object_set_new(properties, f->key, describe_field(reader, f, shape->row_size));
        if (f->need == FIELD_REQUIRED)
            json_array_append_new(required, json_string(f->key));
    }
    if (json_object_get(properties, "clause") && !json_object_get(properties, "also"))
        json_object_set_new(properties, "also", json_loads(VALUES[SCHEMA_TEXTS], 0, NULL));
    json_t *schema = json_pack("{s:s, s:s, s:o, s:o}", "type", "object", "title", shape->what,
                               "properties", properties, "required", required);
    json_object_set_new(schema, "additionalProperties",
                        shape->cells ? json_loads(VALUES[SCHEMA_SCALARS], 0, NULL) : json_false());
    return schema;
}

/* The n-th name of the same words, without blanks, since it stands in a reference. DEF_NAME has
 * room for 60 bytes of words and the number behind them. */
static void name_of(const struct row_shape *shape, int n, char *out)
{
    int len = snprintf(out, DEF_NAME, "%.60s", shape->what);
    if (n > 1)
        snprintf(out + len, DEF_NAME - (size_t)len, "-%d", n);
    for (char *blank; (blank = strchr(out, ' ')) != NULL;)
        *blank = '-';
}

/* Name of a shape among the definitions; shapes of the same words are told apart by a number. The
 * name is taken before the fields are described, so a shape that holds itself refers to itself and
 * ends. */
static const char *define(struct pack_reader *reader, const struct row_shape *shape)
{
    struct pack_describer *self = reader->describer;
    for (struct described *d = self->shapes; d; d = d->next)
        if (d->shape == shape)
            return d->name;
    struct described *added = arena_array(reader->memory.nodes, 1, sizeof(*added));
    char *name = added->name;
    *added = (struct described){ .shape = shape, .next = self->shapes };
    self->shapes = added;
    name_of(shape, 1, name);
    for (int n = 2; json_object_get(self->defs, name); n++)
        name_of(shape, n, name);
    json_object_set_new(self->defs, name, json_null()); /* taken, also while it is described */
    json_object_set_new(self->defs, name, describe_fields(reader, shape));
    return name;
}

/* 16 bytes are room for "#/$defs/" and the end, beside a name of DEF_NAME. */
static json_t *reference(const char *name)
{
    char text[DEF_NAME + 16];
    snprintf(text, sizeof(text), "#/$defs/%s", name);
    return json_pack("{s:s}", "$ref", text);
}

/* A list of rows may be replaced by one `use`, or hold one among its rows: the schema says both, as
 * reader_rows does. */
rc_t schema_note_shape(struct pack_reader *reader, const struct yaml_node *node,
                       const struct row_shape *shape, bool rows)
{
    json_t *row = reference(define(reader, shape));
    if (rows)
        row = json_pack("{s:[o, {s:s, s:{s:[o, o]}}]}", "anyOf", reference("use"), "type", "array",
                        "items", "anyOf", row, reference("use"));
    return add_found(reader->describer, node, row);
}

/* ---- the whole ---- */

/* {use: PACK/SECTION, only: [clauses]}, instead of a section or among its rows. */
static const char USE[] =
    "{\"type\":\"object\",\"title\":\"rows of another pack\",\"properties\":{"
    "\"use\":{\"type\":\"string\",\"pattern\":\"^[^/]+/.+$\"},\"only\":{\"type\":"
    "\"array\",\"items\":" TEXT "}},\"required\":[\"use\"],"
    "\"additionalProperties\":false}";

/* Each field gets a fresh zeroed pack to write into, so that what one reader left cannot make the
 * next one refuse. */
static void describe_sections(struct pack_reader *reader, const struct field *sections,
                              json_t *properties, json_t *required)
{
    for (const struct field *f = sections; f && f->key; f++) {
        json_object_set_new(properties, f->key, describe_field(reader, f, sizeof(struct pack)));
        if (f->need == FIELD_REQUIRED)
            json_array_append_new(required, json_string(f->key));
    }
}

/* Nothing is read, so pack and reader are thrown away with all their rows; only the JSON is kept,
 * and `defs` goes into it without a second reference. */
json_t *pack_schema(void)
{
    struct pack *pack = mem_new(sizeof(*pack));
    struct pack_reader *reader = mem_new(sizeof(*reader));
    struct pack_describer *describer = mem_new(sizeof(*describer));
    json_t *properties = json_object();
    json_t *required = json_array();
    size_t count;
    const struct kind *const *all = kinds(&count);
    *reader = (struct pack_reader){ .memory = { arena_new(), arena_new() },
                                    .pack = pack,
                                    .describer = describer };
    describer->defs = json_pack("{s:o}", "use", json_loads(USE, 0, NULL));
    describe_sections(reader, PACK_FRAME, properties, required);
    for (size_t i = 0; i < count; i++)
        describe_sections(reader, all[i]->sections, properties, required);
    json_t *schema =
        json_pack("{s:s, s:s, s:s, s:o, s:o, s:b, s:o}", "$schema",
                  "https://json-schema.org/draft/2020-12/schema", "title", "contract pack", "type",
                  "object", "properties", properties, "required", required, "additionalProperties",
                  0, "$defs", describer->defs);
    arena_destroy(&reader->memory.texts);
    arena_destroy(&reader->memory.nodes);
    mem_free(describer);
    mem_free(reader);
    mem_free(pack);
    return schema;
}
