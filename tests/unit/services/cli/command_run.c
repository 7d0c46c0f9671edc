#include "command_run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

enum { WORD_BYTES = 512 };

/* argv is reordered while it is read, so the words are copied into memory of their own. */
static int take_words(const char *const words[], bool json, char store[][WORD_BYTES], char *argv[])
{
    int argc = 0;
    snprintf(store[argc++], WORD_BYTES, "mlps");
    for (size_t i = 0; words[i]; i++)
        snprintf(store[argc++], WORD_BYTES, "%s", words[i]);
    if (json)
        snprintf(store[argc++], WORD_BYTES, "--json");
    for (int i = 0; i < argc; i++)
        argv[i] = store[i];
    argv[argc] = NULL;
    return argc;
}

static int run(const char *const words[], bool json, char **ret_text)
{
    char store[COMMAND_WORDS_MAX + 2][WORD_BYTES];
    char *argv[COMMAND_WORDS_MAX + 3];
    struct option_row rows[OPTIONS_MAX + 1];
    struct options options;
    struct context context;
    struct problem problem = { .rc = RC_OK };
    size_t size;
    int taken = 0;
    int argc = take_words(words, json, store, argv);
    const struct command *command = command_find(argc, argv, &taken);
    assert_non_null(command);
    command_options(command, rows);
    assert_int_equal(options_read(&options, rows, argc - taken, argv + taken, &problem), RC_OK);
    assert_int_equal(context_init(&context, &options), RC_OK);
    context.columns = 200;
    context.out = open_memstream(ret_text, &size);
    int code = command->fn(&context, command);
    fclose(context.out);
    context.out = stdout;
    context_fini(&context);
    return code;
}

int command_run(const char *const words[], char **ret_text)
{
    return run(words, false, ret_text);
}

json_t *command_json(const char *const words[], int *ret_code)
{
    char *text = NULL;
    *ret_code = run(words, true, &text);
    json_t *json = json_loads(text, 0, NULL);
    free(text);
    return json;
}
