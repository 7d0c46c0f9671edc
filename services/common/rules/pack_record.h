/* The rows of a pack that no rule reckons with: the register, tracked tasks, records, lists; and
 * the entries of the file as they stand, whatever their kind. Part of pack.h. */
#ifndef PACK_RECORD_H
#define PACK_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pack_base.h"

enum scalar_type { SCALAR_TEXT, SCALAR_NUMBER, SCALAR_BOOL };

/* A value whose type its looks decide: 3 is a number, true a truth value, all else and what stands
 * in quotes text. */
struct pack_scalar {
    enum scalar_type type;
    const char *text; /* as written, whatever the type */
    int64_t number;
    bool flag;
};

struct pack_cell { /* a member of an open map */
    struct pack_place at;
    const char *key;
    bool list; /* a list of any length; else one value */
    PACK_ROWS(struct pack_scalar) values;
};

struct pack_register { /* clauses PREFIX-001 to PREFIX-count exist; count 0: not stated */
    struct pack_place at;
    const char *prefix;
    int64_t count;
};

struct pack_task { /* owed without a number or a date: done, checked, reminded of or approved */
    struct pack_place at;
    const char *clause, *title;
    const char *form;    /* task, check, reminder, approval */
    const char *on;      /* what it follows, or NULL: at any time */
    const char *service; /* code of the service it belongs to, or NULL */
    const char *owed_by; /* a party's role, or NULL */
    PACK_ROWS(const char *) items;
};

struct pack_record { /* kept as text, since nothing in it can be reckoned or tracked */
    struct pack_place at;
    const char *clause, *title, *text;
    const char *why; /* the reason, a word of the language */
    PACK_ROWS(struct pack_cell) data;
};

struct list_row {
    struct pack_place at;
    const char *clause; /* its own, or that of its list */
    PACK_ROWS(const char *) aliases;
    PACK_ROWS(struct pack_cell) cells;
};

struct pack_list { /* things the document enumerates, for queries and forms */
    struct pack_place at;
    const char *clause, *of; /* `clause` may be NULL; lists of the same `of` continue each other */
    const char *title, *why; /* may be NULL; `why`: the reason for keeping them as names */
    PACK_ROWS(struct list_row) rows;
};

/* What becomes of a clause, weakest first. */
enum clause_class {
    CLASS_MISSING,  /* nothing cites it */
    CLASS_RECORDED, /* kept as text */
    CLASS_TRACKED,  /* a task, check, document, gate or reminder exists */
    CLASS_COMPUTED, /* a rule uses its parameters */
    CLASS__COUNT
};

struct entry_field { /* a member of an entry, as the file has it */
    const char *key, *text;
};

/* An entry of the file, whatever its kind: what it cites and what it says. Made while reading, with
 * the rows of used packs, so that coverage and comparison need not know any kind. */
struct pack_entry {
    struct pack_place at;
    const char *section;
    const char *clause; /* NULL: it cites none */
    PACK_ROWS(const char *) also;
    enum clause_class class;
    const char *why; /* of a record: the reason; else NULL */
    bool part;       /* stands inside of another entry */
    PACK_ROWS(struct entry_field) fields;
};

#endif
