/* `mlps simulate`: a private database that dies with the command, the child that plays on it, and
 * its outcome shown or copied. */
#include "simulate_cmd.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "attr.h"
#include "parse.h"
#include "simulate_child.h"
#include "simulate_show.h"
#include "temp_up.h"

enum { NAME_SIZE = 32 /* bytes of an option with its dashes */ };

/* Options that are handed on to mlps-simulate as they are. */
static const char *const HANDED_ON[] = { "pack", "from", "to", "scenario", "against", "systems",
                                        "seed", "output", "lang" };

/* ---- what a person sees ---- */

/* What cannot be parsed was cut off, by a full disk say (FI-10): it is told as our fault and not
 * shown in part. */
static rc_t show_summary(struct context *context, FILE *outcome_file, struct problem *problem)
{
    json_error_t why;
    struct table_style style = { context->lang, context->columns };
    json_t *outcome = json_loadf(outcome_file, 0, &why);
    if (!outcome)
        return problem_set(problem, RC_INTERNAL, NULL, "the simulation's outcome is damaged: %s", why.text);
    if (option_given(context->options, "against"))
        simulate_show_comparison(context->out, outcome, style);
    else
        simulate_show(context->out, outcome, style);
    json_decref(outcome);
    return RC_OK;
}

/* As bytes and not by way of a JSON tree: the list of events of a long simulation is large, and
 * --json promises it unchanged. */
static rc_t copy_outcome(struct context *context, FILE *outcome)
{
    char block[65536];
    size_t n;
    while ((n = fread(block, 1, sizeof(block), outcome)) > 0)
        fwrite(block, 1, n, context->out);
    return RC_OK;
}

/* The outcome is read from its start: the child shared the file's offset and left it at the end. */
static rc_t show(struct context *context, FILE *outcome)
{
    rewind(outcome);
    return context->json ? copy_outcome(context, outcome) : show_summary(context, outcome, &context->problem);
}

/* In HANDED_ON's order; `names` keeps the options' spelling. */
static void hand_on(const struct context *context, char names[][NAME_SIZE], struct simulate_child *child)
{
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(HANDED_ON); i++) {
        const char *value = option_text(context->options, HANDED_ON[i]);
        if (!value)
            continue;
        snprintf(names[i], NAME_SIZE, "--%s", HANDED_ON[i]);
        child->words[n++] = names[i];
        child->words[n++] = value;
    }
    if (context->json)
        child->words[n] = "--json";
}

/* How large it gets and how many may work at it. A comparison lies in one database. A number that is none is left to
 * mlps-simulate to refuse. */
static void choose_size(const struct context *context, struct simulate_child *child)
{
    const char *text = option_text(context->options, "systems");
    int64_t systems = 0;
    if (text && !parse_i64(text, &systems))
        systems = 0;
    child->base = simulate_child_base(systems);
    child->lanes = option_given(context->options, "against") ? 1 : simulate_child_lanes(systems);
}

/* What is wrong with the question is told at once and not after a server has started. UP_FLEETING
 * gives up durability for speed: the database dies with the command. */
static rc_t play(struct context *context, struct simulate_child *child)
{
    child->outcome = tmpfile();
    if (!child->outcome)
        return problem_set(&context->problem, RC_UNAVAILABLE, NULL, "could not make a temporary file: %s",
                           strerror(errno));
    rc_t rc = simulate_child_check(child, &context->problem);
    if (rc == RC_OK && child->status == 0)
        rc = temp_up_run(context, (struct temp_need){ UP_FLEETING, child->base }, simulate_child_run, child);
    if (rc == RC_OK && child->status == 0)
        rc = show(context, child->outcome);
    fclose(child->outcome);
    return rc;
}

/* The child's own exit code is passed on, since it knows best what was wrong, and has said it. */
int cmd_simulate(struct context *context, const struct command *command)
{
    struct simulate_child child = { .status = 0 };
    char names[COUNT_OF(HANDED_ON)][NAME_SIZE];
    json_t *args = NULL;
    rc_t rc = command_args(context, command, &args);
    json_decref(args);
    hand_on(context, names, &child);
    choose_size(context, &child);
    if (rc == RC_OK)
        rc = play(context, &child);
    if (rc != RC_OK)
        return context_fail(context);
    return WIFEXITED(child.status) ? WEXITSTATUS(child.status) : EXIT_UNREACHABLE;
}
