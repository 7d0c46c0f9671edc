/* Legal transitions of phases and findings; the picture is in README.md. */
#include "lifecycle_states.h"

#include "attr.h"

static const char *const PHASE_WORDS[PHASE_STATE__COUNT] = {
    [PHASE_PLANNED] = "planned",   [PHASE_ACTIVE] = "active",       [PHASE_SUBMITTED] = "submitted",
    [PHASE_RETURNED] = "returned", [PHASE_SUSPENDED] = "suspended", [PHASE_DONE] = "done",
    [PHASE_SKIPPED] = "skipped",
};

/* Sets of states that several moves share. */
enum {
    WORKED_ON = STATE_BIT(PHASE_ACTIVE) | STATE_BIT(PHASE_RETURNED),
    ASSESSABLE = WORKED_ON | STATE_BIT(PHASE_SUBMITTED),
    /* not one that was submitted: what was handed in is approved or returned */
    SKIPPABLE = WORKED_ON | STATE_BIT(PHASE_PLANNED) | STATE_BIT(PHASE_SUSPENDED),
};

/* In order of enum phase_move. */
static const struct state_move PHASE_MOVES[PHASE_MOVE__COUNT] = {
    [PHASE_START] = { "start", STATE_BIT(PHASE_PLANNED), PHASE_ACTIVE },
    [PHASE_SUBMIT] = { "submit", WORKED_ON, PHASE_SUBMITTED },
    [PHASE_APPROVE] = { "approve", STATE_BIT(PHASE_SUBMITTED), PHASE_DONE },
    [PHASE_RETURN] = { "return", STATE_BIT(PHASE_SUBMITTED), PHASE_RETURNED },
    [PHASE_SUSPEND] = { "suspend", WORKED_ON, PHASE_SUSPENDED },
    [PHASE_RESUME] = { "resume", STATE_BIT(PHASE_SUSPENDED), PHASE_ACTIVE },
    [PHASE_ASSESS] = { "assess", ASSESSABLE, STATE_STAYS },
    [PHASE_FAIL] = { "fail", ASSESSABLE, PHASE_DONE },
    [PHASE_SKIP] = { "skip", SKIPPABLE, PHASE_SKIPPED },
};

const struct state_table PHASE_TABLE = {
    .thing = "phase",
    .states = PHASE_WORDS,
    .state_count = COUNT_OF(PHASE_WORDS),
    .moves = PHASE_MOVES,
    .move_count = COUNT_OF(PHASE_MOVES),
};

static const char *const FINDING_WORDS[FINDING_STATE__COUNT] = {
    [FINDING_OPEN] = "open",
    [FINDING_FIXED] = "fixed",
    [FINDING_VERIFIED] = "verified",
    [FINDING_ACCEPTED] = "accepted",
};

/* In order of enum finding_move. */
static const struct state_move FINDING_MOVES[FINDING_MOVE__COUNT] = {
    [FINDING_FIX] = { "fix", STATE_BIT(FINDING_OPEN), FINDING_FIXED },
    [FINDING_VERIFY] = { "verify", STATE_BIT(FINDING_FIXED), FINDING_VERIFIED },
    [FINDING_FAIL] = { "fail the check of", STATE_BIT(FINDING_FIXED), FINDING_OPEN },
    [FINDING_ACCEPT] = { "accept the risk of", STATE_BIT(FINDING_OPEN), FINDING_ACCEPTED },
    [FINDING_REOPEN] = { "reopen", STATE_BIT(FINDING_VERIFIED) | STATE_BIT(FINDING_ACCEPTED),
                         FINDING_OPEN },
};

const struct state_table FINDING_TABLE = {
    .thing = "finding",
    .states = FINDING_WORDS,
    .state_count = COUNT_OF(FINDING_WORDS),
    .moves = FINDING_MOVES,
    .move_count = COUNT_OF(FINDING_MOVES),
};
