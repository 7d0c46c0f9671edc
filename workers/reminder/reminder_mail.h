/* The mail channel: one message by SMTP. */
#ifndef REMINDER_MAIL_H
#define REMINDER_MAIL_H

#include "reminder_push.h"

/* A push_send_fn; `arg` is the mailer. */
push_send_fn reminder_mail_send;

#endif
