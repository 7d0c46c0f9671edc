/* Who is told what, by which way, when, and together with what: by brute force. Every reminder is
 * in one array that is searched from end to end for every question, and time is walked minute by
 * minute; nothing is shared with the code under test but the arithmetic of dates.
 *
 * People: two engineers, of whom one has no mail, a manager who wants a digest, a customer.
 * Ways: the application, mail, a robot for everybody, a webhook for the manager. Quiet
 * from 21:00 to 08:00 and on rest days, with a holiday and a make-up day; more than two messages of
 * a kind to one target within ten minutes become one. */
#ifndef TELLING_H
#define TELLING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TELLING_ROWS = 4000, TELLING_TEXT = 256 << 10 };

enum telling_way { WAY_APP, WAY_MAIL, WAY_ROBOT, WAY_HOOK, WAY__COUNT };

enum telling_person { PERSON_FIRST, PERSON_SECOND, PERSON_MANAGER, PERSON_CUSTOMER, PERSON__COUNT };

/* One reminder. */
struct telling_row {
    int deadline, version, rule; /* `rule`: place in the oracle's ladder */
    enum telling_person person;
    enum telling_way way;
    bool urgent;
    int64_t plan_us; /* when it was to go */
    int64_t try_us;  /* when it is due: later than that after it was held back */
    int64_t held_us; /* held back until; INT64_MIN: was not */
    enum { TELLING_WAITS, TELLING_SENT, TELLING_LATE, TELLING_NEVER } state;
    int64_t sent_us;
    int message; /* equal for what went as one; of sent ones by mail, robot and webhook */
};

struct telling {
    struct telling_row rows[TELLING_ROWS];
    size_t count;
    int digest_minute; /* of the manager's day */
    int messages;
    int held, grouped; /* how often the interesting happened, so that a test can say it did */
};

/* A step that fired: what is to be told of. */
struct telling_step {
    int deadline, version, rule;
    int64_t at_us;
    bool urgent;
};

/* Nothing is to be told; the manager's digest comes at that minute of the day. */
void telling_begin(struct telling *self, int digest_minute);
/* Steps fired in one run of the deadline worker, in any order; they are sorted here as the ledger
 * numbers its rows. */
void telling_plan(struct telling *self, struct telling_step *steps, size_t count);
/* What is still waiting of a deadline's versions below or equal `version` is never told: it was
 * moved, paused or closed. */
void telling_drop(struct telling *self, int deadline, int version);
/* The reminder worker at `now_us`, until nothing more can go. */
void telling_work(struct telling *self, int64_t now_us);
/* Reminders of a deadline that were sent, as the test asks the database for them: " version rule
 * person way minutes-since-1970 late-mark" in order. */
const char *telling_text(const struct telling *self, int deadline, char out[TELLING_TEXT]);
/* Messages so far by one way. */
int telling_messages(const struct telling *self, enum telling_way way);

/* First minute from `us` on (or `us` itself) at which people may be disturbed. */
int64_t telling_open(int64_t us);

/* The holiday and the make-up day, for the database's calendar. */
#define TELLING_HOLIDAY "2026-06-22" /* a Monday */
#define TELLING_MAKEUP  "2026-06-27" /* a Saturday */
enum { TELLING_STORM = 2, TELLING_WINDOW_S = 600 };
extern const char *const TELLING_PEOPLE[PERSON__COUNT];
extern const char *const TELLING_WAYS[WAY__COUNT];

#endif
