/* Statements of this service, each inside the caller's transaction. A deliverable is locked before
 * its deadline. */
#ifndef DELIVERY_STORE_H
#define DELIVERY_STORE_H

#include <jansson.h>
#include <stdint.h>

#include "contract_frame.h"
#include "delivery_wire.h"
#include "pg.h"

/* A deliverable's changing half. Texts are owned. */
struct deliverable_row {
    int64_t id, version;
    int64_t deadline_id;                          /* 0: nothing says when it is due */
    int state;                                    /* enum deliverable_state */
    int32_t submitted_on, accepted_on, signed_on; /* NO_DAY: not */
    char *sha256, *submitted_by, *signed_by;      /* NULL: not said */
    char contract[CONTRACT_CODE_TEXT];
};

/* Id of the deliverable that `ref` names. RC_NOT_FOUND for none, RC_INVALID when more than one
 * fits. */
MUST_CHECK rc_t deliverable_find(pg_t *db, const struct deliverable_ref *ref, int64_t *ret_id,
                                 struct problem *problem);
/* Lock it; RC_NOT_FOUND. Caller frees with deliverable_row_fini. */
MUST_CHECK rc_t deliverable_lock(pg_t *db, int64_t id, struct deliverable_row *ret_row,
                                 struct problem *problem);
/* Free the texts; safe on a zeroed row. */
void deliverable_row_fini(struct deliverable_row *self);
/* Write all of the changing half but contract and deadline. */
MUST_CHECK rc_t deliverable_write(pg_t *db, const struct deliverable_row *row,
                                  struct problem *problem);
/* A page of rows {"items","next"}; `args->id` limits it to one. Owned by the caller. */
MUST_CHECK rc_t deliverable_rows(pg_t *db, const struct deliverable_list_args *args,
                                 json_t **ret_page, struct problem *problem);

#endif
