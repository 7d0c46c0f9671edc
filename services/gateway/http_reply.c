/* Heads and error bodies. All final responses go through http_reply_head, so none can lack a
 * security field; all errors go through reply_details, so a client needs one reader for them. */
#include "http_reply.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ceilings.h"
#include "civil.h"
#include "jsonx.h"
#include "memory.h"
#include "sentence.h"
#include "textw.h"

/* What every response carries. There is no page here yet, so nothing may be loaded or framed. */
static const char SECURITY_FIELDS[] =
    "X-Content-Type-Options: nosniff\r\n"
    "Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; "
    "object-src 'none'; frame-ancestors 'none'\r\n"
    "X-Frame-Options: DENY\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

static const struct {
    int status;
    const char *reason;
} REASONS[] = {
    { 200, "OK" },
    { 201, "Created" },
    { 202, "Accepted" },
    { 304, "Not Modified" },
    { 400, "Bad Request" },
    { 401, "Unauthorized" },
    { 403, "Forbidden" },
    { 404, "Not Found" },
    { 405, "Method Not Allowed" },
    { 408, "Request Timeout" },
    { 409, "Conflict" },
    { 411, "Length Required" },
    { 412, "Precondition Failed" },
    { 413, "Content Too Large" },
    { 414, "URI Too Long" },
    { 415, "Unsupported Media Type" },
    { 417, "Expectation Failed" },
    { 421, "Misdirected Request" },
    { 422, "Unprocessable Content" },
    { 428, "Precondition Required" },
    { 429, "Too Many Requests" },
    { 431, "Request Header Fields Too Large" },
    { 500, "Internal Server Error" },
    { 501, "Not Implemented" },
    { 503, "Service Unavailable" },
    { 504, "Gateway Timeout" },
    { 505, "HTTP Version Not Supported" },
};

/* Fields that a status owes (RFC 9110 11.6.1, 10.2.3). */
static const struct {
    int status;
    const char *name;
    const char *value;
} OWED[] = {
    { 401, "WWW-Authenticate", "Bearer realm=\"mlps\"" },
    { 429, "Retry-After", "1" },
    { 503, "Retry-After", "1" },
};

/* The phrase is for people who read traces; an unknown status has none (RFC 9112 4 allows
 * that). */
static const char *reason_of(int status)
{
    for (size_t i = 0; i < COUNT_OF(REASONS); i++)
        if (REASONS[i].status == status)
            return REASONS[i].reason;
    return "";
}

/* `type` is borrowed and static. Body and fields have ceilings of their own, so that no answer of a
 * service can fill memory. */
void http_reply_init(struct http_reply *self, int status, const char *type)
{
    *self = (struct http_reply){ .status = status, .type = type };
    bytebuf_init(&self->body, MAX_REPLY_BYTES);
    bytebuf_init(&self->fields, HTTP_FIELDS_BYTES);
}

/* A source that was never handed to a connection is closed here: no file stays open behind a client
 * that left. */
void http_reply_fini(struct http_reply *self)
{
    bytebuf_fini(&self->body);
    bytebuf_fini(&self->fields);
    if (self->source)
        self->source->close(self->source);
    self->source = NULL;
}

/* Printable ASCII: anything else could end the line, or be read as a line of its own by
 * somebody. */
static bool is_field_text(const char *value)
{
    for (; *value; value++)
        if ((unsigned char)*value < 0x20 || (unsigned char)*value >= 0x7f)
            return false;
    return true;
}

/* A value that could break the head is left out and not escaped (WEB-08): no client expects an
 * escape there. What is there already stays as it was. */
void http_reply_field(struct http_reply *self, const char *name, const char *value)
{
    size_t before = self->fields.len;
    if (!is_field_text(value) || bytebuf_fmt(&self->fields, "%s: %s\r\n", name, value) != RC_OK)
        self->fields.len = before;
}

/* A body beyond its ceiling becomes an internal error as a whole: half a JSON text helps nobody.
 * `json` stays the caller's. */
void http_reply_json(struct http_reply *self, const json_t *json)
{
    char *text = jsonx_text(json);
    bytebuf_reset(&self->body);
    if (bytebuf_text(&self->body, text) != RC_OK) {
        http_reply_fini(self);
        http_reply_refuse(self, &(struct http_refusal){ .fault = FAULT_INTERNAL }, LANG_EN);
    }
    mem_free(text);
}

/* Members of a problem body (RFC 9457); NULL ones are left out. */
struct details {
    int status;
    const char *code;
    const char *title;
    const char *field;
    const char *detail;
};

/* A member that is absent says more than an empty one. */
static void set_text(json_t *object, const char *key, const char *text)
{
    if (text && *text)
        json_object_set_new(object, key, json_string(text));
}

/* One place makes every error body, so that all have the same members in the same form. */
static void reply_details(struct http_reply *self, const struct details *details)
{
    char type[96];
    json_t *json = json_object();
    snprintf(type, sizeof(type), "urn:mlps:problem:%s", details->code);
    set_text(json, "type", type);
    set_text(json, "title", details->title);
    json_object_set_new(json, "status", json_integer(details->status));
    set_text(json, "code", details->code);
    set_text(json, "detail", details->detail);
    set_text(json, "field", details->field);
    http_reply_init(self, details->status, HTTP_TYPE_PROBLEM);
    http_reply_json(self, json);
    for (size_t i = 0; i < COUNT_OF(OWED); i++)
        if (OWED[i].status == details->status)
            http_reply_field(self, OWED[i].name, OWED[i].value);
    json_decref(json);
}

/* Initialises *self, which the caller hands on or ends with http_reply_fini. */
void http_reply_refuse(struct http_reply *self, const struct http_refusal *refusal, enum lang lang)
{
    char said[SENTENCE_TEXT];
    reply_details(self, &(struct details){
                            .status = http_fault_status(refusal->fault),
                            .code = http_fault_code(refusal->fault),
                            .title = http_fault_title(refusal->fault, lang),
                            .field = refusal->field,
                            .detail = sentence_say(text_or(refusal->detail, ""), lang, said),
                        });
}

/* The words of a service were made for the caller and hold nothing of ours: they go out as they are,
 * or in Chinese. Programs go by `code` and `field`, which have no language. */
void http_reply_problem(struct http_reply *self, const struct problem *problem, enum lang lang)
{
    char said[SENTENCE_TEXT];
    reply_details(self, &(struct details){
                            .status = rc_http(problem->rc),
                            .code = rc_word(problem->rc),
                            .title = rc_title(problem->rc, lang),
                            .field = problem->field,
                            .detail = problem_say(problem, lang, said),
                        });
}

/* IMF-fixdate (RFC 9110 5.6.7) in names that no locale changes. The remainders only bound the width
 * for the compiler; real values never reach them. */
const char *http_date(int64_t us, char *out)
{
    static const char DAYS[] = "MonTueWedThuFriSatSun";
    static const char MONTHS[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int32_t day = civil_day_of(us, 0);
    struct date date = civil_date(day);
    int second = (int)((us - civil_day_start(day, 0)) / US_PER_SECOND);
    snprintf(out, HTTP_DATE_TEXT, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT",
             DAYS + 3 * (civil_weekday(day) - 1), date.day % 100, MONTHS + 3 * (date.month - 1),
             date.year % 10000, second / 3600 % 100, second / 60 % 60, second % 60);
    return out;
}

/* The line that tells how long the body is; without it the body ends with the connection. */
static rc_t add_length(const struct http_reply *self, struct bytebuf *out)
{
    int64_t len = self->source ? self->source_len : (int64_t)self->body.len;
    if (len < 0 || self->status == 304)
        return RC_OK;
    return bytebuf_fmt(out, "Content-Length: %" PRId64 "\r\n", len);
}

/* Date and Connection first, then what the content is, then what every response carries, then
 * its own fields. */
static rc_t add_head(const struct http_reply *self, const struct http_frame *frame,
                     struct bytebuf *out)
{
    char date[HTTP_DATE_TEXT];
    rc_t rc = bytebuf_fmt(out, "HTTP/1.1 %d %s\r\nDate: %s\r\nConnection: %s\r\n", self->status,
                          reason_of(self->status), http_date(frame->now_us, date),
                          frame->close ? "close" : "keep-alive");
    if (rc == RC_OK && self->status != 304)
        rc = bytebuf_fmt(out, "Content-Type: %s\r\n", self->type);
    if (rc == RC_OK)
        rc = add_length(self, out);
    if (rc == RC_OK)
        rc = bytebuf_fmt(out, "%sCache-Control: %s\r\n", SECURITY_FIELDS,
                         self->cache ? self->cache : "no-store");
    if (rc == RC_OK && frame->tls)
        rc =
            bytebuf_text(out, "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n");
    if (rc == RC_OK)
        rc = bytebuf_text(out, bytebuf_str(&self->fields));
    return rc == RC_OK ? bytebuf_text(out, "\r\n") : rc;
}

/* Security fields are written here and nowhere else, so that error pages carry them as well
 * (WEB-05). */
void http_reply_head(const struct http_reply *self, const struct http_frame *frame,
                     struct bytebuf *out)
{
    rc_t rc = add_head(self, frame, out);
    /* Fields have their own ceiling, the rest is ours: a head that does not fit is a bug here. */
    assert(rc == RC_OK);
    (void)rc;
}
