/* Arguments that operations of several services share: which system, on which day, at which
 * version. Every function names the field it refuses. */
#ifndef CALL_ARGS_H
#define CALL_ARGS_H

#include <jansson.h>
#include <stdint.h>

#include "problem.h"

struct call;

enum { MAX_CODE_FIELD = 80, MAX_SERIAL = 100000 };

/* One system: by id, or by contract and serial. */
struct system_ref {
    int64_t id;           /* 0: named by the two below */
    const char *contract; /* borrowed; NULL when `id` is given */
    int64_t serial;
};

/* `system`, or `contract` and `serial`; RC_INVALID for both, or for half of the second. */
MUST_CHECK rc_t args_system(const json_t *args, struct system_ref *ret_ref,
                            struct problem *problem);
/* Id under `key`, 1 or more; optional and absent gives 0. */
MUST_CHECK rc_t args_id(const json_t *args, const char *key, bool required, int64_t *ret_id,
                        struct problem *problem);
/* RC_INVALID, saying that `key` names the row alone, when any of `others` (ended by NULL) is given
 * too. */
MUST_CHECK rc_t args_alone(const json_t *args, const char *key, const char *const others[],
                           struct problem *problem);
/* Contract code under `contract`; optional and absent gives NULL. Borrowed. */
MUST_CHECK rc_t args_contract(const json_t *args, bool required, const char **ret_code,
                              struct problem *problem);
/* `contract`, and `serial` of one of its systems; an optional serial that is absent gives 0. */
MUST_CHECK rc_t args_serial(const json_t *args, bool required, const char **ret_contract,
                            int64_t *ret_serial, struct problem *problem);
/* `version` the caller has seen; 0 when absent. */
MUST_CHECK rc_t args_version(const json_t *args, int64_t *ret_version, struct problem *problem);
/* RC_STALE unless `wanted` is 0 or the row's version. `row` names its kind in the message. */
MUST_CHECK rc_t args_version_check(int64_t wanted, int64_t actual, const char *row,
                                   struct problem *problem);
/* Required date under `key`, not after the call's today: what is told has happened. RC_REFUSED for
 * a day of the future. */
MUST_CHECK rc_t args_past_day(const struct call *call, const char *key, int32_t *ret_day);
/* The same for an instant, not after the call's now. */
MUST_CHECK rc_t args_past_instant(const struct call *call, const char *key, int64_t *ret_us);
/* RC_REFUSED, naming `key`, when `day` lies before `least`, which `what` names. */
MUST_CHECK rc_t args_not_before(const char *key, int32_t day, int32_t least, const char *what,
                                struct problem *problem);

#endif
