/* The supervisor's side of the demo. The story is played by `mlps play`, a supervised process like all others: killed, it
 * starts again and goes on. It is history, so it is entered before the workers that watch deadlines start; otherwise what
 * they do would depend on how far the entering had come when they looked. */
#include "demo.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "attr.h"
#include "clk.h"
#include "export_cmd.h"
#include "jsonx.h"
#include "summary.h"
#include "up.h"

/* The day the story is told from: in the middle of it, with something late and something due. */
#define DEMO_NOW "2026-06-15T09:00:00+08:00"

/* Behind the stages of `up`, in this order; the outcome file is bounded in bytes. */
enum { STAGE_PLAY = 3, STAGE_WATCH, STAGE_FINISH, OUTCOME_MAX = 8 << 20 };

/* Workers that act on what is due. */
static const char *const WATCHERS[] = { "deadline", "penalty", "reminder" };

/* What lives as long as the command; the stage callbacks find it through struct up's
 * on_ready_arg. */
struct demo {
    struct context *context;
    const char *now;
    char out[PATH_TEXT];
    char outcome[PATH_TEXT];  /* what the player found, as JSON */
    char data[PATH_TEXT];
    int64_t start_ms;
    bool shown;
};

/* Written by our own player a moment ago, but bounded all the same: the folder is the user's,
 * and so may the file be. */
static rc_t read_outcome(const struct demo *demo, json_t **ret_json, struct problem *problem)
{
    struct stat st;
    FILE *file = fopen(demo->outcome, "r");
    char *text = NULL;
    size_t size = 0;
    if (!file || fstat(fileno(file), &st) != 0 || st.st_size > OUTCOME_MAX ||
        getdelim(&text, &size, EOF, file) < 0) {
        if (file)
            fclose(file);
        free(text);
        return problem_set(problem, RC_INTERNAL, NULL, "could not read \"%s\"", demo->outcome);
    }
    fclose(file);
    rc_t rc = jsonx_parse_object(text, strlen(text), ret_json, problem);
    free(text);
    return rc;
}

/* One workbook into the out folder under its kind's name. */
static rc_t copy_workbook(const struct demo *demo, const struct layout *layout, const json_t *export,
                          struct problem *problem)
{
    char from[PATH_TEXT * 2];
    char to[PATH_TEXT * 2];
    snprintf(from, sizeof(from), "%s/%s", layout->exports, json_string_value(json_object_get(export, "file")));
    snprintf(to, sizeof(to), "%s/%s.xlsx", demo->out, json_string_value(json_object_get(export, "kind")));
    return copy_file(from, to, problem);
}

/* The exports folder belongs to the gateway; the user's own copies lie where --out says and bear
 * the kind's name, so that a second demo replaces them. */
static rc_t copy_workbooks(const struct demo *demo, const struct layout *layout, const json_t *outcome,
                           struct problem *problem)
{
    size_t i;
    const json_t *export;
    json_array_foreach(json_object_get(outcome, "exports"), i, export)
    {
        rc_t rc = copy_workbook(demo, layout, export, problem);
        if (rc != RC_OK)
            return rc;
    }
    return RC_OK;
}

/* After the last stage only: the outcome file is whole (it was renamed into place) and the
 * gateway knows its port. */
static rc_t show(struct demo *demo, struct up *up, struct problem *problem)
{
    json_t *outcome = NULL;
    rc_t rc = read_outcome(demo, &outcome, problem);
    if (rc == RC_OK)
        rc = copy_workbooks(demo, &up->layout, outcome, problem);
    if (rc == RC_OK) {
        const struct supervised *gateway = supervisor_find(&up->supervisor, "gateway");
        const struct summary_place place = { demo->now, demo->out, gateway->where, up->layout.token,
                                             clk_mono_ms() - demo->start_ms,
                                             option_given(demo->context->options, "timings") };
        summary_print(demo->context, outcome, &place);
    }
    demo->shown = true;
    json_decref(outcome);
    return rc;
}

/* The last stage becomes ready when its player is done. */
static rc_t on_stage(struct supervisor *supervisor, int stage, struct supervised *process, void *arg,
                     struct problem *problem)
{
    struct up *up = arg;
    (void)supervisor;
    if (stage == STAGE_FINISH && !process)
        return show(up->on_ready_arg, up, problem);
    return up_on_stage(up, stage, process, problem);
}

/* Takes the place of `up`'s own announcement, which a person would take for the end of the demo. */
static rc_t say_nothing(struct up *up, void *arg, struct problem *problem)
{
    (void)up;
    (void)arg;
    (void)problem;
    return RC_OK; /* `ready` comes with the summary */
}

/* The first player is not given --summary: that is how it knows that it only enters the history. */
static void add_player(struct demo *demo, struct up *up, const char *name, int stage)
{
    struct supervised_spec spec = { .name = name,
                                    .stage = stage,
                                    .readiness = READY_LINE,
                                    .stop_signal = SIGTERM,
                                    .once = true,
                                    .keep_output = true };
    const char *const argv[] = { up_program(up, "mlps"), "play",      "--data", up->layout.data,
                                 "--now",                demo->now,   "--lang", tr(demo->context->lang, "zh", "en"),
                                 "--summary",            demo->outcome };
    size_t count = stage == STAGE_FINISH ? COUNT_OF(argv) : COUNT_OF(argv) - 2;
    for (size_t i = 0; i < count; i++)
        spec.argv[i] = (char *)(uintptr_t)argv[i];
    (void)supervisor_add(&up->supervisor, &spec);
}

/* The watchers move to a later stage than `up` gives them; everything else starts as in
 * production. */
static rc_t demo_init(struct demo *demo, struct up *up)
{
    struct problem *problem = &demo->context->problem;
    struct clk clk;
    const char *out = option_text(demo->context->options, "out");
    if (!clk_from_text(demo->now, &clk))
        return problem_set(problem, RC_INVALID, "now",
                           "--now must be an instant with offset, such as " DEMO_NOW ", not \"%s\"", demo->now);
    rc_t rc = up_init(up, demo->context, demo->now);
    if (rc != RC_OK)
        return rc;
    if (mkdir(out, 0755) != 0 && errno != EEXIST)
        return problem_set(problem, RC_INVALID, "out", "could not make folder \"%s\": %s", out,
                           strerror(errno));
    int n = snprintf(demo->outcome, sizeof(demo->outcome), "%s/demo.json", up->layout.data);
    char *real = realpath(out, NULL);
    snprintf(demo->out, sizeof(demo->out), "%s", real ? real : out);
    free(real);
    if (n <= 0 || n >= PATH_TEXT || strlen(out) >= PATH_TEXT - 64)
        return problem_set(problem, RC_INVALID, "out", "the path is too long");
    up->on_ready = say_nothing;
    up->on_ready_arg = demo;
    up->supervisor.on_ready = on_stage;
    up->supervisor.until_done = option_given(demo->context->options, "exit");
    add_player(demo, up, "play", STAGE_PLAY);
    for (size_t i = 0; i < COUNT_OF(WATCHERS); i++)
        supervisor_find(&up->supervisor, WATCHERS[i])->spec.stage = STAGE_WATCH;
    add_player(demo, up, "finish", STAGE_FINISH);
    return RC_OK;
}

/* The clock of business is fixed, that of the machine is not: two runs print the same dates, and
 * timings differ. */
int cmd_demo(struct context *context, const struct command *command)
{
    struct up up;
    const char *now = option_text(context->options, "now");
    struct demo demo = { .context = context, .now = now ? now : DEMO_NOW, .start_ms = clk_mono_ms() };
    (void)command;
    rc_t rc = demo_init(&demo, &up);
    if (rc == RC_OK)
        rc = up_run(&up);
    return rc == RC_OK ? EXIT_DONE : context_fail(context);
}
