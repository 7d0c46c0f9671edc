/* Statements on where reminders go and when, inside the caller's transaction. JSON results are
 * owned by the caller; a list is {"items":[...],"next":cursor or null}. Outputs stay unchanged on
 * failure. */
#ifndef OUTLET_STORE_H
#define OUTLET_STORE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "outlet_wire.h"
#include "pg.h"

/* Add a robot or webhook to contract `contract` (its row). RC_CONFLICT when the contract has one of
 * that channel and name. */
MUST_CHECK rc_t outlet_store_channel(pg_t *db, int64_t contract, const struct channel_add *add,
                                     int64_t *ret_id, struct problem *problem);
/* Robots and webhooks, oldest first; of an endpoint only scheme and host. */
MUST_CHECK rc_t outlet_store_channels(pg_t *db, const struct channel_list *list, json_t **ret_list,
                                      struct problem *problem);
/* One of them. RC_NOT_FOUND when there is none. */
MUST_CHECK rc_t outlet_store_channel_get(pg_t *db, int64_t id, json_t **ret_channel,
                                         struct problem *problem);
/* Turn one on or off; *ret_changed false when it was so already. */
MUST_CHECK rc_t outlet_store_switch(pg_t *db, int64_t id, bool enabled, bool *ret_changed,
                                    struct problem *problem);

/* Quiet hours and storm cap of a contract, by code; defaults where none were set. RC_NOT_FOUND for
 * no such contract. */
MUST_CHECK rc_t outlet_store_policy(pg_t *db, const char *contract, json_t **ret_policy,
                                    struct problem *problem);
/* Set what is not POLICY_KEEP. `contract` is its row. */
MUST_CHECK rc_t outlet_store_policy_set(pg_t *db, int64_t contract, const struct policy_set *set,
                                        struct problem *problem);

/* Whoever has this name in the contract gets a digest, or (POLICY_KEEP) none any more. RC_NOT_FOUND
 * when nobody there has it, or nobody of that name had one. */
MUST_CHECK rc_t outlet_store_habit(pg_t *db, int64_t contract, const struct habit_set *set,
                                   struct problem *problem);
/* People of a contract who get digests. */
MUST_CHECK rc_t outlet_store_habits(pg_t *db, const struct habit_list *list, json_t **ret_list,
                                    struct problem *problem);

#endif
