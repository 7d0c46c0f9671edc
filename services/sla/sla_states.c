/* Legal transitions of incidents and penalties.
 *
 * A new move is a row here and a value of the enum; for penalties also a row of DECISIONS
 * (penalty_handlers.c), for incidents one of ACTS (incident_acts.c). */
#include "sla_states.h"

#include "attr.h"

static const char *const WORDS[INCIDENT_STATE__COUNT] = {
    [INCIDENT_OPEN] = "open",
    [INCIDENT_RESOLVED] = "resolved",
    [INCIDENT_CLOSED] = "closed",
};

/* States in which an incident is being told: what happened may become known in any order, so an act
 * that lies before the resolution may be recorded after it. */
enum { TOLD = STATE_BIT(INCIDENT_OPEN) | STATE_BIT(INCIDENT_RESOLVED) };

/* In order of enum incident_move. */
static const struct state_move MOVES[INCIDENT_MOVE__COUNT] = {
    [INCIDENT_RESPOND] = { "respond to", TOLD, STATE_STAYS },
    [INCIDENT_REQUEST_ONSITE] = { "ask on site for", TOLD, STATE_STAYS },
    [INCIDENT_ARRIVE] = { "arrive for", TOLD, STATE_STAYS },
    [INCIDENT_RESOLVE] = { "resolve", STATE_BIT(INCIDENT_OPEN), INCIDENT_RESOLVED },
    [INCIDENT_CLOSE] = { "close", STATE_BIT(INCIDENT_RESOLVED), INCIDENT_CLOSED },
    [INCIDENT_REGRADE] = { "regrade", TOLD, STATE_STAYS },
};

const struct state_table INCIDENT_TABLE = {
    .thing = "incident",
    .states = WORDS,
    .state_count = COUNT_OF(WORDS),
    .moves = MOVES,
    .move_count = COUNT_OF(MOVES),
};

static const char *const PENALTY_WORDS[PENALTY_STATE__COUNT] = {
    [PENALTY_PROPOSED] = "proposed",     [PENALTY_NOTIFIED] = "notified",
    [PENALTY_APPEALED] = "appealed",     [PENALTY_CONFIRMED] = "confirmed",
    [PENALTY_WAIVED] = "waived",         [PENALTY_REVERSED] = "reversed",
    [PENALTY_SUPERSEDED] = "superseded",
};

/* The vendor has been told before anything is confirmed. */
enum {
    TOLD_VENDOR = STATE_BIT(PENALTY_NOTIFIED) | STATE_BIT(PENALTY_APPEALED),
    UNDECIDED = STATE_BIT(PENALTY_PROPOSED) | TOLD_VENDOR,
};

/* In order of enum penalty_move. */
static const struct state_move PENALTY_MOVES[PENALTY_MOVE__COUNT] = {
    [PENALTY_NOTIFY] = { "notify", STATE_BIT(PENALTY_PROPOSED), PENALTY_NOTIFIED },
    [PENALTY_APPEAL] = { "appeal against", STATE_BIT(PENALTY_NOTIFIED), PENALTY_APPEALED },
    [PENALTY_CONFIRM] = { "confirm", TOLD_VENDOR, PENALTY_CONFIRMED },
    [PENALTY_WAIVE] = { "waive", UNDECIDED, PENALTY_SUPERSEDED },
    [PENALTY_REVERSE] = { "reverse", STATE_BIT(PENALTY_CONFIRMED), STATE_STAYS },
};

const struct state_table PENALTY_TABLE = {
    .thing = "penalty",
    .states = PENALTY_WORDS,
    .state_count = COUNT_OF(PENALTY_WORDS),
    .moves = PENALTY_MOVES,
    .move_count = COUNT_OF(PENALTY_MOVES),
};
