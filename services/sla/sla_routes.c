/* The operations of mlps.sla; README.md describes each in the same words. */
#include "sla_routes.h"

#include "rulebook.h"
#include "sla_handlers.h"

/* People tell what happened and decide; workers read the ledger instead. */
enum { PEOPLE = CALLER_GATEWAY | CALLER_CLI, SMALL = 16 << 10 /* a note of 4,000 characters */ };

/* Sorted by operation: the host finds a row by binary search. */
static const struct service_route ROUTES[] = {
    { "case.record", PEOPLE, SMALL, PG_WRITE, on_case_record, "record what a penalty row charges" },
    { "case.void", PEOPLE, SMALL, PG_WRITE, on_case_void, "a case counts no more" },
    { "fact.list", PEOPLE, SMALL, PG_READ, on_fact_list, "facts of a contract" },
    { "fact.record", PEOPLE, SMALL, PG_WRITE, on_fact_record,
      "record a fact that starts or closes a term" },
    { "incident.arrive", PEOPLE, SMALL, PG_WRITE, on_incident_arrive, "people are on site" },
    { "incident.close", PEOPLE, SMALL, PG_WRITE, on_incident_close,
      "a resolved incident is verified and filed" },
    { "incident.get", PEOPLE, SMALL, PG_READ, on_incident_get, "an incident with its deadlines" },
    { "incident.list", PEOPLE, SMALL, PG_READ, on_incident_list, "incidents of a contract" },
    { "incident.open", PEOPLE, SMALL, PG_WRITE, on_incident_open,
      "record an incident, grade it and start its clocks" },
    { "incident.regrade", PEOPLE, SMALL, PG_WRITE, on_incident_regrade,
      "another grade: clocks and penalty case follow" },
    { "incident.request_onsite", PEOPLE, SMALL, PG_WRITE, on_incident_request_onsite,
      "the purchaser wants people on site" },
    { "incident.resolve", PEOPLE, SMALL, PG_WRITE, on_incident_resolve, "an incident is over" },
    { "incident.respond", PEOPLE, SMALL, PG_WRITE, on_incident_respond, "the first response" },
    { "payment.list", PEOPLE, SMALL, PG_READ, on_payment_list, "payments of a contract" },
    { "penalty.appeal", PEOPLE, SMALL, PG_WRITE, on_penalty_appeal, "the vendor objects" },
    { "penalty.confirm", PEOPLE, SMALL, PG_WRITE, on_penalty_confirm,
      "the customer decides that it is charged" },
    { "penalty.get", PEOPLE, SMALL, PG_READ, on_penalty_get,
      "a penalty with its proof and what was decided on it" },
    { "penalty.list", PEOPLE, SMALL, PG_READ, on_penalty_list, "penalties of a contract" },
    { "penalty.notify", PEOPLE, SMALL, PG_WRITE, on_penalty_notify, "the vendor is told of it" },
    { "penalty.reverse", PEOPLE, SMALL, PG_WRITE, on_penalty_reverse,
      "the customer takes a confirmed one back" },
    { "penalty.waive", PEOPLE, SMALL, PG_WRITE, on_penalty_waive,
      "the customer does not charge it" },
};

const struct service_def SLA_SERVICE = {
    .name = "sla",
    .routes = ROUTES,
    .route_count = COUNT_OF(ROUTES),
    .local_new = rulebook_local_new,
    .local_destroy = rulebook_local_destroy,
};
