/* For whom a caller speaks. An account may be tied to one person of a contract (registry,
 * account.bind); what it does there is that person's doing and nobody else's. An account that is
 * tied to nobody in any contract, and every process, speaks for nobody: it may name a person, and
 * what it records was recorded on somebody's behalf. */
#ifndef SPEAKER_STORE_H
#define SPEAKER_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "pg.h"

/* Whether the account of the running transaction may act as person `person_id` of contract
 * `contract_id`. RC_DENIED, naming `field`, when it is somebody else's. *ret_on_behalf: it is
 * nobody's, so that the person is only said to have acted; unchanged on failure. */
MUST_CHECK rc_t speaker_check(pg_t *db, int64_t contract_id, int64_t person_id, const char *field,
                              bool *ret_on_behalf, struct problem *problem);

#endif
