/* Statements of the penalty worker. All run inside the caller's transaction. */
#ifndef PENALTY_STORE_H
#define PENALTY_STORE_H

#include <jansson.h>
#include <stdint.h>

#include "penalty_compare.h"
#include "pg.h"

/* Breaches that count, of deadlines of the `count` kinds; owned list as penalty_breaches.sql says.
 */
MUST_CHECK rc_t penalty_store_breaches(pg_t *db, int64_t contract, const char *const *kinds,
                                       size_t count, json_t **ret_list, struct problem *problem);
/* Cases of breaches: made, or brought up to date. `cases` as penalty_case_make.sql takes it. */
MUST_CHECK rc_t penalty_store_make_cases(pg_t *db, int64_t contract, const json_t *cases,
                                         struct problem *problem);
/* Cases to be judged: recorded ones, and those of the `count` breaches; owned list as
 * penalty_cases.sql says. */
MUST_CHECK rc_t penalty_store_cases(pg_t *db, int64_t contract, const int64_t *breaches,
                                    size_t count, json_t **ret_list, struct problem *problem);
/* Penalties that stand; owned list as penalty_current.sql says. */
MUST_CHECK rc_t penalty_store_current(pg_t *db, int64_t contract, json_t **ret_list,
                                      struct problem *problem);
/* Write one change: what it supersedes gives way, the new revision is proposed (or reversed, when
 * nothing is charged). *ret_id is the new row. */
MUST_CHECK rc_t penalty_store_write(pg_t *db, int64_t contract, int64_t pack,
                                    const struct penalty_change *change, int64_t *ret_id,
                                    struct problem *problem);

#endif
