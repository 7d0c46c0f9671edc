/* What a calendar feed says: words of kinds, what states mean for it, the line an event is shown by and the text
 * behind it. Pure; Chinese first, English by switch. Names of a pack stay what they are. */
#ifndef FEED_WORDS_H
#define FEED_WORDS_H

#include "bytebuf.h"
#include "feed_event.h"
#include "problem.h"

enum {
    FEED_STEPS_MAX = 8,           /* steps of a proof shown behind a deadline */
    FEED_SUMMARY_BYTES = 8 << 10, /* room for kind, system, title and state, each at its ceiling */
    FEED_ABOUT_BYTES = 32 << 10,  /* room for a description with all its lines at their ceilings */
};

/* How a calendar program is to take an event (RFC 5545 3.8.1.11). */
enum feed_status { FEED_TENTATIVE, FEED_CONFIRMED, FEED_CANCELLED };

/* What a state means for a calendar. */
struct feed_state {
    const char *word; /* of the table; NULL ends a list */
    enum feed_status status;
    bool ahead;       /* still to be done: a reminder makes sense */
    const char *said; /* its code_word() stands behind the title; NULL where nothing need be said */
};

/* States of a kind, ended by a row of NULL. */
const struct feed_state *feed_states(enum feed_kind kind);
/* The row of an event's state. A word that no row has is confirmed and says nothing. */
const struct feed_state *feed_state_of(const struct feed_event *event);
/* Status of an event: that of its state, but what leans on an unpublished year is tentative. */
enum feed_status feed_status_of(const struct feed_event *event);

/* Word of a kind for a person, and the stable one of identifiers ("deadline"). Static. */
const char *feed_kind_name(enum feed_kind kind, enum lang lang);
const char *feed_kind_word(enum feed_kind kind);

/* Append the one line an event is shown by: kind, system, title, and what its state says. No
 * control characters. RC_TOO_LARGE at the buffer's ceiling. */
MUST_CHECK rc_t feed_summary(const struct feed_event *event, enum lang lang, struct bytebuf *out);
/* Append the text behind an event, lines ended by LF: contract, system, clause, who owes it, its
 * day, and how that was counted. A proof that cannot be read is left out. As feed_summary. */
MUST_CHECK rc_t feed_about(const struct feed_head *head, const struct feed_event *event,
                           struct bytebuf *out);
/* Append the name of the feed. As feed_summary. */
MUST_CHECK rc_t feed_name(const struct feed_head *head, struct bytebuf *out);

#endif
