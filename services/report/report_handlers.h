/* The handlers behind the table of operations. Each is a call_fn: reads call->args, works in the
 * call's transaction, sets call->result; says what was wrong in call->problem. `local` is a
 * rulebook. */
#ifndef REPORT_HANDLERS_H
#define REPORT_HANDLERS_H

#include "service_host.h"

extern const struct service_def REPORT;

/* report_handlers.c */
call_fn on_deadline_get, on_deadline_list, on_deadline_moved, on_deadline_proof, on_event_list,
    on_export_get, on_export_list, on_export_request, on_subject_contract, on_work_pending;
/* report_forecast.c */
call_fn on_forecast_get;
/* notice_handlers.c */
call_fn on_notification_list, on_notification_read, on_reminder_list;
/* report_summary.c */
call_fn on_progress_get, on_summary_get;
/* feed_handlers.c */
call_fn on_feed_get, on_feed_issue, on_feed_list, on_feed_revoke;

#endif
