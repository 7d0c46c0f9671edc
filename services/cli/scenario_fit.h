/* Whether a story speaks of a contract's own systems. Apart from the grammar (scenario_check.h), since only the registry
 * knows which systems there are. Pure. */
#ifndef SCENARIO_FIT_H
#define SCENARIO_FIT_H

#include <jansson.h>

#include "problem.h"

/* `systems` is [{serial, team}], as system.list gives them. RC_INVALID names the first place (`systems[2].serials`, rows
 * from 0) at which the story names a serial number that no system has, or a team that has no system: such a row would
 * be played by nobody and nobody would be told. */
MUST_CHECK rc_t scenario_fit(const json_t *story, const json_t *systems, struct problem *problem);

#endif
