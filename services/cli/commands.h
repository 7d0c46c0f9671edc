/* The command line as one table: words, arguments, what they do. Help, the manual page and the check that the
 * README names every command are made from it. */
#ifndef COMMANDS_H
#define COMMANDS_H

#include <stdbool.h>
#include <stdio.h>

#include "context.h"
#include "table_print.h"

/* What the text is checked for before anything is sent; the service judges the meaning. */
enum arg_kind {
    ARG_FLAG,     /* --name */
    ARG_TEXT,     /* --name VALUE */
    ARG_NUMBER,   /* --name N, sent as a whole number */
    ARG_DATE,     /* --name YYYY-MM-DD */
    ARG_LIST,     /* --name A,B,C, sent as a list of texts */
    ARG_JSON,     /* --name OBJECT, sent as it is */
    ARG_YES_NO,   /* --name yes or no, sent as true or false */
    ARG_POSITION, /* a word by its place */
};

/* One argument of a command; a row of NULLs ends the table. */
struct arg {
    const char *name;     /* of the option, or what stands in help for the word; NULL ends a list */
    const char *key;      /* field of the request; NULL: checked, not sent */
    enum arg_kind kind;
    bool required;
    const char *fallback; /* value when not given, or NULL */
    const char *zh, *en;
};

/* A command that is one request to a service. */
struct remote {
    const char *service;
    const char *op;
    const char *list;                   /* the result's list to show: "items", or NULL for one object */
    const struct table_column *columns; /* NULL: shown as JSON */
};

struct command;
typedef int command_fn(struct context *context, const struct command *command);

/* One row of the command line; help and parsing are both made of it, so they cannot differ. */
struct command {
    const char *words; /* one or two */
    const char *zh, *en;
    const struct arg *args;
    command_fn *fn;
    const struct remote *remote; /* for command_remote */
};

enum { COMMAND_ARGS_MAX = 16 };

/* All commands, ended by NULL words; sorted by their words. */
extern const struct command COMMANDS[];
/* The remote ones, in commands_remote.c; `count` of them. */
extern const struct command REMOTE_COMMANDS[];
/* Options that every command takes, ended by a NULL name. */
extern const struct option_row COMMON_OPTIONS[];
/* Command of argv[1..]: the longest match. *ret_words is how many words it took; NULL when none matches. */
const struct command *command_find(int argc, char **argv, int *ret_words);
/* Option rows of a command, the common ones first, into `rows` (OPTIONS_MAX + 1). */
void command_options(const struct command *command, struct option_row *rows);
/* Build the request's arguments from the options read. `context->problem` names what is missing or wrong. */
MUST_CHECK rc_t command_args(struct context *context, const struct command *command,
                             json_t **ret_args);
/* Run a remote command. */
int command_remote(struct context *context, const struct command *command);

#endif
