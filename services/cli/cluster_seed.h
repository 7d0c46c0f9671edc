/* A made and migrated cluster, kept between runs, from which fleeting ones are copied: initdb and the migrations take as
 * long as half a year's play of a contract. It is a cache: without it everything works, a second slower. */
#ifndef CLUSTER_SEED_H
#define CLUSTER_SEED_H

#include <stdbool.h>

#include "layout.h"

/* Where it lies. Plain data: nothing to free. */
struct cluster_seed {
    char folder[PATH_TEXT]; /* of all seeds; "" when none can be kept */
    char place[PATH_TEXT];  /* of the one that fits: `folder`/seed-HASH, named by all that it was made from */
};

/* Find the place, making nothing: below $MLPS_CACHE (empty: keep none), else /var/cache/mlps for root, $XDG_CACHE_HOME/mlps
 * or ~/.cache/mlps for others. `postgres` is the server's program: another one, another `settings` text, other
 * migrations or another user mean another seed. */
void cluster_seed_find(struct cluster_seed *self, const struct layout *layout, const char *postgres, const char *settings);
/* Whether it is there: a real folder of the layout's user that nobody else may enter. */
bool cluster_seed_is_there(const struct cluster_seed *self, const struct layout *layout);
/* Make the folder of all seeds, for one that is to be made in it. RC_UNAVAILABLE when it cannot be made or written. */
MUST_CHECK rc_t cluster_seed_prepare(const struct cluster_seed *self, struct problem *problem);
/* Take over the stopped cluster `pg`, which lies below `folder`: written to disk, then renamed as the last step, so that a seed is
 * whole or not there. Seeds of other builds go. One that somebody else kept meanwhile stays, and `pg` where it is. */
void cluster_seed_keep(const struct cluster_seed *self, const char *pg);
/* Remove it: it turned out to be of no use. */
void cluster_seed_drop(const struct cluster_seed *self);

#endif
