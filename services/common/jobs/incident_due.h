/* By when an incident's clocks want what: what a service-level ruling says of each side, as the
 * ledger of deadlines takes it. Shared by who opens them (sla) and who rules them again when a
 * calendar arrives (scheduler). */
#ifndef INCIDENT_DUE_H
#define INCIDENT_DUE_H

#include "ruled_due.h"
#include "sla_clock.h"

/* What a clock may owe; each has a deadline of its own. */
enum incident_side { SIDE_RESPOND, SIDE_ONSITE, SIDE__COUNT };

/* respond, onsite: the end of the deadline's code. */
const char *incident_side_word(enum incident_side side);
/* The side whose word ends `code` after a slash; false for another end. */
bool incident_side_of_code(const char *code, enum incident_side *ret_side);
/* The limit of one side; `by` is NO_INSTANT when nothing is owed. */
struct ruled_instant incident_limit(const struct sla_ruling *ruling, enum incident_side side);

#endif
