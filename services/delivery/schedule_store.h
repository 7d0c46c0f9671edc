/* Statements about schedules and the facts that reviews are reckoned from, each inside the caller's
 * transaction. */
#ifndef SCHEDULE_STORE_H
#define SCHEDULE_STORE_H

#include <jansson.h>

#include "contract_frame.h"
#include "pg.h"
#include "schedule_wire.h"

/* A page of schedules {"items","next"}; `args->id` limits it to one. Owned by the caller. */
MUST_CHECK rc_t schedule_rows(pg_t *db, const struct schedule_list_args *args, json_t **ret_page,
                              struct problem *problem);
/* Set the policy; RC_NOT_FOUND. `ret_contract` (CONTRACT_CODE_TEXT bytes) and the owned *ret_told,
 * {clause, title, catch_up, window_days, was, was_days}, are for the event. */
MUST_CHECK rc_t schedule_policy_set(pg_t *db, const struct schedule_policy_args *args,
                                    char *ret_contract, json_t **ret_told, struct problem *problem);
/* Record the fact and that there is something new to schedule; *ret_contract is the contract's id.
 * RC_REFUSED, naming `clause` or `serial`, when the contract asks for no such review; RC_CONFLICT
 * when the same is recorded already. */
MUST_CHECK rc_t review_insert(pg_t *db, const struct review_args *args, int64_t *ret_contract,
                              struct problem *problem);

#endif
