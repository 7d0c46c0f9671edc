/* Operations of this service. Each decodes, asks the rules, stores, and leaves its row in
 * call->result; what it refuses is in call->problem. */
#ifndef LIFECYCLE_HANDLERS_H
#define LIFECYCLE_HANDLERS_H

#include "lifecycle_store.h"
#include "service_host.h"

/* cycle_handlers.c */
rc_t on_cycle_get(struct call *call);
rc_t on_cycle_list(struct call *call);
rc_t on_cycle_open(struct call *call);
/* phase_handlers.c */
rc_t on_phase_approve(struct call *call);
rc_t on_phase_get(struct call *call);
rc_t on_phase_list(struct call *call);
rc_t on_phase_resume(struct call *call);
rc_t on_phase_return(struct call *call);
rc_t on_phase_submit(struct call *call);
rc_t on_phase_suspend(struct call *call);
/* assessment_handlers.c */
rc_t on_assessment_record(struct call *call);
/* finding_handlers.c */
rc_t on_finding_fix(struct call *call);
rc_t on_finding_list(struct call *call);
rc_t on_finding_open(struct call *call);
rc_t on_finding_verify(struct call *call);

/* The only item of a page as call->result; RC_NOT_FOUND, naming `thing`, for an empty one. Takes
 * `page`. */
rc_t reply_item(struct call *call, json_t *page, const char *thing);

#endif
