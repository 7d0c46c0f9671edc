/* The course of a cycle through its phases: starting one with its deadline, moving the forecasts of
 * those that follow, beginning a new round, and what the pack's gates say. */
#ifndef PHASE_COURSE_H
#define PHASE_COURSE_H

#include "lifecycle_frame.h"
#include "phase.h"

/* What an assessment recorded in a phase is. The pack's gates decide, no number of a phase does. */
enum assessment_role {
    ROLE_NONE,    /* nothing is assessed in this phase */
    ROLE_INITIAL, /* the phase before the one that a failed re-check returns to */
    ROLE_INTERIM, /* a phase between, whose own gate asks for a score */
    ROLE_RECHECK, /* the phase whose shut gate returns the work */
};
/* What an assessment recorded in `phase` would be. */
enum assessment_role assessment_role_of(const struct pack *pack, int64_t phase);
/* initial, interim, recheck: as column assessment.kind; NULL for ROLE_NONE. */
const char *assessment_role_word(enum assessment_role role);
/* Number of the phase whose gate judges assessments (ROLE_RECHECK); 0 when the pack has none. */
int64_t assessment_judge(const struct pack *pack);

/* As the constraint deadline_code_len, with the NUL. */
enum { DEADLINE_CODE = 121 }; /* bytes of a deadline's code */
/* Code of a phase's deadline, clause/serial/cycle/rROUND, in `out` of DEADLINE_CODE bytes; returns
 * it. */
const char *phase_deadline_code(const struct lifecycle_frame *frame, const struct pack_phase *phase,
                                int64_t round, char *out);
/* The deadline of a phase that has begun, locked. */
MUST_CHECK rc_t phase_deadline(struct call *call, const struct lifecycle_frame *frame,
                               const struct phase_row *phase, int64_t *ret_deadline);
/* Row `number` of the pinned pack; RC_INTERNAL when a phase has none, which opening rules out. */
MUST_CHECK rc_t phase_rule(const struct lifecycle_frame *frame, int64_t number,
                           const struct pack_phase **ret_rule, struct problem *problem);

/* A planned phase about to begin. */
struct phase_begin {
    int64_t phase_id;
    const struct pack_phase *rule;
    int64_t round;
    int32_t on;
};
/* Begin it on its day: state, deadline, event, and the forecasts after it. */
MUST_CHECK rc_t phase_begin(struct call *call, const struct lifecycle_frame *frame,
                            const struct phase_begin *begin);
/* Plan the phases that have not begun from the day after `end` on, each after the one before it. */
MUST_CHECK rc_t phase_forecast_after(struct call *call, const struct lifecycle_frame *frame,
                                     int32_t end);
/* A round of all phases from `first` to `last`; the first begins on `on`. */
struct phase_round {
    int64_t first, last;
    int64_t round;
    int32_t on;
};
/* Plan the phases of a new round and begin the first. */
MUST_CHECK rc_t phase_round_begin(struct call *call, const struct lifecycle_frame *frame,
                                  const struct phase_round *round);

/* What gates ask of a cycle, as one object: documents, score, high_risk_open. Owned *ret_facts. */
MUST_CHECK rc_t gate_facts(struct call *call, const struct lifecycle_frame *frame,
                           json_t **ret_facts);
/* The first phase after `number` that waits to begin: its id and number; both 0 when none does. */
MUST_CHECK rc_t phase_next(struct call *call, const struct lifecycle_frame *frame, int64_t number,
                           struct planned_phase *ret_next);
/* RC_REFUSED, listing what is missing, while the gate that ends phase `ends` or the one that keeps
 * phase `starts` from starting is shut; 0: none to be asked. */
MUST_CHECK rc_t phase_gates_check(struct call *call, const struct lifecycle_frame *frame,
                                  int64_t ends, int64_t starts);
/* What follows when the work before is over: phase `next` begins on `on`; when it is none, the
 * cycle has ended, on `ended_on`. */
struct phase_follow {
    struct planned_phase next;
    int32_t on, ended_on;
};
/* Let it follow. */
MUST_CHECK rc_t phase_follow(struct call *call, const struct lifecycle_frame *frame,
                             const struct phase_follow *follow);

#endif
