/* Operations of this service. Each decodes, asks the rules, stores, and leaves its row in
 * call->result; what it refuses is in call->problem. */
#ifndef SLA_HANDLERS_H
#define SLA_HANDLERS_H

#include "contract_frame.h"
#include "service_host.h"

/* incident_handlers.c */
call_fn on_incident_arrive, on_incident_get, on_incident_list, on_incident_open,
    on_incident_request_onsite, on_incident_resolve, on_incident_respond;
/* sla_handlers.c */
call_fn on_case_record, on_case_void, on_fact_list, on_fact_record, on_payment_list, on_penalty_get,
    on_penalty_list;

/* Rules of an active contract, for a write; as contract_find_active and contract_frame_load. The
 * caller frees with contract_frame_fini; *ret_rules must not move meanwhile. */
MUST_CHECK rc_t sla_rules_load(struct call *call, const char *contract,
                               struct contract_frame *ret_rules);

#endif
