/* States of phases and findings and the moves between them, as data. The words are those of the
 * constraints phase_state and finding_state; tests compare both. */
#ifndef LIFECYCLE_STATES_H
#define LIFECYCLE_STATES_H

#include "state_table.h"

enum phase_state {
    PHASE_PLANNED,   /* not begun */
    PHASE_ACTIVE,    /* its deadline runs */
    PHASE_SUBMITTED, /* waits for approval; its deadline stands still */
    PHASE_RETURNED,  /* not accepted: its deadline runs on */
    PHASE_SUSPENDED, /* its deadline is paused */
    PHASE_DONE,
    PHASE_SKIPPED,
    PHASE_STATE__COUNT
};

enum phase_move {
    PHASE_START,
    PHASE_SUBMIT,
    PHASE_APPROVE,
    PHASE_RETURN,
    PHASE_SUSPEND,
    PHASE_RESUME,
    PHASE_ASSESS, /* an assessment is recorded: the state stays */
    PHASE_FAIL,   /* a failed re-check ends the round */
    PHASE_SKIP,   /* it is not needed */
    PHASE_MOVE__COUNT
};

enum finding_state {
    FINDING_OPEN,
    FINDING_FIXED,
    FINDING_VERIFIED,
    FINDING_ACCEPTED, /* the risk is borne */
    FINDING_STATE__COUNT
};

/* FAIL has no operation of its own: it is a verification without `ok`. */
enum finding_move {
    FINDING_FIX,
    FINDING_VERIFY,
    FINDING_FAIL,   /* the check failed */
    FINDING_ACCEPT, /* its risk is borne */
    FINDING_REOPEN, /* after it was verified or its risk accepted */
    FINDING_MOVE__COUNT
};

extern const struct state_table PHASE_TABLE;
extern const struct state_table FINDING_TABLE;

#endif
