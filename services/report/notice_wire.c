/* One table per operation, as in report_wire.c. */
#include "notice_wire.h"

#include "args.h"
#include "call_args.h"
#include "ceilings.h"
#include "report_wire.h"

enum { CODE_MAX = 80, WORD_MAX = 20, PERSON_MAX = 100 };

#define AT(type, member) offsetof(struct type, member)

/* As the ledger's constraints have them. */
static const char *const STATES[] = { "planned", "sending", "sent", "cancelled", "failed", NULL };
static const char *const CHANNELS[] = { "app",    "mail",    "wecom", "dingtalk",
                                        "feishu", "webhook", NULL };

rc_t notice_read_reminder_list(const json_t *args, struct reminder_list *ret,
                               struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_OPTIONAL, 1, CODE_MAX, AT(reminder_list, contract) },
        { "person", ARG_TEXT, JSON_OPTIONAL, 1, PERSON_MAX, AT(reminder_list, person) },
        { "channel", ARG_TEXT, JSON_OPTIONAL, 1, WORD_MAX, AT(reminder_list, channel) },
        { "state", ARG_TEXT, JSON_OPTIONAL, 1, WORD_MAX, AT(reminder_list, state) },
        { "until", ARG_DATE, JSON_OPTIONAL, 0, 0, AT(reminder_list, until) },
        { "cursor", ARG_PAGE, JSON_OPTIONAL, INT64_MIN, 2, AT(reminder_list, page) },
    };
    static const struct reminder_list BLANK = { .until = INT32_MIN };
    struct reminder_list list;
    rc_t rc = args_read(args, ROWS, COUNT_OF(ROWS), ARGS_OVER(&list, &BLANK), problem);
    if (rc == RC_OK)
        rc = word_check("state", list.state, STATES, problem);
    if (rc == RC_OK)
        rc = word_check("channel", list.channel, CHANNELS, problem);
    if (rc == RC_OK)
        *ret = list;
    return rc;
}

rc_t notice_read_notification_list(const json_t *args, struct notification_list *ret,
                                   struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_OPTIONAL, 1, CODE_MAX, AT(notification_list, contract) },
        { "person", ARG_TEXT, JSON_OPTIONAL, 1, PERSON_MAX, AT(notification_list, person) },
        { "penalty", ARG_INT, JSON_OPTIONAL, 1, INT64_MAX, AT(notification_list, penalty) },
        { "unread", ARG_BOOL, JSON_OPTIONAL, 0, 0, AT(notification_list, unread) },
        { "cursor", ARG_PAGE, JSON_OPTIONAL, INT64_MAX, 1, AT(notification_list, page) },
    };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), problem);
}

rc_t notice_read_notification_read(const json_t *args, struct notification_read *ret,
                                   struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "notification", ARG_INT, JSON_REQUIRED, 1, INT64_MAX,
          AT(notification_read, notification) },
        { "person", ARG_TEXT, JSON_OPTIONAL, 1, PERSON_MAX, AT(notification_read, person) },
    };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), problem);
}
