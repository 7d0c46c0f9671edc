/* The private PostgreSQL of an installation: made once, reachable over its Unix socket only, run as an
 * unprivileged user. In production `--dsn` names a real one and nothing here is used. */
#ifndef CLUSTER_H
#define CLUSTER_H

#include <stdbool.h>
#include <sys/types.h>

#include "cluster_seed.h"
#include "layout.h"

/* The login name that initdb makes: owner of the private database. */
#define CLUSTER_OWNER "mlps_super"

/* Whether a private PostgreSQL has to survive a power cut. */
enum up_care {
    UP_DURABLE,
    UP_FLEETING, /* its data goes when the run ends: nothing is synced to disk, and it begins as a copy of the seed */
    UP_SEED,     /* made as a fleeting one without a seed, and stopped in order: it becomes one */
};

/* Found, not started: the supervisor owns the process. `layout` is borrowed. */
struct cluster {
    const struct layout *layout;
    enum up_care care;
    struct cluster_seed seed;      /* unless it is durable */
    char bin[PATH_TEXT];           /* folder of initdb and postgres */
    char program[PATH_TEXT + 16];  /* postgres */
    char dsn[PATH_TEXT + 64];      /* how our processes connect (without a user) */
};

/* Find PostgreSQL 15 or newer ($MLPS_PG_BIN, /usr/lib/postgresql/N/bin, then PATH). RC_NOT_FOUND says what to install.
 * A fleeting cluster is used through the database that initdb makes anyway. */
MUST_CHECK rc_t cluster_find(struct cluster *self, const struct layout *layout, enum up_care care,
                             struct problem *problem);
/* Make the cluster when there is none (by initdb, a fleeting one by a copy of its seed when there is one; beside its place, then
 * renamed: a half-made one is never used) and write its settings. Ends a server that an unclean stop left running on it. `roles` are the login names that
 * our user may take, NULL-ended. */
MUST_CHECK rc_t cluster_make(struct cluster *self, const char *const roles[],
                             struct problem *problem);
/* Whether the server `pid` on this cluster (a const struct cluster *) accepts connections, by its pid file; for the
 * supervisor's READY_ASK. */
bool cluster_is_ready(const void *cluster, pid_t pid);
/* Options of `postgres` for a fleeting cluster, NULL-ended, each to be given with -c. */
extern const char *const CLUSTER_FLEETING[];
/* Drop the databases that the running server needs only to make others by default: a seed is copied whole. What cannot be
 * dropped stays, and the cluster serves as well. */
void cluster_shrink(const struct cluster *self);
/* Make database `name` a copy of the one that our DSN names, in which nobody may be at work. RC_UNAVAILABLE when that fails; the
 * reason is in LOG/initdb.log. */
MUST_CHECK rc_t cluster_copy_database(const struct cluster *self, const char *name, struct problem *problem);
/* Make the database of our name in the running server. RC_INTERNAL with where to look when that fails. */
MUST_CHECK rc_t cluster_make_database(const struct cluster *self, struct problem *problem);

#endif
