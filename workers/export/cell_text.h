/* Text as a cell of a workbook may hold it: no character that XML forbids, nothing longer than
 * Excel takes, and its size on the page. Nothing here can make a formula: texts only ever become
 * string cells. */
#ifndef CELL_TEXT_H
#define CELL_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "bytebuf.h"

enum {
    CELL_CHARS_MAX = 32767,   /* UTF-16 units of one cell (XLS-02) */
    CELL_BYTES_MAX = 1 << 18, /* ceiling of a scratch buffer: the above with every escape */
};

/* `text` as it may stand in a cell: control characters XML 1.0 forbids, CR and a literal "_xHHHH_"
 * become the escape _xHHHH_ that Excel reads back; bytes that are no UTF-8 and U+FFFE, U+FFFF
 * become U+FFFD; what goes over CELL_CHARS_MAX is cut with the mark CELL_CUT_MARK. Returns `text`
 * itself when nothing has to change, else scratch's content (ceiling at least CELL_BYTES_MAX),
 * borrowed until its next change. */
const char *cell_text_clean(const char *text, struct bytebuf *scratch);
#define CELL_CUT_MARK "…【已截断 cut】"

/* Room a text needs. */
struct cell_box {
    size_t width; /* widest line in half-width columns; CJK counts two */
    size_t lines; /* lines when it wraps at the width asked */
};
/* Measure a text that wraps beyond `most` columns (at least 2). "" has one line of width 0. */
struct cell_box cell_text_measure(const char *text, size_t most);

#endif
