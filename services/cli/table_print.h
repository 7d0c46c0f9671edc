/* Tables for a terminal: columns aligned for wide CJK characters, shrunk to the width there is, never wrapped. */
#ifndef TABLE_PRINT_H
#define TABLE_PRINT_H

#include <jansson.h>
#include <stdio.h>

#include "lang.h"

enum { TABLE_COLUMNS_MAX = 16, TABLE_CELL_MAX = 512 };

/* How a cell is aligned, and what of the value is shown. */
enum cell_kind {
    CELL_TEXT,  /* text or number as it is */
    CELL_CODE,  /* the same, never cut: half a clause is none */
    CELL_WORD,  /* a code of the database by its word (code_words.h), never cut */
    CELL_INT,   /* right-aligned */
    CELL_YUAN,  /* fen, shown as yuan with separators and two decimals, right-aligned */
    CELL_DATE,  /* date, or the date of an instant */
    CELL_MINUTE, /* an instant in its own zone, to the minute */
    CELL_COUNT, /* number of entries of a list */
};

/* A row without a path ends the table. */
struct table_column {
    const char *path; /* dotted path into the row: "team.name"; NULL ends a list of columns */
    const char *zh, *en;
    enum cell_kind kind;
};

struct table_style {
    enum lang lang;
    int columns; /* of the terminal */
};

/* Print rows (a JSON array of objects) under their headings. The widest text columns give way first when
 * the line is too long; a cut cell ends in an ellipsis. */
void table_print(FILE *out, const struct table_column *columns, const json_t *rows,
                 struct table_style style);
/* Print one object as `heading: value` lines by the same columns; absent and null values are left out. */
void table_print_object(FILE *out, const struct table_column *columns, const json_t *object,
                        struct table_style style);
/* Value at a dotted path, NULL when it is not there. Borrowed. */
const json_t *table_at(const json_t *object, const char *path);
/* Text of a cell in that language into `out` (TABLE_CELL_MAX bytes); "" for null. Returns `out`. */
const char *table_cell(const json_t *row, const struct table_column *column, enum lang lang, char *out);
/* Fen as yuan: "143,612.24". `out` has 40 bytes; returns `out`. */
const char *table_yuan(long long fen, char *out);
/* Print `text` cut to `width` columns, with an ellipsis when cut, and padded to it (left or right aligned). */
void table_put(FILE *out, const char *text, size_t width, int right);
/* Print `text` in lines of at most `width` columns, further ones indented by `indent`; ends its last
 * line. Chinese breaks anywhere but before a closing mark and after an opening one, words of ASCII
 * (dates, sums, clauses) do not. `width` is more than 2. */
void table_fill(FILE *out, const char *text, size_t width, size_t indent);

#endif
