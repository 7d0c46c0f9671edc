/* The caller's side of the demo, run twice: first it enters the history, then, when the workers watch, it waits for what follows,
 * asks for the workbooks and the summary. Every step is safe to repeat. */
#include <inttypes.h>
#include <string.h>

#include "attr.h"
#include "civil.h"
#include "clk.h"
#include "demo.h"
#include "embed.h"
#include "jsonx.h"
#include "memory.h"
#include "player.h"
#include "rule_shelf.h"
#include "scenario.h"
#include "scenario_fit.h"
#include "schema_calendars_embed.h"
#include "schema_packs_embed.h"
#include "schema_scenarios_embed.h"
#include "stopflag.h"

/* The budget bounds each wait for the workers: the demo ends with a reason and never hangs. */
enum { SETTLE_POLL_MS = 20, SETTLE_BUDGET_MS = 120000, ZONE_MINUTES = 480, NAME_TEXT = 100 };

/* In the order in which they are offered by name to the user. */
static const char *const WORKBOOKS[] = { "progress",    "systems",   "deliverables",
                                         "procurement", "deadlines", "penalties" };

/* One run of the player; nothing of it outlives the process, since a killed player simply begins
 * again. */
struct play_run {
    struct context *context;
    json_t *story;
    const char *code;   /* of the contract; borrowed from the story */
    json_t *timings;    /* [{step, ms}] */
    int64_t step_ms;
    struct problem *problem;
};

/* By the name without its suffix, as the scenario writes it; NULL when this build does not have
 * it. */
static const struct embed *embedded(const struct embed *list, const char *name, const char *suffix)
{
    char file[NAME_TEXT];
    snprintf(file, sizeof(file), "%s%s", name, suffix);
    for (; list->name; list++)
        if (strcmp(list->name, file) == 0)
            return list;
    return NULL;
}

/* Milliseconds since the last step ended, for --timings. */
static void took(struct play_run *run, const char *step)
{
    int64_t now = clk_mono_ms();
    json_array_append_new(run->timings, json_pack("{s:s, s:I}", "step", step, "ms", (json_int_t)(now - run->step_ms)));
    run->step_ms = now;
}

/* Under a key made of the request itself (player_ask), so that a player that was killed and
 * plays again gets the first reply instead of a second effect. */
static rc_t ask(struct play_run *run, const char *service, const char *op, json_t *args,
                json_t **ret_result)
{
    json_t *result = NULL;
    rc_t rc = player_ask(run->context->bus, service, op, args, &result, run->problem);
    if (rc == RC_OK && ret_result)
        *ret_result = result;
    else
        json_decref(result);
    return rc;
}

/* Idempotent by code and version: a calendar that is loaded again changes nothing. */
static rc_t load_calendars(struct play_run *run)
{
    rc_t rc = RC_OK;
    for (const struct embed *e = schema_calendars; rc == RC_OK && e->name; e++) {
        char code[NAME_TEXT];
        snprintf(code, sizeof(code), "%.*s", (int)strcspn(e->name, "."), e->name);
        rc = ask(run, "mlps.registry", "calendar.load",
                 json_pack("{s:s, s:s, s:s#}", "code", code, "version", "shipped", "csv", e->text,
                           (int)e->size),
                 NULL);
    }
    return rc;
}

/* In the order of the story: a pack that builds on another comes after it. */
static rc_t load_packs(struct play_run *run)
{
    size_t i;
    const json_t *name;
    rc_t rc = RC_OK;
    json_array_foreach(json_object_get(run->story, "packs"), i, name)
    {
        const struct embed *e = embedded(schema_packs, json_string_value(name), ".yaml");
        if (!e)
            return problem_set(run->problem, RC_NOT_FOUND, "packs", "no pack \"%s\" ships with this build",
                               json_string_value(name));
        rc = ask(run, "mlps.registry", "pack.load",
                 json_pack("{s:s#, s:s}", "yaml", e->text, (int)e->size, "file", e->name), NULL);
        if (rc != RC_OK)
            break;
    }
    return rc;
}

/* The people come with the contract, in one request: it is opened with them or not at all. */
static rc_t open_contract(struct play_run *run)
{
    json_t *args = json_copy(json_object_get(run->story, "contract"));
    json_object_set(args, "people", json_object_get(run->story, "people"));
    return ask(run, "mlps.registry", "contract.open", args, NULL);
}

/* On a terminal only and on standard error, so that --json output stays clean; the last call
 * wipes the line. */
static void show_progress(size_t done, size_t total, void *arg)
{
    const struct play_run *run = arg;
    if (run->context->terminal)
        fprintf(stderr, "\r%s %zu/%zu ", tr(run->context->lang, "演示", "playing"), done, total);
    if (run->context->terminal && done == total)
        fputs("\r\033[K", stderr);
}

/* The systems are asked for and not taken from the pack, so that the lanes bear the serial
 * numbers that the services know. */
static rc_t play_story(struct play_run *run, int32_t today)
{
    struct actions actions = { NULL, 0, 0 };
    struct rule_shelf shelf;
    json_t *systems = NULL;
    rc_t rc = rule_shelf_init(&shelf, run->problem);
    if (rc == RC_OK)
        rc = ask(run, "mlps.registry", "system.list", json_pack("{s:s, s:i}", "contract", run->code, "limit", 1000),
                 &systems);
    const struct scenario_ask wanted = { json_object_get(systems, "items"), shelf.calendar, today };
    if (rc == RC_OK)
        rc = scenario_fit(run->story, wanted.systems, run->problem);
    if (rc == RC_OK)
        rc = scenario_expand(run->story, &wanted, &actions, run->problem);
    if (rc == RC_OK)
        rc = player_run(run->context->bus, &actions, show_progress, run, run->problem);
    actions_fini(&actions);
    json_decref(systems);
    rule_shelf_fini(&shelf);
    return rc;
}

/* What the report service says now. */
static rc_t read_now(struct play_run *run, const char *op, json_t *args, json_t **ret_result)
{
    return player_read(run->context->bus, op, args, ret_result, run->problem);
}

/* Until the workers have done all that is due at this business time; with `part` until that part of it is done. */
static rc_t settle(struct play_run *run, const char *part)
{
    int64_t end = clk_mono_ms() + SETTLE_BUDGET_MS;
    for (;;) {
        json_t *work = NULL;
        rc_t rc = read_now(run, "work.pending", json_object(), &work);
        if (rc != RC_OK)
            return rc;
        const json_t *all = json_object_get(work, "parts");
        const json_t *left = part ? json_object_get(all, part) : json_object_get(work, "pending");
        bool settled = json_integer_value(left) == 0;
        char *parts = jsonx_text(all);
        json_decref(work);
        if (!settled && clk_mono_ms() > end)
            rc = problem_set(run->problem, RC_TIMEOUT, NULL, "work is still pending: %s", parts);
        mem_free(parts);
        if (settled || rc != RC_OK)
            return rc;
        clk_pause_ms(SETTLE_POLL_MS);
    }
}

/* Ask for a workbook under a key of this run's business day; *ret_id is its number. */
static rc_t request_export(struct play_run *run, const char *kind, json_int_t *ret_id)
{
    json_t *row = NULL;
    rc_t rc = ask(run, "mlps.report", "export.request",
                  json_pack("{s:s, s:s, s:s}", "kind", kind, "contract", run->code, "lang",
                            run->context->lang == LANG_EN ? "en" : "zh"),
                  &row);
    if (rc == RC_OK)
        *ret_id = json_integer_value(json_object_get(row, "id"));
    json_decref(row);
    return rc;
}

/* An export that failed ends the demo with the worker's own reason; one that hangs ends it after
 * the budget, so that the demo always ends. */
static rc_t await_export(struct play_run *run, json_int_t id, json_t **ret_row)
{
    int64_t end = clk_mono_ms() + SETTLE_BUDGET_MS;
    for (;;) {
        json_t *row = NULL;
        rc_t rc = read_now(run, "export.get", json_pack("{s:I}", "id", id), &row);
        if (rc != RC_OK)
            return rc;
        const char *state = json_string_value(json_object_get(row, "state"));
        if (state && strcmp(state, "done") == 0) {
            *ret_row = row;
            return RC_OK;
        }
        const char *error = json_string_value(json_object_get(row, "error"));
        if (state && strcmp(state, "failed") == 0)
            rc = problem_set(run->problem, RC_REFUSED, NULL, "export %lld failed: %s", (long long)id,
                             error ? error : "");
        else if (clk_mono_ms() > end)
            rc = problem_set(run->problem, RC_TIMEOUT, NULL, "export %lld is not done", (long long)id);
        json_decref(row);
        if (rc != RC_OK)
            return rc;
        clk_pause_ms(SETTLE_POLL_MS);
    }
}

/* All are asked for before the first is waited for: the export worker takes them one after the
 * other without a pause. */
static rc_t write_workbooks(struct play_run *run, json_t *exports)
{
    json_int_t ids[COUNT_OF(WORKBOOKS)];
    rc_t rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < COUNT_OF(WORKBOOKS); i++)
        rc = request_export(run, WORKBOOKS[i], &ids[i]);
    for (size_t i = 0; rc == RC_OK && i < COUNT_OF(WORKBOOKS); i++) {
        json_t *row = NULL;
        rc = await_export(run, ids[i], &row);
        if (rc == RC_OK)
            json_array_append_new(exports, row);
    }
    return rc;
}

/* The history: contract, plan and everything that happened, entered while nobody watches the deadlines yet. */
static rc_t enter_history(struct play_run *run, int32_t today)
{
    rc_t rc = load_calendars(run);
    if (rc == RC_OK)
        rc = load_packs(run);
    if (rc == RC_OK)
        rc = open_contract(run);
    if (rc == RC_OK)
        rc = settle(run, "schedule"); /* the scheduler makes the deliverables that the story hands in */
    return rc == RC_OK ? play_story(run, today) : rc;
}

/* What follows from it: breaches, penalties, reminders, workbooks, the summary. */
static rc_t finish(struct play_run *run, json_t *outcome)
{
    json_t *summary = NULL;
    json_t *exports = json_array();
    json_object_set_new(outcome, "exports", exports);
    json_object_set(outcome, "timings", run->timings);
    rc_t rc = settle(run, NULL);
    took(run, "settle");
    if (rc == RC_OK)
        rc = write_workbooks(run, exports);
    took(run, "workbooks");
    if (rc == RC_OK)
        rc = read_now(run, "summary.get", json_pack("{s:s, s:i}", "contract", run->code, "working_days", 10),
                      &summary);
    took(run, "summary");
    if (rc == RC_OK)
        json_object_set_new(outcome, "summary", summary);
    return rc;
}

/* Renamed into place, so that the supervisor's side reads a whole file or none. */
static rc_t write_outcome(const struct context *context, const char *path, const json_t *outcome,
                          struct problem *problem)
{
    char *text = jsonx_text(outcome);
    rc_t rc = layout_write(&context->layout, path, text, problem);
    mem_free(text);
    return rc;
}

/* run->story is owned by the run and freed by cmd_play on every way out; `code` points into it. */
static rc_t read_story(struct play_run *run)
{
    const struct embed *e = schema_scenarios; /* the one story that ships */
    if (!e->name)
        return problem_set(run->problem, RC_NOT_FOUND, NULL, "no scenario is in this build");
    rc_t rc = scenario_read(e->text, e->size, e->name, &run->story, run->problem);
    if (rc == RC_OK)
        run->code = json_string_value(json_object_get(json_object_get(run->story, "contract"), "code"));
    return rc;
}

/* Without --summary it only enters the history, with it only waits and reports: both may be killed
 * at any point and started again (FI-01), since each step is under a key of its own. */
int cmd_play(struct context *context, const struct command *command)
{
    struct clk clk;
    struct play_run run = { .context = context, .problem = &context->problem, .step_ms = clk_mono_ms() };
    json_t *outcome = json_object();
    const char *summary = option_text(context->options, "summary");
    (void)command;
    run.timings = json_array();
    rc_t rc = context_bus(context);
    if (rc == RC_OK && !clk_from_text(option_text(context->options, "now"), &clk))
        rc = problem_set(run.problem, RC_INVALID, "now", "--now must be an instant with offset");
    if (rc == RC_OK)
        rc = read_story(&run);
    if (rc == RC_OK && !summary)
        rc = enter_history(&run, civil_day_of(clk_now(&clk), ZONE_MINUTES));
    if (rc == RC_OK && summary)
        rc = finish(&run, outcome);
    if (rc == RC_OK && summary)
        rc = write_outcome(context, summary, outcome, run.problem);
    json_decref(outcome);
    json_decref(run.timings);
    json_decref(run.story);
    return rc == RC_OK ? EXIT_DONE : context_fail(context);
}
