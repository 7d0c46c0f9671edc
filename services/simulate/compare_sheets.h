/* The sheets of a comparison's workbook, as tables over the fields of pair_row.h. */
#ifndef COMPARE_SHEETS_H
#define COMPARE_SHEETS_H

#include "book.h"

enum { COMPARE_SHEET_TOTALS = -1 /* the sheet whose rows are no list */ };

extern const struct book_def COMPARE_BOOK;

/* The list (enum compare_list) that a sheet of the book shows, or COMPARE_SHEET_TOTALS. */
int compare_sheet_list(const struct sheet_def *sheet);

#endif
