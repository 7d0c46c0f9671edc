/* Statements of the reminder worker. All run inside the caller's transaction. */
#ifndef REMINDER_STORE_H
#define REMINDER_STORE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "pg.h"
#include "reminder_text.h"

enum { REMINDER_MESSAGE_TEXT = 201 }; /* bytes of reminder.message_id with its NUL */

/* Reminders of a channel ("app", "mail") that are due at `now_us`, locked until commit; owned list,
 * its rows as reminder_due.sql says. */
MUST_CHECK rc_t reminder_store_due(pg_t *db, const char *channel, int64_t now_us, int64_t limit,
                                   json_t **ret_rows, struct problem *problem);
/* How a reminder ends without being sent. */
enum reminder_end {
    REMINDER_CANCELLED, /* it is not true any more */
    REMINDER_FAILED,    /* it cannot be sent */
};
#define REMINDER_UNTRUE                                                                            \
    "no longer true: the deadline is closed or has moved, or the person has left"
/* End a due reminder; `why` is kept with it. */
MUST_CHECK rc_t reminder_store_close(pg_t *db, int64_t id, enum reminder_end end, const char *why,
                                     struct problem *problem);
/* Show it in the application and mark it sent. */
MUST_CHECK rc_t reminder_store_notify(pg_t *db, int64_t id, const struct reminder_text *text,
                                      int64_t now_us, struct problem *problem);

/* One try to mail a reminder: what fences its end. */
struct reminder_try {
    int64_t id;
    int64_t attempt; /* number of the try */
};

/* A try begins under a lease of `lease_s`; message ids are made in `domain`. Writes
 * REMINDER_MESSAGE_TEXT bytes to `message_id`. RC_NOT_FOUND when the reminder was decided
 * meanwhile. */
MUST_CHECK rc_t reminder_store_begin(pg_t *db, int64_t lease_s, const char *domain,
                                     struct reminder_try *try, char *message_id,
                                     struct problem *problem);
/* The try succeeded. Nothing happens when its lease was lost to another. */
MUST_CHECK rc_t reminder_store_sent(pg_t *db, struct reminder_try try, int64_t now_us, bool late,
                                    struct problem *problem);

/* How a try failed. */
struct reminder_failure {
    const char *reason;
    bool uncertain;    /* it may have arrived */
    int64_t max_tries; /* the last one fails the reminder for good */
};
/* The try failed: planned again after a growing pause, or failed. As reminder_store_sent. */
MUST_CHECK rc_t reminder_store_retry(pg_t *db, struct reminder_try try, int64_t now_us,
                                     const struct reminder_failure *failure,
                                     struct problem *problem);
/* When the next planned reminder of a channel may be tried; STEP_NEVER when none is planned. */
MUST_CHECK rc_t reminder_store_next(pg_t *db, const char *channel, int64_t *ret_next_us,
                                    struct problem *problem);

#endif
