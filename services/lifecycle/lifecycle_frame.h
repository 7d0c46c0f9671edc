/* One cycle as a handler works on it: locked, with the rules it is pinned to. */
#ifndef LIFECYCLE_FRAME_H
#define LIFECYCLE_FRAME_H

#include "contract_frame.h"
#include "lifecycle_store.h"
#include "service_host.h"

/* A cycle keeps the pack of its opening: `rules.pack` is that one, whatever pack the contract has
 * by now. Must not move while it lives (see contract_frame.h). */
struct lifecycle_frame {
    struct cycle_row cycle;
    struct contract_frame rules;
};

/* Lock the cycle and load its rules. Caller frees with lifecycle_frame_fini after success. */
MUST_CHECK rc_t lifecycle_frame_load(struct call *call, int64_t cycle_id,
                                     struct lifecycle_frame *ret_frame);
/* Load the rules of a contract for a cycle that is about to be opened: `cycle` holds the row to be.
 */
MUST_CHECK rc_t lifecycle_frame_new(struct call *call, const struct system_row *system,
                                    struct lifecycle_frame *ret_frame);
/* Free what the rules hold; the lock lasts as long as the transaction. */
void lifecycle_frame_fini(struct lifecycle_frame *self);
/* The cycle that `ref` names: itself, or a system's newest. RC_NOT_FOUND. Nothing is locked. */
MUST_CHECK rc_t cycle_find(struct call *call, const struct cycle_ref *ref, int64_t *ret_cycle);
/* RC_CONFLICT unless the cycle is open. */
MUST_CHECK rc_t lifecycle_frame_check_open(const struct lifecycle_frame *self,
                                           struct problem *problem);

/* Last microsecond of a day, first microsecond of a day, in the contract's zone: work done on a day
 * was done by its end, a clock that starts or pauses on a day does so at its beginning. */
int64_t frame_day_end(const struct lifecycle_frame *self, int32_t day);
/* First microsecond of a day, as said above. */
int64_t frame_day_start(const struct lifecycle_frame *self, int32_t day);

/* Nothing is owed by deadline `id` from day `on` on: it is void, or late when the day before was
 * too late already: what was missed by then stays missed. */
MUST_CHECK rc_t frame_release_deadline(struct call *call, const struct lifecycle_frame *self,
                                       int64_t id, int32_t on);

#endif
