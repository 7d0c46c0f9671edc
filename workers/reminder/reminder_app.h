/* The application's own channel: a reminder becomes a notification. */
#ifndef REMINDER_APP_H
#define REMINDER_APP_H

#include "lang.h"
#include "step_host.h"

/* Decide one batch in one transaction: *ret_count reminders shown or cancelled; *ret_next_us as
 * reminder_store_next. */
MUST_CHECK rc_t reminder_app_deliver(struct step *step, enum lang lang, int64_t *ret_count,
                                     int64_t *ret_next_us);

#endif
