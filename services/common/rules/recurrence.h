/* Recurring work: how many times in a stretch, for how many units. */
#ifndef RECURRENCE_H
#define RECURRENCE_H

#include "pack.h"
#include "proof.h"
#include "readings.h"
#include "slots.h"

enum { MAX_UNIT_COUNT = 10000, UNIT_NAME_TEXT = 72 };

/* Slots that a `spread` divides one `per` into: 1 without a spread, 0 for one that does not divide.
 */
int64_t recurrence_parts(const struct pack_recurrence *again);
/* The slots that the work is planned by: the spread's where there is one. */
enum slot_period recurrence_slot(const struct pack_recurrence *again);
/* Times in each of these slots. */
int64_t recurrence_times(const struct pack_recurrence *again);

/* The days that a question is about, as far as the contract runs. */
struct service_range {
    int32_t from, to; /* both counted; `from` after `to`: none of them is in the service period */
    int32_t start;    /* first day of the contract's years */
    bool clipped;     /* the service period cut the range */
};
/* Clip a range to the pack's service period where it has dates. `start` NO_DAY: the first day of
 * the clipped range. RC_INVALID names "to" when it is before `from`, "start" when it is after the
 * first day of the range; *ret is then unchanged. */
MUST_CHECK rc_t service_range_make(const struct pack *pack, int32_t from, int32_t to, int32_t start,
                                   struct service_range *ret, struct problem *problem);
/* Say the range, and what cut it. */
void service_range_prove(const struct pack *pack, const struct service_range *range,
                         proof_t *proof);

/* What a recurrence is reckoned with. Everything is borrowed and must outlive the question;
 * `calendar` is not NULL, though its calendar may be. */
struct recurrence_use {
    const struct pack *pack;
    const struct readings *readings; /* may be NULL */
    const struct calendar_use *calendar;
    struct service_range range;
};
/* The slots of one recurrence in the range, by the readings "week" and "quarter". */
struct slot_plan recurrence_plan(const struct recurrence_use *use,
                                 const struct pack_recurrence *again);
/* Name the reading that decided the slots, where one did. */
void recurrence_prove(const struct recurrence_use *use, const struct pack_recurrence *again,
                      proof_t *proof);

/* Units that a row serves: its own number, or that of the reading which replaces it; 0 for a row
 * that is not per unit. RC_INVALID names the reading when it is no number from 0 to
 * MAX_UNIT_COUNT. */
MUST_CHECK rc_t recurrence_units(const struct recurrence_use *use, const struct pack_recurring *row,
                                 int64_t *ret_units, struct problem *problem);
/* Name of the i-th unit, from 1; `out` has UNIT_NAME_TEXT bytes; returns `out`. */
const char *unit_name(const struct pack *pack, int64_t index, char *out);
/* Number of a unit by its name, 0 when the pack has no such unit. */
int64_t unit_index(const struct pack *pack, const char *name);
/* Name of the unit left out of rows that serve one less than there are. RC_INVALID names the
 * reading that must say it and has no value. */
MUST_CHECK rc_t unit_excluded(const struct recurrence_use *use, const char **ret_name,
                              struct problem *problem);

#endif
