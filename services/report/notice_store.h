/* Statements about what people were told, inside the caller's transaction. JSON results are owned
 * by the caller; outputs stay unchanged on failure. */
#ifndef NOTICE_STORE_H
#define NOTICE_STORE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "notice_wire.h"
#include "pg.h"

/* Reminders by the time they were planned for: {"items","next"}. */
MUST_CHECK rc_t notice_store_reminders(pg_t *db, const struct reminder_list *list,
                                       json_t **ret_list, struct problem *problem);
/* Notifications, newest first: {"items","next"}. */
MUST_CHECK rc_t notice_store_notifications(pg_t *db, const struct notification_list *list,
                                           json_t **ret_list, struct problem *problem);
/* One of them. RC_NOT_FOUND when there is none. */
MUST_CHECK rc_t notice_store_notification(pg_t *db, int64_t id, json_t **ret_notification,
                                          struct problem *problem);
/* Somebody read a notification at `now_us` through `account`; *ret_first false when it had been
 * read before: then the first receipt stands and nothing changed. RC_NOT_FOUND for no such row. */
MUST_CHECK rc_t notice_store_receipt(pg_t *db, int64_t id, int64_t now_us, const char *account,
                                     bool *ret_first, struct problem *problem);

#endif
