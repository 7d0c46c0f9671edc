#include "simulate_cmd.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attr.h"
#include "simulate_show.h"
#include "spawn.h"
#include "temp_up.h"

/* Program, --dsn, all options with their values, and the NULL. */
enum { ARGS_MAX = 24 };

/* Options that are handed on to mlps-simulate as they are. */
static const char *const HANDED_ON[] = { "pack", "from", "to", "scenario", "against", "systems",
                                        "seed", "output", "lang" };

/* One run of the program on the private stack; `outcome` is a file without a name, gone when
 * closed. */
struct play {
    struct context *context;
    FILE *outcome; /* what mlps-simulate wrote */
    int status;    /* how it ended */
};

/* Run it to its end, its standard output in `outcome`. */
static rc_t run_program(struct play *self, char *const *argv, struct problem *problem)
{
    pid_t pid = fork();
    if (pid == 0) {
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        dup2(fileno(self->outcome), STDOUT_FILENO);
        execv(argv[0], argv);
        _exit(EXIT_NOT_RUN);
    }
    if (pid < 0)
        return problem_set(problem, RC_INTERNAL, NULL, "could not start %s: %s", argv[0], strerror(errno));
    while (waitpid(pid, &self->status, 0) < 0)
        if (errno != EINTR)
            return problem_set(problem, RC_INTERNAL, NULL, "could not wait for %s: %s", argv[0], strerror(errno));
    return RC_OK;
}

/* Runs while the private stack is up; names and values need only last until the child's exec.
 * Options are passed in HANDED_ON's order, so the child's command line is the same for the same
 * call. */
static rc_t play(struct up *up, void *arg, struct problem *problem)
{
    struct play *self = arg;
    char *argv[ARGS_MAX] = { (char *)(uintptr_t)up_program(up, "mlps-simulate") };
    char names[COUNT_OF(HANDED_ON)][32];
    char dsn_name[] = "--dsn";
    size_t n = 1;
    argv[n++] = dsn_name;
    argv[n++] = (char *)(uintptr_t)up->dsn;
    for (size_t i = 0; i < COUNT_OF(HANDED_ON); i++) {
        const char *value = option_text(self->context->options, HANDED_ON[i]);
        if (!value)
            continue;
        snprintf(names[i], sizeof(names[i]), "--%s", HANDED_ON[i]);
        argv[n++] = names[i];
        argv[n++] = (char *)(uintptr_t)value;
    }
    return run_program(self, argv, problem);
}

/* ---- what a person sees ---- */

/* What cannot be parsed was cut off, by a full disk say (FI-10): it is told as our fault and not
 * shown in part. */
static rc_t show_summary(struct play *self, struct problem *problem)
{
    json_error_t why;
    struct context *context = self->context;
    struct table_style style = { context->lang, context->columns };
    json_t *outcome = json_loadf(self->outcome, 0, &why);
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
static rc_t copy_outcome(struct play *self)
{
    char block[65536];
    size_t n;
    while ((n = fread(block, 1, sizeof(block), self->outcome)) > 0)
        fwrite(block, 1, n, self->context->out);
    return RC_OK;
}

/* The outcome is read from its start: the child shared the file's offset and left it at the end. */
static rc_t show(struct play *self, struct problem *problem)
{
    rewind(self->outcome);
    return self->context->json ? copy_outcome(self) : show_summary(self, problem);
}

/* UP_FLEETING gives up durability for speed: the database dies with the command. The child's own
 * exit code is passed on, since it knows best whether the answer was no. */
int cmd_simulate(struct context *context, const struct command *command)
{
    struct play self = { .context = context, .status = 0 };
    json_t *args = NULL;
    rc_t rc = command_args(context, command, &args);
    json_decref(args);
    self.outcome = rc == RC_OK ? tmpfile() : NULL;
    if (rc == RC_OK && !self.outcome)
        rc = problem_set(&context->problem, RC_UNAVAILABLE, NULL, "could not make a temporary file: %s", strerror(errno));
    if (rc == RC_OK)
        rc = temp_up_run(context, UP_FLEETING, play, &self);
    if (rc == RC_OK && self.status == 0)
        rc = show(&self, &context->problem);
    if (self.outcome)
        fclose(self.outcome);
    if (rc != RC_OK)
        return context_fail(context);
    return WIFEXITED(self.status) ? WEXITSTATUS(self.status) : EXIT_UNREACHABLE;
}
