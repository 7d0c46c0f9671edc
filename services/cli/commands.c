/* One table drives finding a command, reading its options, building the request, checking it and
 * its help (help.c); a command that is one request has no code of its own. What is wrong with the input
 * is said before anything is connected. */
#include "commands.h"

#include <string.h>

#include "attr.h"
#include "civil.h"
#include "jsonx.h"
#include "memory.h"
#include "parse.h"
#include "textw.h"

/* A row: name, environment variable, default, whether it is a flag,
 * help. */
const struct option_row COMMON_OPTIONS[] = {
    { "data", "MLPS_DATA", NULL, false, "数据目录", "data folder" },
    { "bus", NULL, NULL, false, "总线端点（代替数据目录里的）", "bus endpoint instead of the data folder's" },
    { "keys", NULL, NULL, false, "密钥目录", "key folder" },
    { "lang", "MLPS_LANG", NULL, false, "语言：zh 或 en", "language: zh or en" },
    { "json", NULL, NULL, true, "以 JSON 输出", "print JSON" },
    { "help", NULL, NULL, true, "显示帮助", "show help" },
    { NULL, NULL, NULL, false, NULL, NULL },
};

/* How many words of the command line the command takes: 0 when it is another one. "pack check"
 * does not match "pack" alone, so a group without a second word is unknown. */
static int words_match(const struct command *command, int argc, char **argv)
{
    const char *second = strchr(command->words, ' ');
    size_t first = second ? (size_t)(second - command->words) : strlen(command->words);
    if (argc < 2 || strlen(argv[1]) != first || strncmp(argv[1], command->words, first) != 0)
        return 0;
    if (!second)
        return 1;
    return argc >= 3 && strcmp(argv[2], second + 1) == 0 ? 2 : 0;
}

/* The longest match of one table; *words_p is raised only by a longer one, so that two tables
 * can be searched one after the other. */
static const struct command *find_in(const struct command *table, int argc, char **argv,
                                     int *words_p)
{
    const struct command *found = NULL;
    for (const struct command *c = table; c->words; c++) {
        int n = words_match(c, argc, argv);
        if (n > *words_p) {
            *words_p = n;
            found = c;
        }
    }
    return found;
}

/* Remote rows may be longer than a local group's word, so the table searched second wins only with
 * more words (find_in). */
const struct command *command_find(int argc, char **argv, int *ret_words)
{
    int words = 0;
    const struct command *local = find_in(COMMANDS, argc, argv, &words);
    const struct command *remote = find_in(REMOTE_COMMANDS, argc, argv, &words);
    *ret_words = words;
    return remote ? remote : local;
}

/* Positions are no options and are left out. The row of NULLs closes the table; OPTIONS_MAX bounds
 * it, so a command with too many options loses its last ones, never memory. */
void command_options(const struct command *command, struct option_row *rows)
{
    size_t n = 0;
    for (; COMMON_OPTIONS[n].name; n++)
        rows[n] = COMMON_OPTIONS[n];
    for (const struct arg *a = command->args; a && a->name && n < OPTIONS_MAX; a++) {
        if (a->kind == ARG_POSITION)
            continue;
        rows[n++] = (struct option_row){ a->name, NULL, a->fallback, a->kind == ARG_FLAG, a->zh, a->en };
    }
    rows[n] = (struct option_row){ NULL, NULL, NULL, false, NULL, NULL };
}

/* Empty parts are passed over, so that "a,,b" and a trailing comma do no harm. The service
 * judges what the parts mean. */
static rc_t list_value(const char *text, json_t **ret_value)
{
    json_t *list = json_array();
    while (*text) {
        size_t len = strcspn(text, ",");
        if (len)
            json_array_append_new(list, json_stringn(text, len));
        text += len + (text[len] == ',');
    }
    *ret_value = list;
    return RC_OK;
}

/* Money, counts, grades: the service judges the range; here only that it is a number, before
 * anything is sent. */
static rc_t number_value(const struct arg *arg, const char *text, json_t **ret_value,
                         struct problem *problem)
{
    int64_t number;
    if (!parse_i64(text, &number))
        return problem_set(problem, RC_INVALID, arg->name, "\"%s\" must be a whole number, not \"%s\"",
                           arg->name, text);
    *ret_value = json_integer(number);
    return RC_OK;
}

/* Checked here so that "2026-02-30" is told with the option's name; sent as the text it is,
 * since the services read dates themselves. */
static rc_t date_value(const struct arg *arg, const char *text, json_t **ret_value,
                       struct problem *problem)
{
    int32_t day;
    if (!civil_parse_date(text, &day))
        return problem_set(problem, RC_INVALID, arg->name,
                           "\"%s\" must be a date that exists, YYYY-MM-DD, not \"%s\"", arg->name, text);
    *ret_value = json_string(text);
    return RC_OK;
}

/* A word by its place may be a number of a row or its code: what reads as a whole
 * number is sent as one, so that the service can tell. */
static rc_t text_value(const struct arg *arg, const char *text, json_t **ret_value,
                       struct problem *problem)
{
    int64_t number;
    if (!text_is_utf8(text, strlen(text)))
        return problem_set(problem, RC_INVALID, arg->name, "\"%s\" is not valid UTF-8", arg->name);
    bool is_id = arg->kind == ARG_POSITION && parse_i64(text, &number);
    *ret_value = is_id ? json_integer(number) : json_string(text);
    return RC_OK;
}

/* One object; what may be in it the service knows. */
static rc_t json_value(const struct arg *arg, const char *text, json_t **ret_value,
                       struct problem *problem)
{
    struct problem why = { .rc = RC_OK };
    rc_t rc = jsonx_parse_object(text, strlen(text), ret_value, &why);
    if (rc == RC_OK)
        return rc;
    return problem_set(problem, rc, arg->name, "\"%s\" must be a JSON object: %s", arg->name,
                       why.text);
}

/* For what must be able to be turned off again; a flag can only be given. */
static rc_t yes_no_value(const struct arg *arg, const char *text, json_t **ret_value,
                         struct problem *problem)
{
    bool yes = strcmp(text, "yes") == 0;
    if (!yes && strcmp(text, "no") != 0)
        return problem_set(problem, RC_INVALID, arg->name, "\"%s\" must be yes or no, not \"%s\"",
                           arg->name, text);
    *ret_value = json_boolean(yes);
    return RC_OK;
}

/* Kind of the argument to JSON; each reader names the option in what it refuses. */
static rc_t value_of(const struct arg *arg, const char *text, json_t **ret_value,
                     struct problem *problem)
{
    if (arg->kind == ARG_NUMBER)
        return number_value(arg, text, ret_value, problem);
    if (arg->kind == ARG_DATE)
        return date_value(arg, text, ret_value, problem);
    if (arg->kind == ARG_JSON)
        return json_value(arg, text, ret_value, problem);
    if (arg->kind == ARG_LIST)
        return list_value(text, ret_value);
    if (arg->kind == ARG_YES_NO)
        return yes_no_value(arg, text, ret_value, problem);
    if (arg->kind == ARG_FLAG) {
        *ret_value = json_true();
        return RC_OK;
    }
    return text_value(arg, text, ret_value, problem);
}

/* The first problem ends it, and nothing is sent: a request is whole or not made. */
rc_t command_args(struct context *context, const struct command *command, json_t **ret_args)
{
    const struct options *options = context->options;
    json_t *args = json_object();
    size_t place = 0;
    rc_t rc = RC_OK;
    for (const struct arg *a = command->args; rc == RC_OK && a && a->name; a++) {
        const char *text = a->kind != ARG_POSITION    ? option_text(options, a->name)
                           : place < options->rest_count ? options->rest[place++]
                                                         : NULL;
        json_t *value = NULL;
        if (!text && a->required)
            rc = problem_set(&context->problem, RC_INVALID, a->name, "%s is missing: see `mlps help %s`",
                             a->name, command->words);
        else if (text)
            rc = value_of(a, text, &value, &context->problem);
        if (value && a->key)
            json_object_set(args, a->key, value);
        json_decref(value);
    }
    if (rc == RC_OK && place < options->rest_count)
        rc = problem_set(&context->problem, RC_INVALID, options->rest[place],
                         "unexpected word \"%s\": see `mlps help %s`", options->rest[place],
                         command->words);
    if (rc != RC_OK) {
        json_decref(args);
        return rc;
    }
    *ret_args = args;
    return RC_OK;
}

/* Without columns, or with --json, the service's answer is printed as it came: scripts may rely
 * on its fields, which services/README.md documents. */
static void show(const struct context *context, const struct remote *remote, const json_t *result)
{
    struct table_style style = { context->lang, context->columns };
    const json_t *rows = remote->list ? json_object_get(result, remote->list) : NULL;
    if (context->json || !remote->columns) {
        context_show_json(context, result);
    } else if (!rows) {
        table_print_object(context->out, remote->columns, result, style);
    } else if (json_array_size(rows) == 0) {
        fprintf(context->out, "%s\n", tr(context->lang, "没有记录", "nothing found"));
    } else {
        table_print(context->out, remote->columns, rows, style);
    }
}

/* Everything a remote command needs stands in its row: no operation has code of its own here, so
 * that a new one is a new row. `args` passes to whoever asks. */
int command_remote(struct context *context, const struct command *command)
{
    json_t *args = NULL;
    json_t *result = NULL;
    rc_t rc = command_args(context, command, &args);
    const struct bus_list rows = { command->remote->service, command->remote->op, command->remote->list };
    if (rc == RC_OK && rows.list)
        rc = context_ask_pages(context, &rows, args, &result);
    else if (rc == RC_OK)
        rc = context_ask(context, command->remote->service, command->remote->op, args, &result);
    if (rc != RC_OK)
        return context_fail(context);
    show(context, command->remote, result);
    json_decref(result);
    return EXIT_DONE;
}
