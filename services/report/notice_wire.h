/* Arguments of the operations about what people were told. As report_wire.h: texts are borrowed
 * from the request, unknown fields are refused, *ret is unchanged on failure. */
#ifndef NOTICE_WIRE_H
#define NOTICE_WIRE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "page.h"
#include "problem.h"

/* Arguments of reminder.list: rows of the ledger. */
struct reminder_list {
    const char *contract, *person, *channel, *state; /* NULL: any */
    int32_t until;                                   /* planned until this day; INT32_MIN: any */
    struct page page;                                /* by planned instant and row */
};
/* `state` and `channel` must be words of the table; the message lists them. */
MUST_CHECK rc_t notice_read_reminder_list(const json_t *args, struct reminder_list *ret,
                                          struct problem *problem);

/* Arguments of notification.list: what stands in the application. */
struct notification_list {
    const char *contract, *person; /* NULL: any */
    int64_t penalty;               /* only the notices of this penalty, 0: any */
    int64_t id;                    /* only this row, 0: any, as every request has it */
    bool unread;                   /* only those nobody has read */
    struct page page;              /* by row, newest first */
};
/* Without filters all notifications, newest first. */
MUST_CHECK rc_t notice_read_notification_list(const json_t *args, struct notification_list *ret,
                                              struct problem *problem);

/* Arguments of notification.read. */
struct notification_read {
    int64_t notification;
    const char *person; /* who read it; NULL: whoever's account calls */
};
/* Whether the person may be left out depends on the account, which the reader does not know. */
MUST_CHECK rc_t notice_read_notification_read(const json_t *args, struct notification_read *ret,
                                              struct problem *problem);

#endif
