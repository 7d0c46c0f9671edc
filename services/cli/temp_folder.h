/* Temporary folders that do not outlive their process by more than one start: whoever makes one removes those of
 * processes that were killed. For our own folders `mlps-held-XXXXXX` only. */
#ifndef TEMP_FOLDER_H
#define TEMP_FOLDER_H

#include <stdint.h>

#include "layout.h"

struct temp_folder {
    char path[PATH_TEXT - 64]; /* leaves room for what lies below it */
    int lock;                  /* on the folder, for as long as this process lives; children do not inherit it */
};

/* Make one in `base` under a random name, entered by anybody, and hold it. First those in `base` that nobody holds are removed.
 * RC_INVALID for a path that is too long or a `base` that is not there or closed, RC_UNAVAILABLE when it is full. */
MUST_CHECK rc_t temp_folder_make(struct temp_folder *self, const char *base, struct problem *problem);
/* Where to make one for work that writes up to `mib` MiB: $TMPDIR; else memory (/dev/shm), when it has twice as much room and `mib`
 * is not 0; else /tmp. Borrowed from the environment. */
const char *temp_folder_base(int64_t mib);
/* After a failure for the reason `why`: RC_UNAVAILABLE, saying how much room is left in `folder` and why, where that is
 * little and so likely to be the cause. RC_OK where there is enough, and where nobody can tell. */
MUST_CHECK rc_t temp_folder_room(const char *folder, const char *why, struct problem *problem);
/* Remove it with all that is in it, as far as that is possible, and let go of it. */
void temp_folder_remove(struct temp_folder *self);

#endif
