/* What people were told and what they read. A receipt is evidence in a dispute about a penalty, so
 * it is given once and never moved. */
#include <string.h>

#include "notice_store.h"
#include "report_handlers.h"

rc_t on_reminder_list(struct call *call)
{
    struct reminder_list list;
    rc_t rc = notice_read_reminder_list(call->args, &list, call->problem);
    if (rc == RC_OK)
        rc = notice_store_reminders(call->db, &list, &call->result, call->problem);
    return rc;
}

rc_t on_notification_list(struct call *call)
{
    struct notification_list list;
    rc_t rc = notice_read_notification_list(call->args, &list, call->problem);
    if (rc == RC_OK)
        rc = notice_store_notifications(call->db, &list, &call->result, call->problem);
    return rc;
}

static const char *text_of(const json_t *notification, const char *key)
{
    return json_string_value(json_object_get(notification, key));
}

/* Nobody reads for somebody else: the receipt would name a person who never saw it. */
static rc_t check_reader(const struct call *call, const json_t *notification, const char *person)
{
    if (strcmp(text_of(notification, "person"), person) == 0)
        return RC_OK;
    return problem_set(call->problem, RC_DENIED, "person",
                       "the notification is for somebody else than \"%s\"", person);
}

/* What the event says is what a penalty's case file needs: of which matter, read by whom. */
static rc_t tell_read(struct call *call, const json_t *notification, int64_t id)
{
    json_t *data = json_object();
    static const char *const KEYS[] = { "person", "rule", "subject_kind", "subject_id" };
    for (size_t i = 0; i < sizeof(KEYS) / sizeof(KEYS[0]); i++)
        json_object_set(data, KEYS[i], json_object_get(notification, KEYS[i]));
    return call_event(call, text_of(notification, "contract"), "notification.read", "notification",
                      id, data);
}

/* The first receipt stands: a second call, by whatever key, gets it back and changes nothing. */
rc_t on_notification_read(struct call *call)
{
    struct notification_read read;
    json_t *notification = NULL;
    bool first = false;
    rc_t rc = notice_read_notification_read(call->args, &read, call->problem);
    if (rc == RC_OK)
        rc = notice_store_notification(call->db, read.notification, &notification, call->problem);
    if (rc == RC_OK)
        rc = check_reader(call, notification, read.person);
    if (rc == RC_OK)
        rc = notice_store_receipt(call->db, read.notification, call->now_us, call->account, &first,
                                  call->problem);
    if (rc == RC_OK && first)
        rc = tell_read(call, notification, read.notification);
    json_decref(notification);
    return rc == RC_OK ? notice_store_notification(call->db, read.notification, &call->result,
                                                   call->problem)
                       : rc;
}
