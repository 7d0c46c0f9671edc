#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "ledger.h"
#include "notice_wire.h"
#include "wire_check.h"

#define READER(what)                                                                               \
    static rc_t read_##what(const json_t *args, void *ret, struct problem *problem)                \
    {                                                                                              \
        return notice_read_##what(args, ret, problem);                                             \
    }
READER(reminder_list)
READER(notification_list)
READER(notification_read)

static const struct wire_row REMINDER_LIST[] = {
    { "{'contract':'C'}", "contract", RC_INVALID },
    { "{'state':'Sent'}", "state", RC_INVALID },
    { "{'channel':'sms'}", "channel", RC_INVALID },
    { "{'until':'2026-02-30'}", "until", RC_INVALID },
    { "{'cursor':'5'}", "cursor", RC_INVALID },
    { "{'limit':0}", "limit", RC_INVALID },
    { "{'unread':true}", "unread", RC_INVALID },
};
static const struct wire_row NOTIFICATION_LIST[] = {
    { "{'person':''}", "person", RC_INVALID },   { "{'penalty':0}", "penalty", RC_INVALID },
    { "{'unread':1}", "unread", RC_INVALID },    { "{'cursor':'1.2'}", "cursor", RC_INVALID },
    { "{'state':'sent'}", "state", RC_INVALID },
};
static const struct wire_row NOTIFICATION_READ[] = {
    { "{'person':'w'}", "notification", RC_INVALID },
    { "{'notification':0,'person':'w'}", "notification", RC_INVALID },
    { "{'notification':1,'person':7}", "person", RC_INVALID },
    { "{'notification':1,'person':'w','at':'2026-06-01'}", "at", RC_INVALID },
};

static void test_refused(void **state)
{
    (void)state;
    wire_check_refused(read_reminder_list, sizeof(struct reminder_list), REMINDER_LIST,
                       COUNT_OF(REMINDER_LIST));
    wire_check_refused(read_notification_list, sizeof(struct notification_list), NOTIFICATION_LIST,
                       COUNT_OF(NOTIFICATION_LIST));
    wire_check_refused(read_notification_read, sizeof(struct notification_read), NOTIFICATION_READ,
                       COUNT_OF(NOTIFICATION_READ));
}

static void test_nothing_given_is_everything(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct reminder_list reminders;
    struct notification_list notifications;
    json_t *args = json_object();
    assert_int_equal(notice_read_reminder_list(args, &reminders, &problem), RC_OK);
    assert_true(!reminders.contract && !reminders.person && !reminders.channel && !reminders.state);
    assert_true(reminders.until == INT32_MIN && reminders.page.key[0] == INT64_MIN);
    assert_int_equal(notice_read_notification_list(args, &notifications, &problem), RC_OK);
    assert_true(notifications.penalty == 0 && notifications.id == 0 && !notifications.unread);
    assert_true(notifications.page.key[0] == INT64_MAX);
    json_decref(args);
}

static void test_everything_given(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct reminder_list list;
    struct notification_read read;
    json_t *args = wire_args("{'contract':'c','person':'王工','channel':'feishu','state':'failed',"
                             "'until':'2026-06-30','cursor':'5.6','limit':7}");
    assert_int_equal(notice_read_reminder_list(args, &list, &problem), RC_OK);
    assert_string_equal(list.person, "王工");
    assert_string_equal(list.channel, "feishu");
    assert_string_equal(list.state, "failed");
    assert_int_equal(list.until, test_day("2026-06-30"));
    assert_true(list.page.key[0] == 5 && list.page.key[1] == 6 && list.page.limit == 7);
    json_decref(args);
    args = wire_args("{'notification':12,'person':'王工'}");
    assert_int_equal(notice_read_notification_read(args, &read, &problem), RC_OK);
    assert_int_equal(read.notification, 12);
    assert_string_equal(read.person, "王工");
    json_decref(args);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_nothing_given_is_everything),
        cmocka_unit_test(test_everything_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
