/* One mail by libcurl, and what its conversation with the server proves about it (SLA-03): refused
 * for sure, taken for sure, or neither. */
#include "mailer.h"

#include <curl/curl.h>
#include <string.h>

#include "mail_head.h"
#include "memory.h"

/* HEAD_BYTES: a subject of 300 characters as encoded words, twice over. */
enum { HEAD_BYTES = 8192, CONNECT_MS = 5000 };

/* What the server said, read off the protocol lines: libcurl's result alone does not tell "refused"
 * from "lost after the text". */
struct dialogue {
    bool text_begun;   /* 354 was seen: from here on the mail may arrive */
    bool text_refused; /* and then the server said no: it did not */
    int refusal; /* latest answer of 400 or more, 0 without one; the farewell comes after it */
};

/* One handle: libcurl keeps the connection between two mails of a batch where the server lets it.
 */
struct mailer {
    struct mailer_conf conf;
    CURL *curl;
    struct dialogue dialogue;
    char reason[CURL_ERROR_SIZE];
};

/* An answer line is "250 text" or, when more follow, "250-text". */
static void dialogue_hear(struct dialogue *self, const char *line, size_t len)
{
    int code = 0;
    if (len < 3)
        return;
    for (size_t i = 0; i < 3; i++) {
        if (line[i] < '0' || line[i] > '9')
            return;
        code = code * 10 + (line[i] - '0');
    }
    if (len > 3 && line[3] == '-')
        return;
    self->text_begun = self->text_begun || code == 354;
    /* 4xx and 5xx alike: whether to try again is the ledger's to say, not the server's. */
    if (code >= 400) {
        self->refusal = code;
        self->text_refused = self->text_begun;
    }
}

/* Called for everything that goes over the wire; only the server's lines matter here, and
 * nothing is printed. */
static int on_debug(CURL *curl, curl_infotype type, char *data, size_t len, void *arg)
{
    (void)curl;
    if (type == CURLINFO_HEADER_IN)
        dialogue_hear(arg, data, len);
    return 0;
}

/* NOSIGNAL because the process has its own handlers; no proxy, since mail leaves by the server
 * that was named and by no other way. */
mailer_t *mailer_new(const struct mailer_conf *conf)
{
    static const long TLS[] = { [MAIL_TLS_OFF] = CURLUSESSL_NONE,
                                [MAIL_TLS_OFFERED] = CURLUSESSL_TRY,
                                [MAIL_TLS_REQUIRED] = CURLUSESSL_ALL };
    mailer_t *self = mem_new(sizeof(*self));
    self->conf = *conf;
    self->curl = curl_easy_init();
    CURL *curl = self->curl;
    curl_easy_setopt(curl, CURLOPT_URL, conf->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, conf->from);
    curl_easy_setopt(curl, CURLOPT_USE_SSL, TLS[conf->tls]);
    if (conf->ca_file) /* NULL would take the machine's away as well */
        curl_easy_setopt(curl, CURLOPT_CAINFO, conf->ca_file);
    curl_easy_setopt(curl, CURLOPT_USERNAME, conf->user);
    curl_easy_setopt(curl, CURLOPT_PASSWORD, conf->password);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)conf->timeout_ms);
    /* bounds the farewell too, which libcurl says to a server that does not answer any more */
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)(conf->timeout_ms + 999) / 1000);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, self->reason);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L); /* the debug function is where answers are seen */
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, on_debug);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &self->dialogue);
    return self;
}

/* Says QUIT where the server still listens; the time limit bounds that too. */
void mailer_destroy(mailer_t **self_p)
{
    if (!*self_p)
        return;
    curl_easy_cleanup((*self_p)->curl);
    mem_free(*self_p);
    *self_p = NULL;
}

/* One header line, stolen by the list. */
static void add_line(struct curl_slist **lines, struct bytebuf *line)
{
    *lines = curl_slist_append(*lines, bytebuf_str(line));
    bytebuf_reset(line);
}

/* What libcurl does not write itself. Addresses were checked before they came here, so none of
 * them can end its line. */
static rc_t head_lines(const mailer_t *self, const struct mail *mail, struct curl_slist **ret_lines)
{
    struct bytebuf line;
    bytebuf_init(&line, HEAD_BYTES);
    rc_t rc = mail_head_date(mail->date_us, mail->zone_minutes, &line);
    if (rc == RC_OK)
        add_line(ret_lines, &line);
    const struct {
        const char *name, *before, *text, *after;
    } rows[] = {
        { "From", "<", self->conf.from, ">" },
        { "To", "<", mail->to, ">" },
        { "Message-ID", "<", mail->message_id, ">" },
        { "Auto-Submitted", "", "auto-generated", "" }, /* RFC 3834: no automatic answer, please */
    };
    for (size_t i = 0; i < COUNT_OF(rows) && rc == RC_OK; i++) {
        rc = bytebuf_fmt(&line, "%s: %s%s%s", rows[i].name, rows[i].before, rows[i].text,
                         rows[i].after);
        if (rc == RC_OK)
            add_line(ret_lines, &line);
    }
    if (rc == RC_OK)
        rc = mail_head_text("Subject", mail->subject, &line);
    if (rc == RC_OK)
        add_line(ret_lines, &line);
    bytebuf_fini(&line);
    return rc;
}

/* base64 because some relays break long lines of other encodings; readers show all of them
 * alike. */
static curl_mime *body_part(CURL *curl, const char *body)
{
    curl_mime *mime = curl_mime_init(curl);
    curl_mimepart *part = curl_mime_addpart(mime);
    curl_mime_data(part, body, CURL_ZERO_TERMINATED);
    curl_mime_type(part, "text/plain; charset=utf-8");
    curl_mime_encoder(part, "base64");
    return mime;
}

/* The one place that decides whether a mail may have arrived: when in doubt it may, and is
 * counted. */
static enum verdict verdict_of(const mailer_t *self, CURLcode code)
{
    if (code == CURLE_OK)
        return VERDICT_SENT;
    return self->dialogue.text_begun && !self->dialogue.text_refused ? VERDICT_UNCERTAIN
                                                                     : VERDICT_REFUSED;
}

/* The answer's code first: it is what a person looks up. The password is in neither text. */
static void explain(const mailer_t *self, CURLcode code, struct problem *problem)
{
    const char *reason = self->reason[0] ? self->reason : curl_easy_strerror(code);
    if (self->dialogue.refusal)
        problem_set(problem, RC_UNAVAILABLE, NULL,
                    "could not send mail: the server answered %d: %s", self->dialogue.refusal,
                    reason);
    else
        problem_set(problem, RC_UNAVAILABLE, NULL, "could not send mail: %s", reason);
}

/* The dialogue is kept, since only it tells whether the server had the whole message when the
 * connection ended: then the mail may have been sent, and is not sent twice lightly. */
enum verdict mailer_send(mailer_t *self, const struct mail *mail, struct problem *problem)
{
    struct curl_slist *lines = NULL;
    if (!mail_address_ok(mail->to) || head_lines(self, mail, &lines) != RC_OK) {
        curl_slist_free_all(lines);
        problem_set(problem, RC_INVALID, NULL, "could not send mail: \"%s\" is no usable address",
                    mail->to);
        return VERDICT_REFUSED;
    }
    struct curl_slist *receiver = curl_slist_append(NULL, mail->to);
    curl_mime *mime = body_part(self->curl, mail->body);
    memset(&self->dialogue, 0, sizeof(self->dialogue));
    self->reason[0] = '\0';
    curl_easy_setopt(self->curl, CURLOPT_MAIL_RCPT, receiver);
    curl_easy_setopt(self->curl, CURLOPT_HTTPHEADER, lines);
    curl_easy_setopt(self->curl, CURLOPT_MIMEPOST, mime);

    CURLcode code = curl_easy_perform(self->curl);
    enum verdict verdict = verdict_of(self, code);
    if (verdict != VERDICT_SENT)
        explain(self, code, problem);
    curl_mime_free(mime);
    curl_slist_free_all(receiver);
    curl_slist_free_all(lines);
    return verdict;
}
