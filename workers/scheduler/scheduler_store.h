/* Statements of the scheduler but for the ledger's own. All run inside the caller's transaction. */
#ifndef SCHEDULER_STORE_H
#define SCHEDULER_STORE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "pg.h"

/* What one run reads, each as the statement of that name says. */
struct schedule_rows {
    json_t *facts;     /* schedule_facts.sql */
    json_t *standing;  /* schedule_standing.sql */
    json_t *documents; /* schedule_documents.sql */
    json_t *payments;  /* schedule_payments.sql */
};

/* Whether more is due at `now_us` than the ladders of tasks: facts have changed, or a horizon moves
 * on. */
MUST_CHECK rc_t scheduler_store_due(pg_t *db, int64_t contract, int64_t now_us, bool *ret_due,
                                    struct problem *problem);
/* Make what is missing: `documents` and `payments` are lists as schedule_documents_make.sql and
 * schedule_payments_make.sql take them. */
MUST_CHECK rc_t scheduler_store_make(pg_t *db, int64_t contract, const json_t *documents,
                                     const json_t *payments, struct problem *problem);
/* Read it all. The caller frees with schedule_rows_fini on success and failure alike. */
MUST_CHECK rc_t scheduler_store_read(pg_t *db, int64_t contract, struct schedule_rows *ret_rows,
                                     struct problem *problem);
void schedule_rows_fini(struct schedule_rows *self);
/* A deliverable is due by a deadline. */
MUST_CHECK rc_t scheduler_store_link_document(pg_t *db, int64_t document, int64_t deadline,
                                              struct problem *problem);
/* A payment is due by a deadline (0: not yet) and was made on `paid_on` (NO_DAY: not yet). */
MUST_CHECK rc_t scheduler_store_link_payment(pg_t *db, int64_t payment, int64_t deadline,
                                             int32_t paid_on, struct problem *problem);

#endif
