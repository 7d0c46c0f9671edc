/* Statements of the reminder worker. All run inside the caller's transaction. */
#ifndef REMINDER_STORE_H
#define REMINDER_STORE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "pg.h"
#include "reminder_text.h"

/* The statements' contracts stand at their heads in sql/; here is what C adds. Every one may be run
 * any number of times by any number of workers: the conditions on state, lease and try decide,
 * never what a worker remembers. */
enum {
    REMINDER_MESSAGE_TEXT = 201, /* bytes of reminder.message_id with its NUL */
    REMINDER_APP_BATCH = 100,    /* notifications of one transaction: a morning with a thousand
                                    takes ten, and none holds its rows for long */
};

enum { REMINDER_LOOK_MAX = 16 /* channels of one question */ };
/* For each of `count` channels when its first reminder may be tried, STEP_NEVER when it has none:
 * one question instead of a transaction a channel while nothing is due. */
MUST_CHECK rc_t reminder_store_look(pg_t *db, const char *const *channels, size_t count,
                                    int64_t *ret_at_us, struct problem *problem);

/* Which due reminders are asked for. */
struct reminder_ask {
    const char *channel; /* app, mail, or a chat channel */
    int64_t now_us, limit;
    int64_t with;     /* 0: any; else those that may go in one message with this one */
    const char *mode; /* matter, kind or all; NULL: all */
};
/* They are locked until commit; owned list, its rows as reminder_due.sql says. */
MUST_CHECK rc_t reminder_store_due(pg_t *db, const struct reminder_ask *ask, json_t **ret_rows,
                                   struct problem *problem);
/* What bears on when a due reminder may go: owned object as reminder_policy.sql says. */
MUST_CHECK rc_t reminder_store_policy(pg_t *db, int64_t id, int64_t now_us, json_t **ret_policy,
                                      struct problem *problem);
/* It and those that wait with it (`kind_only`: of its kind) are due at `until_us` instead. */
MUST_CHECK rc_t reminder_store_hold(pg_t *db, int64_t id, int64_t now_us, int64_t until_us,
                                    bool kind_only, struct problem *problem);
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
/* What is shown in the application together: side by side, in order of time. */
struct reminder_shown {
    size_t count;
    int64_t ids[REMINDER_APP_BATCH];
    struct reminder_text texts[REMINDER_APP_BATCH];
};
/* Show them and mark them sent. */
MUST_CHECK rc_t reminder_store_notify(pg_t *db, const struct reminder_shown *shown, int64_t now_us,
                                      struct problem *problem);

/* Reminders of one message. More than a page can tell is left for the next one, which then is not a
 * storm any more but a second message. */
enum { REMINDER_GROUP_MAX = 200 };

/* One try to send reminders as one message: what fences its end. */
struct reminder_tries {
    int64_t ids[REMINDER_GROUP_MAX];
    int64_t attempts[REMINDER_GROUP_MAX]; /* number of each one's try */
    size_t count;
};

/* A try of the reminders in tries->ids begins under a lease of `lease_s`; message ids are made in
 * `domain`. Writes the numbers of the tries and REMINDER_MESSAGE_TEXT bytes to `message_id`.
 * RC_NOT_FOUND when they were decided meanwhile. */
MUST_CHECK rc_t reminder_store_begin(pg_t *db, int64_t lease_s, const char *domain,
                                     struct reminder_tries *tries, char *message_id,
                                     struct problem *problem);
/* The try succeeded. Nothing happens where its lease was lost to another. */
MUST_CHECK rc_t reminder_store_sent(pg_t *db, const struct reminder_tries *tries, int64_t now_us,
                                    struct problem *problem);

/* How a try failed. */
struct reminder_failure {
    const char *reason;
    bool uncertain;    /* it may have arrived */
    int64_t max_tries; /* the last one fails the reminder for good */
};
/* The try failed: planned again after a growing pause, or failed. As reminder_store_sent. */
MUST_CHECK rc_t reminder_store_retry(pg_t *db, const struct reminder_tries *tries, int64_t now_us,
                                     const struct reminder_failure *failure,
                                     struct problem *problem);
/* A try by a robot begins; *ret_free false when its rate is used up or it is in trouble: then it
 * was not counted. */
MUST_CHECK rc_t robot_store_take(pg_t *db, int64_t robot, int64_t now_us, bool *ret_free,
                                 struct problem *problem);
/* A try by a robot ended; a failure makes it pause. */
MUST_CHECK rc_t robot_store_end(pg_t *db, int64_t robot, int64_t now_us, bool failed,
                                struct problem *problem);
/* When the next planned reminder of a channel may be tried; STEP_NEVER when none is planned. */
MUST_CHECK rc_t reminder_store_next(pg_t *db, const char *channel, int64_t *ret_next_us,
                                    struct problem *problem);

#endif
