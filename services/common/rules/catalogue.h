/* The catalogue of GB/T 22239-2019 and of its high-risk cases: codes, names and numbers, no
 * sentences. Categories and control points per level, codes of the single items as GB/T 28448-2019
 * numbers them, items of the extensions, weights. All of it is data; nothing is counted twice. */
#ifndef CATALOGUE_H
#define CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "csv.h"
#include "pack_base.h"
#include "problem.h"

enum { CATALOGUE_LEVELS = 4, UNIT_TEXT = 16 }; /* level 5 is not published */

/* A control point at one level. */
struct catalogue_point {
    int64_t level, items;
    const char *category, *code; /* name and code of the category */
    const char *section, *name;
    char attribute;      /* S, A or G */
    int64_t first, last; /* numbers of its items within the category */
};

/* Items that an extension (cloud, mobile, …) adds to a control point. */
struct catalogue_extension {
    int64_t level, items;
    const char *extension, *category, *name;
};

/* A case of the high-risk guide. */
struct catalogue_case {
    int64_t no, min_level;
    bool and_above; /* from min_level up, else at min_level alone */
    const char *scope, *code, *category, *point, *condition; /* `condition`: "" for none */
};

struct catalogue_pair { /* weight of an item by its code; other name of a name */
    const char *key, *value;
};

struct catalogue {
    PACK_ROWS(struct catalogue_point) points;
    PACK_ROWS(struct catalogue_extension) extensions;
    PACK_ROWS(struct catalogue_case) cases;
    PACK_ROWS(struct catalogue_pair) weights;
    PACK_ROWS(struct catalogue_pair) aliases;
    struct arena *arena; /* holds all of the above */
};

/* The tables a catalogue is read from. Their headers stand in catalogue_csv.c. */
enum catalogue_table {
    TABLE_ITEMS,
    TABLE_EXTENSIONS,
    TABLE_CASES,
    TABLE_WEIGHTS,
    TABLE_ALIASES,
    TABLE__COUNT
};

/* File name of a table: items.csv … */
const char *catalogue_table_name(enum catalogue_table table);
/* Read all tables (`sources` by enum catalogue_table; the headers in them are not looked at), all
 * or nothing. RC_INVALID names `file:line`: a level outside 1 to 4, codes that do not follow each
 * other within a point or overlap, an unknown code with a weight, cases out of order. Nothing of
 * the sources is borrowed. Caller destroys. */
MUST_CHECK rc_t catalogue_read(const struct csv_source *sources, struct catalogue **ret_catalogue,
                               struct problem *problem);
/* Free and set *self_p to NULL. Safe on NULL. */
void catalogue_destroy(struct catalogue **self_p);

struct catalogue_counts {
    int64_t points, items;
    int64_t s, a, g; /* items by attribute */
};

/* Counts of a level (1 to 4); of one category by name or code where `category` is not NULL. All
 * zero for a level or category that is not there. */
void catalogue_count(const struct catalogue *self, int64_t level, const char *category,
                     struct catalogue_counts *ret_counts);
/* Counts of a system graded S`s`A`a`: S items of level s, A items of level a, G items of the higher
 * of the two. RC_INVALID names s or a outside 1 to 4; *ret_counts is then unchanged. */
MUST_CHECK rc_t catalogue_tailor(const struct catalogue *self, int64_t s, int64_t a,
                                 struct catalogue_counts *ret_counts, struct problem *problem);
/* Items of an extension at a level; 0 when there are none. */
int64_t catalogue_extension_items(const struct catalogue *self, const char *extension,
                                  int64_t level);
/* The control point that an item's code belongs to (L3-CES1-17); NULL for a code that does not
 * exist, also inside the range of a category. */
const struct catalogue_point *catalogue_unit(const struct catalogue *self, const char *code);
/* Code of the n-th item of a point, from 0. `out` has UNIT_TEXT bytes; returns `out`. */
const char *catalogue_unit_code(const struct catalogue_point *point, int64_t n, char *out);
/* Weight of an item as the weights say; NULL when they say nothing of it. */
const char *catalogue_weight(const struct catalogue *self, const char *code);
/* The name that `name` is another name of, or `name` itself. */
const char *catalogue_name(const struct catalogue *self, const char *name);
/* Whether a high-risk case concerns a level. */
bool catalogue_case_at(const struct catalogue_case *row, int64_t level);

#endif
