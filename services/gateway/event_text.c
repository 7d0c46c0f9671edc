/* The text/event-stream format. Fields end at a line break, so what goes into one either cannot
 * hold a break (compact JSON, numbers) or is checked for it (the kind). */
#include "event_text.h"

#include <inttypes.h>
#include <string.h>

#include "http_text.h"
#include "jsonx.h"
#include "memory.h"
#include "parse.h"

/* What a browser waits before it reconnects; digits that always fit int64_t. */
enum { RETRY_MS = 2000, ID_DIGITS_MAX = 18 };

/* Event names of ours; anything else could break the line format. */
static bool is_word(const char *text)
{
    const char *at = text;
    while (*at && (http_is_alnum(*at) || strchr("._-", *at)))
        at++;
    return at > text && *at == '\0' && at - text <= 80;
}

/* "message" is what a browser calls an event without a name; the kind stands in the data in any
 * case. */
static const char *kind_of(const json_t *event)
{
    const char *kind = json_string_value(json_object_get(event, "kind"));
    return kind && is_word(kind) ? kind : "message";
}

/* 0 for what is no event: no event of the log has that number. */
int64_t event_seq(const json_t *event)
{
    return (int64_t)json_integer_value(json_object_get(event, "seq"));
}

/* The data is one line, since compact JSON has no line break: the format's only separator cannot
 * occur in it. */
rc_t event_text(const json_t *event, struct bytebuf *out)
{
    char *data = jsonx_text(event);
    rc_t rc = bytebuf_fmt(out, "id: %" PRId64 "\nevent: %s\ndata: %s\n\n", event_seq(event),
                          kind_of(event), data);
    mem_free(data);
    return rc;
}

/* No filter takes all. Events without a contract belong to none and are left out under a filter. */
bool event_is_of(const json_t *event, const char *contract)
{
    const char *of = json_string_value(json_object_get(event, "contract"));
    return !contract || (of && strcmp(of, contract) == 0);
}

/* The `id` makes the browser resume from here even if it never saw an event; `retry` is in
 * milliseconds. */
rc_t event_hello(int64_t cursor, struct bytebuf *out)
{
    return bytebuf_fmt(out, "retry: %d\nid: %" PRId64 "\nevent: hello\ndata: {}\n\n", RETRY_MS,
                       cursor);
}

/* 18 digits always fit int64_t. A sign is refused, for -1 means "from now on" inside. */
bool event_id_read(const char *text, int64_t *ret_id)
{
    return *text != '-' && strlen(text) <= ID_DIGITS_MAX && parse_i64(text, ret_id);
}
