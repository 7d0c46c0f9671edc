/* States of an incident and the moves between them, as data. The words are those of the constraint
 * incident_state; a test compares both. */
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
    INCIDENT_MOVE__COUNT
};

extern const struct state_table INCIDENT_TABLE;

#endif
