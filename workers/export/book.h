/* What a workbook is, as data: a table of sheets, each a table of columns and a statement that
 * gives its rows. A new workbook is a new table and a new statement; nothing else knows a kind. */
#ifndef BOOK_H
#define BOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "embed.h"
#include "lang.h"
#include "state_words.h"

/* How a cell travels from its source, as text (NULL: empty), and what it becomes. */
enum column_type {
    COL_TEXT,    /* text; wraps when it is wide */
    COL_ID,      /* an identifier: text, never a number, centred */
    COL_SERIAL,  /* whole number without thousands separator */
    COL_INT,     /* whole number */
    COL_MONEY,   /* fen as a whole number; a number of yuan */
    COL_PERCENT, /* basis points as a whole number; a share with format 0.00% */
    COL_SCORE,   /* hundredths as a whole number; a number with two places */
    COL_DATE,    /* "YYYY-MM-DD"; a date */
    COL_INSTANT, /* "YYYY-MM-DD HH:MM:SS" in the contract's zone; a date with time */
    COL_BOOL,    /* "t" or "f"; the words yes and no */
    COL_WORD,    /* code or "code:n" of the column's word list; its text in the language */
    COL_STEP,    /* one step of a proof, as JSON object; its sentence */
    COL_PROOF,   /* a proof, as JSON list; its sentences, one a line */
    COL__COUNT
};

enum column_flag {
    COLUMN_SUM = 1 << 0,  /* has a total in the last row */
    COLUMN_LATE = 1 << 1, /* a number above 0 is shown in the late tone with its mark */
    COLUMN_BOLD = 1 << 2, /* what a reader looks for first */
};

/* One column as the tables of sheets_*.c have it; its place in the table is its place in the sheet
 * and in the statement's row. */
struct column {
    const char *key;     /* unique in its sheet; the name of the statement's column */
    const char *zh, *en; /* heading */
    enum column_type type;
    uint8_t least, most;           /* width in half-width characters: wraps beyond `most` */
    uint8_t flags;                 /* of enum column_flag */
    const struct word *words;      /* for COL_WORD */
    const char *band_zh, *band_en; /* heading above this and the next columns; NULL: as before */
};

/* Columns that repeat once per phase of the contract's pack. Their cells travel in one JSON object
 * {"<phase number>": [cell, ...]} at the place where they stand. */
struct column_group {
    const struct column *columns; /* NULL: none */
    size_t count;
    size_t at; /* index of the first plain column after the group */
};

enum sheet_source {
    SOURCE_SQL,         /* `rows`, `total` with $1 = contract id, $2 = business day */
    SOURCE_PROCUREMENT, /* lines of the contract's pack */
};

/* One sheet. `rows` and `total` are counted and read in the same snapshot. */
struct sheet_def {
    const char *zh, *en; /* name of the sheet, at most 31 characters */
    const struct column *columns;
    size_t count;
    struct column_group group;
    enum sheet_source source;
    const struct sql
        *rows; /* columns in the order of `columns`, the group's object at `group.at` */
    const struct sql *total; /* one bigint: how many rows there will be */
    uint8_t freeze;          /* columns that stay when scrolling */
};

/* One workbook; its texts stand on the cover and in the file's properties. */
struct book_def {
    const char *kind; /* as in POST /exports; NULL ends the list */
    const char *zh, *en;
    const char *filter_zh, *filter_en; /* which rows it shows */
    const struct sheet_def *sheets;
    size_t sheet_count;
};

enum {
    SHEET_COLUMNS_MAX = 128, /* with the group repeated */
    PHASE_COLUMNS_MAX = 20,  /* phases a sheet can repeat a group for */
};

/* All workbooks, ended by a NULL kind. */
const struct book_def *books(void);
/* The workbook of this kind; NULL for an unknown one. */
const struct book_def *book_find(const char *kind);

#endif
