/* States of a deliverable and the moves between them, as data. The words are those of the
 * constraint deliverable_state; a test compares both. */
#ifndef DELIVERY_STATES_H
#define DELIVERY_STATES_H

#include "state_table.h"

enum deliverable_state {
    DELIVERABLE_REQUIRED, /* the contract asks for it; its deadline runs */
    DELIVERABLE_SUBMITTED,
    DELIVERABLE_OBJECTED, /* not accepted: to be submitted again */
    DELIVERABLE_ACCEPTED,
    DELIVERABLE_SIGNED,
    DELIVERABLE_STATE__COUNT
};

/* What people do with one; the picture is in README.md. */
enum deliverable_move {
    DELIVERABLE_SUBMIT,
    DELIVERABLE_ACCEPT,
    DELIVERABLE_OBJECT,
    DELIVERABLE_SIGN,
    DELIVERABLE_MOVE__COUNT
};

extern const struct state_table DELIVERABLE_TABLE;

/* States of a task, recurring work of one slot; the words are those of the constraint task_state.
 * This service writes done; all others are the scheduler's, which also writes done where a newer
 * fact shows that a review took place. */
enum task_state {
    TASK_PLANNED,
    TASK_DONE,
    TASK_MISSED,  /* its time went by unplanned; may still be told as done */
    TASK_SKIPPED, /* a new calendar has no such day */
    TASK_STATE__COUNT
};

enum task_move { TASK_COMPLETE, TASK_REASSIGN, TASK_MOVE__COUNT };

extern const struct state_table TASK_TABLE;

#endif
