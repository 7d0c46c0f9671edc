/* The statement of contract_frame.c. */
#ifndef CONTRACT_FRAME_STORE_H
#define CONTRACT_FRAME_STORE_H

#include "contract_frame.h"
#include "pg.h"

/* Fill in from the row of contract `frame->id` everything but pack, calendar and readings proper.
 * RC_NOT_FOUND for no such row, RC_INVALID for an unknown zone. */
MUST_CHECK rc_t contract_frame_read(pg_t *db, struct contract_frame *frame,
                                    struct problem *problem);

#endif
