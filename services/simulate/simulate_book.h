/* The outcome as a workbook: what people print, mark and send on. */
#ifndef SIMULATE_BOOK_H
#define SIMULATE_BOOK_H

#include "lang.h"
#include "simulate.h"

/* Write the outcome of a play to the file `path`: sheets of settlement, workload, deadlines, breaches, penalties, reminders and
 * timeline. The file appears whole or not at all; one of that name is replaced. Equal plays give equal bytes. RC_INVALID
 * when `path` cannot be written, RC_UNAVAILABLE when the disk is full. */
MUST_CHECK rc_t simulate_book(struct simulate_run *run, const char *path, enum lang lang, struct problem *problem);

#endif
