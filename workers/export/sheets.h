/* The sheets of all workbooks; each file holds those of one area. */
#ifndef SHEETS_H
#define SHEETS_H

#include "book.h"

extern const struct sheet_def SHEETS_PROGRESS[1];
extern const struct sheet_def SHEETS_SYSTEMS[1];
extern const struct sheet_def SHEETS_DELIVERABLES[1];
extern const struct sheet_def SHEETS_PROCUREMENT[1];
extern const struct sheet_def SHEETS_DEADLINES[2];
extern const struct sheet_def SHEETS_PENALTIES[1];

#endif
