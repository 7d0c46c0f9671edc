/* The reminder worker's own options and what it keeps between steps. */
#ifndef REMINDER_CONF_H
#define REMINDER_CONF_H

#include "lang.h"
#include "mailer.h"
#include "options.h"
#include "poster.h"

/* Bytes with the NUL; a longer password is cut and then refused by the server. */
enum { MAIL_PASSWORD_MAX = 512, MAIL_DOMAIN_MAX = 120 };

/* Rows smtp, smtp-user, smtp-password-file, smtp-from, smtp-tls, smtp-ca, smtp-timeout,
 * channel-secrets, channel-ca, channel-timeout, lang. */
extern const struct option_row REMINDER_OPTIONS[];

/* What the worker keeps between steps: connections and options, nothing about reminders, which all
 * stand in the database. So it may be killed at any time. */
struct reminder_local {
    enum lang lang;
    struct mailer_conf mail;
    char password[MAIL_PASSWORD_MAX];
    char domain[MAIL_DOMAIN_MAX]; /* of message ids: the sender's */
    mailer_t *mailer;             /* NULL: no mail server, mail reminders wait */
    struct poster_conf post;
    poster_t *poster;
    const char *secrets; /* folder of the channels' secrets; NULL: none */
};

/* Read the options and the password file. RC_INVALID names the option. On success *ret_local is a
 * new struct reminder_local, freed by reminder_local_destroy; option texts stay borrowed. */
MUST_CHECK rc_t reminder_local_open(const struct options *options, void **ret_local,
                                    struct problem *problem);
/* Free it; accepts NULL. The password is wiped. */
void reminder_local_destroy(void *local);

#endif
