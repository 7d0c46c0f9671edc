/* When a reminder that is due may go: quiet hours and rest days, a person's hour for a digest, and
 * the storm cap. Pure. */
#ifndef QUIET_H
#define QUIET_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* As reminder_policy.sql gives it; lists are borrowed. */
struct quiet_policy {
    int64_t from, to;                 /* minutes of the day; equal: no quiet hours */
    bool rest_days;                   /* are quiet from midnight to midnight */
    const json_t *holidays, *makeups; /* day numbers that are no, or yet, working days */
    int64_t digest_at;                /* minute of the day, -1: everything at once */
    int64_t storm_max, storm_window_us;
    int64_t waiting;       /* matters of the kind that are due */
    int64_t told;          /* messages of the kind that went in the window */
    int64_t told_since_us; /* the first of them */
    int zone_minutes;
};

/* How a due reminder goes. */
enum quiet_way {
    QUIET_ALONE,     /* as a message of its own */
    QUIET_KIND,      /* with all of its kind that are due: more than the cap */
    QUIET_ALL,       /* in the digest of all that is due */
    QUIET_HOLD,      /* not before *ret_until_us */
    QUIET_HOLD_KIND, /* the same for its kind alone: the cap is used up */
};

/* A reminder that asks to go. `held` and `retried` are what keeps a decision from being taken
 * twice: who has waited for a digest does not wait for the next, who was in a message stays in it.
 */
struct quiet_ask {
    int64_t now_us;
    int64_t try_us; /* when it came due */
    bool urgent;    /* neither hours nor days nor the cap hold it back */
    bool held;      /* was held once already: for its digest it has waited */
    bool retried;   /* tried before: goes in the message it was in */
};

/* Read the object of reminder_policy.sql; `json` must outlive the policy. What is missing holds
 * nothing back. */
struct quiet_policy quiet_policy_read(const json_t *json, int zone_minutes);
/* First instant from `us` on that is not quiet: `us` itself, or the end of the quiet hours on a
 * working day. `us` when forty days ahead all are quiet. */
int64_t quiet_until(const struct quiet_policy *policy, int64_t us);
/* How it goes, in order of strength: an urgent one is never held; a night, a rest day or a digest
 * holds everything of the person; a retry goes as it went; a digest takes all; the cap holds or
 * joins what is of one kind. *ret_until_us is set for the two QUIET_HOLD only. */
enum quiet_way quiet_way(const struct quiet_policy *policy, const struct quiet_ask *ask,
                         int64_t *ret_until_us);

#endif
