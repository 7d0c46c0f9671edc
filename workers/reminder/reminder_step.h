/* The reminder worker: tells people what the ledger says they are to be told, once. In the
 * application at once and in one transaction; by mail as surely as SMTP allows. */
#ifndef REMINDER_STEP_H
#define REMINDER_STEP_H

#include "step_host.h"

/* Sizes of a turn: large enough that a morning with a thousand reminders takes few of them, small
 * enough that a notification never waits behind a whole round of mail. */
enum {
    REMINDER_MAIL_BATCH = 20, /* mails of one step; each is claimed just before it is sent */
    REMINDER_MAX_TRIES = 30,  /* of one mail: a little more than a day */
};

/* One batch of each channel; without a mail server mail reminders are left alone. */
MUST_CHECK rc_t reminder_step(struct step *step);
/* What main.c and the tests run. */
extern const struct worker_def REMINDER_WORKER;

#endif
