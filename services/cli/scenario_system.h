/* The part of a story that one system lives through: its phases, assessments, findings and documents. */
#ifndef SCENARIO_SYSTEM_H
#define SCENARIO_SYSTEM_H

#include "scenario.h"

/* Whose life is asked for; all borrowed. */
struct system_ask {
    const json_t *story;
    const json_t *system; /* {serial, team} */
    const calendar_t *calendar;
};
/* Append the actions of the system as the story's rows tell: phase after phase, each as many days as its pace has that
 * work_days.h counts. RC_INVALID names the row. */
MUST_CHECK rc_t scenario_system(struct actions *actions, const struct system_ask *ask, struct problem *problem);

/* A document's way: submitted, and signed when a day is given. */
struct document {
    const json_t *row;      /* clause, by, signer */
    const json_t *contract;
    int lane;               /* serial number, or LANE_CONTRACT */
    int32_t submitted;
    int32_t signed_on;      /* 0: not signed */
};
/* Append them. */
void document_actions(struct actions *actions, const struct document *document);

#endif
