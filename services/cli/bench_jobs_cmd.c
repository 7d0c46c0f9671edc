/* `mlps bench jobs` on a private, durable stack; the measuring itself lives with the queue
 * (services/common/jobs). */
#include "bench_jobs_cmd.h"

#include <string.h>

#include "bench_jobs.h"
#include "bus.h"
#include "temp_folder.h"
#include "temp_up.h"

/* What the callback fills while the stack is up; `conf` points into its frame only meanwhile. */
struct bench_run {
    struct bench_jobs_conf conf;
    json_t *result; /* owned, once measured */
};

/* Called while the stack is up; what it measures must be whole before it returns, for the stack
 * goes then. */
static rc_t measure(struct up *up, void *arg, struct problem *problem)
{
    struct bench_run *self = arg;
    char dsn[TEMP_UP_DSN];
    struct bus_conf bus;
    rc_t rc = temp_up_bus(up, &bus, problem);
    if (rc != RC_OK)
        return rc;
    self->conf.dsn = temp_up_dsn(up, dsn);
    self->conf.bus = &bus;
    return bench_jobs(&self->conf, &self->result, problem);
}

/* On a durable stack (UP_DURABLE): job rates without fsync would flatter. The stack is gone when
 * this returns, whatever came of it. */
int bench_jobs_cmd(struct context *context)
{
    struct bench_run self = { .conf = bench_jobs_defaults() };
    rc_t rc = RC_OK;
    if (option_given(context->options, "count"))
        rc = option_int(context->options, "count", 1, BENCH_JOBS_MAX, &self.conf.jobs, &context->problem);
    if (rc == RC_OK)
        rc = temp_up_run(context, (struct temp_need){ UP_DURABLE, temp_folder_base(0) }, measure, &self);
    if (rc == RC_OK && !self.result) /* stopped before it began */
        rc = problem_set(&context->problem, RC_UNAVAILABLE, NULL, "stopped before anything was measured");
    if (rc != RC_OK)
        return context_fail(context);
    json_dumpf(self.result, context->out, JSON_COMPACT | JSON_SORT_KEYS);
    fputc('\n', context->out);
    json_decref(self.result);
    return EXIT_DONE;
}
