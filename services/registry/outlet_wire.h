/* Arguments of the operations that say where reminders go and when. As registry_wire.h: texts are
 * borrowed from the request, unknown fields are refused, *ret is unchanged on failure. */
#ifndef OUTLET_WIRE_H
#define OUTLET_WIRE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "page.h"
#include "problem.h"

/* Arguments of channel.add. */
struct channel_add {
    const char *contract, *channel, *name;
    const char *endpoint;               /* NULL: the provider's own */
    const char *token_ref, *secret_ref; /* where the secrets lie, never the secrets; NULL: none */
    const json_t *audience;             /* list of roles; NULL: everybody */
    int64_t per_minute;                 /* 1 to 1000 */
};
/* RC_INVALID also for a reference that is none, so that a secret typed by mistake is refused before
 * it is stored, and for a channel that lacks what its messages need; no message repeats a value. */
MUST_CHECK rc_t outlet_read_channel_add(const json_t *args, struct channel_add *ret,
                                        struct problem *problem);

/* Arguments of channel.list. */
struct channel_list {
    const char *contract; /* NULL: any */
    int64_t id;           /* only this row, 0: any, as every request has it */
    struct page page;     /* by row */
};
/* Without a contract those of all. */
MUST_CHECK rc_t outlet_read_channel_list(const json_t *args, struct channel_list *ret,
                                         struct problem *problem);

/* Arguments of channel.enable and channel.disable. */
struct channel_switch {
    int64_t channel; /* its row */
};
/* By id alone: names are for people, and channels of two kinds or contracts may share one. */
MUST_CHECK rc_t outlet_read_channel_switch(const json_t *args, struct channel_switch *ret,
                                           struct problem *problem);

enum { POLICY_KEEP = -1 }; /* of a number or a minute: leave it as it is */

/* Arguments of policy.get and policy.set. */
struct policy_set {
    const char *contract;
    int64_t quiet_from, quiet_to; /* minutes of the day; equal: no quiet hours */
    int64_t rest_days;            /* 0, 1 */
    int64_t storm_max, storm_window_s;
};
/* Times of day are "HH:MM". RC_INVALID when nothing is to be set. */
MUST_CHECK rc_t outlet_read_policy_set(const json_t *args, struct policy_set *ret,
                                       struct problem *problem);
/* The contract alone. */
MUST_CHECK rc_t outlet_read_policy_get(const json_t *args, struct policy_set *ret,
                                       struct problem *problem);

/* Arguments of habit.set and habit.clear. */
struct habit_set {
    const char *contract, *person;
    int64_t digest_at; /* minute of the day */
};
/* A time of day "HH:MM" for the digest. */
MUST_CHECK rc_t outlet_read_habit_set(const json_t *args, struct habit_set *ret,
                                      struct problem *problem);
/* Who wants none any more. */
MUST_CHECK rc_t outlet_read_habit_clear(const json_t *args, struct habit_set *ret,
                                        struct problem *problem);

/* Arguments of habit.list. */
struct habit_list {
    const char *contract;
    struct page page; /* by person */
};
/* The contract is required. */
MUST_CHECK rc_t outlet_read_habit_list(const json_t *args, struct habit_list *ret,
                                       struct problem *problem);

#endif
