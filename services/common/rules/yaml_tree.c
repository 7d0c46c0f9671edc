/* libyaml's events, one handler per type, into a tree. Everything that could grow by the
 * author's wish is bounded here: bytes, depth, values, keys per map. Aliases are refused
 * outright, so no document can be larger than its text. */
#include "yaml_tree.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <yaml.h>

#include "ceilings.h"
#include "memory.h"
#include "textw.h"

struct builder {
    yaml_parser_t parser;
    const struct yaml_memory *memory;
    const char *file;
    struct problem *problem;
    struct yaml_node *open[MAX_PACK_DEPTH]; /* lists and maps not ended yet, outermost first */
    size_t depth;
    struct yaml_node *root;
    const char *key; /* key read, its value still to come */
    struct pack_place key_at;
    size_t nodes;
    bool done;
};

/* The field is left empty: a pack's author is led by line and column, and a form has none of its
 * fields to mark. */
rc_t yaml_refuse(struct problem *problem, const struct pack_place *at, const char *fmt, ...)
{
    char text[PROBLEM_TEXT_MAX];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    text_trim_partial(text);
    return problem_set(problem, RC_INVALID, NULL, "%s:%u:%u: %s", at->file, at->line, at->column,
                       text);
}

/* libyaml counts from 0, people from 1. Columns are in characters as libyaml counts them, not in
 * bytes. */
static struct pack_place place_of(const struct builder *b, const yaml_mark_t *mark)
{
    return (struct pack_place){ b->file, (uint32_t)mark->line + 1, (uint32_t)mark->column + 1 };
}

/* Refuse at the place where the event begins. */
static rc_t refuse_event(struct builder *b, const yaml_event_t *event, const char *what)
{
    struct pack_place at = place_of(b, &event->start_mark);
    return yaml_refuse(b->problem, &at, "%s", what);
}

/* Whether a map still waits for a key. */
static bool wants_key(const struct builder *b)
{
    return b->depth > 0 && b->open[b->depth - 1]->kind == YAML_MAP && !b->key;
}

/* Hang a node under the innermost open list or map; the first node of all is the root. The key
 * belongs to the node from here on; without clearing it the next value would be hung under the same
 * one. */
static rc_t attach(struct builder *b, struct yaml_node *node)
{
    if (++b->nodes > MAX_PACK_NODES)
        return yaml_refuse(b->problem, &node->at, "the document has more than %d values",
                           MAX_PACK_NODES);
    if (b->depth == 0) {
        b->root = node;
        return RC_OK;
    }
    struct yaml_node *parent = b->open[b->depth - 1];
    node->key = b->key;
    node->key_at = b->key_at;
    b->key = NULL;
    if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
    parent->count++;
    return RC_OK;
}

/* A node at its place, not yet attached. */
static struct yaml_node *node_new(struct builder *b, enum yaml_kind kind, const yaml_mark_t *mark)
{
    struct yaml_node *node = arena_array(b->memory->nodes, 1, sizeof(*node));
    node->kind = kind;
    node->at = place_of(b, mark);
    return node;
}

/* Maps of a pack are small, and one with many keys is refused long before this could hurt. */
enum { MAX_KEYS = 200 };

/* Keys are compared within their map only, and maps are small. The key is held until its value
 * comes; a map that ends in between cannot come from libyaml. */
static rc_t take_key(struct builder *b, const yaml_event_t *event)
{
    struct pack_place at = place_of(b, &event->start_mark);
    const struct yaml_node *map = b->open[b->depth - 1];
    const char *key = arena_text(b->memory->texts, (const char *)event->data.scalar.value,
                                 event->data.scalar.length);
    if (*key == '\0')
        return yaml_refuse(b->problem, &at, "a key must not be empty");
    if (yaml_member(map, key))
        return yaml_refuse(b->problem, &at, "key \"%s\" stands twice in one map", key);
    if (map->count >= MAX_KEYS)
        return yaml_refuse(b->problem, &at, "a map must not have more than %d keys", MAX_KEYS);
    b->key = key;
    b->key_at = at;
    return RC_OK;
}

/* A key where one is due, else a text. What stood in quotes is remembered, since readers of numbers
 * and truth values refuse it. */
static rc_t on_scalar(struct builder *b, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    if (event->data.scalar.anchor || event->data.scalar.tag)
        return refuse_event(b, event, "anchors and tags are not allowed");
    if (strlen(text) != event->data.scalar.length || text_has_control(text))
        return refuse_event(b, event, "text must not have control characters");
    if (wants_key(b))
        return take_key(b, event);
    struct yaml_node *node = node_new(b, YAML_TEXT, &event->start_mark);
    node->text = arena_text(b->memory->texts, text, event->data.scalar.length);
    node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    return attach(b, node);
}

/* Depth is checked before the node exists. */
static rc_t open_node(struct builder *b, const yaml_event_t *event, enum yaml_kind kind)
{
    bool marked = kind == YAML_LIST
                      ? event->data.sequence_start.anchor || event->data.sequence_start.tag
                      : event->data.mapping_start.anchor || event->data.mapping_start.tag;
    if (marked)
        return refuse_event(b, event, "anchors and tags are not allowed");
    if (wants_key(b))
        return refuse_event(b, event, "a key must be text");
    if (b->depth == MAX_PACK_DEPTH)
        return refuse_event(b, event, "the document is nested too deeply");
    struct yaml_node *node = node_new(b, kind, &event->start_mark);
    rc_t rc = attach(b, node);
    b->open[b->depth++] = node;
    return rc;
}

/* Lists and maps are bounded and refused alike; only the kind of node differs. */
static rc_t on_list(struct builder *b, const yaml_event_t *event)
{
    return open_node(b, event, YAML_LIST);
}

/* As a list; its keys come as scalars, which take_key holds to the map that is open. */
static rc_t on_map(struct builder *b, const yaml_event_t *event)
{
    return open_node(b, event, YAML_MAP);
}

/* libyaml balances its events, so the depth cannot fall below zero here. */
static rc_t on_close(struct builder *b, const yaml_event_t *event)
{
    (void)event;
    b->depth--;
    return RC_OK;
}

/* Refused outright: with aliases a short text could stand for a tree without bounds. */
static rc_t on_alias(struct builder *b, const yaml_event_t *event)
{
    return refuse_event(b, event, "aliases are not allowed");
}

/* A second document would be ignored by most readers; here it is an error. */
static rc_t on_document(struct builder *b, const yaml_event_t *event)
{
    return b->root ? refuse_event(b, event, "a file holds one document only") : RC_OK;
}

/* An empty file is an error, so that a pack which was lost on its way is not read as one without
 * clauses. */
static rc_t on_end(struct builder *b, const yaml_event_t *event)
{
    b->done = true;
    return b->root ? RC_OK : refuse_event(b, event, "the document is empty");
}

/* Events that a tree does not show, such as the end of a document. */
static rc_t on_nothing(struct builder *b, const yaml_event_t *event)
{
    (void)b;
    (void)event;
    return RC_OK;
}

/* By yaml_event_type_t. */
static rc_t (*const HANDLERS[])(struct builder *b, const yaml_event_t *event) = {
    [YAML_NO_EVENT] = on_nothing,           [YAML_STREAM_START_EVENT] = on_nothing,
    [YAML_STREAM_END_EVENT] = on_end,       [YAML_DOCUMENT_START_EVENT] = on_document,
    [YAML_DOCUMENT_END_EVENT] = on_nothing, [YAML_ALIAS_EVENT] = on_alias,
    [YAML_SCALAR_EVENT] = on_scalar,        [YAML_SEQUENCE_START_EVENT] = on_list,
    [YAML_SEQUENCE_END_EVENT] = on_close,   [YAML_MAPPING_START_EVENT] = on_map,
    [YAML_MAPPING_END_EVENT] = on_close,
};

/* libyaml's own complaint, at the place it names. */
static rc_t refuse_syntax(struct builder *b)
{
    const yaml_parser_t *p = &b->parser;
    struct pack_place at = place_of(b, &p->problem_mark);
    return yaml_refuse(b->problem, &at, "not valid YAML: %s",
                       text_or(p->problem, "it takes too much memory"));
}

/* Event by event until the stream ends or something is refused. Every event is freed, also on
 * refusal. */
static rc_t build(struct builder *b)
{
    rc_t rc = RC_OK;
    while (!b->done && rc == RC_OK) {
        yaml_event_t event;
        if (!yaml_parser_parse(&b->parser, &event))
            return refuse_syntax(b);
        rc = HANDLERS[event.type](b, &event);
        yaml_event_delete(&event);
    }
    return rc;
}

/* Size and encoding are checked before libyaml sees a byte, so that its own limits never matter.
 * Nodes of a refused document stay in the caller's arena until that goes. */
rc_t yaml_tree_read(const struct pack_source *source, const struct yaml_memory *memory,
                    const struct yaml_node **ret_root, struct problem *problem)
{
    struct pack_place start = { source->file_name, 1, 1 };
    if (source->len > MAX_PACK_BYTES)
        return yaml_refuse(problem, &start, "a pack has at most %d bytes", MAX_PACK_BYTES);
    if (!text_is_utf8(source->bytes, source->len))
        return yaml_refuse(problem, &start, "a pack must be UTF-8 text");
    struct builder b = { .memory = memory, .file = source->file_name, .problem = problem };
    mem_require(yaml_parser_initialize(&b.parser) != 0);
    yaml_parser_set_encoding(&b.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&b.parser, (const unsigned char *)source->bytes, source->len);
    rc_t rc = build(&b);
    yaml_parser_delete(&b.parser);
    if (rc == RC_OK)
        *ret_root = b.root;
    return rc;
}

/* A walk: maps hold at most MAX_KEYS members. A NULL map has no members, so that lookups can be
 * chained. */
const struct yaml_node *yaml_member(const struct yaml_node *map, const char *key)
{
    if (!map || map->kind != YAML_MAP)
        return NULL;
    for (const struct yaml_node *n = map->first; n; n = n->next)
        if (strcmp(n->key, key) == 0)
            return n;
    return NULL;
}
