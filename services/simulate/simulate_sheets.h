/* The sheets of a simulation's workbook, as tables. */
#ifndef SIMULATE_SHEETS_H
#define SIMULATE_SHEETS_H

#include <jansson.h>

#include "book.h"

enum { SHEET_SETTLEMENT = -1 /* the sheet whose rows are reckoned and not read */ };

extern const struct book_def SIMULATE_BOOK;

/* The list (enum simulate_list) that a sheet of the book shows, or SHEET_SETTLEMENT. */
int simulate_sheet_list(const struct sheet_def *sheet);
/* A row with lists of seven days gets a field for each day: "tasks" gives tasks_1 ... tasks_7. In place. */
void simulate_sheet_days(json_t *row);

#endif
