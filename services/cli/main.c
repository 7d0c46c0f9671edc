/* mlps: finds the command in the tables and runs it. Language first (help must be readable without
 * options), then signals, then options, then the command; whatever fails before a command runs ends
 * with exit code 2 and its reason on standard error. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "help.h"
#include "logline.h"
#include "run_broker.h"
#include "stopflag.h"
#include "terminal.h"

/* Help is given before options are read, and so is what is wrong with them; what --lang says is
 * looked for by itself. */
static enum lang lang_of(int argc, char **argv, enum lang lang)
{
    static const char OPTION[] = "--lang";
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        if (strncmp(word, OPTION, sizeof(OPTION) - 1) != 0)
            continue;
        word += sizeof(OPTION) - 1;
        (void)lang_from_text(*word == '=' ? word + 1 : argv[i + 1], &lang);
    }
    return lang;
}

/* Before options are read only the environment can say the language; an unknown word there is
 * passed over, so that a wrong profile does not keep anybody from the help. */
static enum lang env_lang(void)
{
    enum lang lang = LANG_ZH;
    (void)lang_from_text(getenv("MLPS_LANG"), &lang);
    return lang;
}

/* Whether the word stands anywhere in the line: what is wrong with a line is told in the form that
 * the line asks for. */
static bool is_asked(int argc, char **argv, const char *word)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], word) == 0)
            return true;
    return false;
}

/* Exit code 2 and nothing on standard output: a script that mistypes a command must not take help
 * for an answer. */
static int unknown(int argc, char **argv)
{
    struct context context = { .lang = lang_of(argc, argv, env_lang()),
                               .json = is_asked(argc, argv, "--json") };
    bool two = argc > 2 && argv[2][0] != '-';
    (void)problem_set(&context.problem, RC_INVALID, argv[1],
                      "there is no command \"%s%s%s\": `mlps help` lists them", argv[1],
                      two ? " " : "", two ? argv[2] : "");
    return context_fail(&context);
}

/* `mlps help [words]`, `mlps` alone and `mlps --help`. The words may be a command's or the first of
 * several. */
static int help(int argc, char **argv)
{
    int words;
    const struct table_style style = { lang_of(argc, argv, env_lang()), terminal_columns(stdout) };
    bool all = argc <= 2 || argv[2][0] == '-';
    const struct command *command = all ? NULL : command_find(argc - 1, argv + 1, &words);
    if (all)
        help_all(stdout, style);
    else if (command)
        help_command(stdout, command, style);
    else if (!help_group(stdout, argv[2], style))
        return unknown(argc - 1, argv + 1);
    return EXIT_DONE;
}

/* Wrong options are told before the command starts, so no command sees half of them; nothing is
 * connected yet on these early ways out. The broker is the only command that does not come through
 * here. */
static int run(const struct command *command, int argc, char **argv)
{
    struct option_row rows[OPTIONS_MAX + 1];
    struct options options;
    struct context context = { .lang = lang_of(argc, argv, env_lang()),
                               .json = is_asked(argc, argv, "--json") };
    command_options(command, rows);
    if (options_read(&options, rows, argc, argv, &context.problem) != RC_OK)
        return context_fail(&context);
    if (context_init(&context, &options) != RC_OK)
        return context_fail(&context);
    if (option_given(&options, "help")) {
        help_command(stdout, command, (struct table_style){ context.lang, context.columns });
        return EXIT_DONE;
    }
    int code = command->fn(&context, command);
    context_fini(&context);
    return code;
}

/* The one short option: -o FILE is --output FILE. */
static void spell_out(int argc, char **argv)
{
    static const char output[] = "--output";
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "-o") == 0)
            argv[i] = (char *)(uintptr_t)output;
}

/* An answer that a full disk swallowed is none, whatever the command thought of it (FI-10); what failed already has said so, and
 * a reader that closed the pipe has seen enough. */
static int all_written(int code)
{
    if (code != EXIT_DONE || (fflush(stdout) == 0 && !ferror(stdout)) || errno == EPIPE)
        return code;
    fprintf(stderr, "mlps: %s: %s\n", tr(env_lang(), "没有写出答案", "could not write the answer"), strerror(errno));
    return EXIT_UNREACHABLE;
}

/* The order matters: the log's level is chosen before it is set up, and signals are taken before
 * any library starts a thread that could get them (trap 7 of libzmq and czmq). */
int main(int argc, char **argv)
{
    int words = 0;
    if (argc > 1 && (strcmp(argv[1], "demo") == 0 || strcmp(argv[1], "simulate") == 0))
        setenv("MLPS_LOG", "warn", 0); /* the summary is what these say */
    log_setup("mlps");
    stop_setup();
    if (argc < 2 || strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0)
        return all_written(help(argc, argv));
    const struct command *command = command_find(argc, argv, &words);
    if (!command)
        return unknown(argc, argv);
    if (command->fn == cmd_broker)
        return run_broker(argv + words);
    argv[words] = argv[0];
    spell_out(argc, argv);
    return all_written(run(command, argc - words, argv + words));
}
