/* Reading what a simulation left in its database. */
#ifndef SIMULATE_STORE_H
#define SIMULATE_STORE_H

#include <jansson.h>

#include "desk.h"
#include "pg.h"
#include "problem.h"

/* Lists of a simulation's outcome, in the order in which they are written. */
enum simulate_list {
    LIST_WORKLOAD,
    LIST_WEEKS,
    LIST_DEADLINES,
    LIST_BREACHES,
    LIST_PENALTIES,
    LIST_REMINDERS,
    LIST_TIMELINE,
    LIST_COUNT
};

/* The days that an outcome is of, both counted. */
struct day_span {
    int32_t from, to;
};

/* Called for every row: its JSON text, borrowed. */
typedef rc_t simulate_row_fn(const char *json, void *arg, struct problem *problem);
/* What is done with the rows of a list. */
struct row_walk {
    simulate_row_fn *each;
    void *arg;
};
/* Walk a list in its order, in constant memory. */
MUST_CHECK rc_t simulate_store_list(pg_t *db, enum simulate_list list, const struct day_span *span,
                                    const struct row_walk *walk, struct problem *problem);
/* Of which contracts: `ending` NULL of all, else of those whose code has it (`with`) or has not. */
struct totals_ask {
    const char *ending;
    bool with;
};
/* Counts and sums. Owned by the caller. */
MUST_CHECK rc_t simulate_store_totals(pg_t *db, struct totals_ask ask, json_t **ret_totals, struct problem *problem);

/* Called for every task; its texts are borrowed during the call. */
typedef rc_t desk_task_fn(const struct desk_task *task, void *arg, struct problem *problem);
/* Walk the tasks of a contract that are due on `day` and not done, in the order of their making. */
MUST_CHECK rc_t simulate_store_tasks_due(pg_t *db, const char *contract, int32_t day, desk_task_fn *each, void *arg,
                                         struct problem *problem);
/* The first day after `day` on which one is due; INT32_MAX for none. */
MUST_CHECK rc_t simulate_store_tasks_next(pg_t *db, const char *contract, int32_t day, int32_t *ret_day,
                                          struct problem *problem);

/* What the settlement of a contract starts from. */
struct contract_sum {
    const char *code; /* borrowed while `each` runs */
    int64_t total_fen, deductions_fen, paid_fen;
};
typedef rc_t contract_sum_fn(const struct contract_sum *sum, void *arg, struct problem *problem);
/* Walk the contracts by code. */
MUST_CHECK rc_t simulate_store_contracts(pg_t *db, contract_sum_fn *each, void *arg, struct problem *problem);

#endif
