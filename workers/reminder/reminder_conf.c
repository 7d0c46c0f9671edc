/* Options of the worker, judged whole before the first step: a typing error in the sender's address
 * must be told to who starts the program, not to the log at night. */
#include "reminder_conf.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "mail_head.h"
#include "memory.h"

/* The least and most a message may take; a lease is twice that and half a minute. */
enum { SECOND_MS = 1000, TIMEOUT_LEAST_S = 1, TIMEOUT_MOST_S = 60 };

/* Each has a variable, so that secrets' places and servers can be told to a container. No secret is
 * an option: the process list shows those. */
const struct option_row REMINDER_OPTIONS[] = {
    { "smtp", "MLPS_SMTP", NULL, false, "邮件服务器（smtp://主机:端口）；不给则邮件提醒留待以后",
      "mail server (smtp://HOST:PORT); without it mail reminders wait" },
    { "smtp-user", "MLPS_SMTP_USER", NULL, false, "邮件服务器账号", "account at the mail server" },
    { "smtp-password-file", "MLPS_SMTP_PASSWORD_FILE", NULL, false, "口令所在文件（首行）",
      "file whose first line is the password" },
    { "smtp-from", "MLPS_SMTP_FROM", "mlps@localhost", false, "发件人地址", "sender's address" },
    { "smtp-tls", "MLPS_SMTP_TLS", "offered", false, "STARTTLS：off、offered、required",
      "STARTTLS: off, offered, required" },
    { "smtp-ca", "MLPS_SMTP_CA", NULL, false, "受信证书文件（PEM）",
      "file of trusted certificates (PEM)" },
    { "smtp-timeout", "MLPS_SMTP_TIMEOUT", "20", false, "每封邮件的时限（秒，1 至 60）",
      "time limit of one mail (seconds, 1 to 60)" },
    { "channel-secrets", "MLPS_CHANNEL_SECRETS", NULL, false, "群机器人与回调的密钥所在目录",
      "folder of the secrets of robots and webhooks" },
    { "channel-ca", "MLPS_CHANNEL_CA", NULL, false, "端点的受信证书文件（PEM）",
      "file of certificates trusted for endpoints (PEM)" },
    { "channel-timeout", "MLPS_CHANNEL_TIMEOUT", "10", false, "每条消息的时限（秒，1 至 60）",
      "time limit of one message (seconds, 1 to 60)" },
    { "lang", "MLPS_LANG", "zh", false, "提醒的语言：zh、en", "language of reminders: zh, en" },
    { NULL, NULL, NULL, false, NULL, NULL },
};

/* "offered" is what relays inside a house do; who sends beyond it says "required". */
static rc_t read_tls(const char *word, enum mail_tls *ret_tls, struct problem *problem)
{
    static const char *const WORDS[] = {
        [MAIL_TLS_OFF] = "off", [MAIL_TLS_OFFERED] = "offered", [MAIL_TLS_REQUIRED] = "required"
    };
    for (size_t i = 0; i < COUNT_OF(WORDS); i++) {
        if (strcmp(word, WORDS[i]) == 0) {
            *ret_tls = (enum mail_tls)i;
            return RC_OK;
        }
    }
    return problem_set(problem, RC_INVALID, "smtp-tls",
                       "option \"--smtp-tls\" must be off, offered or required, got \"%s\"", word);
}

/* The first line of the file; editors end it with a line feed, which is no part of the password. */
static rc_t read_password(const char *file, char out[MAIL_PASSWORD_MAX], struct problem *problem)
{
    FILE *in = fopen(file, "re");
    if (!in || !fgets(out, MAIL_PASSWORD_MAX, in)) {
        if (in)
            fclose(in);
        return problem_set(problem, RC_INVALID, "smtp-password-file",
                           "could not read a password from file \"%s\"", file);
    }
    fclose(in);
    out[strcspn(out, "\r\n")] = '\0';
    return RC_OK;
}

/* Everything is checked at the start, so that a typing error is not found by the first mail at
 * night. */
static rc_t read_server(struct reminder_local *self, const struct options *options,
                        struct problem *problem)
{
    int64_t seconds = 0;
    const char *file = option_text(options, "smtp-password-file");
    self->mail = (struct mailer_conf){ .url = option_text(options, "smtp"),
                                       .from = option_text(options, "smtp-from"),
                                       .user = option_text(options, "smtp-user"),
                                       .password = file ? self->password : NULL,
                                       .ca_file = option_text(options, "smtp-ca") };
    if (strncmp(self->mail.url, "smtp://", 7) != 0 && strncmp(self->mail.url, "smtps://", 8) != 0)
        return problem_set(
            problem, RC_INVALID, "smtp",
            "option \"--smtp\" must be smtp://HOST:PORT or smtps://HOST:PORT, got \"%s\"",
            self->mail.url);
    if (!mail_address_ok(self->mail.from))
        return problem_set(problem, RC_INVALID, "smtp-from",
                           "option \"--smtp-from\" must be a mail address, got \"%s\"",
                           self->mail.from);
    rc_t rc = read_tls(option_text(options, "smtp-tls"), &self->mail.tls, problem);
    if (rc == RC_OK)
        rc =
            option_int(options, "smtp-timeout", TIMEOUT_LEAST_S, TIMEOUT_MOST_S, &seconds, problem);
    if (rc == RC_OK && file)
        rc = read_password(file, self->password, problem);
    self->mail.timeout_ms = seconds * SECOND_MS;
    snprintf(self->domain, sizeof(self->domain), "%s", strchr(self->mail.from, '@') + 1);
    return rc;
}

/* What the guard excepts is the operator's word alone, never a row's. */
static rc_t read_channels(struct reminder_local *self, const struct options *options,
                          struct problem *problem)
{
    int64_t seconds = 0;
    rc_t rc =
        option_int(options, "channel-timeout", TIMEOUT_LEAST_S, TIMEOUT_MOST_S, &seconds, problem);
    self->secrets = option_text(options, "channel-secrets");
    self->post = (struct poster_conf){ .rules = egress_rules_here(),
                                       .ca_file = option_text(options, "channel-ca"),
                                       .timeout_ms = seconds * SECOND_MS };
    return rc;
}

/* Without a server there is no mailer, and that is what the step asks. */
rc_t reminder_local_open(const struct options *options, void **ret_local, struct problem *problem)
{
    struct reminder_local *self = mem_new(sizeof(*self));
    rc_t rc = RC_OK;
    if (!lang_from_text(option_text(options, "lang"), &self->lang))
        rc = problem_set(problem, RC_INVALID, "lang", "option \"--lang\" must be zh or en");
    snprintf(self->domain, sizeof(self->domain), "localhost");
    if (rc == RC_OK && option_given(options, "smtp"))
        rc = read_server(self, options, problem);
    if (rc == RC_OK)
        rc = read_channels(self, options, problem);
    if (rc != RC_OK) {
        reminder_local_destroy(self);
        return rc;
    }
    if (self->mail.url)
        self->mailer = mailer_new(&self->mail);
    self->poster = poster_new(&self->post);
    *ret_local = self;
    return RC_OK;
}

/* The password is wiped, not only freed. */
void reminder_local_destroy(void *local)
{
    struct reminder_local *self = local;
    if (!self)
        return;
    mailer_destroy(&self->mailer);
    poster_destroy(&self->poster);
    sodium_memzero(self->password, sizeof(self->password));
    mem_free(self);
}
