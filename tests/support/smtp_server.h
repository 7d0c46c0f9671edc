/* A real SMTP server for tests (smtp_server.py), told how to behave through a file. */
#ifndef SMTP_SERVER_H
#define SMTP_SERVER_H

#include <stddef.h>

#include "child.h"

enum { SMTP_DIR_MAX = 64, SMTP_URL_MAX = 64, SMTP_MAILS_MAX = 4 << 20 };

struct smtp_server {
    struct child child;
    char dir[SMTP_DIR_MAX]; /* holds mode, mails and, with TLS, cert.pem and key.pem */
    char url[SMTP_URL_MAX]; /* smtp://127.0.0.1:PORT */
};

enum { SMTP_PLAIN = 0, SMTP_TLS = 1, SMTP_AUTH = 2 /* user "mlps", password "pass word" */ };

/* Start it; `features` is a sum of the above. Its certificate is for "localhost". Every failure
 * ends the test program. */
void smtp_server_start(struct smtp_server *self, int features);
/* Stop it and remove its folder. Safe when not running. */
void smtp_server_stop(struct smtp_server *self);
/* How it answers from the next command on: see smtp_server.py. */
void smtp_server_mode(const struct smtp_server *self, const char *mode);
/* Mails that arrived so far. */
size_t smtp_server_count(const struct smtp_server *self);
/* All of them, one JSON object a line; the caller frees with mem_free. */
char *smtp_server_mails(const struct smtp_server *self);

#endif
