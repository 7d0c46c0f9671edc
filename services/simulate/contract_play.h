/* One contract's story played from its first day to the last: what the story says is entered, recurring work is done by
 * the people of the desk, and the workers do what is due. */
#ifndef CONTRACT_PLAY_H
#define CONTRACT_PLAY_H

#include "simulate.h"

/* Play `story` (changed by its chance) for the contract `code`, which is open; the clock stands at its first instant.
 * RC_INVALID for a row that is wrong; an action that a service refuses ends the play and is named with its day and
 * system. */
MUST_CHECK rc_t contract_play(struct simulate_run *run, json_t *story, const char *code, struct problem *problem);

#endif
