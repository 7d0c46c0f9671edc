/* Counting the work that is due in a range: recurring work and documents, as selected. */
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include "recurrence.h"

/* Texts of which any may match; none: all match. Borrowed. */
struct text_set {
    const char *const *rows;
    size_t count;
};

/* What is asked for; every criterion must hold. */
struct schedule_select {
    struct text_set clauses, parts, subsystems, services, units;
    unsigned works, periods, bounds; /* bit 1 << value of each enum; 0: all */
    bool by_listed, listed;          /* only documents that are listed so */
};

/* Everything is borrowed; `use` holds the range, clipped to the service period already (K14). */
struct schedule_ask {
    struct recurrence_use use;
    struct schedule_select select;
    int64_t systems; /* 0 or more; of the pack when -1 */
};

enum { MAX_SYSTEMS = 1000000 };

/* One row that plans something, or a quota. */
struct schedule_row {
    const char *clause, *title;
    enum bound_kind bound;
    enum slot_period period; /* SLOT_ONCE: no date */
    bool per_unit;
    int64_t units;     /* of those selected */
    int64_t instances; /* planned; 0 of a quota */
    int64_t items;     /* instances times items of the checklist */
    int64_t quota;
};

/* The sums are those of the rows. Instances and items are planned, the quota is not, so the two are
 * never added. */
struct schedule {
    struct schedule_row *rows; /* in order of clause */
    size_t count;
    int64_t instances, items, quota;
    bool rolling;           /* rolling weeks were counted … */
    int32_t remainder_days; /* … and left so many days over */
    bool provisional;       /* a later notice may change the count */
};

/* Whether a selection takes a document, whatever `per` it is of. */
bool schedule_takes_document(const struct schedule_ask *ask, const struct pack_deliverable *d);
/* Count. RC_INVALID names the field (select.clause, readings.NAME …, "to" where a number leaves 64
 * bits); *ret is then unchanged.
 * Caller frees with schedule_fini. `proof` may be NULL. */
MUST_CHECK rc_t schedule_count(const struct schedule_ask *ask, proof_t *proof, struct schedule *ret,
                               struct problem *problem);
/* Free the rows. */
void schedule_fini(struct schedule *self);

#endif
