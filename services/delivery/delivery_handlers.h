/* Operations of this service. Each decodes, checks the move, stores, and leaves its row in
 * call->result; what it refuses is in call->problem. */
#ifndef DELIVERY_HANDLERS_H
#define DELIVERY_HANDLERS_H

#include "service_host.h"

call_fn on_deliverable_accept, on_deliverable_add, on_deliverable_list, on_deliverable_object,
    on_deliverable_sign, on_deliverable_submit, on_review_record, on_schedule_list,
    on_schedule_policy, on_task_complete, on_task_complete_many, on_task_list, on_task_reassign;

#endif
