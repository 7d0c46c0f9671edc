/* The text of a calendar feed: rows in, iCalendar (RFC 5545, with the feed's properties of RFC
 * 7986) out. Pure: no clock, no database; the same rows give the same bytes, so that a feed that
 * has not changed can be answered with 304. */
#ifndef FEED_TEXT_H
#define FEED_TEXT_H

#include "bytebuf.h"
#include "ceilings.h"
#include "feed_event.h"
#include "problem.h"

enum {
    FEED_BYTES_MAX = MAX_REPLY_BYTES / 2 - 8192 /* of a feed: JSON may double it on the bus */
};

struct feed_text {
    struct feed_head head; /* its texts are borrowed */
    struct bytebuf events; /* what has been added */
    size_t count;          /* events in it */
    size_t left_out;       /* events there was no room for, and those a caller left out */
};

/* A feed without events; what `head` points to must outlive it. Free with feed_text_fini. */
void feed_text_init(struct feed_text *self, const struct feed_head *head);
/* Free everything. */
void feed_text_fini(struct feed_text *self);
/* Add an event. One that there is no room for is counted and left out. Control characters become
 * spaces. RC_INTERNAL when its own texts are beyond every ceiling. */
MUST_CHECK rc_t feed_text_add(struct feed_text *self, const struct feed_event *event,
                              struct problem *problem);
/* The whole calendar, appended to `out`, whose ceiling should be FEED_BYTES_MAX or more. Says in
 * its description how many events were left out. RC_TOO_LARGE otherwise. */
MUST_CHECK rc_t feed_text_end(const struct feed_text *self, struct bytebuf *out,
                              struct problem *problem);

#endif
