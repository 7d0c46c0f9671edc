/* The outcome as a workbook: what people print, mark and send on. */
#ifndef SIMULATE_BOOK_H
#define SIMULATE_BOOK_H

#include "lang.h"
#include "simulate.h"

/* Write the outcome to the file `path`: of a play sheets of settlement, workload, deadlines, breaches, penalties, reminders
 * and timeline; of a comparison what differs, with both plays side by side: totals, settlement, dates, breaches,
 * penalties, workload. The file appears whole or not at all; one of that name is replaced. Equal plays give equal bytes. RC_INVALID
 * when `path` cannot be written, RC_UNAVAILABLE when the disk is full. */
MUST_CHECK rc_t simulate_book(struct simulate_run *run, const char *path, enum lang lang, struct problem *problem);

#endif
