/* From YAML nodes to the rows of struct pack, by tables of fields. A field's row says its key, how
 * its value is read and where it goes, so a section's table is its language. */
#ifndef PACK_READER_H
#define PACK_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "pack.h"
#include "yaml_tree.h"

enum { MAX_ROWS = 2000, MAX_USED_PACKS = 8, MAX_USE_DEPTH = 4, MAX_WARNINGS = 64 };

struct used_pack { /* another pack's document, parsed once */
    const char *name;
    const struct yaml_node *root;
};

/* State of one load. Texts and rows go to `memory.texts`, which the pack keeps; nodes to
 * `memory.nodes`, which end with the load. Nothing in here outlives the load but what the pack
 * points to. */
struct pack_reader {
    struct yaml_memory memory;
    struct problem *problem;
    struct pack *pack; /* being built; sections before the current one are complete */
    pack_use_fn *use;
    void *use_arg;
    struct used_pack used[MAX_USED_PACKS];
    size_t used_count;
    struct pack_describer *describer; /* NULL: reading; else the language is being described */
    const char *section;              /* being read */
    const struct yaml_node *outer;    /* the section's entry we are inside of, NULL: none */
    struct pack_entry *entries;
    size_t entry_count, entry_cap;
    size_t use_depth; /* how many `use` we are inside of */
    struct pack_warning warnings[MAX_WARNINGS];
    size_t warning_count;
};

/* Reads one value into the field's place. Refuses with the value's line and column. */
typedef rc_t value_fn(struct pack_reader *reader, const struct yaml_node *node, void *out);

/* Required means that the key must stand there, not that its value is anything but empty or 0:
 * values are their reader's. */
enum field_need { FIELD_OPTIONAL, FIELD_REQUIRED };

/* One key of a map. `offset` is where in the row the value goes; fields that write several members
 * take the row itself, at 0. */
struct field {
    const char *key;
    value_fn *read;
    size_t offset;
    enum field_need need;
};

/* A section or struct: its fields, and the size of one row. Rows begin with their struct
 * pack_place. */
struct row_shape {
    const char *what; /* for messages: "term" */
    const struct field *fields;
    size_t field_count;
    size_t row_size;
    size_t cells; /* where an open row keeps its other keys (PACK_ROWS(struct pack_cell)); 0: no
                     other keys */
};
#define ROW_SHAPE(what, fields, type)                                                              \
    {                                                                                              \
        what, fields, sizeof(fields) / sizeof((fields)[0]), sizeof(type), 0                        \
    }

/* The shape of an open row: keys that are not fields become cells of `member`. */
#define OPEN_SHAPE(what, fields, type, member)                                                     \
    {                                                                                              \
        what, fields, sizeof(fields) / sizeof((fields)[0]), sizeof(type), offsetof(type, member)   \
    }

/* Read a map into `out` (zeroed, row_size bytes): refuses unknown keys and names missing ones. A
 * map that may cite a `clause` may also cite others, `also: [ids]`. */
MUST_CHECK rc_t reader_map(struct pack_reader *reader, const struct yaml_node *node,
                           const struct row_shape *shape, void *out);
/* Read a list of maps into a PACK_ROWS. An entry `{use: pack/section, only: [clauses]}` stands for
 * that section's rows of another pack; a map {use: …} instead of the list is one such entry. */
MUST_CHECK rc_t reader_rows(struct pack_reader *reader, const struct yaml_node *node,
                            const struct row_shape *shape, void *ret_rows);

/* Readers of single values; `out` is what follows. */
value_fn read_text;    /* const char *: 1 to MAX_NAME_FIELD characters */
value_fn read_code;    /* const char *: lower-case letters, digits, - and _; also serves as a key */
value_fn read_texts;   /* PACK_ROWS(const char *): a list, or one text alone */
value_fn read_count;   /* int64_t: whole number from 0 */
value_fn read_counts;  /* PACK_ROWS(int64_t): a list */
value_fn read_bool;    /* bool: true or false */
value_fn read_yuan;    /* int64_t fen: yuan with at most two decimals */
value_fn read_percent; /* int64_t basis points: "70%", at most two decimals, 0 to 100 */
value_fn read_date;    /* int32_t day */
value_fn read_within;  /* struct duration: "10 working days", "2 months", "30 min" … */
value_fn read_under;   /* struct duration, strict: the limit itself is too late */
value_fn read_scalars; /* PACK_ROWS(struct pack_scalar): a list of values, or one alone */
value_fn read_cells;   /* PACK_ROWS(struct pack_cell): an open map of values and lists of them */
value_fn read_condition; /* struct condition: {fact: comparison, …} or {any: [...]} */

/* "== 1", ">= 70%": operator, number of 10^-6 and whether a per cent sign follows; without an
 * operator it is "==". */
struct comparison {
    enum compare_op op;
    int64_t number;
    bool percent;
};
value_fn read_comparison;

/* Index of the node's text among words; refuses naming `what` and the words. */
MUST_CHECK rc_t read_word(struct pack_reader *reader, const struct yaml_node *node,
                          const char *what, const char *const words[], int *ret_index);

/* Read one member of an open map. */
MUST_CHECK rc_t read_cell(struct pack_reader *reader, const struct yaml_node *node,
                          struct pack_cell *out);

/* Add a warning that `pack check` shows; later ones beyond MAX_WARNINGS are dropped. */
void reader_warn(struct pack_reader *reader, const struct pack_place *at, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
/* Refuse at a row's place; returns RC_INVALID. */
#define reader_refuse(reader, at, ...) yaml_refuse((reader)->problem, at, __VA_ARGS__)
/* RC_INVALID when two rows have the same text at `offset` (a const char *; NULLs differ). */
MUST_CHECK rc_t reader_unique(struct pack_reader *reader, const struct row_shape *shape,
                              const void *rows, size_t offset);

#endif
