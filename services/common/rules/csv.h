/* Plain tables as text: a header line, then one row a line, fields between commas. No quoting: the
 * tables that ship are made of names, codes and numbers. */
#ifndef CSV_H
#define CSV_H

#include <stddef.h>

#include "problem.h"

enum { CSV_FIELDS_MAX = 12, CSV_LINE_BYTES = 1000 };

struct csv_row {
    size_t line; /* from 1, the header being line 1 */
    size_t count;
    const char *fields[CSV_FIELDS_MAX]; /* UTF-8, may be empty; valid during the call */
};

/* Takes one row. What it returns ends the reading when it is not RC_OK. */
typedef rc_t csv_row_fn(void *arg, const struct csv_row *row, struct problem *problem);

/* What is read: `name` is of the file, for messages, `header` the line it must begin with. */
struct csv_source {
    const char *bytes;
    size_t len;
    const char *name, *header;
};

/* Hand every row to `fn`. RC_INVALID names `name:line` for another header, a row with fewer or more
 * fields, a line that is too long, binary or no UTF-8. Empty lines are passed over. What `fn`
 * returns other than RC_OK ends the reading and is returned; rows already handed over stay handed
 * over. */
MUST_CHECK rc_t csv_read(const struct csv_source *source, csv_row_fn *fn, void *arg,
                         struct problem *problem);
/* Refuse a row: `name:line: text`; returns RC_INVALID. `what` goes on after the colon, in lower
 * case; it is copied. */
rc_t csv_refuse(struct problem *problem, const struct csv_source *source, const struct csv_row *row,
                const char *what);

#endif
