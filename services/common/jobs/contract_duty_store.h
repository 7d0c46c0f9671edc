/* Statements of contract_duty.c. */
#ifndef CONTRACT_DUTY_STORE_H
#define CONTRACT_DUTY_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "contract_duty.h"
#include "pg.h"

enum { DUTY_BATCH = 100 };

/* Contracts with work. */
struct duty_due {
    int64_t ids[DUTY_BATCH];
    size_t count;
    int64_t next_us; /* when the next one becomes due by time alone; STEP_NEVER: none */
};

/* Up to DUTY_BATCH contracts with work for the duty at `now_us`. */
MUST_CHECK rc_t contract_duty_due(pg_t *db, enum contract_duty duty, int64_t now_us,
                                  struct duty_due *ret_due, struct problem *problem);
/* Take a contract for this transaction; *ret_facts is the count of changes to be answered for, 0
 * when there is no work any more or another worker has it. Never waits. */
MUST_CHECK rc_t contract_duty_claim(pg_t *db, enum contract_duty duty, int64_t contract,
                                    int64_t now_us, int64_t *ret_facts, struct problem *problem);
/* The duty was done up to `facts`. */
MUST_CHECK rc_t contract_duty_done(pg_t *db, enum contract_duty duty, int64_t contract,
                                   int64_t facts, struct problem *problem);

#endif
