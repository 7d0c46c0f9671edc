/* Recurring work: how many times in a stretch, for how many units. */
#ifndef RECURRENCE_H
#define RECURRENCE_H

#include "pack.h"

/* Slots that a `spread` divides one `per` into: 1 without a spread, 0 for one that does not divide.
 */
int64_t recurrence_parts(const struct pack_recurrence *again);
/* The slots that the work is planned by: the spread's where there is one. */
enum slot_period recurrence_slot(const struct pack_recurrence *again);
/* Times in each of these slots. */
int64_t recurrence_times(const struct pack_recurrence *again);

#endif
