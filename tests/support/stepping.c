#include "stepping.h"

#include <stdio.h>
#include <stdlib.h>

int64_t step_once(const struct worker_def *def, pg_t *db, int64_t now_us, void *local)
{
    struct problem problem = { .rc = RC_OK };
    int64_t next_us = 0;
    if (worker_step(def, db, now_us, local, &next_us, &problem) != RC_OK) {
        fprintf(stderr, "stepping: %s failed: %s\n", def->name, problem.text);
        abort();
    }
    return next_us;
}

int64_t step_settle(const struct worker_def *def, pg_t *db, int64_t now_us, void *local)
{
    for (int i = 0; i < 1000; i++) {
        int64_t next_us = step_once(def, db, now_us, local);
        if (next_us > now_us)
            return next_us;
    }
    fprintf(stderr, "stepping: %s does not settle\n", def->name);
    abort();
}
