#include "bench_jobs_cmd.h"

#include <errno.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bench_jobs.h"
#include "bus.h"
#include "up.h"

enum { STAGE_BROKER = 1, TREE_DEPTH = 16 };

struct bench_up {
    struct up up;
    struct bench_jobs_conf conf;
    json_t *result; /* owned, once measured */
};

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)st;
    (void)kind;
    (void)ftw;
    return remove(path);
}

/* The broker that `up` has just started, by the key of a person's commands. */
static rc_t find_bus(const struct up *up, struct bus_conf *ret_bus, struct problem *problem)
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

/* The private cluster's owner may make the bare table; who names a database names its user too. */
static rc_t measure(struct bench_up *self, struct problem *problem)
{
    char dsn[PATH_TEXT + 128];
    struct bus_conf bus;
    rc_t rc = find_bus(&self->up, &bus, problem);
    if (rc != RC_OK)
        return rc;
    snprintf(dsn, sizeof(dsn), "%s user=" CLUSTER_OWNER, self->up.dsn);
    self->conf.dsn = self->up.is_private ? dsn : self->up.dsn;
    self->conf.bus = &bus;
    return bench_jobs(&self->conf, &self->result, problem);
}

/* A measurement that met a dying server is not tried again by the supervisor: half a run is no figure. */
static rc_t on_stage(struct supervisor *supervisor, int stage, struct supervised *process, void *arg,
                     struct problem *problem)
{
    struct bench_up *self = arg;
    (void)supervisor;
    if (process)
        return RC_OK;
    if (stage < STAGE_BROKER)
        return up_on_stage(&self->up, stage, process, problem);
    rc_t rc = measure(self, problem);
    if (!rc_may_retry(rc))
        return rc;
    problem->rc = RC_REFUSED;
    return RC_REFUSED;
}

static rc_t run_in(struct bench_up *self, struct context *context, const char *folder)
{
    char data[PATH_TEXT];
    snprintf(data, sizeof(data), "%s/data", folder);
    rc_t rc = up_init_bare(&self->up, context, data);
    if (rc != RC_OK)
        return rc;
    self->up.supervisor.on_ready = on_stage;
    self->up.supervisor.on_ready_arg = self;
    return up_run(&self->up);
}

static rc_t run_in_temporary(struct bench_up *self, struct context *context)
{
    const char *temp = getenv("TMPDIR");
    char folder[PATH_TEXT - 64];
    int n = snprintf(folder, sizeof(folder), "%s/mlps-bench-XXXXXX", temp && *temp ? temp : "/tmp");
    if (n <= 0 || (size_t)n >= sizeof(folder))
        return problem_set(&context->problem, RC_INVALID, "TMPDIR", "the path is too long");
    if (!mkdtemp(folder) || chmod(folder, 0755) != 0) /* the processes' user enters it */
        return problem_set(&context->problem, RC_INVALID, "TMPDIR", "could not make folder \"%s\": %s", folder,
                           strerror(errno));
    rc_t rc = run_in(self, context, folder);
    (void)nftw(folder, remove_entry, TREE_DEPTH, FTW_DEPTH | FTW_PHYS);
    return rc;
}

int bench_jobs_cmd(struct context *context)
{
    struct bench_up self = { .conf = bench_jobs_defaults() };
    rc_t rc = RC_OK;
    if (option_given(context->options, "count"))
        rc = option_int(context->options, "count", 1, BENCH_JOBS_MAX, &self.conf.jobs, &context->problem);
    if (rc == RC_OK)
        rc = run_in_temporary(&self, context);
    if (rc == RC_OK && !self.result) /* stopped before it began */
        rc = problem_set(&context->problem, RC_UNAVAILABLE, NULL, "stopped before anything was measured");
    if (rc != RC_OK)
        return context_fail(context);
    json_dumpf(self.result, context->out, JSON_COMPACT | JSON_SORT_KEYS);
    fputc('\n', context->out);
    json_decref(self.result);
    return EXIT_DONE;
}
