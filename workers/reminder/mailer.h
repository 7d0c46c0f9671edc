/* Sending one mail by SMTP, and knowing what became of it. The connection is kept between mails;
 * one that was lost meanwhile is noticed before the text is begun, so it costs a retry and no
 * double. */
#ifndef MAILER_H
#define MAILER_H

#include <stdint.h>

#include "problem.h"
#include "verdict.h"

enum mail_tls {
    MAIL_TLS_OFF,     /* clear text, for a relay on this machine */
    MAIL_TLS_OFFERED, /* STARTTLS when the server offers it; its certificate must then be good */
    MAIL_TLS_REQUIRED,
};

/* Texts are borrowed and must outlive the mailer. */
struct mailer_conf {
    const char *url;      /* smtp://HOST:PORT or smtps://HOST:PORT */
    const char *from;     /* sender's address */
    const char *user;     /* NULL: no login */
    const char *password; /* NULL: none */
    const char *ca_file;  /* certificates to trust, PEM; NULL: the machine's */
    enum mail_tls tls;
    int64_t timeout_ms; /* of one mail; a farewell that is not answered takes as long again */
};

/* One mail to one person. Texts are UTF-8. */
struct mail {
    const char *to, *subject, *body;
    const char *
        message_id; /* without angle brackets; the same at every try, so that a receiver can tell */
    int64_t date_us;
    int zone_minutes;
};

typedef struct mailer mailer_t;

/* New mailer; connects with the first mail and keeps the connection. Never NULL; caller destroys.
 * Not thread-safe: one per thread. */
mailer_t *mailer_new(const struct mailer_conf *conf);
/* Close and free, set *self_p to NULL. Safe on NULL. */
void mailer_destroy(mailer_t **self_p);
/* Send. For any verdict but VERDICT_SENT *problem says why, with the server's answer code where it
 * gave one. */
MUST_CHECK enum verdict mailer_send(mailer_t *self, const struct mail *mail,
                                    struct problem *problem);

#endif
