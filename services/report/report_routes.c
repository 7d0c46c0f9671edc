/* The table of operations; README.md has the same rows, a test compares them. */
#include "attr.h"
#include "report_handlers.h"
#include "rulebook.h"

enum { SMALL = 4 << 10 }; /* bytes a caller may send: codes, words and numbers */

#define READERS (CALLER_GATEWAY | CALLER_CLI)
#define WRITERS (CALLER_GATEWAY | CALLER_CLI)

static const struct service_route ROUTES[] = {
    { "deadline.get", READERS, SMALL, PG_READ, on_deadline_get,
      "one deadline by id, or by contract and code" },
    { "deadline.list", READERS, SMALL, PG_READ, on_deadline_list,
      "deadlines by due date, filtered by contract, state, kind, until" },
    { "deadline.moved", READERS, SMALL, PG_READ, on_deadline_moved,
      "deadlines that a later ruling moved, from when to when and why" },
    { "deadline.proof", READERS, SMALL, PG_READ, on_deadline_proof,
      "why a deadline is due when it is, with what it superseded" },
    { "event.list", READERS, SMALL, PG_READ, on_event_list,
      "events after one, in the order they became final" },
    { "export.get", READERS, SMALL, PG_READ, on_export_get, "one export and its progress" },
    { "export.list", READERS, SMALL, PG_READ, on_export_list,
      "exports of a contract, newest first" },
    { "export.request", WRITERS, SMALL, PG_WRITE, on_export_request,
      "ask for a workbook; queues a job" },
    { "feed.get", CALLER_GATEWAY, SMALL, PG_SNAPSHOT, on_feed_get,
      "the calendar that a feed's token shows, as iCalendar text" },
    { "feed.issue", WRITERS, SMALL, PG_WRITE, on_feed_issue,
      "a new calendar feed of a contract, team or person; its token is told once" },
    { "feed.list", READERS, SMALL, PG_READ, on_feed_list,
      "calendar feeds of a contract, revoked ones too" },
    { "feed.revoke", WRITERS, SMALL, PG_WRITE, on_feed_revoke,
      "a calendar feed shows nothing from now on" },
    { "forecast.get", READERS, SMALL, PG_SNAPSHOT, on_forecast_get,
      "what collides, peaks and could cost in the next working days, with bands of chance" },
    { "notification.list", READERS, SMALL, PG_READ, on_notification_list,
      "what stands in the application, newest first, and who read it when" },
    { "notification.read", WRITERS, SMALL, PG_WRITE, on_notification_read,
      "the person it is for has read it; the first receipt stands" },
    { "progress.get", READERS, SMALL, PG_SNAPSHOT, on_progress_get,
      "every system with its phases, lateness and next due date" },
    { "reminder.list", READERS, SMALL, PG_READ, on_reminder_list,
      "rows of the reminder ledger by planned time, with what became of them" },
    { "subject.contract", CALLER_GATEWAY, SMALL, PG_READ, on_subject_contract,
      "the contract that a row belongs to" },
    { "summary.get", READERS, SMALL, PG_SNAPSHOT, on_summary_get,
      "the state of a contract on one page" },
    { "work.pending", READERS, SMALL, PG_READ, on_work_pending,
      "what is due at this business time and not done" },
};

const struct service_def REPORT = {
    .name = "report",
    .routes = ROUTES,
    .route_count = COUNT_OF(ROUTES),
    .local_new = rulebook_local_new,
    .local_destroy = rulebook_local_destroy,
};
