/* Writes one sheet row by row in constant memory: title, heading, data, totals, print settings.
 * More rows than a sheet holds go on in a second one of the same shape. */
#ifndef SHEET_WRITER_H
#define SHEET_WRITER_H

#include <xlsxwriter.h>

#include "palette.h"
#include "sheet_layout.h"

enum {
    SHEET_ROWS_MAX = 1048576, /* rows of an Excel sheet, heading included (XLS-02) */
    PARTS_MAX = 64,           /* sheets of one workbook, cover and continuations included */
    PART_NAME_MAX = 128,      /* bytes; Excel takes 31 characters */
};

/* One sheet as it was handed to the library: what its rows take as XML, to be found again in the
 * file. */
struct part {
    lxw_worksheet *sheet;
    const struct sheet_def *def; /* NULL: the cover */
    char name[PART_NAME_MAX];
    int64_t rows;  /* data rows */
    int64_t bytes; /* XML of all its rows */
};

struct parts {
    struct part rows[PARTS_MAX];
    size_t count;
};

/* What all sheets of a workbook share. Everything is borrowed. */
struct sheet_frame {
    lxw_workbook *book;
    palette_t *palette;
    struct parts *parts;
    enum lang lang;
    int zone_minutes;
    const char *title; /* contract, customer: the line below a sheet's title */
    const char *code;  /* contract code, for the page header */
    const char *as_of; /* "YYYY-MM-DD HH:MM", for the page footer */
    const struct phase_head *phases;
    size_t phase_count;
    uint32_t rows_max; /* rows of one sheet at most, heading and total included */
};

typedef struct sheet_writer sheet_writer_t;

/* Begin a sheet: adds it to the book and writes the heading. Caller destroys *ret_writer.
 * RC_TOO_LARGE when the book has PARTS_MAX sheets or the layout does not fit. Borrows `frame`. */
MUST_CHECK rc_t sheet_writer_open(const struct sheet_frame *frame, const struct sheet_def *def,
                                  sheet_writer_t **ret_writer, struct problem *problem);
/* Write one row of the source: sheet_source_cells(def) texts, NULL for an empty cell. RC_INTERNAL
 * for a cell that is not what its column says; RC_UNAVAILABLE when the library cannot write. */
MUST_CHECK rc_t sheet_writer_row(sheet_writer_t *self, const char *const *cells,
                                 struct problem *problem);
/* Write the totals, widths and print settings; *ret_rows is the number of data rows. RC_UNAVAILABLE
 * when a temporary file could not take all of it (disk full). */
MUST_CHECK rc_t sheet_writer_finish(sheet_writer_t *self, int64_t *ret_rows,
                                    struct problem *problem);
/* Free the writer and set *self_p to NULL; the sheet stays with the book. Safe on NULL. */
void sheet_writer_destroy(sheet_writer_t **self_p);

/* Add a sheet and its part; `def` NULL for the cover. As sheet_writer_open. */
MUST_CHECK rc_t parts_add(struct parts *self, lxw_workbook *book, const struct sheet_def *def,
                          const char *name, struct part **ret_part, struct problem *problem);
/* Hand the last row of a part to its temporary file and measure the file. RC_UNAVAILABLE when it is
 * short. */
MUST_CHECK rc_t part_seal(struct part *self, struct problem *problem);

#endif
