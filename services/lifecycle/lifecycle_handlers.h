/* Operations of this service. Each decodes, asks the rules, stores, and leaves its row in
 * call->result; what it refuses is in call->problem. */
#ifndef LIFECYCLE_HANDLERS_H
#define LIFECYCLE_HANDLERS_H

#include "lifecycle_store.h"
#include "service_host.h"

/* cycle_handlers.c */
call_fn on_cycle_get, on_cycle_list, on_cycle_open;
/* phase_handlers.c */
call_fn on_phase_approve, on_phase_get, on_phase_list, on_phase_resume, on_phase_return,
    on_phase_submit, on_phase_suspend;
/* phase_skip.c */
call_fn on_phase_skip;
/* assessment_handlers.c */
call_fn on_assessment_record;
/* finding_handlers.c */
call_fn on_finding_accept_risk, on_finding_fix, on_finding_list, on_finding_open, on_finding_reopen,
    on_finding_verify;

/* Leave the phase, as replies show it, in call->result. */
MUST_CHECK rc_t reply_phase(struct call *call, int64_t phase_id);

/* The only item of a page as call->result; RC_NOT_FOUND, naming `thing`, for an empty one. Takes
 * `page`. */
rc_t reply_item(struct call *call, json_t *page, const char *thing);

#endif
