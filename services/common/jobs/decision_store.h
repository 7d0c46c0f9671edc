/* What a person decides about a row: who may, why, when. Kept for good in table `decision`, in the
 * transaction of what follows from it. */
#ifndef DECISION_STORE_H
#define DECISION_STORE_H

#include <jansson.h>
#include <stdint.h>

#include "pg.h"

/* Roles of a contract's people, as bits: who may decide something. */
enum person_role {
    ROLE_ENGINEER = 1 << 0, /* of the vendor, like the next and the last */
    ROLE_MANAGER = 1 << 1,
    ROLE_CUSTOMER = 1 << 2,
    ROLE_LEADER = 1 << 3,
};

struct decision {
    int64_t contract_id;
    const char *subject_kind; /* penalty, finding, phase, incident */
    int64_t subject_id;
    const char *move; /* what was decided: "waive" */
    unsigned roles;   /* enum person_role: who may */
    const char *by;   /* name of the person who decided */
    int32_t on;
    const char *note;   /* the reason */
    const json_t *data; /* object with what belongs to it; NULL: nothing */
};

/* Record it. RC_NOT_FOUND, naming `by`, when nobody active of the contract has the name; RC_DENIED,
 * naming `by`, when none of that name has one of the roles, or when the account of the transaction
 * is somebody else's (speaker_store.h). */
MUST_CHECK rc_t decision_record(pg_t *db, const struct decision *decision, struct problem *problem);

#endif
