/* Whether a simulation can be played as it is asked for, and what its answer has to say about the question. Pure: judged
 * before a database is opened. */
#ifndef ASK_CHECK_H
#define ASK_CHECK_H

#include "simulate.h"

/* RC_INVALID names `to` or `systems` for a range or number that cannot be, `scenario` or `against` for a story of another
 * pack, or of a contract that is signed after the last day. */
MUST_CHECK rc_t ask_check(const struct simulate_ask *ask, struct problem *problem);

/* What a reader might take otherwise than it was played, as a list of {kind: "signed", side: first or against, signed, from}:
 * the contract of that story is signed on another day than the play begins. What the story dates before the first day
 * is entered on it; a contract that is signed later counts from its signing. Owned by the caller. */
json_t *ask_notes(const struct simulate_ask *ask);

#endif
