/* The columns of one sheet as they stand on the page: the plain ones and, at its place, the group
 * once per phase; and how a source's row becomes one cell for each of them. */
#ifndef SHEET_LAYOUT_H
#define SHEET_LAYOUT_H

#include <jansson.h>

#include "book.h"
#include "problem.h"

/* A phase that the group of a sheet repeats for. */
struct phase_head {
    int64_t number;
    const char *name;
};

enum { BAND_TEXT_MAX = 120 };

struct laid_column {
    const struct column *def;
    char band[BAND_TEXT_MAX]; /* heading that begins here; "" when the one before goes on */
};

struct sheet_layout {
    struct laid_column columns[SHEET_COLUMNS_MAX];
    size_t count;
    bool has_bands;
    const struct sheet_def *def;
    const struct phase_head *phases;
    size_t phase_count;
};

/* Lay out a sheet. RC_TOO_LARGE for more phases than PHASE_COLUMNS_MAX or more columns than
 * SHEET_COLUMNS_MAX. Borrows `def` and `phases`. */
MUST_CHECK rc_t sheet_layout_init(struct sheet_layout *self, const struct sheet_def *def,
                                  enum lang lang, const struct phase_head *phases,
                                  size_t phase_count, struct problem *problem);
/* Number of cells a source gives per row: the plain columns, and one object for a group. */
size_t sheet_source_cells(const struct sheet_def *def);
/* Spread a source's row over the laid columns. Cells of a group are borrowed from *ret_held (NULL
 * without a group), which the caller releases with json_decref. RC_INVALID for a group cell that is
 * no such object. */
MUST_CHECK rc_t sheet_layout_spread(const struct sheet_layout *self, const char *const *source,
                                    const char **ret_cells, json_t **ret_held,
                                    struct problem *problem);

#endif
