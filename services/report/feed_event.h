/* What a calendar feed shows, between the rows it is read from and the text it becomes: one event,
 * and what is said of all of them. Texts are borrowed. */
#ifndef FEED_EVENT_H
#define FEED_EVENT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "lang.h"

enum feed_kind {
    FEED_DEADLINE, /* something is due */
    FEED_PHASE,    /* a phase of a system's cycle, from its first day to its last */
    FEED_TASK,     /* recurring work that was given to the feed's person */
    FEED_PERIOD,   /* a special period: a holiday and the days around it */
    FEED_KIND__COUNT
};

struct feed_event {
    enum feed_kind kind;
    int64_t id;                /* row of its table; of a special period its first day */
    int32_t from, to;          /* days in the contract's zone, both counted */
    int64_t at;                /* a limit of hours ends at this instant; INT64_MIN: days count */
    int64_t sequence;          /* grows whenever it is moved, from 0 */
    int64_t changed_at;        /* instant at which anything of it changed last */
    const char *state;         /* word of its table; "" for a special period */
    bool provisional;          /* leans on a calendar year that is not published */
    const char *title;         /* never NULL, as little as `state` */
    const char *clause;        /* NULL: of no clause; so the texts below */
    const char *system, *team; /* the system it belongs to, and that system's team */
    const char *party;         /* who owes it: vendor or customer */
    const char *person;        /* whose task it is */
    const char *note;          /* what else is to be said, in either language */
    const json_t *proof;       /* how the day was counted, as stored with the ruling, or NULL */
};

/* The feed itself. */
struct feed_head {
    const char *contract; /* its code */
    const char *title;    /* of the contract */
    const char *owner;    /* name of the team or person; NULL: the contract's own feed */
    bool personal;    /* of one person: reminders ring, which on a shared calendar they must not */
    const char *zone; /* the contract's, IANA */
    int zone_minutes;
    enum lang lang;
};

#endif
