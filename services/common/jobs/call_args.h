/* What operations of several services check in arguments that args_read has read: that what is told
 * has happened, that a row is named in one way, that the caller has seen the row's version. */
#ifndef CALL_ARGS_H
#define CALL_ARGS_H

#include <stdint.h>

#include "ceilings.h"
#include "problem.h"

struct call;

enum { MAX_CODE_FIELD = 80, MAX_SERIAL = 100000 };

/* One system: by id, or by contract and serial. */
struct system_ref {
    int64_t id;           /* 0: named by the two below */
    const char *contract; /* borrowed */
    int64_t serial;
};

/* RC_INVALID unless exactly one of the two ways names the system. */
MUST_CHECK rc_t system_ref_check(const struct system_ref *ref, struct problem *problem);
/* RC_REFUSED, naming `key`, for a day after the call's today: what is told has happened. */
MUST_CHECK rc_t past_day_check(const struct call *call, const char *key, int32_t day);
/* The same for an instant after the call's now. */
MUST_CHECK rc_t past_instant_check(const struct call *call, const char *key, int64_t us);
/* RC_REFUSED, naming `key`, when `day` lies before `least`, which `what` names. */
MUST_CHECK rc_t day_order_check(const char *key, int32_t day, int32_t least, const char *what,
                                struct problem *problem);
/* RC_STALE unless `wanted` is 0 (not said) or the row's version. `row` names its kind. */
MUST_CHECK rc_t version_check(int64_t wanted, int64_t actual, const char *row,
                              struct problem *problem);
/* RC_INVALID, naming `key`, unless `word` is NULL or in `words`, which ends with NULL. The message
 * lists as many of them as fit. */
MUST_CHECK rc_t word_check(const char *key, const char *word, const char *const words[],
                           struct problem *problem);

#endif
