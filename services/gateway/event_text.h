/* Events as text/event-stream (WHATWG HTML, server-sent events). Pure. */
#ifndef EVENT_TEXT_H
#define EVENT_TEXT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "bytebuf.h"

/* Append one event: `id` from its `seq`, `event` from its `kind` ("message" when that is no plain
 * word), `data` the JSON on one line. RC_TOO_LARGE beyond the ceiling, `out` unchanged. */
MUST_CHECK rc_t event_text(const json_t *event, struct bytebuf *out);
/* Name of the event in the log. */
int64_t event_seq(const json_t *event);
/* Whether an event belongs to a contract; every event belongs to NULL. */
bool event_is_of(const json_t *event, const char *contract);
/* Append what opens a stream: the wait before a reconnect, and a first event whose id is the place
 * to resume from, so that a client that loses its connection before anything happened misses
 * nothing either. */
MUST_CHECK rc_t event_hello(int64_t cursor, struct bytebuf *out);
/* Read a Last-Event-ID. False for anything but 1 to 18 digits. */
bool event_id_read(const char *text, int64_t *ret_id);

#endif
