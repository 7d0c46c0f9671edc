/* The head of a request, strictly. Wherever RFC 9112 lets a server be lenient, a proxy in front may
 * read the same bytes as another request (smuggling, 11.2), so such a head is refused and never
 * repaired. Texts are kept as offsets, because the head moves in memory while it grows. */
#include "http_parse.h"

#include <string.h>

#include "http_text.h"

enum { LENGTH_DIGITS_MAX = 15 }; /* a Content-Length that always fits int64_t */

/* The memory of the head grows with what is read and never beyond HTTP_HEAD_MAX. */
void http_parser_init(struct http_parser *self)
{
    *self = (struct http_parser){ .content_length = HTTP_NO_LENGTH };
    bytebuf_init(&self->head, HTTP_HEAD_MAX);
}

/* Everything that was borrowed ends here. */
void http_parser_fini(struct http_parser *self)
{
    bytebuf_fini(&self->head);
}

/* The memory of the head is kept: a connection with many requests allocates once. */
void http_parser_reset(struct http_parser *self)
{
    struct bytebuf head = self->head;
    http_parser_init(self);
    self->head = head;
    bytebuf_reset(&self->head);
}

/* A blank line counts too: the client has begun, and its head deadline runs. */
bool http_parser_begun(const struct http_parser *self)
{
    return self->head.len > 0 || self->blank_seen;
}

/* "" before the line is read, and of a head that failed: what was wrong with it may be the
 * method. */
const char *http_parser_method(const struct http_parser *self)
{
    return self->stage == HTTP_FIELDS || self->stage == HTTP_DONE ? self->head.data + self->method
                                                                  : "";
}

/* As the client wrote it; only http_target decodes. */
const char *http_parser_target(const struct http_parser *self)
{
    return self->stage == HTTP_FIELDS || self->stage == HTTP_DONE ? self->head.data + self->target
                                                                  : "";
}

/* Linear over at most HTTP_FIELDS_MAX names; the first of that name, for only repeatable ones may
 * come twice. */
const char *http_parser_field(const struct http_parser *self, const char *name)
{
    for (unsigned i = 0; i < self->field_count; i++)
        if (strcmp(self->head.data + self->fields[i].name, name) == 0)
            return self->head.data + self->fields[i].value;
    return NULL;
}

/* The first fault ends the parse: what comes after a fault has no reliable meaning. */
static void fail(struct http_parser *self, enum http_fault fault, const char *field,
                 const char *detail)
{
    self->stage = HTTP_FAILED;
    self->refusal = (struct http_refusal){ fault, field, detail };
}

/* "HTTP/1.0" and "HTTP/1.1" only. Eight bytes exactly, so no number can overflow. */
static void read_version(struct http_parser *self, const char *text)
{
    if (strlen(text) != 8 || memcmp(text, "HTTP/", 5) != 0 || !http_is_digit(text[5]) ||
        text[6] != '.' || !http_is_digit(text[7]))
        fail(self, FAULT_MALFORMED, NULL, "expected \"HTTP/1.1\" at the end of the request line");
    else if (text[5] != '1' || text[7] > '1')
        fail(self, FAULT_VERSION, NULL, "expected HTTP/1.1 or HTTP/1.0");
    else
        self->minor = text[7] - '0';
}

/* method SP target SP version, one space each (RFC 9112 3). */
static void read_request_line(struct http_parser *self, char *line)
{
    char *target = strchr(line, ' ');
    char *version = target ? strchr(target + 1, ' ') : NULL;
    if (!version) {
        fail(self, FAULT_MALFORMED, NULL, "expected a request line \"METHOD /path HTTP/1.1\"");
        return;
    }
    *target++ = '\0';
    *version++ = '\0';
    if (!http_is_token(line) || strlen(line) > HTTP_METHOD_MAX) {
        fail(self, FAULT_MALFORMED, NULL, "the method is not a token of at most 16 bytes");
        return;
    }
    self->method = (uint32_t)(line - self->head.data);
    self->target = (uint32_t)(target - self->head.data);
    self->stage = HTTP_FIELDS;
    read_version(self, version);
}

/* name ":" OWS value OWS. No space before the colon, no folding (RFC 9112 5.1, 5.2). */
static void read_field(struct http_parser *self, char *line)
{
    char *colon = strchr(line, ':');
    if (*line == ' ' || *line == '\t') {
        fail(self, FAULT_MALFORMED, NULL, "a folded header line is not accepted");
        return;
    }
    if (colon)
        *colon = '\0';
    if (!colon || !http_is_token(line)) {
        fail(self, FAULT_MALFORMED, NULL, "expected \"Name: value\" without space in the name");
        return;
    }
    if (self->field_count == HTTP_FIELDS_MAX) {
        fail(self, FAULT_HEADERS_SIZE, NULL, "at most 100 header fields are accepted");
        return;
    }
    http_lower(line);
    const char *value = http_trim(colon + 1);
    self->fields[self->field_count++] = (struct http_field){
        .name = (uint32_t)(line - self->head.data),
        .value = (uint32_t)(value - self->head.data),
    };
}

/* Content-Length: digits only, so that "+3", "3, 3" and "0x3" cannot mean two things. */
static void take_length(struct http_parser *self, const char *value)
{
    int64_t length = 0;
    size_t digits = strlen(value);
    for (size_t i = 0; i < digits; i++) {
        if (!http_is_digit(value[i])) {
            fail(self, FAULT_FRAMING, "content-length", "Content-Length must be decimal digits");
            return;
        }
    }
    if (digits == 0 || digits > LENGTH_DIGITS_MAX) {
        fail(self, digits ? FAULT_BODY_SIZE : FAULT_FRAMING, "content-length",
             "Content-Length must be 1 to 15 decimal digits");
        return;
    }
    for (size_t i = 0; i < digits; i++)
        length = length * 10 + (value[i] - '0');
    self->content_length = length;
}

/* No route needs a transfer coding, and two ways to frame a body are one too many. */
static void take_coding(struct http_parser *self, const char *value)
{
    (void)value;
    if (self->minor == 0 || http_parser_field(self, "content-length"))
        fail(self, FAULT_FRAMING, "transfer-encoding",
             "Transfer-Encoding beside Content-Length or in HTTP/1.0 is not accepted");
    else
        fail(self, FAULT_CODING, "transfer-encoding", "send a Content-Length instead");
}

/* The form only; whether the name is one of ours is the dispatcher's to say. */
static void take_host(struct http_parser *self, const char *value)
{
    if (!http_is_host(value))
        fail(self, FAULT_HOST, "host", "Host must be a name or address with an optional port");
}

/* RFC 9110 10.1.1: anything but 100-continue is an expectation we do not meet. HTTP/1.0 clients
 * never wait for it. */
static void take_expect(struct http_parser *self, const char *value)
{
    if (!http_same_word(value, "100-continue"))
        fail(self, FAULT_EXPECTATION, "expect", "only 100-continue is supported");
    self->wants_continue = self->minor > 0;
}

/* Of the connection options only "close" means something to us; others name fields we do not
 * forward anyway. */
static void take_connection(struct http_parser *self, const char *value)
{
    if (http_list_has(value, "close"))
        self->wants_close = true;
}

/* Fields that mean something to the gateway and may be there once only: a second one is what
 * smugglers and cache poisoners send. Those with a reader are checked here, the others by who uses
 * them. */
static const struct known_field {
    const char *name;
    bool repeats; /* may be there more than once */
    void (*take)(struct http_parser *self, const char *value);
} KNOWN[] = {
    { "host", false, take_host },
    { "transfer-encoding", true, take_coding },
    { "content-length", false, take_length },
    { "connection", true, take_connection },
    { "expect", false, take_expect },
    { "content-type", false, NULL },
    { "authorization", false, NULL },
    { "idempotency-key", false, NULL },
    { "last-event-id", false, NULL },
};

/* Judge every field of that name, in the order they came. */
static void read_known(struct http_parser *self, const struct known_field *known)
{
    unsigned seen = 0;
    for (unsigned i = 0; i < self->field_count && self->stage != HTTP_FAILED; i++) {
        if (strcmp(self->head.data + self->fields[i].name, known->name) != 0)
            continue;
        if (seen++ > 0 && !known->repeats)
            fail(self, known->take == take_length ? FAULT_FRAMING : FAULT_HEADER, known->name,
                 "the header field may be there once only");
        else if (known->take)
            known->take(self, self->head.data + self->fields[i].value);
    }
}

/* The empty line: judge the head as a whole, for what a field means may depend on one that came
 * later. HTTP/1.0 always closes: what it calls keep-alive is not read. */
static void finish(struct http_parser *self)
{
    self->wants_close = self->minor == 0;
    for (size_t i = 0; i < COUNT_OF(KNOWN) && self->stage != HTTP_FAILED; i++)
        read_known(self, &KNOWN[i]);
    if (self->stage == HTTP_FAILED)
        return;
    if (!http_parser_field(self, "host"))
        fail(self, FAULT_HOST, "host", "exactly one Host header is needed");
    else
        self->stage = HTTP_DONE;
}

/* RFC 9112 2.2: one empty line before a request is what an old client leaves after a body. */
static void skip_blank(struct http_parser *self)
{
    http_parser_reset(self);
    self->blank_seen = true;
}

/* A line feed came. Only CRLF ends a line (RFC 9112 2.2 would allow a bare LF; proxies differ). */
static void end_line(struct http_parser *self)
{
    char *line = self->head.data ? self->head.data + self->line : NULL;
    size_t len = self->head.len - self->line;
    if (len == 0 || line[len - 1] != '\r') {
        fail(self, FAULT_MALFORMED, NULL, "a line must end with CR LF");
        return;
    }
    line[len - 1] = '\0';
    self->line = self->head.len;
    if (self->stage == HTTP_FIELDS && len == 1)
        finish(self);
    else if (self->stage == HTTP_FIELDS)
        read_field(self, line);
    else if (len > 1)
        read_request_line(self, line);
    else if (self->blank_seen)
        fail(self, FAULT_MALFORMED, NULL, "empty lines before the request line");
    else
        skip_blank(self);
}

/* CR is judged by what follows it, tab is allowed inside values (RFC 9110 5.5); all else below
 * space is not. */
static bool is_control(unsigned char byte)
{
    return (byte < 0x20 && byte != '\t' && byte != '\r') || byte == 0x7f;
}

/* One byte. The ceilings count here, before a byte is stored, so that no input makes the head
 * grow beyond them and where the bytes are cut cannot matter. */
static void take_byte(struct http_parser *self, char byte)
{
    bool after_cr = self->head.len > self->line && self->head.data[self->head.len - 1] == '\r';
    if (byte == '\n') {
        end_line(self);
        return;
    }
    if (after_cr || is_control((unsigned char)byte)) {
        fail(self, FAULT_MALFORMED, NULL, "a control character in the request head");
        return;
    }
    bool line_full = self->stage == HTTP_START_LINE && self->head.len - self->line == HTTP_LINE_MAX;
    if (line_full)
        fail(self, FAULT_TARGET_SIZE, NULL, "the request line may have at most 8192 bytes");
    else if (bytebuf_add(&self->head, &byte, 1) != RC_OK)
        fail(self, FAULT_HEADERS_SIZE, NULL, "the request head may have at most 16384 bytes");
}

/* Byte by byte, so that the result cannot depend on how the network cut the input. It stops behind
 * the head: what follows is the body, or the next request. */
enum http_stage http_parser_feed(struct http_parser *self, const char *bytes, size_t len,
                                 size_t *ret_used)
{
    size_t used = 0;
    while (used < len && self->stage < HTTP_DONE)
        take_byte(self, bytes[used++]);
    *ret_used = used;
    return self->stage;
}
