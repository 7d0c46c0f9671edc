/* What was done held against the slots of one clause. */
#ifndef FULFIL_H
#define FULFIL_H

#include "recurrence.h"

/* A thing that was done. */
struct work_record {
    int32_t on;
    size_t unit; /* index into the units that are served; 0 when the clause is not per unit */
    bool closed;
};

struct fulfil_ask {
    struct recurrence_use use;
    const struct pack_recurring *row;
    int32_t as_of;            /* a slot is due when its last day is before; NO_DAY: all are due */
    const char *const *units; /* who must be served, distinct; NULL when it is not per unit */
    size_t unit_count;
    const struct work_record *records;
    size_t record_count;
};

/* One window of time: `times` slots of the same name and days for each unit. */
struct fulfil_slot {
    struct slot slot;
    bool due;
};

/* So many slots of a unit that are open, or records too many. */
struct fulfil_gap {
    size_t slot, unit;
    int64_t number;
};

/* A cell is one window of one unit; the ceiling bounds memory and the length of the answer. */
enum { MAX_FULFIL_CELLS = 200000, NO_SLOT = -1 };

struct fulfilment {
    struct slot_plan plan;
    int64_t times;             /* slots of each window, for each unit */
    struct fulfil_slot *slots; /* cut to the range */
    size_t slot_count;
    int64_t due, satisfied;
    struct fulfil_gap *overdue, *surplus; /* in order of slot, then unit */
    size_t overdue_count, surplus_count;
    int64_t *placed; /* slot of each record, NO_SLOT outside all */
    bool *outside;   /* by unit: the row does not serve it */

    int64_t quota, used, over, substitutes; /* of a quota; nothing is ever due of one */
};

/* Place the records and judge the slots. Order of records changes nothing but whose `placed` is
 * whose. RC_INVALID names the field: readings.NAME or "units" when it is open which units are
 * served, "to" for more than MAX_FULFIL_CELLS slots times units; *ret is then unchanged. Caller
 * frees with fulfilment_fini. `proof` may be NULL. */
MUST_CHECK rc_t fulfil_rule(const struct fulfil_ask *ask, proof_t *proof, struct fulfilment *ret,
                            struct problem *problem);
/* Free the lists. Nothing of the question is freed: units and records are borrowed. */
void fulfilment_fini(struct fulfilment *self);

#endif
