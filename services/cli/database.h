/* The database before anything runs on it: made in the private cluster, brought up to this build's schema. */
#ifndef DATABASE_H
#define DATABASE_H

#include "cluster.h"

/* Login names of our processes and of the private database's owner, NULL-ended. */
extern const char *const DATABASE_ROLES[];
/* Create (private cluster only; NULL for a database from outside) and migrate. RC_UNAVAILABLE when it cannot be reached,
 * RC_REFUSED when it is newer than this build. */
MUST_CHECK rc_t database_upgrade(const char *dsn, const struct cluster *cluster,
                                 struct problem *problem);

#endif
