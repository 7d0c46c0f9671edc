/* The state of a due date's clock, folded from append-only events. The order in which events were
 * recorded never matters; what happened when does. */
#ifndef CLOCK_FOLD_H
#define CLOCK_FOLD_H

#include "calendar.h"
#include "proof.h"

enum clock_event_type {
    CLOCK_START,
    CLOCK_PAUSE,
    CLOCK_RESUME,
    CLOCK_RETARGET, /* a new due day was agreed */
    CLOCK_STOP,     /* fulfilled */
    CLOCK_VOID,     /* withdrawn: one event, or the whole clock */
    CLOCK_EVENT__COUNT
};

struct clock_event {
    int64_t id; /* stable; breaks ties */
    enum clock_event_type type;
    int64_t occurred_at, recorded_at; /* microseconds */
    int64_t voids;                    /* VOID: id of the event withdrawn (which may be a void of the
                                         clock: it runs again), 0: the clock itself */
    int32_t target;                   /* RETARGET: the new due day */
};

enum clock_status { CLOCK_IDLE, CLOCK_RUNNING, CLOCK_PAUSED, CLOCK_STOPPED, CLOCK_VOIDED };

/* Days the clock stood still: from the day of the pause to the day before the resumption. */
struct clock_pause {
    int32_t from, to; /* to < from: paused and resumed on one day */
    bool open;        /* not resumed yet: `to` is not known */
};

struct clock_state {
    enum clock_status status;
    int32_t started;            /* NO_DAY while idle */
    int32_t closed;             /* day of the stop; NO_DAY before */
    int32_t target;             /* latest agreed day; NO_DAY when none was agreed */
    struct clock_pause *pauses; /* in time order; those before the latest retarget are left out */
    size_t pause_count;
};

struct clock_fold_ask {
    const struct clock_event *events;
    size_t count;
    int zone_minutes;
    int64_t known_at; /* only events recorded by then ("as known on"); INT64_MAX: all */
};

/* Fold. RC_CONFLICT names the contradictory event (a pause of a clock that is not running, a stop
 * before its start, a void of an unknown event). Events of one instant are taken in whichever order
 * is legal. Caller frees with clock_state_fini; untouched on failure. */
MUST_CHECK rc_t clock_fold(const struct clock_fold_ask *ask, struct clock_state *ret_state,
                           struct problem *problem);
/* Free the list of pauses; the other members stay readable. Safe on a zeroed state and when called
 * again. */
void clock_state_fini(struct clock_state *self);

/* Days that pauses add, by calendar or working days; an open pause counts to `as_of`, excluded.
 * Never negative. Pauses before the latest retarget are not in the state and add nothing. */
int32_t clock_extra_days(const struct clock_state *self, const struct calendar_use *calendar,
                         enum day_basis basis, int32_t as_of);

struct clock_due_ask {
    const struct calendar_use *calendar;
    enum day_basis basis; /* how the term's days count */
    bool roll;
    int32_t due; /* as ruled without pauses */
    int32_t as_of;
};

/* The due day with retarget and pauses: the agreed day or `due`, extended by the paused days. False
 * when it lies out of range. `proof` may be NULL. */
MUST_CHECK bool clock_due(const struct clock_state *self, const struct clock_due_ask *ask,
                          proof_t *proof, struct reckoned_day *ret_due);

/* idle, running, paused, stopped, void; and start, pause, resume, retarget, stop, void. */
const char *clock_status_word(enum clock_status status);
/* Word of an event's type; constant text, never NULL. */
const char *clock_event_word(enum clock_event_type type);
/* The type with this word; false for another word. */
bool clock_event_from_word(const char *word, enum clock_event_type *ret_type);

#endif
