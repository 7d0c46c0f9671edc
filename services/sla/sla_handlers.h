/* Operations of this service. Each decodes, asks the rules, stores, and leaves its row in
 * call->result; what it refuses is in call->problem. */
#ifndef SLA_HANDLERS_H
#define SLA_HANDLERS_H

#include "contract_frame.h"
#include "service_host.h"

/* incident_handlers.c */
rc_t on_incident_arrive(struct call *call);
rc_t on_incident_get(struct call *call);
rc_t on_incident_list(struct call *call);
rc_t on_incident_open(struct call *call);
rc_t on_incident_request_onsite(struct call *call);
rc_t on_incident_resolve(struct call *call);
rc_t on_incident_respond(struct call *call);
/* sla_handlers.c */
rc_t on_case_record(struct call *call);
rc_t on_case_void(struct call *call);
rc_t on_fact_record(struct call *call);
rc_t on_payment_list(struct call *call);
rc_t on_penalty_get(struct call *call);
rc_t on_penalty_list(struct call *call);

/* Rules of an active contract, for a write; as contract_find_active and contract_frame_load. The
 * caller frees with contract_frame_fini; *ret_rules must not move meanwhile. */
MUST_CHECK rc_t sla_rules_load(struct call *call, const char *contract,
                               struct contract_frame *ret_rules);

#endif
