/* Legal transitions of a deliverable; the picture is in README.md. */
#include "delivery_states.h"

#include "attr.h"

static const char *const WORDS[DELIVERABLE_STATE__COUNT] = {
    [DELIVERABLE_REQUIRED] = "required", [DELIVERABLE_SUBMITTED] = "submitted",
    [DELIVERABLE_OBJECTED] = "objected", [DELIVERABLE_ACCEPTED] = "accepted",
    [DELIVERABLE_SIGNED] = "signed",
};

/* What still has to be handed in: an objection puts a document back where it was, without waking
 * its deadline. */
enum { OWED = STATE_BIT(DELIVERABLE_REQUIRED) | STATE_BIT(DELIVERABLE_OBJECTED) };

/* In order of enum deliverable_move. */
static const struct state_move MOVES[DELIVERABLE_MOVE__COUNT] = {
    [DELIVERABLE_SUBMIT] = { "submit", OWED, DELIVERABLE_SUBMITTED },
    [DELIVERABLE_ACCEPT] = { "accept", STATE_BIT(DELIVERABLE_SUBMITTED), DELIVERABLE_ACCEPTED },
    [DELIVERABLE_OBJECT] = { "object to", STATE_BIT(DELIVERABLE_SUBMITTED), DELIVERABLE_OBJECTED },
    [DELIVERABLE_SIGN] = { "sign", STATE_BIT(DELIVERABLE_ACCEPTED), DELIVERABLE_SIGNED },
};

const struct state_table DELIVERABLE_TABLE = {
    .thing = "deliverable",
    .states = WORDS,
    .state_count = COUNT_OF(WORDS),
    .moves = MOVES,
    .move_count = COUNT_OF(MOVES),
};

static const char *const TASK_WORDS[TASK_STATE__COUNT] = {
    [TASK_PLANNED] = "planned",
    [TASK_DONE] = "done",
    [TASK_MISSED] = "missed",
    [TASK_SKIPPED] = "skipped",
};

/* In order of enum task_move. A missed task may still be completed: the record was late, the work
 * may not have been. A skipped one may not: its day does not exist any more. */
static const struct state_move TASK_MOVES[TASK_MOVE__COUNT] = {
    [TASK_COMPLETE] = { "complete", STATE_BIT(TASK_PLANNED) | STATE_BIT(TASK_MISSED), TASK_DONE },
    [TASK_REASSIGN] = { "reassign", STATE_BIT(TASK_PLANNED), STATE_STAYS },
};

const struct state_table TASK_TABLE = {
    .thing = "task",
    .states = TASK_WORDS,
    .state_count = COUNT_OF(TASK_WORDS),
    .moves = TASK_MOVES,
    .move_count = COUNT_OF(TASK_MOVES),
};
