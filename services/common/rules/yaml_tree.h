/* A YAML document as a tree whose every node knows its line and column. A strict subset: one
 * document, plain and quoted scalars, lists, maps with text keys; no anchors, aliases, tags or
 * repeated keys. */
#ifndef YAML_TREE_H
#define YAML_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "pack.h"
#include "problem.h"

enum yaml_kind { YAML_TEXT, YAML_LIST, YAML_MAP };

struct yaml_node {
    struct pack_place at;
    enum yaml_kind kind;
    const char *text; /* TEXT: the scalar, NUL-terminated, without NUL inside */
    bool quoted;      /* TEXT: stood in quotes, so it is text whatever it looks like */
    const char *key;  /* in a map: this member's key; NULL elsewhere */
    struct pack_place key_at;
    struct yaml_node *first; /* LIST, MAP: members in order, by `next` */
    struct yaml_node *last;
    struct yaml_node *next;
    size_t count; /* members */
};

/* Where a tree's parts live: texts may outlast the nodes. */
struct yaml_memory {
    struct arena *texts, *nodes;
};

/* Parse a source's bytes; `file_name` must live as long as the texts. RC_INVALID with
 * `file:line:column: reason`, also beyond MAX_PACK_BYTES, MAX_PACK_DEPTH or MAX_PACK_NODES;
 * *ret_root is then untouched. */
MUST_CHECK rc_t yaml_tree_read(const struct pack_source *source, const struct yaml_memory *memory,
                               const struct yaml_node **ret_root, struct problem *problem);
/* Member of a map by key, NULL when it has none (or is no map). */
const struct yaml_node *yaml_member(const struct yaml_node *map, const char *key);
/* Record `file:line:column: text` as the problem; returns RC_INVALID. */
rc_t yaml_refuse(struct problem *problem, const struct pack_place *at, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

#endif
