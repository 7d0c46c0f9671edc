/* Operations of this service. Each decodes, asks the rules, stores, and leaves its row in
 * call->result; what it refuses is in call->problem. */
#ifndef SLA_HANDLERS_H
#define SLA_HANDLERS_H

#include "contract_frame.h"
#include "service_host.h"

/* incident_handlers.c */
call_fn on_incident_get, on_incident_list, on_incident_open;
/* incident_acts.c */
call_fn on_incident_arrive, on_incident_close, on_incident_request_onsite, on_incident_resolve,
    on_incident_respond;
/* incident_regrade.c */
call_fn on_incident_regrade;
/* penalty_handlers.c */
call_fn on_penalty_appeal, on_penalty_confirm, on_penalty_get, on_penalty_list, on_penalty_notify,
    on_penalty_reverse, on_penalty_waive;
/* sla_handlers.c */
call_fn on_case_record, on_case_void, on_fact_list, on_fact_record, on_payment_list;

/* Rules of an active contract, for a write; as contract_find_active and contract_frame_load. The
 * caller frees with contract_frame_fini; *ret_rules must not move meanwhile. */
MUST_CHECK rc_t sla_rules_load(struct call *call, const char *contract,
                               struct contract_frame *ret_rules);

struct incident_ref;
struct incident_new;
/* Leave the incident, as replies show it, in call->result. RC_NOT_FOUND. */
MUST_CHECK rc_t reply_incident(struct call *call, const struct incident_ref *ref);
/* Keep the penalty case that an incident makes, under the incident's own code, in line with the
 * grade or level it has now: made, changed, or none where no row of the pack charges it. A case
 * that a person has voided stays void. RC_INVALID for a level or grade that no row knows. */
MUST_CHECK rc_t incident_case_follow(struct call *call, const struct contract_frame *rules,
                                     const struct incident_new *row);

#endif
