/* What a command needs around it: language, form, width, and the bus when it asks for it. One
 * context per process; commands borrow it. */
#include "context.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "attr.h"
#include "bytebuf.h"
#include "sentence.h"
#include "state.h"
#include "terminal.h"

enum { KEY_BYTES = 16 /* the key is 128 bits */ };

/* `options` is borrowed for the context's life. Nothing is connected yet (see context_bus), and on
 * RC_INVALID the context can still print its problem. */
rc_t context_init(struct context *self, const struct options *options)
{
    const char *lang = option_text(options, "lang");
    *self = (struct context){ .options = options, .out = stdout };
    self->json = option_given(options, "json");
    self->terminal = isatty(STDOUT_FILENO) == 1;
    self->columns = terminal_columns(stdout);
    if (!lang_from_text(lang, &self->lang))
        return problem_set(&self->problem, RC_INVALID, "lang", "--lang must be zh or en, not \"%s\"",
                           lang);
    return RC_OK;
}

/* Safe on a context that never connected, and on one whose init failed. */
void context_fini(struct context *self)
{
    mdp_client_destroy(&self->bus);
}

/* Connected on first use: commands that need no service (help, pack check) work without a
 * running mlps. The copy of the secret key is wiped; the client has its own. */
rc_t context_bus(struct context *self)
{
    struct bus_conf conf = { .curve = false };
    if (self->bus)
        return RC_OK;
    rc_t rc = layout_find(&self->layout, option_text(self->options, "data"), &self->problem);
    if (rc == RC_OK)
        rc = state_bus(&self->layout, self->options, &conf, &self->problem);
    if (rc == RC_OK)
        self->bus = mdp_client_new(&conf);
    sodium_memzero(conf.secret_key, sizeof(conf.secret_key));
    return rc;
}

/* 128 random bits: two commands never share a key, so the second of two equal commands is not
 * taken for a repetition of the first. */
static void random_key(char *out, size_t size)
{
    unsigned char bytes[KEY_BYTES];
    randombytes_buf(bytes, sizeof(bytes));
    sodium_bin2hex(out, size, bytes, sizeof(bytes));
}

/* Takes `args` in every case, also when the bus cannot be reached. The fresh key makes a lost reply
 * safe to ask for again inside the client (HA-04), but two commands never share one. */
rc_t context_ask(struct context *self, const char *service, const char *op, json_t *args,
                 json_t **ret_result)
{
    char key[KEY_BYTES * 2 + 1];
    random_key(key, sizeof(key));
    rc_t rc = context_bus(self);
    if (rc != RC_OK) {
        json_decref(args);
        return rc;
    }
    return mdp_client_ask(self->bus, service, op, args, key, ret_result, &self->problem);
}

/* The cursor is copied into the arguments of the next page, since the page that holds it may be freed
 * by then. An answer without a cursor is the last one, also of an operation that never pages. */
rc_t context_ask_pages(struct context *self, const struct bus_list *what, json_t *args,
                       json_t **ret_result)
{
    json_t *all = NULL;
    bool more = true;
    rc_t rc = RC_OK;
    while (more && rc == RC_OK) {
        json_t *page = NULL;
        rc = context_ask(self, what->service, what->op, json_deep_copy(args), &page);
        const char *next = json_string_value(json_object_get(page, "next"));
        more = next && *next;
        if (more)
            json_object_set_new(args, "cursor", json_string(next));
        if (all)
            json_array_extend(json_object_get(all, what->list), json_object_get(page, what->list));
        else
            all = json_incref(page);
        json_decref(page);
    }
    json_decref(args);
    if (rc != RC_OK)
        json_decref(all);
    else
        *ret_result = all;
    return rc;
}

/* Sorted, so that two answers can be compared by their lines. */
void context_show_json(const struct context *self, const json_t *answer)
{
    json_dumpf(answer, self->out, JSON_INDENT(2) | JSON_SORT_KEYS);
    fputc('\n', self->out);
}

/* "The answer is no" (1) is told from "your input was wrong" (2) and from "nobody answered" (3),
 * so that a script may act on it: only 3 is worth a repetition. */
int exit_code_of(rc_t rc)
{
    static const struct {
        rc_t rc;
        int code;
    } ROWS[] = {
        { RC_OK, EXIT_DONE },
        { RC_REFUSED, EXIT_ANSWER_NO },
        { RC_CONFLICT, EXIT_ANSWER_NO },
        { RC_STALE, EXIT_ANSWER_NO },
        { RC_UNAVAILABLE, EXIT_UNREACHABLE },
        { RC_TIMEOUT, EXIT_UNREACHABLE },
        { RC_BUSY, EXIT_UNREACHABLE },
        { RC_INTERNAL, EXIT_UNREACHABLE },
    };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        if (ROWS[i].rc == rc)
            return ROWS[i].code;
    return EXIT_BAD_INPUT;
}

/* The same object as of a line of `mlps eval`. */
static void tell_json(const struct problem *problem)
{
    json_t *error = json_pack("{s:{s:s, s:s, s:s}}", "error", "code", rc_word(problem->rc), "field",
                              problem->field, "message", problem->text);
    if (error)
        json_dumpf(error, stderr, JSON_COMPACT);
    json_decref(error);
    fputc('\n', stderr);
}

/* On standard error in both forms, so that a script may keep standard output for answers alone. JSON
 * keeps the English text, which logs have as well; a person reads it in the chosen language. */
void context_tell(const struct problem *problem, enum lang lang, bool json)
{
    char said[SENTENCE_TEXT];
    char line[SENTENCE_TEXT + 64];
    if (json) {
        tell_json(problem);
        return;
    }
    snprintf(line, sizeof(line), "mlps: %s%s", tr(lang, "没有完成：", "not done: "),
             problem_say(problem, lang, said));
    terminal_say(stderr, line);
}

int context_fail(const struct context *self)
{
    context_tell(&self->problem, self->lang, self->json);
    return exit_code_of(self->problem.rc);
}
