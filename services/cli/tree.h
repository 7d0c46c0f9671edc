/* Folders as a whole: copied with owner and rights, removed. For our own temporary and cached folders only. */
#ifndef TREE_H
#define TREE_H

#include "problem.h"

/* Copy folder `from` to `to`, which must not be there yet: files and folders with their rights and, when we are root, their
 * owners. RC_INVALID for anything else in it (a link, a socket), RC_UNAVAILABLE with the reason when something cannot
 * be read or written; what was copied until then stays. */
MUST_CHECK rc_t tree_copy(const char *from, const char *to, struct problem *problem);
/* Remove a folder and all below it, as far as that is possible; links are removed, not followed. */
void tree_remove(const char *path);

#endif
