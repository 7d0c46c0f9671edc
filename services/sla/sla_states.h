/* States of incidents and penalties and the moves between them, as data. The words are those of the
 * constraints incident_state and penalty_state; tests compare both. */
#ifndef SLA_STATES_H
#define SLA_STATES_H

#include "state_table.h"

enum incident_state {
    INCIDENT_OPEN, /* its clocks run */
    INCIDENT_RESOLVED,
    INCIDENT_CLOSED, /* verified and archived */
    INCIDENT_STATE__COUNT
};

enum incident_move {
    INCIDENT_RESPOND,
    INCIDENT_REQUEST_ONSITE,
    INCIDENT_ARRIVE,
    INCIDENT_RESOLVE,
    INCIDENT_CLOSE,
    INCIDENT_REGRADE,
    INCIDENT_MOVE__COUNT
};

enum penalty_state {
    PENALTY_PROPOSED, /* by the worker; nobody has been told */
    PENALTY_NOTIFIED, /* the vendor has been told and may appeal */
    PENALTY_APPEALED,
    PENALTY_CONFIRMED, /* decided: this row and the two below never change again */
    PENALTY_WAIVED,
    PENALTY_REVERSED,
    PENALTY_SUPERSEDED, /* gave way to a later revision before it was decided */
    PENALTY_STATE__COUNT
};

/* Names what a person may decide. A waiver lets another row take the place of this one; a reversal
 * leaves it as it is and adds one. */
enum penalty_move {
    PENALTY_NOTIFY,
    PENALTY_APPEAL,
    PENALTY_CONFIRM,
    PENALTY_WAIVE,
    PENALTY_REVERSE,
    PENALTY_MOVE__COUNT
};

extern const struct state_table INCIDENT_TABLE;
extern const struct state_table PENALTY_TABLE;

#endif
