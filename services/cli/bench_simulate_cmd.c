/* `mlps bench simulate`: what a person waits for, making and removing the private database
 * included, beside the play alone. The figures of the child are taken from wait4, so they are the
 * kernel's and not its own word. */
#include "bench_simulate_cmd.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/wait.h>

#include "civil.h"
#include "clk.h"
#include "scenario.h"
#include "schema_scenarios_embed.h"
#include "simulate_child.h"
#include "temp_up.h"

/* one contract year; SYSTEMS_MOST is ten times the largest figure that is promised */
enum { DAYS = 365, SYSTEMS_MOST = 100000, MS = 1000, COUNT_SIZE = 24, PACK_SIZE = 80 };

/* The contract that the figures are about, and its year: those of the scenario that ships. */
struct bench_year {
    char pack[PACK_SIZE];
    char from[DATE_TEXT], to[DATE_TEXT];
};

/* One measured play. */
struct bench_play {
    struct simulate_child child;
    int64_t play_ms; /* without making and removing the database */
};

/* Names of packs and days of contracts stand in data, not here. */
static rc_t find_year(struct bench_year *year, struct problem *problem)
{
    json_t *story = NULL;
    int32_t day = 0;
    rc_t rc = scenario_read(schema_scenarios[0].text, schema_scenarios[0].size, schema_scenarios[0].name, &story, problem);
    const json_t *contract = json_object_get(story, "contract");
    if (rc == RC_OK && !civil_parse_date(json_string_value(json_object_get(contract, "signed")), &day))
        rc = problem_set(problem, RC_INTERNAL, NULL, "the scenario that ships has no day of signature");
    if (rc == RC_OK) {
        snprintf(year->pack, sizeof(year->pack), "%s", json_string_value(json_object_get(contract, "pack")));
        civil_format_date(day, year->from);
        civil_format_date(day + DAYS - 1, year->to);
    }
    json_decref(story);
    return rc;
}

/* Runs while the database is there; a play that failed gives no figure. */
static rc_t measure(struct up *up, void *arg, struct problem *problem)
{
    struct bench_play *self = arg;
    int64_t start = clk_mono_ms();
    rc_t rc = simulate_child_run(up, &self->child, problem);
    self->play_ms = clk_mono_ms() - start;
    if (rc == RC_OK && (!WIFEXITED(self->child.status) || WEXITSTATUS(self->child.status) != 0))
        rc = problem_set(problem, RC_REFUSED, NULL, "the simulation failed: see its message");
    return rc;
}

/* The head of the outcome is all that is wanted of it; the lists may be long. */
static json_t *head_of(FILE *outcome)
{
    char line[4096];
    static const char KEY[] = "{\"simulation\":";
    rewind(outcome);
    if (!fgets(line, sizeof(line), outcome) || strncmp(line, KEY, sizeof(KEY) - 1) != 0)
        return NULL;
    return json_loads(line + sizeof(KEY) - 1, JSON_DISABLE_EOF_CHECK, NULL);
}

/* Peaks are in KiB as the kernel counts resident pages, shared ones of PostgreSQL's buffers included. */
static int print_figures(struct context *context, const struct bench_play *play, int64_t all_ms)
{
    struct rusage all;
    json_t *head = head_of(play->child.outcome);
    getrusage(RUSAGE_CHILDREN, &all);
    json_t *result = json_pack("{s:s, s:s, s:i, s:f, s:f, s:I, s:I, s:O?}", "bench", "simulate", "pack", play->child.words[1], "days", DAYS,
                               "seconds", (double)all_ms / MS, "play_seconds", (double)play->play_ms / MS, "peak_kib",
                               (json_int_t)play->child.usage.ru_maxrss, "largest_process_kib", (json_int_t)all.ru_maxrss,
                               "simulation", head);
    json_dumpf(result, context->out, JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION(4));
    fputc('\n', context->out);
    json_decref(head);
    json_decref(result);
    return EXIT_DONE;
}

/* The whole command is timed, as a person waits for it: making the database, the play, removing everything. */
int bench_simulate_cmd(struct context *context)
{
    int64_t systems = 0;
    char count[COUNT_SIZE];
    struct bench_year year;
    struct bench_play self = {
        .child = { .words = { "--pack", year.pack, "--from", year.from, "--to", year.to, "--systems", count } }
    };
    int64_t start = clk_mono_ms();
    rc_t rc = find_year(&year, &context->problem);
    if (rc == RC_OK && option_given(context->options, "count"))
        rc = option_int(context->options, "count", 1, SYSTEMS_MOST, &systems, &context->problem);
    snprintf(count, sizeof(count), "%" PRId64, systems);
    self.child.base = simulate_child_base(systems);
    self.child.lanes = simulate_child_lanes(systems);
    self.child.outcome = rc == RC_OK ? tmpfile() : NULL;
    if (rc == RC_OK && !self.child.outcome)
        rc = problem_set(&context->problem, RC_UNAVAILABLE, NULL, "could not make a temporary file: %s", strerror(errno));
    if (rc == RC_OK)
        rc = temp_up_run(context, (struct temp_need){ UP_FLEETING, self.child.base }, measure, &self);
    int code = rc == RC_OK ? print_figures(context, &self, clk_mono_ms() - start) : context_fail(context);
    if (self.child.outcome)
        fclose(self.child.outcome);
    return code;
}
