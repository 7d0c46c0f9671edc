/* The mail channel. Each mail is claimed in a transaction of its own, committed, sent, and its end
 * recorded: so a worker that dies leaves at most one mail in doubt, and its lease gives it to
 * another. */
#ifndef REMINDER_MAIL_H
#define REMINDER_MAIL_H

#include "reminder_conf.h"
#include "step_host.h"

enum { REMINDER_LEASE_SPARE_S = 30 }; /* a lease is twice one mail's time limit and this */

/* Send up to REMINDER_MAIL_BATCH due mails: *ret_count were decided or tried; *ret_next_us as
 * reminder_store_next. */
MUST_CHECK rc_t reminder_mail_deliver(struct step *step, struct reminder_local *local,
                                      int64_t *ret_count, int64_t *ret_next_us);

#endif
