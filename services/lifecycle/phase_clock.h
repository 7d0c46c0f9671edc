/* The clock of a phase's deadline with one event more: whether that may happen on its day, and what
 * the pauses come to.
 *
 * Suspending and resuming are told by people, for days that may lie in the past and in any order; a
 * fold of all events is the one judge of whether that makes sense. */
#ifndef PHASE_CLOCK_H
#define PHASE_CLOCK_H

#include "clock_fold.h"
#include "lifecycle_frame.h"

/* Fold the deadline's events and one more of `type` at `at_us`. RC_REFUSED, naming `on`, when the
 * clock does not allow it then (a resumption before the pause, a pause inside an earlier one).
 * Caller frees *ret_state with clock_state_fini. */
MUST_CHECK rc_t phase_clock_after(struct call *call, const struct lifecycle_frame *frame,
                                  int64_t deadline_id, enum clock_event_type type, int64_t at_us,
                                  struct clock_state *ret_state);
/* Only whether it may happen. */
MUST_CHECK rc_t phase_clock_check(struct call *call, const struct lifecycle_frame *frame,
                                  int64_t deadline_id, enum clock_event_type type, int64_t at_us);

#endif
