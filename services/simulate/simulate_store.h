/* Reading what a simulation left in its database. */
#ifndef SIMULATE_STORE_H
#define SIMULATE_STORE_H

#include <jansson.h>

#include "pg.h"
#include "problem.h"

/* Lists of a simulation's outcome, in the order in which they are written. */
enum simulate_list { LIST_DEADLINES, LIST_BREACHES, LIST_PENALTIES, LIST_REMINDERS, LIST_TIMELINE, LIST_COUNT };

/* Called for every row: its JSON text, borrowed. */
typedef rc_t simulate_row_fn(const char *json, void *arg, struct problem *problem);
/* Walk a list in its order, in constant memory. */
MUST_CHECK rc_t simulate_store_list(pg_t *db, enum simulate_list list, simulate_row_fn *each, void *arg,
                                    struct problem *problem);
/* Walk the workload of every person between two days, both counted. */
MUST_CHECK rc_t simulate_store_workload(pg_t *db, int32_t from, int32_t to, simulate_row_fn *each, void *arg,
                                        struct problem *problem);
/* Counts and sums, of all contracts. Owned by the caller. */
MUST_CHECK rc_t simulate_store_totals(pg_t *db, json_t **ret_totals, struct problem *problem);

/* What the settlement of a contract starts from. */
struct contract_sum {
    const char *code, *pack; /* borrowed while `each` runs */
    int64_t total_fen, deductions_fen, paid_fen;
};
typedef rc_t contract_sum_fn(const struct contract_sum *sum, void *arg, struct problem *problem);
/* Walk the contracts by code. */
MUST_CHECK rc_t simulate_store_contracts(pg_t *db, contract_sum_fn *each, void *arg, struct problem *problem);

#endif
