/* A clock is asked before its event is recorded. */
#include "phase_clock.h"

#include "deadline_store.h"
#include "memory.h"

/* The event is tried on the fold before it is recorded, so that the ledger never holds a clock that
 * cannot be folded again. */
rc_t phase_clock_after(struct call *call, const struct lifecycle_frame *frame, int64_t deadline_id,
                       enum clock_event_type type, int64_t at_us, struct clock_state *ret_state)
{
    struct clock_event *events = NULL;
    size_t count = 0;
    struct problem why = { .rc = RC_OK };
    rc_t rc = deadline_clock(call->db, deadline_id, &events, &count, call->problem);
    if (rc != RC_OK)
        return rc;
    /* An id above all others, since the event has none yet. At equal instants the fold takes
     * whichever order is legal. */
    size_t room = count;
    events = mem_grow(events, &room, count + 1, sizeof(*events));
    events[count] = (struct clock_event){
        .id = INT64_MAX, .type = type, .occurred_at = at_us, .recorded_at = call->now_us
    };
    struct clock_fold_ask ask = {
        .events = events,
        .count = count + 1,
        .zone_minutes = frame->rules.zone_minutes,
        .known_at = INT64_MAX,
    };
    rc = clock_fold(&ask, ret_state, &why);
    mem_free(events);
    if (rc != RC_OK)
        return problem_set(call->problem, RC_REFUSED, "on",
                           "could not %s the phase on that day: %s",
                           type == CLOCK_PAUSE ? "suspend" : "resume", why.text);
    return RC_OK;
}

/* A pause moves no due day until it ends, so its fold is only asked and thrown away. */
rc_t phase_clock_check(struct call *call, const struct lifecycle_frame *frame, int64_t deadline_id,
                       enum clock_event_type type, int64_t at_us)
{
    struct clock_state state;
    rc_t rc = phase_clock_after(call, frame, deadline_id, type, at_us, &state);
    if (rc == RC_OK)
        clock_state_fini(&state);
    return rc;
}
