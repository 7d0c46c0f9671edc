/* Every format of a workbook, made once and shared: what a cell is (look), how it stands out
 * (tone), and the zebra. Colours are light enough to stay readable in grey. */
#ifndef PALETTE_H
#define PALETTE_H

#include <stdbool.h>
#include <xlsxwriter.h>

#include "book.h"

/* What a data cell holds. All texts have the text format "@", so that a person who edits one that
 * begins with "=" still gets text (XLS-01; the library of Debian 12 cannot set quotePrefix). */
enum look {
    LOOK_TEXT,
    LOOK_CENTER,
    LOOK_SERIAL,
    LOOK_INT,
    LOOK_MONEY,
    LOOK_PERCENT,
    LOOK_SCORE,
    LOOK_DATE,
    LOOK_INSTANT,
    LOOK__COUNT
};

/* Cells that are no data. */
enum trim {
    TRIM_TITLE,
    TRIM_SUBTITLE,
    TRIM_BAND,
    TRIM_HEAD,
    TRIM_TOTAL, /* label of the last row */
    TRIM_TOTAL_INT,
    TRIM_TOTAL_MONEY,
    TRIM_COVER_TITLE,
    TRIM_COVER_NAME,
    TRIM_COVER_RULE,
    TRIM_COVER_SECTION,
    TRIM_COVER_KEY,
    TRIM_COVER_VALUE,
    TRIM_COVER_LINK,
    TRIM_COVER_NOTE,
    TRIM__COUNT
};

typedef struct palette palette_t;

/* New palette of `book`, which owns the formats. Never NULL; caller destroys before closing the
 * book. */
palette_t *palette_new(lxw_workbook *book);
/* Free and set *self_p to NULL; the formats stay with the book. Safe on NULL. */
void palette_destroy(palette_t **self_p);

struct cell_style {
    enum look look;
    enum tone tone;
    bool stripe; /* every second row */
    bool bold;
};
/* Format of a data cell. Borrowed. */
lxw_format *palette_cell(palette_t *self, struct cell_style style);
/* Format of a cell that is no data. Borrowed. */
lxw_format *palette_trim(palette_t *self, enum trim trim);
/* Look of a column's cells. */
enum look palette_look(const struct column *column);

enum { COLOR_INK = 0x1F3864 /* headings and the sheets' tabs */ };

#endif
