/* Progress over the steps of the services, of which those marked important are told apart. */
#ifndef STEP_H
#define STEP_H

#include "pack.h"

struct step_count {
    int64_t done, total;
};

/* Important steps are counted in both. */
struct step_progress {
    struct step_count all, important;
};

/* Place of a step in the pack, -1 when there is none. */
int64_t step_index(const struct pack *pack, const char *service, const char *step);
/* Count; `is_open` has one flag for each step of the pack. */
struct step_progress step_progress(const struct pack *pack, const bool *is_open);

#endif
