/* Deliverables: what a pack asks to be handed in, once for the contract or once for each system,
 * and by when.
 *
 * A term that is closed by the fact `submitted` and that deliverables name as theirs is fulfilled
 * when all of them are in: that fact is then concluded from them. Where one deliverable alone is
 * the term, both share one deadline. */
#ifndef SCHEDULE_DOCUMENTS_H
#define SCHEDULE_DOCUMENTS_H

#include "schedule_ledger.h"

/* A term of the pack as it was scheduled for the contract as a whole. */
struct scheduled_term {
    const struct pack_term *term;
    struct wanted_deadline wanted; /* owned */
    int64_t deadline;              /* its id, 0: none */
};

/* What the pack plans ahead, as schedule_documents_make.sql takes it; owned. Deliverables per case
 * and on request are made when the case is. */
json_t *schedule_documents_planned(const struct pack *pack);
/* Add to `facts` a `submitted` for each term whose deliverables are all in (the day of the last
 * one), unless one was recorded. `documents` as schedule_documents.sql gives them; texts are
 * borrowed from the pack. */
void schedule_documents_conclude(const struct contract_frame *frame, const json_t *documents,
                                 struct contract_facts *facts);
/* Give every deliverable with a term its deadline. `terms` holds all of the pack's, in its order.
 */
MUST_CHECK rc_t schedule_documents_apply(const struct scheduling *run, const json_t *documents,
                                         const struct scheduled_term *terms);

#endif
