/* The operations of mlps.delivery; README.md describes each in the same words. */
#include "delivery_routes.h"

#include "delivery_handlers.h"
#include "rulebook.h"

/* People act here and nobody else: no worker hands in a document or ticks off a task. */
enum { PEOPLE = CALLER_GATEWAY | CALLER_CLI, SMALL = 16 << 10 /* a note of 4,000 characters */ };

/* Sorted by operation: the host finds a row by binary search. */
static const struct service_route ROUTES[] = {
    { "deliverable.accept", PEOPLE, SMALL, PG_WRITE, on_deliverable_accept,
      "what was submitted is accepted" },
    { "deliverable.add", PEOPLE, SMALL, PG_WRITE, on_deliverable_add,
      "one more document is required" },
    { "deliverable.list", PEOPLE, SMALL, PG_READ, on_deliverable_list,
      "deliverables of a contract" },
    { "deliverable.object", PEOPLE, SMALL, PG_WRITE, on_deliverable_object,
      "what was submitted is not accepted" },
    { "deliverable.sign", PEOPLE, SMALL, PG_WRITE, on_deliverable_sign,
      "what was accepted is signed" },
    { "deliverable.submit", PEOPLE, SMALL, PG_WRITE, on_deliverable_submit,
      "a document is handed in" },
    { "review.record", PEOPLE, SMALL, PG_WRITE, on_review_record,
      "a filing, an assessment, the end of a certificate" },
    { "schedule.list", PEOPLE, SMALL, PG_READ, on_schedule_list,
      "schedules of a contract: how they catch up, what was missed" },
    { "schedule.policy", PEOPLE, SMALL, PG_WRITE, on_schedule_policy,
      "what becomes of work that nobody planned in time" },
    { "task.complete", PEOPLE, SMALL, PG_WRITE, on_task_complete, "recurring work was done" },
    { "task.complete_many", PEOPLE, SMALL, PG_WRITE, on_task_complete_many,
      "recurring work of one day was done, all or nothing" },
    { "task.list", PEOPLE, SMALL, PG_READ, on_task_list,
      "recurring work of a contract by due day" },
    { "task.reassign", PEOPLE, SMALL, PG_WRITE, on_task_reassign, "a task is for somebody else" },
};

const struct service_def DELIVERY_SERVICE = {
    .name = "delivery",
    .routes = ROUTES,
    .route_count = COUNT_OF(ROUTES),
    .local_new = rulebook_local_new,
    .local_destroy = rulebook_local_destroy,
};
