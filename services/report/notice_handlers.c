/* What people were told and what they read. A receipt is evidence in a dispute about a penalty, so
 * it is given once and never moved. */
#include <string.h>

#include "deadline_store.h"
#include "notice_store.h"
#include "report_handlers.h"
#include "speaker_store.h"

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

/* A receipt under way. */
struct reading {
    struct call *call;
    const struct notification_read *read;
    struct notice_whose whose;
    bool on_behalf; /* the account is nobody's, so the person is only said to have read it */
    bool first;
};

/* Nobody reads for somebody else: the receipt would name a person who never saw it. Who calls by an
 * account of his own need not say his name; who calls by a program's must say whose receipt it is.
 */
static rc_t check_reader(struct reading *reading)
{
    struct problem *problem = reading->call->problem;
    const struct notice_whose *whose = &reading->whose;
    const char *said = reading->read->person;
    if (said && strcmp(whose->person, said) != 0)
        return problem_set(problem, RC_DENIED, "person",
                           "the notification is for somebody else than \"%s\"", said);
    rc_t rc = speaker_check(reading->call->db, whose->contract_id, whose->person_id, "person",
                            &reading->on_behalf, problem);
    if (rc == RC_OK && reading->on_behalf && !said)
        return problem_set(problem, RC_INVALID, "person",
                           "\"person\" is missing: the account that calls is nobody's");
    return rc;
}

/* What the event says is what a penalty's case file needs: of which matter, read by whom, and
 * whether that person said so or another one for him. */
static rc_t tell_read(const struct reading *reading, const json_t *notification)
{
    json_t *data = json_object();
    static const char *const KEYS[] = { "person", "rule", "subject_kind", "subject_id",
                                        "on_behalf" };
    for (size_t i = 0; i < sizeof(KEYS) / sizeof(KEYS[0]); i++)
        json_object_set(data, KEYS[i], json_object_get(notification, KEYS[i]));
    return call_event(reading->call, text_of(notification, "contract"), "notification.read",
                      "notification", reading->read->notification, data);
}

/* Who has read of a penalty has received its notice: what terms run from is stated with the receipt
 * and not by whoever remembers to. The bump comes first, see notice_fact.sql. */
static rc_t state_notice(const struct reading *reading, const json_t *notification)
{
    struct call *call = reading->call;
    json_t *fact = NULL;
    rc_t rc = contract_work_bump(call->db, reading->whose.contract_id, call->problem);
    if (rc == RC_OK)
        rc = notice_store_fact(call->db, reading->read->notification, reading->whose.penalty, &fact,
                               call->problem);
    if (rc != RC_OK || !fact)
        return rc;
    return call_event(call, text_of(notification, "contract"), "fact.recorded", "fact",
                      json_integer_value(json_object_get(fact, "id")), fact);
}

/* The first receipt stands: a second one, by whatever key, changes nothing. The notification as it
 * is afterwards becomes the result. */
static rc_t give_receipt(struct reading *reading)
{
    struct call *call = reading->call;
    const struct notice_receipt receipt = {
        .notification = reading->read->notification,
        .now_us = call->now_us,
        .account = call->account,
        .on_behalf = reading->on_behalf,
    };
    rc_t rc = notice_store_receipt(call->db, &receipt, &reading->first, call->problem);
    if (rc == RC_OK)
        rc =
            notice_store_notification(call->db, receipt.notification, &call->result, call->problem);
    if (rc == RC_OK && reading->first)
        rc = tell_read(reading, call->result);
    if (rc == RC_OK && reading->first && reading->whose.penalty)
        rc = state_notice(reading, call->result);
    return rc;
}

rc_t on_notification_read(struct call *call)
{
    struct notification_read read;
    struct reading reading = { .call = call, .read = &read };
    rc_t rc = notice_read_notification_read(call->args, &read, call->problem);
    if (rc == RC_OK)
        rc = notice_store_whose(call->db, read.notification, &reading.whose, call->problem);
    if (rc == RC_OK)
        rc = check_reader(&reading);
    if (rc == RC_OK)
        rc = give_receipt(&reading);
    notice_whose_fini(&reading.whose);
    return rc;
}
