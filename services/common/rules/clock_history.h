/* Rulings that supersede: what a due date's clock said as each record came in. A later record makes
 * a new version and never changes an old one. */
#ifndef CLOCK_HISTORY_H
#define CLOCK_HISTORY_H

#include "clock_fold.h"

/* Each record costs a fold over all of them, so this also bounds the time of a ruling. */
enum { CLOCK_EVENTS_MAX = 200 };

struct clock_history_ask {
    const struct clock_event *events; /* in any order */
    size_t count;                     /* 1 to CLOCK_EVENTS_MAX */
    int zone_minutes;
    int64_t known_at; /* records up to then; INT64_MAX: all */
    /* How the term runs. `due.as_of` NO_DAY: open pauses count to the day of each record. */
    struct clock_due_ask due;
};

/* One ruling, in force from the record that made it to the one that superseded it. */
struct clock_version {
    int64_t known_from;
    int64_t superseded_at; /* NO_INSTANT: it stands */
    enum clock_status status;
    struct reckoned_day due;
};

/* All versions in the order in which they were known; a record that changes nothing makes none, and
 * neither does one that leaves the record contradictory for the time being (a resumption entered
 * before its pause). RC_CONFLICT when the record as a whole contradicts itself, RC_INVALID field
 * "events" for no events, too many or a due day out of range; outputs are then untouched.
 * The caller frees *ret_rows with mem_free. `proof` tells of the last version and may be NULL. */
MUST_CHECK rc_t clock_history(const struct clock_history_ask *ask, proof_t *proof,
                              struct clock_version **ret_rows, size_t *ret_count,
                              struct problem *problem);

#endif
