/* Systems brought to where an operation applies, one per try, by another caller than the one under
 * torture: for the tests of this folder's stores. */
#ifndef GROUND_H
#define GROUND_H

#include "course.h"
#include "service_torture.h"

struct ground {
    struct course course;  /* arranges */
    struct bench tortured; /* the same service on its own connection */
    int prepared;          /* serial of the last system made ready */
};

/* The contract and both callers at 2026-06-15. */
void ground_open(struct ground *self);
void ground_close(struct ground *self);

typedef void ground_step_fn(struct course *course, int serial);
/* System `serial` made ready by `step` (NULL: only there), once however often it is asked for. */
void ground_ready(struct ground *self, int serial, ground_step_fn *step);

/* Arguments that name a phase of a system, or a finding of it, with a day. */
json_t *phase_args(int serial, int number, const char *on);
json_t *finding_args(int serial, const char *on);

#endif
