/* Mail: the row says to whom, the mailer does the rest. */
#include "reminder_mail.h"

#include "mailer.h"

/* Date is the time of the try and not of the plan: relays put mail of yesterday aside. */
enum verdict reminder_mail_send(void *arg, const struct push_message *message,
                                struct problem *problem)
{
    struct mail mail = {
        .to = json_string_value(json_object_get(message->lead, "email")),
        .subject = message->title,
        .body = message->body,
        .message_id = message->id,
        .date_us = message->now_us,
        .zone_minutes = message->zone_minutes,
    };
    return mailer_send(arg, &mail, problem);
}
