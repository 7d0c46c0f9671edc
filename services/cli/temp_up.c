/* A private stack in a temporary folder for one piece of work: benchmarks and simulations. The work
 * runs inside the supervisor's own loop, so a stop of the user ends it and everything else in
 * order, and the folder is gone afterwards. */
#include "temp_up.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* One run on a private stack; lives on the caller's frame. */
struct temp_up {
    struct up up;
    enum up_care care;
    temp_up_fn *fn;
    void *arg;
    bool ran;
};

/* The work is done inside the supervisor's loop, as the last process has just become ready. A failure
 * that may pass is turned into a refusal: the supervisor would otherwise try the stage again, and
 * the work would be done twice. */
static rc_t on_stage(struct supervisor *supervisor, int stage, struct supervised *process, void *arg,
                     struct problem *problem)
{
    struct temp_up *self = arg;
    (void)supervisor;
    if (process)
        return RC_OK;
    rc_t rc = up_on_stage(&self->up, stage, process, problem);
    if (rc != RC_OK || stage < (self->care == UP_FLEETING ? STAGE_DATABASE : STAGE_BROKER))
        return rc;
    self->ran = true;
    rc = self->fn(&self->up, self->arg, problem);
    if (!rc_may_retry(rc))
        return rc;
    problem->rc = RC_REFUSED;
    return RC_REFUSED;
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

/* The folder's name is random and made by mkdtemp, so that two runs, or a stranger's folder of that
 * name, do not meet. It is removed on every way out after it was made. */
rc_t temp_up_run(struct context *context, enum up_care care, temp_up_fn *fn, void *arg)
{
    struct temp_up self = { .care = care, .fn = fn, .arg = arg };
    const char *temp = getenv("TMPDIR");
    char folder[PATH_TEXT - 64];
    int n = snprintf(folder, sizeof(folder), "%s/mlps-temp-XXXXXX", temp && *temp ? temp : "/tmp");
    if (n <= 0 || (size_t)n >= sizeof(folder))
        return problem_set(&context->problem, RC_INVALID, "TMPDIR", "the path is too long");
    if (!mkdtemp(folder) || chmod(folder, 0755) != 0) /* the processes' user enters it */
        return problem_set(&context->problem, RC_INVALID, "TMPDIR", "could not make folder \"%s\": %s", folder,
                           strerror(errno));
    rc_t rc = run_in(&self, context, folder);
    folder_remove(folder);
    return rc;
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
