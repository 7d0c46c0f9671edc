/* What a command needs to do its work: the language, the output's form, and where the running mlps is. */
#ifndef CONTEXT_H
#define CONTEXT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "lang.h"
#include "layout.h"
#include "mdp_client.h"
#include "options.h"

/* Exit codes of INTERFACE.md. */
enum exit_code { EXIT_DONE = 0, EXIT_ANSWER_NO = 1, EXIT_BAD_INPUT = 2, EXIT_UNREACHABLE = 3 };

/* What every command gets. Owned by main.c; a command borrows it and leaves its problem in it. */
struct context {
    enum lang lang;
    bool json;                 /* --json: the result as one JSON document */
    bool terminal;             /* standard output is one */
    int columns;               /* to write in (terminal.h) */
    const struct options *options;
    struct layout layout;      /* of --data */
    mdp_client_t *bus;         /* connected by context_bus */
    struct problem problem;
    FILE *out;
};

/* Read language, form and width. RC_INVALID for a bad --lang. */
MUST_CHECK rc_t context_init(struct context *self, const struct options *options);
/* Close what was opened. */
void context_fini(struct context *self);
/* Connect to the mlps that runs on --data (its state.json) or to --bus with --keys. RC_UNAVAILABLE says how to
 * start one. Uses the key pair "cli". */
MUST_CHECK rc_t context_bus(struct context *self);
/* Call a service; `args` is stolen. Writes get a fresh random idempotency key: one command, one key. */
MUST_CHECK rc_t context_ask(struct context *self, const char *service, const char *op, json_t *args,
                            json_t **ret_result);
/* An operation that answers in pages, and the field of its answer that holds the rows. */
struct bus_list {
    const char *service, *op, *list;
};
/* Ask page after page; *ret_result is the first answer with the rows of all of them. `args` is stolen. */
MUST_CHECK rc_t context_ask_pages(struct context *self, const struct bus_list *what, json_t *args,
                                  json_t **ret_result);
/* Print an answer of a service or of a rule as it came, for programs: indented, its fields in order. */
void context_show_json(const struct context *self, const json_t *answer);
/* Exit code that belongs to a result. */
int exit_code_of(rc_t rc);
/* Say on standard error what went wrong, in that language and in the terminal's width; with `json` code,
 * field and English text. */
void context_tell(const struct problem *problem, enum lang lang, bool json);
/* The same of the context's problem; returns its exit code. */
int context_fail(const struct context *self);

#endif
