/* How a sheet looks on screen and on paper: heading rows, widths and heights, totals, and the
 * settings for printing on A4. */
#ifndef SHEET_PAGE_H
#define SHEET_PAGE_H

#include "sheet_writer.h"

/* The data rows of a sheet: [first_row, end_row). */
struct sheet_extent {
    uint32_t first_row, end_row;
    const size_t *widths; /* of the columns, in half-width characters */
    const int64_t *sums;  /* of columns with COLUMN_SUM, for a total row at `end_row`; NULL: none */
};

/* Write title and heading rows; returns the first data row. */
uint32_t sheet_page_head(const struct sheet_frame *frame, const struct sheet_layout *layout,
                         lxw_worksheet *sheet);
/* Start the widths of all columns: what the heading needs, at least the column's `least`. */
void sheet_page_widths(const struct sheet_frame *frame, const struct sheet_layout *layout,
                       size_t *ret_widths);
/* Height in points of a row of so many lines; at most what Excel allows. */
double sheet_page_height(size_t lines);
/* Width in Excel's unit of a column for so many half-width characters. */
double sheet_page_column(size_t width);
/* Write the total row and set widths, freeze, filter, print area, repeated rows, header and footer.
 */
void sheet_page_finish(const struct sheet_frame *frame, const struct sheet_layout *layout,
                       lxw_worksheet *sheet, const struct sheet_extent *extent);
/* What every page of the workbook has: A4 landscape, one page wide, margins, page numbers. */
void sheet_page_paper(const struct sheet_frame *frame, const char *title, lxw_worksheet *sheet);

#endif
