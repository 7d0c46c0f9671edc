/* Legal transitions of a deliverable; the picture is in README.md. */
#include "delivery_states.h"

#include "attr.h"

static const char *const WORDS[DELIVERABLE_STATE__COUNT] = {
    [DELIVERABLE_REQUIRED] = "required", [DELIVERABLE_SUBMITTED] = "submitted",
    [DELIVERABLE_OBJECTED] = "objected", [DELIVERABLE_ACCEPTED] = "accepted",
    [DELIVERABLE_SIGNED] = "signed",
};

/* What still has to be handed in. */
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
