/* From the text a source gives to what a cell is: a number, a text with its tone, or nothing. */
#ifndef CELL_VALUE_H
#define CELL_VALUE_H

#include "book.h"
#include "bytebuf.h"
#include "problem.h"

enum cell_kind { CELL_EMPTY, CELL_NUMBER, CELL_TEXT };

struct cell_value {
    enum cell_kind kind;
    enum tone tone;
    double number; /* of CELL_NUMBER: yuan, a share, an Excel date */
    int64_t exact; /* of CELL_NUMBER: the whole number it came from, for sums */
    const char
        *text; /* of CELL_TEXT: borrowed from the source or the scratch buffer; not yet cleaned */
    const char *shown; /* of CELL_NUMBER: text of about the width it is shown with, or NULL */
};

struct cell_reader {
    enum lang lang;
    int zone_minutes;       /* for instants in sentences */
    struct bytebuf scratch; /* what the last cell_read wrote */
};

/* A reader for one sheet. Allocates nothing yet. */
void cell_reader_init(struct cell_reader *self, enum lang lang, int zone_minutes);
/* Free its buffer. */
void cell_reader_fini(struct cell_reader *self);
/* Read the cell of a column. NULL and "" are CELL_EMPTY. RC_INTERNAL naming the column when the
 * text is not what the type says: a fault of the statement, never of a person. A day before
 * 1900-03-01, which Excel has no number for, stays text. A money value beyond 2^53 fen is refused:
 * it would not be exact. */
MUST_CHECK rc_t cell_read(struct cell_reader *self, const struct column *column, const char *text,
                          struct cell_value *ret_value, struct problem *problem);

#endif
