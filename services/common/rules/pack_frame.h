/* What every pack has around its rules: names, zone, calendar, contract, parties, readings, scales,
 * teams, systems, procurement, contradictions, reminders. */
#ifndef PACK_FRAME_H
#define PACK_FRAME_H

#include "pack_reader.h"

/* Sections of the frame with their place in struct pack, ended by a NULL key. What later sections
 * refer to (readings, scales) comes first. */
extern const struct field PACK_FRAME[];
/* What can be said wrong of the frame alone. */
MUST_CHECK rc_t pack_frame_check(struct pack_reader *reader, struct pack *pack);

#endif
