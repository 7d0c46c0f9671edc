/* A row of an outcome, which is a JSON object, as a row of a sheet: a column's key is the row's field. */
#ifndef BOOK_ROW_H
#define BOOK_ROW_H

#include <jansson.h>

#include "sheet_writer.h"

enum { BOOK_CELLS_MAX = 24 /* columns of a sheet of ours */ };

/* Where rows go; both borrowed. */
struct book_rows {
    const struct sheet_def *sheet; /* at most BOOK_CELLS_MAX columns, no group */
    sheet_writer_t *out;
};

/* Write one row. A field that is not there is an empty cell; a list becomes its texts with "；" between, an object one
 * line of JSON. Errors as sheet_writer_row. */
MUST_CHECK rc_t book_row_put(const struct book_rows *self, const json_t *row, struct problem *problem);

#endif
