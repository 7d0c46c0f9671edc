/* Statements about reviews and certificates. All run inside the caller's transaction. */
#ifndef REVIEW_STORE_H
#define REVIEW_STORE_H

#include <jansson.h>
#include <stdint.h>

#include "pg.h"

/* What the reviews of a contract are reckoned from, as review_look.sql gives it; owned. */
MUST_CHECK rc_t review_store_look(pg_t *db, int64_t contract, json_t **ret_look,
                                  struct problem *problem);

/* Reviews as the facts ask for them, in columns: days but for `alarm_us`. */
struct review_rows {
    int64_t *schedules, *systems, *first, *last, *since, *alarm_us;
    const char **units; /* borrowed */
    size_t count, cap;
};
/* One of them. */
struct review_row {
    int64_t schedule, system; /* system 0: of none */
    const char *unit;         /* borrowed; must outlive the columns */
    int32_t from, to, since;
    int64_t alarm_us;
};
/* Append one; never fails. */
void review_rows_add(struct review_rows *self, const struct review_row *row);
/* Free the columns, not what they borrow. */
void review_rows_fini(struct review_rows *self);

/* End the planned tasks of `schedules` that are not among `wanted`; owned *ret_gone is the list
 * that review_close.sql gives. */
MUST_CHECK rc_t review_store_close(pg_t *db, const int64_t *schedules, size_t count,
                                   const struct review_rows *wanted, json_t **ret_gone,
                                   struct problem *problem);
/* Write the tasks; what is there stays. */
MUST_CHECK rc_t review_store_put(pg_t *db, int64_t contract, const struct review_rows *rows,
                                 struct problem *problem);

/* Schedules after a look, in columns of `count`. */
struct review_moves {
    int64_t *ids, *look_us, *waits; /* look_us 0: not before a fact */
    size_t count;
};
/* Write when each is looked at again and how many of its places wait; what is so already stays. */
MUST_CHECK rc_t review_store_moved(pg_t *db, const struct review_moves *moves,
                                   struct problem *problem);

#endif
