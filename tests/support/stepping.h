/* Running a worker's step in tests as its host does, at a given time. */
#ifndef STEPPING_H
#define STEPPING_H

#include <stdint.h>

#include "pg.h"
#include "step_host.h"

/* One step; ends the test program when it fails. Returns when it wants to run next. */
int64_t step_once(const struct worker_def *def, pg_t *db, int64_t now_us, void *local);
/* Steps at one instant until the worker asks for a later one; ends the test program after 1,000.
 * Returns that time. */
int64_t step_settle(const struct worker_def *def, pg_t *db, int64_t now_us, void *local);

#endif
