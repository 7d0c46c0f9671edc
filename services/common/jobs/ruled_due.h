/* A due day as the rules gave it, made ready for the ledger: its edges, its steps, its proof and
 * the readings that were used. */
#ifndef RULED_DUE_H
#define RULED_DUE_H

#include "contract_frame.h"
#include "deadline_store.h"
#include "proof.h"

struct ruled_due {
    struct due due; /* points into the rest: the struct must not move */
    struct ladder ladder;
    json_t *proof, *readings; /* owned */
};

/* Make *ret_due of a day ruled in this contract; `customer_owes`: the customer is told when it is
 * late, not the vendor. Caller frees with ruled_due_fini. */
void ruled_due_make(const struct contract_frame *frame, struct reckoned_day day,
                    const proof_t *proof, bool customer_owes, struct ruled_due *ret_due);
/* A limit in hours or minutes. */
struct ruled_instant {
    int64_t by;         /* microseconds; NO_INSTANT: nothing is owed */
    bool strict;        /* exactly at the limit is too late */
    bool provisional;   /* leans on a year that is not published */
    bool customer_owes; /* as above */
};
/* The same of an instant. Caller frees with ruled_due_fini. */
void ruled_due_make_instant(const struct contract_frame *frame, struct ruled_instant limit,
                            const proof_t *proof, struct ruled_due *ret_due);
/* Free proof and readings; the struct itself is the caller's. Once per ruled_due_make; *self must
 * not be used after it. */
void ruled_due_fini(struct ruled_due *self);

#endif
