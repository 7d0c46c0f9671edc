/* `mlps bench NAME`: each benchmark measures one promise of the README and prints one JSON object
 * with the figure, its unit and what it ran on, so that runs can be compared by a script. What
 * needs a whole stack gets a private one (temp_up.h); what needs a library that only a worker links
 * is run by that worker's program. */
#include "bench.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "attr.h"
#include "bench_deadlines.h"
#include "bench_eval.h"
#include "bench_jobs_cmd.h"
#include "bench_simulate_cmd.h"
#include "bench_rpc.h"
#include "parse.h"
#include "run_broker.h"

/* A benchmark that another program of this build runs in our place. */
static int bench_program(struct context *context, const char *program, const char *option)
{
    char path[PATH_TEXT];
    const char *count = option_text(context->options, "count");
    char *argv[] = { path, (char *)(uintptr_t)option, (char *)(uintptr_t)(count ? "--count" : NULL),
                     (char *)(uintptr_t)count, NULL };
    if (own_program(program, path))
        execv(path, argv);
    problem_set(&context->problem, RC_UNAVAILABLE, NULL, "could not run %s: %s", program, strerror(errno));
    return context_fail(context);
}

/* The workbook writer is linked by the export worker alone, so its benchmark lives there. */
static int bench_export(struct context *context)
{
    return bench_program(context, "mlps-export", "--bench");
}

/* One JSON object on one line. */
static int print_result(const struct context *context, json_t *result)
{
    json_dumpf(result, context->out, JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION(4));
    fputc('\n', context->out);
    json_decref(result);
    return EXIT_DONE;
}

/* Round trips through our broker, beside a bare proxy in the same run. */
static int run_bench_rpc(struct context *context)
{
    char broker[PATH_TEXT];
    json_t *result = NULL;
    struct bench_rpc_conf conf = bench_rpc_conf_default();
    const char *count = option_text(context->options, "count");
    rc_t rc = own_program("mlps-broker", broker) ? RC_OK : RC_INTERNAL;
    conf.broker = broker;
    if (rc == RC_OK && count && !parse_i64(count, &conf.calls))
        rc = problem_set(&context->problem, RC_INVALID, "count", "--count must be a whole number");
    if (rc == RC_OK)
        rc = bench_rpc(&conf, &result, &context->problem);
    return rc == RC_OK ? print_result(context, result) : context_fail(context);
}

/* Rulings a second, without anything but this process. */
static int run_bench_eval(struct context *context)
{
    json_t *result = NULL;
    /* some seconds on two cores: long enough for the millisecond clock, short enough to be run
     * often */
    int64_t count = 200000;
    const char *given = option_text(context->options, "count");
    rc_t rc = RC_OK;
    if (given && !parse_i64(given, &count))
        rc = problem_set(&context->problem, RC_INVALID, "count", "--count must be a whole number");
    if (rc == RC_OK)
        rc = bench_eval(count, &result, &context->problem);
    return rc == RC_OK ? print_result(context, result) : context_fail(context);
}

/* One row per benchmark, sorted by name; help names them, so a new row is documented by its
 * place here. */
static const struct {
    const char *name;
    int (*fn)(struct context *);
} BENCHES[] = {
    { "deadlines", bench_deadlines_cmd },
    { "eval", run_bench_eval },
    { "export", bench_export },
    { "jobs", bench_jobs_cmd },
    { "rpc", run_bench_rpc },
    { "simulate", bench_simulate_cmd },
};

/* A row's function answers with an exit code and prints itself; only an unknown name is refused
 * here, so that a new benchmark needs no change but its row. */
int cmd_bench(struct context *context, const struct command *command)
{
    json_t *args = NULL;
    rc_t rc = command_args(context, command, &args);
    json_decref(args);
    const char *name = rc == RC_OK ? context->options->rest[0] : "";
    for (size_t i = 0; i < COUNT_OF(BENCHES); i++)
        if (rc == RC_OK && strcmp(BENCHES[i].name, name) == 0)
            return BENCHES[i].fn(context);
    (void)problem_set(&context->problem, RC_INVALID, name, "no benchmark \"%s\": see `mlps help bench`", name);
    return context_fail(context);
}
