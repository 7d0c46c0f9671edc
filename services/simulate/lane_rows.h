/* Reading what a run and those behind it played, as if it lay in one database: their contracts follow each other, and every list
 * is in order of contracts. */
#ifndef LANE_ROWS_H
#define LANE_ROWS_H

#include "simulate.h"
#include "simulate_store.h"

/* As simulate_store_list over all runs, days of the run's question. */
MUST_CHECK rc_t lane_list(struct simulate_run *run, enum simulate_list list, const struct row_walk *walk,
                          struct problem *problem);
/* As simulate_store_contracts over all runs. */
MUST_CHECK rc_t lane_contracts(struct simulate_run *run, contract_sum_fn *each, void *arg, struct problem *problem);
/* As simulate_store_totals of all contracts, summed over all runs. *ret_totals is the caller's. */
MUST_CHECK rc_t lane_totals(struct simulate_run *run, json_t **ret_totals, struct problem *problem);
/* Add the numbers of `more` to those of `sum`, by name, in objects within objects too. Pure. */
void lane_add(json_t *sum, const json_t *more);

#endif
