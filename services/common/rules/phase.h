/* Phases: plans, limits, slips and rounds. Both ends of a window count (C2). */
#ifndef PHASE_H
#define PHASE_H

#include "calendar.h"
#include "pack.h"
#include "proof.h"

enum { PHASES_MAX = 64 };

/* An actual end, for planning forward from what happened. */
struct phase_end {
    int64_t phase;
    int32_t day;
};

struct phase_plan_row {
    const struct pack_phase *phase;
    int32_t from, to; /* both counted */
    int32_t due;      /* from + limit - 1: last day inside the limit, by the basis */
    bool actual;      /* `to` is an actual end */
    bool provisional;
};

/* Days are of the contract's zone. `ends` may be in any order and leave phases out; everything is
 * borrowed. */
struct phase_plan_ask {
    const struct pack *pack;
    int32_t start;
    enum day_basis basis;
    const struct calendar_use *calendar; /* for BASIS_WORKING; may be NULL for BASIS_CALENDAR */
    const struct phase_end *ends;
    size_t end_count;
};

struct phase_plan {
    struct phase_plan_row rows[PHASES_MAX];
    size_t count;
    bool has_slip;     /* the pack itself states a plan */
    int32_t slip_days; /* last `to` minus the end of that plan */
};

/* Plan all phases from a start day: each begins on the calendar day after the previous one's end
 * (actual where given), lasts its limit, first day counted. RC_INVALID for an end of an unknown
 * phase, one before its phase begins, or a day out of range. `proof` may be NULL. */
MUST_CHECK rc_t phase_plan_make(const struct phase_plan_ask *ask, proof_t *proof,
                                struct phase_plan *ret_plan, struct problem *problem);

/* Last day inside the limit of a phase that begins on `from`. False when out of range. */
MUST_CHECK bool phase_due(const struct pack_phase *phase, int32_t from, enum day_basis basis,
                          const struct calendar_use *calendar, struct reckoned_day *ret_due);

/* A planned or actual window. */
struct phase_window {
    int64_t phase;
    int32_t from, to;
};

/* `days` follows count_first_day; `working_days` always counts both ends, for people compare it
 * with calendars. */
struct window_ruling {
    const struct pack_phase *phase;
    int32_t days;         /* counted as asked */
    int32_t working_days; /* both ends counted */
    int32_t limit;
    int32_t over;     /* days beyond the limit, never negative */
    int32_t last_day; /* last day inside the limit */
};

/* Days count the window's first as day 1 (C2), whatever count_first_day says of the limit. */
struct phase_position {
    bool known; /* as_of lies in a window */
    int64_t phase;
    int32_t day, of;               /* day 1 is the window's first */
    int32_t over_plan, over_limit; /* days as_of is past the window's plan and limit; 0 inside */
};

/* Windows may be in any order and leave phases out; `calendar` is not NULL here, for working days
 * are always counted. */
struct phase_check_ask {
    const struct pack *pack;
    const struct phase_window *windows;
    size_t count;
    const struct calendar_use *calendar;
    bool count_first_day;
    int32_t as_of; /* NO_DAY: no position wanted */
};

/* Totals add the rows up; `gaps` and `overlaps` are in calendar days whatever the basis. */
struct phase_check {
    struct window_ruling rows[PHASES_MAX];
    size_t count;
    int32_t days, working_days, limit; /* totals */
    int32_t gaps, overlaps;            /* days between windows that none or two of them cover */
    int32_t span_days;                 /* first day to last, both counted */
    struct phase_position position;
};

/* Check windows against the pack's limits. RC_INVALID naming windows[i] and the part that is wrong.
 * `proof` may be NULL. */
MUST_CHECK rc_t phase_check_windows(const struct phase_check_ask *ask, proof_t *proof,
                                    struct phase_check *ret_check, struct problem *problem);

/* Where work goes when phase `no` fails its gate: the phase of the new round's first step, 0 when
 * the pack sends it nowhere. A return begins a new round of every phase from there to `no`. */
int64_t phase_returns_to(const struct pack *pack, int64_t no);

#endif
