/* Operations of this service. Each decodes, checks the move, stores, and leaves its row in
 * call->result; what it refuses is in call->problem. */
#ifndef DELIVERY_HANDLERS_H
#define DELIVERY_HANDLERS_H

#include "service_host.h"

rc_t on_deliverable_accept(struct call *call);
rc_t on_deliverable_list(struct call *call);
rc_t on_deliverable_object(struct call *call);
rc_t on_deliverable_sign(struct call *call);
rc_t on_deliverable_submit(struct call *call);

#endif
