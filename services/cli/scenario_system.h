/* The part of a story that one system lives through: its phases, assessments, findings and documents. */
#ifndef SCENARIO_SYSTEM_H
#define SCENARIO_SYSTEM_H

#include "scenario.h"

/* Append the actions of `system` ({serial, team}) as the story's rows tell. RC_INVALID names the row. */
MUST_CHECK rc_t scenario_system(struct actions *actions, const json_t *story, const json_t *system,
                                struct problem *problem);

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
