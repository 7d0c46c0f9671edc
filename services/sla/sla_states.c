/* Legal transitions of an incident. */
#include "sla_states.h"

#include "attr.h"

static const char *const WORDS[INCIDENT_STATE__COUNT] = {
    [INCIDENT_OPEN] = "open",
    [INCIDENT_RESOLVED] = "resolved",
    [INCIDENT_CLOSED] = "closed",
};

/* In order of enum incident_move. Times of an incident are only recorded while it is open. */
static const struct state_move MOVES[INCIDENT_MOVE__COUNT] = {
    [INCIDENT_RESPOND] = { "respond to", STATE_BIT(INCIDENT_OPEN), STATE_STAYS },
    [INCIDENT_REQUEST_ONSITE] = { "ask on site for", STATE_BIT(INCIDENT_OPEN), STATE_STAYS },
    [INCIDENT_ARRIVE] = { "arrive for", STATE_BIT(INCIDENT_OPEN), STATE_STAYS },
    [INCIDENT_RESOLVE] = { "resolve", STATE_BIT(INCIDENT_OPEN), INCIDENT_RESOLVED },
};

const struct state_table INCIDENT_TABLE = {
    .thing = "incident",
    .states = WORDS,
    .state_count = COUNT_OF(WORDS),
    .moves = MOVES,
    .move_count = COUNT_OF(MOVES),
};
