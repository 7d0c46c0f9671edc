/* One locked cycle with the pack it was opened under.
 *
 * What a handler must not decide by itself stands here once: which rules bind a cycle, where a day
 * begins and ends, and what becomes of a deadline when nothing is owed any more. */
#include "lifecycle_frame.h"

#include "deadline_store.h"

#include <stdio.h>

#include "civil.h"
#include "portfolio_store.h"

/* A frame for a cycle that does not exist yet: its number is the system's next one. */
rc_t lifecycle_frame_new(struct call *call, const struct system_row *system,
                         struct lifecycle_frame *ret_frame)
{
    rc_t rc = contract_frame_load(call->local, call->db, system->contract_id, &ret_frame->rules,
                                  call->problem);
    if (rc != RC_OK)
        return rc;
    ret_frame->cycle = (struct cycle_row){
        .number = system->next_number,
        .pack_id = ret_frame->rules.pack_id,
        .system_id = system->id,
        .serial = system->serial,
        .contract_id = system->contract_id,
        .open = true,
    };
    snprintf(ret_frame->cycle.contract, sizeof(ret_frame->cycle.contract), "%s",
             ret_frame->rules.code);
    return RC_OK;
}

/* Calendar and readings are the contract's of today, the pack is the cycle's own. */
rc_t lifecycle_frame_load(struct call *call, int64_t cycle_id, struct lifecycle_frame *ret_frame)
{
    rc_t rc = cycle_lock(call->db, cycle_id, &ret_frame->cycle, call->problem);
    if (rc == RC_OK)
        rc = contract_frame_load(call->local, call->db, ret_frame->cycle.contract_id,
                                 &ret_frame->rules, call->problem);
    if (rc != RC_OK)
        return rc;
    /* A later version of the pack binds cycles that are opened under it, never one that runs. */
    ret_frame->rules.pack_id = ret_frame->cycle.pack_id;
    rc = rulebook_pack(call->local, call->db, ret_frame->rules.pack_id, &ret_frame->rules.pack,
                       call->problem);
    if (rc != RC_OK)
        lifecycle_frame_fini(ret_frame);
    return rc;
}

/* The lock goes with the transaction, so there is nothing of it to give back. */
void lifecycle_frame_fini(struct lifecycle_frame *self)
{
    contract_frame_fini(&self->rules);
}

/* By number, or by the system it belongs to; the checks of the reference have made sure that one
 * is given. */
rc_t cycle_find(struct call *call, const struct cycle_ref *ref, int64_t *ret_cycle)
{
    int64_t system_id = 0;
    if (ref->id) {
        *ret_cycle = ref->id;
        return RC_OK;
    }
    rc_t rc = system_find(call->db, &ref->system, &system_id, call->problem);
    return rc == RC_OK ? cycle_of_system(call->db, system_id, ret_cycle, call->problem) : rc;
}

/* A closed cycle is history: nothing of it moves any more. */
rc_t lifecycle_frame_check_open(const struct lifecycle_frame *self, struct problem *problem)
{
    if (self->cycle.open)
        return RC_OK;
    return problem_set(problem, RC_CONFLICT, "cycle", "the cycle is closed");
}

/* Documents count in days, so what was done on a day was done by its last microsecond; the next
 * day's first one would be too late. */
int64_t frame_day_end(const struct lifecycle_frame *self, int32_t day)
{
    return civil_day_start(day + 1, self->rules.zone_minutes) - 1;
}

/* By the contract's own zone, whatever zone the server or the caller lives in. */
int64_t frame_day_start(const struct lifecycle_frame *self, int32_t day)
{
    return civil_day_start(day, self->rules.zone_minutes);
}

/* A breach that was found although the release lies before it does not count: the release is told
 * late, not given late. */
rc_t frame_release_deadline(struct call *call, const struct lifecycle_frame *self, int64_t id,
                            int32_t on)
{
    struct deadline_row deadline;
    int64_t at_us = frame_day_start(self, on);
    rc_t rc = deadline_get(call->db, id, &deadline, call->problem);
    if (rc != RC_OK)
        return rc;
    /* In time by the release's own day: nothing was missed, so nothing is owed. Otherwise the stop
     * makes it late. */
    if (at_us < deadline.edge.breach_at_us)
        return deadline_void(call->db, id, at_us, NULL, call->problem);
    return deadline_stop(call->db, id, at_us, NULL, NULL, call->problem);
}
