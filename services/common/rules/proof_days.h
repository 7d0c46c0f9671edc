/* Proof of day arithmetic: every day of a term, counted or skipped, and why. */
#ifndef PROOF_DAYS_H
#define PROOF_DAYS_H

#include "calendar.h"
#include "proof.h"

/* Say how a term of working days ran from `first` to `last`, both included: one step a day. A proof
 * that is full stops early. NULL takes nothing. */
void proof_working_days(proof_t *proof, const struct calendar_use *use, int32_t first,
                        int32_t last);
/* Say that from..to leans on a year that is not published. */
void proof_provisional(proof_t *proof, const struct calendar_use *use, int32_t from, int32_t to);

#endif
