/* A private stack in a temporary folder for one piece of work: benchmarks and simulations. The work
 * runs inside the supervisor's own loop, so a stop of the user ends it and everything else in
 * order, and the folder is gone afterwards. */
#include "temp_up.h"

#include <stdlib.h>

#include "stopflag.h"
#include "temp_folder.h"

/* How often a stage is tried before it is given up: a database that starts and lets nobody in would be tried for ever,
 * which is right for `mlps up` and of no use to somebody who waits for one answer. */
enum { STAGE_TRIES = 10 };

/* One run on a private stack; lives on the caller's frame. */
struct temp_up {
    struct up up;
    enum up_care care;
    temp_up_fn *fn;
    void *arg;
    int tries; /* of stages, that failed */
    bool ran;
    bool full; /* it failed where little room is left */
};

/* A failure that may pass is turned into a refusal: the supervisor would otherwise try the stage again. */
static rc_t refuse(rc_t rc, struct problem *problem)
{
    if (!rc_may_retry(rc))
        return rc;
    problem->rc = RC_REFUSED;
    return RC_REFUSED;
}

/* The work is done inside the supervisor's loop, as the last process has just become ready, and never twice. */
static rc_t on_stage(struct supervisor *supervisor, int stage, struct supervised *process, void *arg,
                     struct problem *problem)
{
    struct temp_up *self = arg;
    (void)supervisor;
    if (process)
        return RC_OK;
    rc_t rc = up_on_stage(&self->up, stage, process, problem);
    if (rc != RC_OK)
        return ++self->tries < STAGE_TRIES ? rc : refuse(rc, problem);
    if (stage < (self->care == UP_DURABLE ? STAGE_BROKER : STAGE_DATABASE))
        return RC_OK;
    self->ran = true;
    return refuse(self->fn(&self->up, self->arg, problem), problem);
}

/* A stop that arrives before the stage is reached ends the loop without an error; `ran` tells that
 * from work that was done. */
static rc_t run_in(struct temp_up *self, struct context *context, const char *folder)
{
    char data[PATH_TEXT];
    snprintf(data, sizeof(data), "%s/data", folder);
    rc_t rc = up_init_bare(&self->up, context, data, self->care);
    if (rc != RC_OK)
        return rc;
    self->up.supervisor.on_ready = on_stage;
    self->up.supervisor.on_ready_arg = self;
    rc = up_run(&self->up);
    if (rc == RC_OK && !self->ran)
        rc = problem_set(&context->problem, RC_UNAVAILABLE, NULL, "stopped before anything was done");
    return rc;
}

/* ---- the seed of fleeting clusters ---- */

/* The database is migrated when this is called. */
static rc_t shrink(struct up *up, void *arg, struct problem *problem)
{
    (void)arg;
    (void)problem;
    cluster_shrink(&up->cluster);
    return RC_OK;
}

/* Made in the folder in which it is kept, since only a rename makes it whole at once. */
static rc_t grow_seed(struct context *context, const struct cluster_seed *seed)
{
    struct temp_folder folder;
    struct temp_up self = { .care = UP_SEED, .fn = shrink };
    rc_t rc = cluster_seed_prepare(seed, &context->problem);
    if (rc == RC_OK)
        rc = temp_folder_make(&folder, seed->folder, &context->problem);
    if (rc != RC_OK)
        return rc;
    rc = run_in(&self, context, folder.path);
    if (rc == RC_OK)
        cluster_seed_keep(seed, self.up.layout.pg);
    temp_folder_remove(&folder);
    return rc;
}

/* A seed that cannot be made is no error: each cluster is then made anew, and the place is "". */
static void need_seed(struct context *context, const char *base, struct cluster_seed *ret_seed)
{
    struct layout layout;
    struct cluster cluster = { .care = UP_SEED };
    rc_t rc = layout_find(&layout, base, &context->problem);
    if (rc == RC_OK)
        rc = cluster_find(&cluster, &layout, UP_SEED, &context->problem);
    *ret_seed = cluster.seed;
    if (rc == RC_OK && !cluster_seed_is_there(ret_seed, &layout))
        (void)grow_seed(context, ret_seed);
    if (rc != RC_OK || !cluster_seed_is_there(ret_seed, &layout))
        ret_seed->place[0] = '\0';
    problem_clear(&context->problem);
}

/* ---- one run ---- */

/* What failed, and that there is little room where it did: with the one alone nobody would look for the other. The seed is
 * not to blame then. Work that was begun has told its own reason. */
static rc_t blame_room(struct temp_up *self, struct context *context, const char *base, rc_t rc)
{
    const struct problem why = context->problem;
    struct problem full = { .rc = RC_OK };
    if (rc == RC_OK || stop_asked() || temp_folder_room(base, why.text, &full) == RC_OK)
        return rc;
    self->full = true;
    if (!self->ran)
        context->problem = full;
    context->problem.rc = RC_UNAVAILABLE; /* worth another try, with more room */
    return RC_UNAVAILABLE;
}

/* The folder is removed on every way out after it was made. What cannot be removed stays: it lies under the
 * temporary folder, and the command's own result must not be lost over it. */
static rc_t run_below(struct temp_up *self, struct context *context, const char *base)
{
    struct temp_folder folder;
    rc_t rc = temp_folder_make(&folder, base, &context->problem);
    if (rc != RC_OK)
        return rc;
    rc = blame_room(self, context, base, run_in(self, context, folder.path));
    temp_folder_remove(&folder);
    return rc;
}

/* A copy of a damaged seed does not start, or not as far as the work; then the seed goes and the next cluster is
 * made anew. */
rc_t temp_up_run(struct context *context, struct temp_need need, temp_up_fn *fn, void *arg)
{
    struct temp_up self = { .care = need.care, .fn = fn, .arg = arg };
    struct cluster_seed seed = { .place = "" };
    if (need.care == UP_FLEETING)
        need_seed(context, need.base, &seed);
    rc_t rc = run_below(&self, context, need.base);
    if (rc == RC_OK || self.ran || self.full || stop_asked() || seed.place[0] == '\0')
        return rc;
    cluster_seed_drop(&seed);
    problem_clear(&context->problem);
    return run_below(&self, context, need.base);
}

/* As the cli's own key: the broker of a private stack trusts its own folder and nobody else. */
rc_t temp_up_bus(const struct up *up, struct bus_conf *ret_bus, struct problem *problem)
{
    struct bus_conf bus = { .curve = true };
    snprintf(bus.requests, sizeof(bus.requests), "%s", up->bus);
    rc_t rc = bus_conf_derive(&bus, problem);
    if (rc == RC_OK)
        rc = bus_conf_keys(&bus, up->layout.keys, "cli", problem);
    if (rc == RC_OK)
        *ret_bus = bus;
    return rc;
}

/* The owner of a private database, who may make tables; a given --dsn says itself who one is. */
const char *temp_up_dsn(const struct up *up, char *out)
{
    snprintf(out, TEMP_UP_DSN, "%s%s", up->dsn, up->is_private ? " user=" CLUSTER_OWNER : "");
    return out;
}
