/* The lists of a comparison: what is held against what, and walking the rows that differ. */
#ifndef COMPARE_LISTS_H
#define COMPARE_LISTS_H

#include "row_pairs.h"
#include "simulate.h"

/* Money first: it is what a comparison is asked for. Reminders and the timeline follow from these and are not compared. */
enum compare_list { COMPARE_SETTLEMENT, COMPARE_DATES, COMPARE_BREACHES, COMPARE_PENALTIES, COMPARE_WORKLOAD, COMPARE_COUNT };

/* Name of a list in the outcome. */
const char *compare_list_name(enum compare_list list);
/* Call `each` for every row of a list that is not the same in both plays of `run`, contract by contract. Flat but for
 * one contract's rows. */
MUST_CHECK rc_t compare_list_walk(struct simulate_run *run, enum compare_list list, pair_fn *each, void *arg,
                                  struct problem *problem);
/* Totals of both plays, {first, against}, each counted as of a play of its own. Owned by the caller. */
MUST_CHECK rc_t compare_totals(struct simulate_run *run, json_t **ret_totals, struct problem *problem);

#endif
