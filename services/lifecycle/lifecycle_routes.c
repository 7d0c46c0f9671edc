/* The operations of mlps.lifecycle; README.md describes each in the same words. */
#include "lifecycle_routes.h"

#include "lifecycle_handlers.h"
#include "rulebook.h"

enum {
    PEOPLE = CALLER_GATEWAY | CALLER_CLI, /* moves of the work are people's: no worker makes one */
    SMALL = 16 << 10,                     /* a reference, dates, a note of 4,000 characters */
    TITLES = 128 << 10,                   /* 100 titles of 300 characters */
    FINDINGS = 2 << 20,                   /* 1,000 findings */
};

/* Sorted by operation: the host finds a row by binary search. */
static const struct service_route ROUTES[] = {
    { "assessment.record", PEOPLE, FINDINGS, PG_WRITE, on_assessment_record,
      "record a score and what was found; a failed re-check returns the work" },
    { "cycle.get", PEOPLE, SMALL, PG_READ, on_cycle_get, "a cycle with its phases" },
    { "cycle.list", PEOPLE, SMALL, PG_READ, on_cycle_list, "cycles of a contract" },
    { "cycle.open", PEOPLE, SMALL, PG_WRITE, on_cycle_open,
      "plan a system's phases and begin the first" },
    { "finding.accept_risk", PEOPLE, SMALL, PG_WRITE, on_finding_accept_risk,
      "the customer bears the risk of a finding" },
    { "finding.fix", PEOPLE, SMALL, PG_WRITE, on_finding_fix, "a finding is fixed" },
    { "finding.list", PEOPLE, SMALL, PG_READ, on_finding_list, "findings" },
    { "finding.open", PEOPLE, SMALL, PG_WRITE, on_finding_open, "report a finding" },
    { "finding.reopen", PEOPLE, SMALL, PG_WRITE, on_finding_reopen,
      "a finding that was verified or accepted is open again" },
    { "finding.verify", PEOPLE, SMALL, PG_WRITE, on_finding_verify,
      "a fix holds, or the finding is open again" },
    { "phase.approve", PEOPLE, SMALL, PG_WRITE, on_phase_approve,
      "end a phase through its gate and begin the next" },
    { "phase.get", PEOPLE, SMALL, PG_READ, on_phase_get, "a phase" },
    { "phase.list", PEOPLE, SMALL, PG_READ, on_phase_list, "phases of a contract" },
    { "phase.resume", PEOPLE, SMALL, PG_WRITE, on_phase_resume,
      "the clock runs again, the due day moves" },
    { "phase.return", PEOPLE, SMALL, PG_WRITE, on_phase_return,
      "what was submitted is not accepted" },
    { "phase.skip", PEOPLE, SMALL, PG_WRITE, on_phase_skip, "a phase is not needed" },
    { "phase.submit", PEOPLE, TITLES, PG_WRITE, on_phase_submit, "the work of a phase is done" },
    { "phase.suspend", PEOPLE, SMALL, PG_WRITE, on_phase_suspend, "the clock stands still" },
};

const struct service_def LIFECYCLE_SERVICE = {
    .name = "lifecycle",
    .routes = ROUTES,
    .route_count = COUNT_OF(ROUTES),
    .local_new = rulebook_local_new,
    .local_destroy = rulebook_local_destroy,
};
